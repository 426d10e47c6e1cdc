// The end of a job: how it ended, what it wrote, clean cells, and the answer.
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "warden.h"

#define MOST_OUTPUT_FILE (256ull << 20)

struct blob {
    int fd;
    off_t at;
    uint64_t size;
};

static uint64_t size_of(int fd) {
    struct stat status;
    return fstat(fd, &status) == 0 ? (uint64_t)status.st_size : 0;
}

// Does the error output end in an allocation failure of C++'s, Python's or node's?
static bool says_no_memory(struct cell *cell) {
    char text[1025];
    uint64_t size = size_of(cell->streams[STREAM_ERR]);
    off_t at = size > sizeof text - 1 ? (off_t)(size - (sizeof text - 1)) : 0;
    ssize_t got = pread(cell->streams[STREAM_ERR], text, sizeof text - 1, at);
    if (got <= 0) return false;
    text[got] = 0;
    for (ssize_t i = 0; i < got; i++)
        if (!text[i]) text[i] = ' ';
    return strstr(text, "std::bad_alloc") || strstr(text, "\nMemoryError") || strstr(text, "JavaScript heap out of memory") ||
           strstr(text, "Cannot allocate memory") || strstr(text, "virtual memory exhausted") || strstr(text, "out of memory");
}

static int status_of(struct cell *cell, const struct job *job, struct wire_result *result) {
    struct run *run = &cell->run;
    const struct wire_limits *limits = &job->head.limits;
    if (run->refusal[0]) return STATUS_JUDGE;
    if (WIFEXITED(run->status)) result->exit_code = WEXITSTATUS(run->status);
    if (WIFSIGNALED(run->status)) result->signal = WTERMSIG(run->status);
    if (run->reason > STATUS_OK) return run->reason;
    bool failed = result->exit_code != 0 || result->signal;
    if (failed && cgroup_ran_out(cell)) return STATUS_MEMORY;
    if (run->cpu > run->cpu_limit) return STATUS_CPU;
    uint64_t written = size_of(cell->streams[STREAM_OUT]);
    if (result->signal == SIGXFSZ || written >= limits->output + 1) return STATUS_OUTPUT;
    if (size_of(cell->streams[STREAM_ERR]) >= limits->output + 1) return STATUS_OUTPUT;
    if (result->signal == SIGXCPU) return STATUS_CPU;
    if (result->signal == SIGSYS) return STATUS_FORBIDDEN;
    // Of a native program only its launcher can have written the note: the program has no way to the records.
    bool is_native = job->head.kind == JOB_EXEC || job->head.kind == JOB_NODE;
    if (is_native && run->note == NOTE_NOT_STARTED) return STATUS_UNAVAILABLE;
    if (run->note == NOTE_COMPILE_ERROR && failed) return STATUS_COMPILE;
    if (run->note == NOTE_NO_MEMORY && failed) return STATUS_MEMORY;
    if (failed && (result->signal == 0 || result->signal == SIGABRT) && says_no_memory(cell)) return STATUS_MEMORY;
    return failed ? STATUS_RUNTIME : STATUS_OK;
}

// The records that the run left; it wrote their size itself, so that is not believed.
static void take_records(struct cell *cell, uint64_t limit, struct blob *blob) {
    struct cell_records records = {0};
    if (pread(cell->memory_files[CELL_RECORDS], &records, sizeof records, 0) != sizeof records) return;
    cell->run.note = records.note;
    uint64_t most = size_of(cell->memory_files[CELL_RECORDS]);
    most = most > sizeof records ? most - sizeof records : 0;
    if (most > limit + 131072) most = limit + 131072;
    blob->fd = cell->memory_files[CELL_RECORDS];
    blob->at = sizeof records;
    blob->size = records.size < most ? records.size : most;
}

static void take_stream(struct cell *cell, int which, uint64_t limit, struct blob *blob) {
    uint64_t size = size_of(cell->streams[which]);
    blob->fd = cell->streams[which];
    blob->size = size < limit ? size : limit;
}

