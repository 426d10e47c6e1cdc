// Limits: what the kernel is told before a run, and what the warden looks at while it goes.
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "warden.h"

// The most that threads' stacks and reservations may take beside the memory that is used: without a control group the
// address space only keeps a single request from taking the machine, the memory itself is watched.
#define SLACK (2ull << 30)
#define MEMORY_INTERVAL (10 * MILLISECOND)
#define MOST_STACK (256ull << 20)

uint64_t now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

uint64_t process_cpu(pid_t pid) {
    clockid_t clock;
    struct timespec time;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

// CPU time of a process, of what it has waited for, and of all below it. Reads /proc: only for runs that linger.
static uint64_t tree_of(pid_t pid, int *budget) {
    char path[64], text[16384];
    if (--*budget < 0) return 0;
    uint64_t sum = process_cpu(pid), ticks = (uint64_t)sysconf(_SC_CLK_TCK);
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0) close(fd);
    if (got > 0) {
        text[got] = 0;
        char *name_end = strrchr(text, ')');
        unsigned long long waited_user = 0, waited_system = 0;
        if (name_end && sscanf(name_end + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %llu %llu", &waited_user,
                               &waited_system) == 2)
            sum += (waited_user + waited_system) * (1000000000u / ticks);
    }
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *tasks = opendir(path);
    struct dirent *task;
    while (tasks && (task = readdir(tasks)) && *budget > 0) {
        if (task->d_name[0] == '.') continue;
        char children[400];
        snprintf(children, sizeof children, "/proc/%d/task/%s/children", pid, task->d_name);
        fd = open(children, O_RDONLY | O_CLOEXEC);
        got = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
        if (fd >= 0) close(fd);
        if (got <= 0) continue;
        text[got] = 0;
        for (char *at = text, *next; *budget > 0; at = next) {
            long child = strtol(at, &next, 10);
            if (next == at) break;
            sum += tree_of((pid_t)child, budget);
        }
    }
    if (tasks) closedir(tasks);
    return sum;
}

uint64_t tree_cpu(pid_t pid) {
    int budget = 512;
    return tree_of(pid, &budget);
}

// The time that a process was ready to run while others ran. Of a tree nothing is said: it may have waited for itself.
static uint64_t time_delayed(pid_t pid) {
    char path[64];
    unsigned long long waited = 0;
    pid_t child;
    if (children_of(pid, &child, 1) != 0) return 0;
    snprintf(path, sizeof path, "/proc/%d/schedstat", pid);
    FILE *file = fopen(path, "re");
    if (file && fscanf(file, "%*u %llu", &waited) != 1) waited = 0;
    if (file) fclose(file);
    return waited;
}

// The memory that the processes of a tree hold of their own beyond the zygote's: anonymous memory, and shared memory
// that is mapped. Reads /proc: only for runs that linger where no control group counts.
static uint64_t tree_memory(pid_t pid, uint64_t shared_with_zygote, int *budget) {
    char path[64], text[4096];
    if (--*budget < 0) return 0;
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0) close(fd);
    uint64_t sum = 0;
    if (got > 0) {
        text[got] = 0;
        unsigned long long anonymous = 0, shared = 0;
        const char *line = strstr(text, "RssAnon:");
        if (line) sscanf(line, "RssAnon: %llu", &anonymous);
        line = strstr(text, "RssShmem:");
        if (line) sscanf(line, "RssShmem: %llu", &shared);
        sum = (anonymous + shared) << 10;
        sum = sum > shared_with_zygote ? sum - shared_with_zygote : 0;
    }
    pid_t children[256];
    int count = children_of(pid, children, 256);
    for (int i = 0; i < count && *budget > 0; i++) sum += tree_memory(children[i], shared_with_zygote, budget);
    return sum;
}

// Where no control group holds a run to its memory, this does.
static bool is_over_memory(struct cell *cell) {
    struct run *run = &cell->run;
    if (cell->cgroup.made || !run->memory_limit) return false;
    int budget = 256;
    uint64_t used = tree_memory(run->pid, run->memory_base, &budget);
    if (cell->init > 0) {
        pid_t orphans[256];
        int count = children_of(cell->init, orphans, 256);
        for (int i = 0; i < count; i++) used += tree_memory(orphans[i], run->memory_base, &budget);
    }
    if (used > run->watched_peak) run->watched_peak = used;
    return used > run->memory_limit;
}

