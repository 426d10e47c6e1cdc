// The start of a job whose cells are ready.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "warden.h"

static bool write_all(int fd, const void *bytes, size_t size, off_t at) {
    const char *from = bytes;
    while (size > 0) {
        ssize_t wrote = pwrite(fd, from, size, at);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return false;
        from += wrote;
        at += wrote;
        size -= (size_t)wrote;
    }
    return true;
}

static bool write_job(struct cell *cell, struct job *job, bool tests, int which) {
    static const char tests_name[] = "tests.py";
    struct cell_job child = {.kind = job->head.kind, .flags = job->head.flags};
    const char *parts = job->payload;
    size_t size = job_offset(&job->head, WIRE_CHILD_SECTIONS);
    if (tests) {
        child.flags |= WIRE_TRUSTED;
        child.flags &= ~(uint32_t)WIRE_MERGE_STDERR;
        child.sizes[WIRE_PROGRAM] = job->head.sizes[WIRE_TESTS];
        child.sizes[WIRE_NAME] = sizeof tests_name - 1;
        parts = job->payload + job_offset(&job->head, WIRE_TESTS);
        size = job->head.sizes[WIRE_TESTS];
    } else {
        memcpy(child.sizes, job->head.sizes, sizeof child.sizes);
    }
    set_limits(cell, job, &child, which);
    int fd = cell->memory_files[CELL_JOB];
    bool done = write_all(fd, &child, sizeof child, 0) && write_all(fd, parts, size, sizeof child);
    if (done && tests) done = write_all(fd, tests_name, sizeof tests_name - 1, (off_t)(sizeof child + size));
    return done && ftruncate(cell->memory_files[CELL_RECORDS], (off_t)child.records) == 0;
}

static bool order_run(struct cell *cell, struct job *job, int which, int extra, char *problem) {
    struct run *run = &cell->run;
    struct run limits = *run; // as set_limits left them
    memset(run, 0, sizeof *run);
    run->cpu_limit = limits.cpu_limit;
    run->memory_limit = limits.memory_limit;
    run->memory_base = limits.memory_base;
    run->reason = -1;
    run->running = run->awaited = true;
    run->started = now_ns();
    run->wall_deadline = run->started + job->head.limits.wall * 1000;
    if (cell->role == CELL_TRUSTED) run->wall_deadline += 500 * MILLISECOND; // the program's end comes first
    run->next_check = run->started + limits.cpu_limit / 2;
    run->next_memory_check = run->started + 5 * MILLISECOND;
    if (send_order(cell, which, extra, 0)) return true;
    snprintf(problem, WIRE_TEXT, "a zygote does not answer: %s", strerror(errno));
    run->running = run->awaited = false;
    return false;
}

enum launched launch(struct job *job, char *problem) {
    bool split = job->head.kind == JOB_SPLIT;
    if (job->head.kind == JOB_NODE)
        return start_node_job(&cells[job->slot][CELL_NODE], job, problem) ? LAUNCHED : LAUNCH_FAILED;
    struct cell *cell = &cells[job->slot][CELL_UNTRUSTED], *tests = &cells[job->slot][CELL_TRUSTED];
    int which = job->head.kind == JOB_EXEC ? LAUNCHER : (int)job->head.interpreter, pair[2] = {-1, -1};
    const char *in = job->payload + job_offset(&job->head, WIRE_STDIN);
    const char *files = job->payload + job_offset(&job->head, WIRE_FILES);
    if (!make_streams(cell, problem) || (split && !make_streams(tests, problem))) return LAUNCH_FAILED;
    snprintf(problem, WIRE_TEXT, "the job cannot be written into its cell");
    if (job->head.sizes[WIRE_FILES] && !place_files(cell, files, job->head.sizes[WIRE_FILES])) return LAUNCH_FAILED;
    if (!write_all(cell->streams[STREAM_IN], in, job->head.sizes[WIRE_STDIN], 0)) return LAUNCH_FAILED;
    if (!write_job(cell, job, false, which) || (split && !write_job(tests, job, true, which))) return LAUNCH_FAILED;
    if (split && socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return LAUNCH_FAILED;
    job->launched = true;
    bool done = order_run(cell, job, which, split ? pair[0] : job->executable, problem);
    if (done && split) done = order_run(tests, job, which, pair[1], problem);
    if (split) close(pair[0]), close(pair[1]);
    if (done) return LAUNCHED;
    return cell->run.running ? LAUNCH_LACKS_TESTS : LAUNCH_FAILED;
}