// Small blobs lie behind the header; larger ones in one memfd.
static int pack(struct wire_result *result, const struct blob *blobs, char *inline_bytes, size_t *inline_size) {
    uint64_t total = 0;
    for (int i = 0; i < WIRE_BLOBS; i++) total += result->sizes[i] = blobs[i].size;
    int fd = -1;
    *inline_size = 0;
    if (total > WIRE_INLINE_MAX) {
        fd = (int)syscall(SYS_memfd_create, "adjudge-result", MFD_CLOEXEC);
        result->has_payload = 1;
    }
    for (int i = 0; i < WIRE_BLOBS; i++) {
        if (blobs[i].size == 0) continue;
        if (fd >= 0) {
            lseek(blobs[i].fd, blobs[i].at, SEEK_SET);
            char buffer[65536];
            for (uint64_t left = blobs[i].size; left > 0;) {
                ssize_t got = read(blobs[i].fd, buffer, left < sizeof buffer ? left : sizeof buffer);
                if (got <= 0 || write(fd, buffer, (size_t)got) != got) break;
                left -= (uint64_t)got;
            }
        } else {
            ssize_t got = pread(blobs[i].fd, inline_bytes + *inline_size, blobs[i].size, blobs[i].at);
            result->sizes[i] = got > 0 ? (uint64_t)got : 0;
            *inline_size += result->sizes[i];
        }
    }
    return fd;
}

static void clean_cell(struct cell *cell) {
    for (int i = CELL_JOB; i <= CELL_RECORDS; i++)
        if (size_of(cell->memory_files[i]) > 0 && ftruncate(cell->memory_files[i], 0) != 0) continue;
    lseek(cell->memory_files[CELL_NOISE], 0, SEEK_SET);
    close_streams(cell);
    memset(&cell->run, 0, sizeof cell->run);
    if (!renew_directory(cell->directory_fd)) close_cell(cell); // what cannot be cleaned is not used again
}

// A wall limit that other work on the machine brought about.
static bool was_contended(const struct run *run) {
    return run->reason == STATUS_WALL && run->delayed > (run->finished - run->started) / 5;
}

// The refusals of a run's own first steps, sent before the run could end.
static void hear_refusals(struct cell *cell) {
    if (!WIFEXITED(cell->run.status) || WEXITSTATUS(cell->run.status) != 125) return;
    for (int z = 0; z < ZYGOTES; z++) {
        struct cell_reply reply;
        while (cell->zygotes[z].state == ZYGOTE_READY &&
               recv(cell->zygotes[z].fd, &reply, sizeof reply, MSG_PEEK | MSG_DONTWAIT) == sizeof reply &&
               reply.ready == WORD_RUN_REFUSED)
            (void)read_zygote(cell, z);
    }
}

// Killed, and not by the warden: by itself, or by something else on the machine, which a second run alone will show.
static bool was_killed(struct cell *cell, uint64_t memory) {
    struct run *run = &cell->run;
    if (run->reason >= 0 || !WIFSIGNALED(run->status) || WTERMSIG(run->status) != SIGKILL) return false;
    return !cgroup_ran_out(cell) || cgroup_peak(cell) < memory / 10 * 9; // the machine's memory, not the limit
}

// Nothing inside a namespace can kill its first process: when that dies, somebody else did it, and the run is no evidence.
static bool killed_from_outside(struct cell *cell) {
    struct run *run = &cell->run;
    return run->reason < 0 && !run->left_orphans && WIFSIGNALED(run->status) && WTERMSIG(run->status) == SIGKILL &&
           init_is_leaving(cell) && !cgroup_ran_out(cell);
}

