// Ends of process trees: by the pid namespace's first process where there is one, else by a sweep of the warden's own
// children, which is where orphans arrive.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "warden.h"

int children_of(pid_t pid, pid_t *list, int cell) {
    char path[64], text[16384];
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC), count = 0;
    if (fd < 0) return -1;
    ssize_t got = read(fd, text, sizeof text - 1);
    close(fd);
    if (got < 0) return -1;
    text[got] = 0;
    for (char *at = text, *next; count < cell; at = next) {
        long child = strtol(at, &next, 10);
        if (next == at) break;
        list[count++] = (pid_t)child;
    }
    return count;
}

void kill_run(struct cell *cell, int reason) {
    struct run *run = &cell->run;
    if (run->reason < 0) run->reason = reason;
    if (!run->running || run->ended) return;
    // The tree first where that is one deed: nothing of it sees the end coming.
    if (cell->init > 0) {
        kill(cell->init, SIGKILL);
        cell->init_killed = true;
    }
    if (run->pid > 0) kill(run->pid, SIGKILL);
}

void end_program(struct cell *cell) {
    struct run *run = &cell->run;
    if (run->pid <= 0 || !run->running || run->ended) return kill_run(cell, STATUS_OK);
    if (run->reason < 0) run->reason = STATUS_OK;
    kill(run->pid, SIGKILL);
}

// The run that a zygote has started and told of, in a message that is not yet read; waits for the message. A zygote that
// is silent for long is ended, so that a run of its that is taken for a stray is nobody's result: its job begins again.
static pid_t told_run(struct cell *cell) {
    if (!cell->run.awaited) return 0;
    for (int z = 0; z < ZYGOTES; z++) {
        struct zygote *zygote = &cell->zygotes[z];
        struct pollfd wait = {.fd = zygote->fd, .events = POLLIN};
        struct cell_reply reply;
        if (zygote->state != ZYGOTE_READY || !zygote->asked) continue;
        if (poll(&wait, 1, 5000) != 1) {
            if (zygote->pid > 0) kill(zygote->pid, SIGKILL);
            if (poll(&wait, 1, 5000) != 1) continue;
        }
        if (recv(zygote->fd, &reply, sizeof reply, MSG_PEEK | MSG_DONTWAIT) == sizeof reply) return reply.pid;
    }
    return 0;
}

static bool is_own(pid_t pid) {
    for (unsigned i = 0; i < settings.slots; i++) {
        for (int role = 0; role < CELL_ROLES; role++) {
            struct cell *cell = &cells[i][role];
            if (!cell->open) continue;
            if (pid == cell->keeper || pid == cell->init || pid == cell->run.pid || pid == told_run(cell)) return true;
            for (int z = 0; z < ZYGOTES; z++)
                if (pid == cell->zygotes[z].pid) return true;
        }
    }
    return false;
}

// Stops, then kills, a process and everything below it, so that a tree does not outgrow its killer.
static void kill_tree(pid_t pid, int depth) {
    pid_t list[1024];
    kill(pid, SIGSTOP);
    int count = depth < 64 ? children_of(pid, list, 1024) : 0;
    for (int i = 0; i < count; i++) kill_tree(list[i], depth + 1);
    kill(pid, SIGKILL);
}

// One process of the private uid that kills all others of it: the kernel does that at once, and misses none.
static void kill_uid(uid_t uid) {
    pid_t pid = fork();
    if (pid == 0) {
        if (syscall(SYS_setresuid, uid, uid, uid) == 0) kill(-1, SIGKILL);
        _exit(0);
    }
    if (pid > 0) waitpid(pid, NULL, 0);
}

bool init_is_leaving(const struct cell *cell) {
    if (!(settings.layers & LAYER_NAMESPACES)) return false;
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", cell->init);
    int fd = cell->init > 0 ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0) close(fd);
    if (got <= 0) return true;
    text[got] = 0;
    char *name_end = strrchr(text, ')'), state = 'X';
    unsigned flags = 0;
    if (!name_end || sscanf(name_end + 1, " %c %*d %*d %*d %*d %*d %u", &state, &flags) != 2) return false;
    return state == 'Z' || state == 'X' || flags & 4; // PF_EXITING
}

// Waits for a killed first process, whose end waits for every process of its namespace to be reaped; one of those may
// be a run whose pid no zygote lived to tell.
void reap_init(struct cell *cell) {
    for (unsigned round = 0; cell->init > 0; round++) {
        pid_t got = waitpid(cell->init, NULL, WNOHANG | __WALL);
        if (got == cell->init || (got < 0 && errno == ECHILD)) break;
        if (round % 16 == 15) {
            pid_t list[256];
            int count = children_of(getpid(), list, 256);
            for (int i = 0; i < count; i++)
                if (!is_own(list[i])) waitpid(list[i], NULL, WNOHANG | __WALL);
        }
        if (round > 2) usleep(round < 40 ? 100 : 1000);
    }
    cell->init = 0;
}

void sweep_strays(void) {
    if (settings.layers & LAYER_NAMESPACES) return;
    for (int round = 0; round < 1000; round++) {
        pid_t list[4096];
        int count = children_of(getpid(), list, 4096), strays = 0;
        for (int i = 0; i < count; i++)
            if (!is_own(list[i])) list[strays++] = list[i];
        if (strays == 0) return;
        // The children of what dies come to the warden, and are the next round's. What still grows after three of them
        // is looked for in its whole depth, which costs a file for each process.
        for (int i = 0; i < strays && round < 3; i++) kill(list[i], SIGSTOP);
        for (int i = 0; i < strays; i++) {
            if (round < 3) kill(list[i], SIGKILL);
            else kill_tree(list[i], 0);
        }
        for (int i = 0; i < strays; i++) waitpid(list[i], NULL, __WALL);
    }
}

void sweep_cell(struct cell *cell) {
    if (settings.layers & LAYER_NAMESPACES) {
        bool killed = cell->init_killed;
        cell->init_killed = false;
        if (cell->init <= 0) return;
        // Orphans are the init's children. When the kernel does not say, the namespace is not used twice.
        char some[2];
        if (!killed && cell->orphans_fd >= 0 && pread(cell->orphans_fd, some, sizeof some, 0) == 0) return;
        kill(cell->init, SIGKILL);
        reap_init(cell); // a namespace is never used after its first process was told to die
        return;
    }
    pid_t one;
    if (cell->config.uid && children_of(getpid(), &one, 1) > 0) {
        pid_t list[4096];
        int count = children_of(getpid(), list, 4096), strays = 0;
        for (int i = 0; i < count; i++) strays += !is_own(list[i]);
        if (strays) kill_uid(cell->config.uid);
    }
    sweep_strays();
}

void end_orphans(struct cell *cell) {
    if (init_is_leaving(cell)) return; // not by the warden: the run is no evidence
    pid_t init = cell->init;
    sweep_cell(cell);
    cell->run.left_orphans = cell->init != init;
}

void sweep_all(void) {
    for (int round = 0; round < 100000; round++) {
        pid_t list[4096];
        int count = children_of(getpid(), list, 4096);
        for (int i = 0; i < count; i++) kill_tree(list[i], 0);
        pid_t pid;
        bool any = false;
        while ((pid = waitpid(-1, NULL, __WALL | (count > 0 && !any ? 0 : WNOHANG))) > 0) any = true;
        if (pid < 0 && errno == ECHILD) return;
        if (count < 0 && !any) return;
    }
}
