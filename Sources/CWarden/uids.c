// Private uids: what runs in a slot is killed, counted and kept apart by them, so no two wardens may have the same.
//
// A claim is a bound name among the abstract sockets, which the kernel gives to one process alone and takes back when it
// ends. Names are not shared with every process that shares the uids, so uids at work are passed over as well.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "warden.h"

// Where uids are taken from: far above any range that is handed out, else, in a container that maps 64 Ki of them, above
// those of people and below nobody's.
static const struct area { uid_t first, count; } areas[] = {{2000000000u, 100000000u}, {20000u, 45000u}};
#define AREAS (sizeof areas / sizeof areas[0])

static uid_t *at_work; // sorted
static size_t at_work_count;

static int by_value(const void *left, const void *right) {
    uid_t a = *(const uid_t *)left, b = *(const uid_t *)right;
    return a < b ? -1 : a > b;
}

// The real uids of all processes, from the one file that tells them of processes that cannot be dumped too.
static void find_uids_at_work(void) {
    DIR *processes = opendir("/proc");
    struct dirent *entry;
    size_t cell = 0;
    while (processes && (entry = readdir(processes))) {
        char path[300], line[256];
        unsigned uid;
        if (entry->d_name[0] < '0' || entry->d_name[0] > '9') continue;
        snprintf(path, sizeof path, "/proc/%s/status", entry->d_name);
        FILE *file = fopen(path, "re");
        while (file && fgets(line, sizeof line, file)) {
            if (sscanf(line, "Uid: %u", &uid) != 1) continue;
            if (at_work_count == cell) {
                cell = cell ? 2 * cell : 256;
                uid_t *bigger = realloc(at_work, cell * sizeof *bigger);
                if (!bigger) break;
                at_work = bigger;
            }
            at_work[at_work_count++] = uid;
            break;
        }
        if (file) fclose(file);
    }
    if (processes) closedir(processes);
    qsort(at_work, at_work_count, sizeof *at_work, by_value);
}

static bool is_at_work(uid_t first) {
    for (uid_t uid = first; uid < first + CELL_ROLES; uid++)
        if (at_work && bsearch(&uid, at_work, at_work_count, sizeof uid, by_value)) return true;
    return false;
}

// 1: claimed for as long as this process lives; 0: another has it; -1: there are no such names here.
static int bind_name(uid_t first) {
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    int length = snprintf(name.sun_path + 1, sizeof name.sun_path - 1, "adjudge-uid-%u", first);
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    if (bind(fd, (struct sockaddr *)&name, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length)) == 0) return 1;
    int error = errno;
    close(fd);
    return error == EADDRINUSE ? 0 : -1;
}

// Whether a process may become this uid here.
static bool can_become(uid_t uid, char *problem) {
    pid_t pid = fork();
    if (pid == 0) {
        bool fine = syscall(SYS_setgroups, 0, NULL) == 0 && syscall(SYS_setresgid, uid, uid, uid) == 0 &&
                    syscall(SYS_setresuid, uid, uid, uid) == 0;
        _exit(fine ? 0 : errno);
    }
    int status = 1 << 8;
    if (pid > 0) waitpid(pid, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
    snprintf(problem, WIRE_TEXT, "setresuid(%u): %s", uid, WIFEXITED(status) ? strerror(WEXITSTATUS(status)) : "killed");
    return false;
}

static bool claim_in(const struct area *area, char *problem) {
    uid_t last = area->first + area->count - CELL_ROLES, units = area->count / CELL_ROLES;
    if (!can_become(last, problem) || !can_become(area->first, problem)) return false;
    // Each warden begins elsewhere, so that a claim is mostly the first try.
    uid_t unit = (uid_t)((uint64_t)getpid() * MAX_SLOTS % units);
    unsigned claimed = 0;
    for (uid_t tries = 0; tries < units && claimed < settings.slots && tries < 100000; tries++, unit = (unit + 1) % units) {
        uid_t first = area->first + unit * CELL_ROLES;
        if (!is_at_work(first) && bind_name(first) != 0) settings.uids[claimed++] = first;
    }
    if (claimed == settings.slots) return true;
    memset(settings.uids, 0, sizeof settings.uids);
    snprintf(problem, WIRE_TEXT, "no %u free uids from %u to %u", settings.slots * CELL_ROLES, area->first, last);
    return false;
}

bool claim_uids(char *problem) {
    if (geteuid() != 0) {
        snprintf(problem, WIRE_TEXT, "the runner is not root (uid %u)", geteuid());
        return false;
    }
    find_uids_at_work();
    bool done = false;
    for (size_t i = 0; i < AREAS && !done; i++) done = claim_in(&areas[i], problem);
    free(at_work);
    at_work = NULL;
    if (done) problem[0] = 0;
    return done;
}