void finish_job(struct job *job) {
    struct wire_result result = {.type = WIRE_RESULT, .ticket = job->head.ticket, .level = -1, .exit_code = -1,
                                 .zygote_starts = zygote_starts};
    static char message[sizeof(struct wire_result) + WIRE_INLINE_MAX];
    struct blob blobs[WIRE_BLOBS];
    int fds[1 + WIRE_MAX_OUTPUTS], fd_count = 0;
    size_t inline_size = 0;
    for (int i = 0; i < WIRE_BLOBS; i++) blobs[i] = (struct blob){-1, 0, 0};
    struct cell *cell = NULL, *tests = NULL;
    if (job->launched && job->fault < 0) {
        cell = &cells[job->slot][job->head.kind == JOB_NODE ? CELL_NODE : CELL_UNTRUSTED];
        if (job->head.kind == JOB_SPLIT) tests = &cells[job->slot][CELL_TRUSTED];
        hear_refusals(cell);
        if (tests) hear_refusals(tests);
        bool lost = killed_from_outside(cell) || (tests && killed_from_outside(tests));
        if (lost) cell->init_killed = true; // its end is waited for, and the next run gets a new one
        if (lost && tests) tests->init_killed = true;
        sweep_cell(cell);
        if (tests) sweep_cell(tests);
        uint64_t limit = job->head.limits.output;
        take_records(cell, limit, &blobs[WIRE_RECORDS]);
        take_stream(cell, STREAM_OUT, limit, &blobs[tests ? WIRE_CANDIDATE_OUT : WIRE_OUT]);
        take_stream(cell, STREAM_ERR, ERR_KEPT, &blobs[tests ? WIRE_CANDIDATE_ERR : WIRE_ERR]);
        result.status = (uint32_t)status_of(cell, job, &result);
        result.contended = was_contended(&cell->run);
        result.retriable = result.contended || was_killed(cell, job->head.limits.memory);
        if (tests) {
            uint32_t program_status = result.status;
            take_records(tests, limit, &blobs[WIRE_RECORDS]);
            take_stream(tests, STREAM_OUT, limit, &blobs[WIRE_OUT]);
            take_stream(tests, STREAM_ERR, ERR_KEPT, &blobs[WIRE_ERR]);
            bool limited = cell->run.reason > STATUS_OK || program_status == STATUS_MEMORY || program_status == STATUS_CPU ||
                           program_status == STATUS_OUTPUT || program_status == STATUS_COMPILE;
            result.exit_code = -1;
            result.signal = 0;
            uint32_t status = (uint32_t)status_of(tests, job, &result);
            result.status = limited && status != STATUS_OK ? program_status : status;
            result.retriable |= was_killed(tests, job->head.limits.memory);
        }
        const char *refusal = cell->run.refusal[0] ? cell->run.refusal : tests ? tests->run.refusal : "";
        if (refusal[0]) {
            result.status = STATUS_JUDGE;
            result.retriable = 1;
            snprintf(result.message, sizeof result.message, "a run could not begin: %.200s", refusal);
        }
        if (lost) {
            result.status = STATUS_JUDGE;
            result.retriable = 1;
            snprintf(result.message, sizeof result.message, "the cell's first process was killed");
        }
        if (result.status == STATUS_UNAVAILABLE && !result.message[0]) { // the launcher's own words
            ssize_t got = pread(cell->streams[STREAM_ERR], result.message, sizeof result.message - 1, 0);
            result.message[got > 0 ? got : 0] = 0;
            result.message[strcspn(result.message, "\n")] = 0;
        }
        result.level = settings.level;
        result.cpu = cell->run.cpu / 1000;
        uint64_t last = tests && tests->run.finished > cell->run.finished ? tests->run.finished : cell->run.finished;
        result.wall = (last - cell->run.started) / 1000;
        uint64_t peak = cgroup_peak(cell);
        result.peak = peak ? peak : cell->run.watched_peak > cell->run.peak ? cell->run.watched_peak : cell->run.peak;
        result.queued = (cell->run.started - job->arrived) / 1000;
        const char *name = job->payload + job_offset(&job->head, WIRE_OUTPUTS), *end = name + job->head.sizes[WIRE_OUTPUTS];
        while (name < end && result.output_count < WIRE_MAX_OUTPUTS) {
            int64_t *size = &result.output_sizes[result.output_count++];
            fds[1 + fd_count] = take_file(cell->directory_fd, name, MOST_OUTPUT_FILE, size);
            if (fds[1 + fd_count] >= 0) fd_count++;
            name += strlen(name) + 1;
        }
    } else {
        result.status = (uint32_t)(job->fault < 0 ? STATUS_JUDGE : job->fault);
        result.retriable = job->retriable;
        memcpy(result.message, job->message, sizeof result.message);
    }
    int payload = pack(&result, blobs, message + sizeof result, &inline_size);
    memcpy(message, &result, sizeof result);
    fds[0] = payload;
    send_host(message, sizeof result + inline_size, payload >= 0 ? fds : fds + 1, fd_count + (payload >= 0));
    for (int i = 0; i <= fd_count; i++)
        if (fds[i] >= 0) close(fds[i]);
    for (int role = 0; job->slot >= 0 && role < CELL_ROLES; role++) {
        struct cell *used = &cells[job->slot][role];
        if (used->open && used->job == job && !used->run.running) clean_cell(used);
    }
}
