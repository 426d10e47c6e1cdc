// The first steps of a run, in the child of a zygote: what it keeps, what it loses, how much it may use.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "containment.h"

#define MOST_FILES 256 // that a run may have open

static void limit(int what, uint64_t value) {
    struct rlimit now;
    getrlimit(what, &now);
    if (now.rlim_max != RLIM_INFINITY && value > now.rlim_max) value = now.rlim_max;
    struct rlimit limits = {value, value};
    setrlimit(what, &limits);
}

static void close_between(unsigned first, unsigned last) {
    if (first > last || syscall(SYS_close_range, first, last, 0u) == 0) return;
    for (int fd = (int)first; fd < 1024 && (unsigned)fd <= last; fd++) close(fd);
}

// Where a descriptor of the judge's stays. The channel is beyond what a run may open itself, and the filter lets nobody
// close it, so that a program which closes all there is does not end its judge's conversation.
static int place(int fd, bool is_channel) {
    int placed = is_channel ? fcntl(fd, F_DUPFD_CLOEXEC, CELL_CHANNEL) : -1;
    return placed < 0 ? dup2(fd, 3) : placed; // the host's own limit may be lower
}

bool take_order(const struct cell_message *message, const int *fds, int count, int *namespace, int *streams, int *extra) {
    int next = 0;
    *namespace = message->flags & MESSAGE_NAMESPACE && next < count ? fds[next++] : -1;
    for (int i = 0; i < STREAMS; i++) streams[i] = next < count ? fds[next++] : -1;
    *extra = message->flags & MESSAGE_FD && next < count ? fds[next] : -1;
    return streams[STREAM_ERR] >= 0;
}

// The judge's failure, said where no program can: the socket is the zygote's, and closed before the program runs.
static _Noreturn void refuse(const char *what) {
    struct cell_reply reply = {.pid = 0, .ready = WORD_RUN_REFUSED};
    snprintf(reply.text, sizeof reply.text, "%s: %s", what, strerror(errno));
    send_message(CELL_CONTROL, &reply, sizeof reply, NULL, 0);
    _exit(125);
}

// The hard limit stays where it was: programs raise their own stack, as judges of contests let them. What it may come to
// is bounded with all other memory.
static void limit_stack(uint64_t value) {
    struct rlimit limits;
    getrlimit(RLIMIT_STACK, &limits);
    limits.rlim_cur = value < limits.rlim_max ? value : limits.rlim_max;
    setrlimit(RLIMIT_STACK, &limits);
}

const struct cell_job *become_run(const struct cell_config *config, const int *streams, int *keep, bool is_channel,
                                  struct cell_records **records) {
    setsid();
    prctl(PR_SET_NAME, "adjudge-run", 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    // Without a pid namespace, orphans stay below their run for as long as it lives, and come to the warden after.
    if (!(config->layers & LAYER_NAMESPACES)) prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    if (config->uid && !(config->layers & LAYER_NAMESPACES)) {
        // The run's uid is none of the zygote's, so that no signal of the run reaches the zygote.
        if (config->layers & LAYER_SEARCH) prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0);
        syscall(SYS_setgroups, 0, NULL);
        if (syscall(SYS_setresgid, config->uid, config->uid, config->uid) != 0) refuse("setresgid");
        if (syscall(SYS_setresuid, config->uid, config->uid, config->uid) != 0) refuse("setresuid");
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); // a change of uid cleared it
    }
    if (config->layers & LAYER_SEARCH) keep_search_only();
    else drop_capabilities();
    struct stat job_size;
    if (fstat(CELL_JOB, &job_size) != 0) refuse("fstat of the job");
    const struct cell_job *job = mmap(NULL, (size_t)job_size.st_size, PROT_READ, MAP_PRIVATE, CELL_JOB, 0);
    if (job == MAP_FAILED) refuse("mmap of the job");
    *records = mmap(NULL, job->records, PROT_READ | PROT_WRITE, MAP_SHARED, CELL_RECORDS, 0);
    if (*records == MAP_FAILED) refuse("mmap of the records");
    if (dup2(streams[STREAM_IN], 0) < 0 || dup2(streams[STREAM_OUT], 1) < 0 ||
        dup2(streams[job->flags & WIRE_MERGE_STDERR ? STREAM_OUT : STREAM_ERR], 2) < 0)
        refuse("dup2");
    unsigned kept = CELL_CHANNEL; // in any case closed around: the filter refuses a range with it
    if (*keep >= 0) kept = (unsigned)(*keep = place(*keep, is_channel));
    close_between(3, kept - 1);
    close_between(kept + 1, ~0u);
    if ((config->layers & (LAYER_LANDLOCK | LAYER_NAMESPACES)) == LAYER_LANDLOCK && install_landlock_scope() != 0 &&
        config->layers & LAYER_SECCOMP)
        install_signal_filter();
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, job->cpu_seconds);
    limit(RLIMIT_FSIZE, job->file_size);
    limit(RLIMIT_NOFILE, MOST_FILES);
    limit_stack(job->stack);
    limit(RLIMIT_MEMLOCK, 65536);
    limit(RLIMIT_MSGQUEUE, 0);
    if (job->data) limit(RLIMIT_DATA, job->data);
    if (job->address_space) limit(RLIMIT_AS, job->address_space);
    if (job->processes) limit(RLIMIT_NPROC, job->processes);
    return job;
}

const char *job_section(const struct cell_job *job, enum wire_section section, size_t *size) {
    const char *at = (const char *)(job + 1);
    for (int i = 0; i < (int)section; i++) at += job->sizes[i];
    *size = job->sizes[section];
    return at;
}
