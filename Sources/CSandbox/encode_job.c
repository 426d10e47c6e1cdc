// A job as a message: checked, then laid out section after section.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "client.h"

static size_t strings_size(const char *const *strings, unsigned *count) {
    size_t size = 0;
    for (*count = 0; strings && strings[*count]; (*count)++) size += strlen(strings[*count]) + 1;
    return size;
}

static char *add(char *at, const void *bytes, size_t size) {
    if (size) memcpy(at, bytes, size);
    return at + size;
}

static char *add_strings(char *at, const char *const *strings) {
    for (size_t i = 0; strings && strings[i]; i++) at = add(at, strings[i], strlen(strings[i]) + 1);
    return at;
}

// A name that stays below the directory.
static bool stays_below(const char *name) {
    if (!name || !*name || *name == '/' || strlen(name) > 400) return false;
    for (const char *part = name; part;) {
        if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || part[2] == 0)) return false;
        part = strchr(part, '/');
        if (part) part++;
    }
    return true;
}

static const char *check(const sandbox_job *job, unsigned output_count) {
    if (job->kind < SANDBOX_PYTHON || job->kind > SANDBOX_NODE) return "kind is none of SANDBOX_PYTHON ... SANDBOX_NODE";
    if (job->kind != SANDBOX_EXEC && !job->program) return "program is missing";
    if (job->kind == SANDBOX_PYTHON_CALL && (!job->entry || !*job->entry || !job->calls)) return "entry or calls is missing";
    if (job->kind == SANDBOX_PYTHON_SPLIT && !job->tests) return "tests is missing";
    if (job->kind == SANDBOX_EXEC && !job->executable && job->executable_fd <= 0) return "executable is missing";
    if (job->kind == SANDBOX_EXEC && job->executable && job->executable[0] != '/') return "executable is no absolute path";
    if (job->kind == SANDBOX_EXEC && (!job->arguments || !job->arguments[0])) return "arguments need at least argv[0]";
    if (job->program_size > INT32_MAX || job->tests_size > INT32_MAX) return "a program is larger than 2 GiB";
    if (output_count > WIRE_MAX_OUTPUTS) return "more than 16 outputs";
    for (size_t i = 0; i < job->file_count; i++)
        if (!stays_below(job->files[i].name)) return "a file's name leaves the directory";
    for (unsigned i = 0; i < output_count; i++)
        if (!stays_below(job->outputs[i])) return "an output's name leaves the directory";
    return NULL;
}

bool encode_job(const sandbox_job *job, struct entry *entry, char *error, size_t error_size) {
    struct wire_job *head = &entry->head;
    unsigned arguments, variables, outputs;
    uint64_t *sizes = head->sizes;
    entry->payload_fd = entry->executable = -1;
    sizes[WIRE_ARGUMENTS] = strings_size(job->arguments, &arguments);
    sizes[WIRE_ENVIRONMENT] = strings_size(job->environment, &variables);
    sizes[WIRE_OUTPUTS] = strings_size(job->outputs, &outputs);
    const char *wrong = check(job, outputs);
    if (wrong) {
        if (error) snprintf(error, error_size, "%s", wrong);
        return false;
    }
    bool runs_source = job->kind != SANDBOX_EXEC;
    const char *name = job->program_name ? job->program_name : job->kind == SANDBOX_NODE ? "main.js" : "main.py";
    sizes[WIRE_PROGRAM] = runs_source ? job->program_size : 0;
    sizes[WIRE_NAME] = strlen(name);
    sizes[WIRE_ENTRY] = job->kind == SANDBOX_PYTHON_CALL ? strlen(job->entry) : 0;
    sizes[WIRE_CALLS] = job->kind == SANDBOX_PYTHON_CALL ? job->calls_size : 0;
    sizes[WIRE_EXECUTABLE] = job->kind == SANDBOX_EXEC && job->executable ? strlen(job->executable) + 1 : 0;
    sizes[WIRE_STDIN] = job->standard_input ? job->standard_input_size : 0;
    sizes[WIRE_TESTS] = job->kind == SANDBOX_PYTHON_SPLIT ? job->tests_size : 0;
    for (size_t i = 0; i < job->file_count; i++) sizes[WIRE_FILES] += 16 + strlen(job->files[i].name) + 1 + job->files[i].size;
    size_t total = 0;
    for (int i = 0; i < WIRE_SECTIONS; i++) total += sizes[i];
    head->type = WIRE_JOB;
    head->kind = job->kind;
    head->interpreter = job->interpreter;
    head->flags = (job->merge_stderr ? WIRE_MERGE_STDERR : 0u) | (job->alone ? WIRE_ALONE : 0u);
    head->output_count = outputs;
    head->limits = (struct wire_limits){.cpu = job->limits.cpu, .wall = job->limits.wall, .memory = job->limits.memory,
                                        .output = job->limits.output, .directory = job->limits.directory,
                                        .tests_cpu = job->limits.tests_cpu, .processes = job->limits.processes};
    char *bytes;
    if (total > WIRE_INLINE_MAX) {
        entry->payload_fd = (int)syscall(SYS_memfd_create, "adjudge-job", MFD_CLOEXEC);
        if (entry->payload_fd < 0 || ftruncate(entry->payload_fd, (off_t)total) != 0) bytes = MAP_FAILED;
        else bytes = mmap(NULL, total, PROT_READ | PROT_WRITE, MAP_SHARED, entry->payload_fd, 0);
        if (bytes == MAP_FAILED) {
            if (error) snprintf(error, error_size, "no memory for the job's %zu bytes", total);
            return false;
        }
        head->flags |= WIRE_HAS_PAYLOAD;
    } else {
        bytes = malloc(total + 1);
        entry->payload = bytes;
    }
    entry->payload_size = total;
    char *at = add(bytes, job->program, sizes[WIRE_PROGRAM]);
    at = add(at, name, sizes[WIRE_NAME]);
    at = add(at, job->entry, sizes[WIRE_ENTRY]);
    at = add(at, job->calls, sizes[WIRE_CALLS]);
    at = add_strings(at, job->arguments);
    at = add_strings(at, job->environment);
    at = add(at, job->executable, sizes[WIRE_EXECUTABLE]);
    at = add(at, job->standard_input, sizes[WIRE_STDIN]);
    for (size_t i = 0; i < job->file_count; i++) {
        uint32_t mode = job->files[i].executable ? 0755 : 0644, name_size = (uint32_t)strlen(job->files[i].name) + 1;
        uint64_t size = job->files[i].size;
        at = add(at, &mode, 4);
        at = add(at, &name_size, 4);
        at = add(at, &size, 8);
        at = add(at, job->files[i].name, name_size);
        at = add(at, job->files[i].bytes, size);
    }
    at = add_strings(at, job->outputs);
    add(at, job->tests, sizes[WIRE_TESTS]);
    if (head->flags & WIRE_HAS_PAYLOAD) munmap(bytes, total);
    if (job->kind == SANDBOX_EXEC && !job->executable) {
        entry->executable = fcntl(job->executable_fd, F_DUPFD_CLOEXEC, 3);
        if (entry->executable < 0) {
            if (error) snprintf(error, error_size, "executable_fd %d is not open", job->executable_fd);
            return false;
        }
        head->flags |= WIRE_HAS_EXECUTABLE;
    }
    return true;
}

void free_entry(struct entry *entry) {
    free(entry->payload);
    if (entry->payload_fd >= 0) close(entry->payload_fd);
    if (entry->executable >= 0) close(entry->executable);
    free(entry);
}