uint64_t check_limits(struct cell *cell, uint64_t now) {
    struct run *run = &cell->run;
    if (!run->running || run->ended || run->pid <= 0 || run->reason >= 0) return UINT64_MAX;
    if (now >= run->wall_deadline) {
        run->delayed = time_delayed(run->pid);
        kill_run(cell, STATUS_WALL);
        return UINT64_MAX;
    }
    bool watches = !cell->cgroup.made && run->memory_limit;
    if (watches && now >= run->next_memory_check) {
        if (is_over_memory(cell)) {
            kill_run(cell, STATUS_MEMORY);
            return UINT64_MAX;
        }
        run->next_memory_check = now + MEMORY_INTERVAL;
    }
    uint64_t next = run->wall_deadline;
    if (watches && run->next_memory_check < next) next = run->next_memory_check;
    if (now < run->next_check) return run->next_check < next ? run->next_check : next;
    uint64_t used = tree_cpu(run->pid) - run->cpu_before;
    if (cell->init > 0) used += tree_cpu(cell->init);
    if (used >= run->cpu_limit) {
        run->cpu = used;
        kill_run(cell, STATUS_CPU);
        return UINT64_MAX;
    }
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    uint64_t least = (run->cpu_limit - used) / (uint64_t)(processors > 0 ? processors : 1);
    run->next_check = now + (least < MILLISECOND ? MILLISECOND : least);
    return run->next_check < next ? run->next_check : next;
}

// Tasks of the warden's own user: where runs share its uid, the kernel counts those too. Counted at most once a second.
static uint64_t tasks_of_user(void) {
    static uint64_t counted, at;
    uint64_t now = now_ns();
    if (counted && now - at < 1000 * MILLISECOND) return counted;
    DIR *processes = opendir("/proc");
    struct dirent *entry;
    uint64_t count = 0;
    uid_t uid = getuid();
    while (processes && (entry = readdir(processes))) {
        char path[300];
        struct stat status;
        if (entry->d_name[0] < '0' || entry->d_name[0] > '9') continue;
        snprintf(path, sizeof path, "/proc/%s/task", entry->d_name);
        if (stat(path, &status) == 0 && status.st_uid == uid) count += status.st_nlink > 2 ? status.st_nlink - 2 : 1;
    }
    if (processes) closedir(processes);
    counted = count;
    at = now;
    return count;
}

void set_limits(struct cell *cell, const struct job *job, struct cell_job *child, int which) {
    const struct wire_limits *limits = &job->head.limits;
    const struct zygote *zygote = &cell->zygotes[which];
    uint64_t cpu = child->flags & WIRE_TRUSTED ? limits->tests_cpu : limits->cpu;
    child->output = limits->output;
    bool recorded = job->head.kind == JOB_CALL || job->head.kind == JOB_SPLIT;
    child->records = sizeof(struct cell_records) + (recorded ? limits->output + 131072 : 0);
    child->cpu_seconds = cpu / 1000000 + 2; // the exact cut is the warden's
    child->file_size = limits->output + 1; // one more than allowed, so that reaching it tells
    if (job->head.output_count && limits->directory > child->file_size) child->file_size = limits->directory;
    child->stack = limits->memory < MOST_STACK ? limits->memory : MOST_STACK;
    child->processes = limits->processes;
    if (settings.layers & LAYER_NAMESPACES) child->processes += 4; // the cell's own, in its user namespace
    else if (!cell->config.uid) child->processes += tasks_of_user();
    if (!cell->cgroup.made) {
        child->data = zygote->data + limits->memory + SLACK;
        if (which != LAUNCHER) child->address_space = zygote->address_space + limits->memory + 2 * SLACK;
    }
    cell->run.memory_limit = limits->memory;
    cell->run.memory_base = which == LAUNCHER ? 0 : zygote->anonymous;
    set_cgroup_limits(cell, limits->memory, limits->processes);
    cell->run.cpu_limit = cpu * 1000;
}
