// JavaScript: node cannot fork, so one warm process waits in a cell of its own and runs one program.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "warden.h"

// The order that reaches the waiting node: u32 sizes of the program, its name and its arguments, then the three.
static bool send_program(int fd, const struct job *job) {
    static const enum wire_section parts[] = {WIRE_PROGRAM, WIRE_NAME, WIRE_ARGUMENTS};
    uint32_t sizes[3];
    for (int i = 0; i < 3; i++) sizes[i] = (uint32_t)job->head.sizes[parts[i]];
    if (send(fd, sizes, sizeof sizes, MSG_NOSIGNAL) != sizeof sizes) return false;
    for (int i = 0; i < 3; i++) {
        const char *at = job->payload + job_offset(&job->head, parts[i]);
        size_t left = sizes[i];
        while (left > 0) {
            ssize_t sent = send(fd, at, left, MSG_NOSIGNAL);
            if (sent < 0 && errno == EINTR) continue;
            if (sent <= 0) return false;
            at += sent;
            left -= (size_t)sent;
        }
    }
    return true;
}

bool prepare_node(struct cell *cell, char *problem) {
    if (cell->node_fd >= 0 || cell->run.running) return true;
    if (!ensure_init(cell, problem) || !start_zygote(cell, LAUNCHER, problem)) return false;
    if (cell->zygotes[LAUNCHER].state != ZYGOTE_READY) return true; // asked again when it is
    struct cell_job child = {.kind = JOB_EXEC, .records = 4096, .cpu_seconds = 3600, .stack = 8ull << 20,
                             .file_size = 256ull << 20, .flags = 0};
    char text[8192];
    const char *const strings[] = {settings.node.path, "--no-warnings", "--stack-size=2000", "-e", node_bootstrap};
    size_t size = 0;
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
        size_t length = strlen(strings[i]) + 1;
        if (size + length > sizeof text - 600) return false;
        memcpy(text + size, strings[i], length);
        size += length;
    }
    child.sizes[WIRE_ARGUMENTS] = size;
    child.sizes[WIRE_EXECUTABLE] = strlen(settings.node.path) + 1;
    memcpy(text + size, settings.node.path, child.sizes[WIRE_EXECUTABLE]);
    size += child.sizes[WIRE_EXECUTABLE];
    int fd = cell->memory_files[CELL_JOB], pair[2];
    if (pwrite(fd, &child, sizeof child, 0) != sizeof child || pwrite(fd, text, size, sizeof child) != (ssize_t)size ||
        ftruncate(cell->memory_files[CELL_RECORDS], 4096) != 0 || !make_streams(cell, problem) ||
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
        snprintf(problem, WIRE_TEXT, "node cannot be prepared: %s", strerror(errno));
        return false;
    }
    memset(&cell->run, 0, sizeof cell->run);
    cell->run.reason = -1;
    cell->run.running = cell->run.awaited = true;
    cell->run.started = now_ns();
    cell->run.wall_deadline = cell->run.next_check = UINT64_MAX;
    bool sent = send_order(cell, LAUNCHER, pair[1], MESSAGE_PEER);
    close(pair[1]);
    cell->node_fd = pair[0];
    return sent;
}

static void lower(pid_t pid, int what, uint64_t value) {
    struct rlimit limits = {value, value};
    prlimit(pid, what, &limits, NULL);
}

bool start_node_job(struct cell *cell, struct job *job, char *problem) {
    if (cell->node_fd < 0) return prepare_node(cell, problem); // comes back here when its process is known
    if (cell->run.awaited) return true;
    const char *in = job->payload + job_offset(&job->head, WIRE_STDIN);
    const char *files = job->payload + job_offset(&job->head, WIRE_FILES);
    snprintf(problem, WIRE_TEXT, "the job cannot be written into its cell");
    if (job->head.sizes[WIRE_FILES] && !place_files(cell, files, job->head.sizes[WIRE_FILES])) return false;
    uint64_t in_size = job->head.sizes[WIRE_STDIN];
    if (in_size && pwrite(cell->streams[STREAM_IN], in, in_size, 0) != (ssize_t)in_size) return false;
    struct run *run = &cell->run;
    struct cell_job limits = {.flags = job->head.flags};
    job->head.limits.processes += 16; // its own threads
    set_limits(cell, job, &limits, LAUNCHER);
    lower(run->pid, RLIMIT_FSIZE, limits.file_size);
    if (limits.data) lower(run->pid, RLIMIT_DATA, limits.data);
    run->cpu_before = process_cpu(run->pid);
    run->started = now_ns();
    run->wall_deadline = run->started + job->head.limits.wall * 1000;
    run->next_check = run->started + run->cpu_limit / 2;
    job->launched = true;
    bool sent = send_program(cell->node_fd, job);
    close(cell->node_fd);
    cell->node_fd = -1;
    snprintf(problem, WIRE_TEXT, "the warm node is gone");
    return sent;
}
