// The layers that this machine can build, found out by building them in a child that is thrown away.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "warden.h"

enum { MISSING_UID, MISSING_SECCOMP, MISSING_LANDLOCK, MISSING_NAMESPACES, MISSING_CGROUP };

// Runs a probe in a child; its reason for failure comes back through shared memory.
static bool probe(void (*trial)(char *problem), int which) {
    char *shared = mmap(NULL, WIRE_TEXT, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) return false;
    snprintf(shared, WIRE_TEXT, "the probe died");
    pid_t pid = fork();
    if (pid == 0) {
        alarm(20);
        shared[0] = 0;
        trial(shared);
        _exit(shared[0] ? 1 : 0);
    }
    int status = 0;
    if (pid < 0 || waitpid(pid, &status, 0) != pid) status = 1;
    if (status != 0) snprintf(settings.missing[which], WIRE_TEXT, "%s", shared[0] ? shared : "the probe died");
    munmap(shared, WIRE_TEXT);
    return status == 0;
}

static void try_seccomp(char *problem) {
    if (!no_new_privileges()) snprintf(problem, WIRE_TEXT, "prctl(PR_SET_NO_NEW_PRIVS): %s", strerror(errno));
    else if (install_seccomp(random_cookie(), true, true) != 0) snprintf(problem, WIRE_TEXT, "seccomp(SET_MODE_FILTER): %s", strerror(errno));
    else if (syscall(SYS_unshare, CLONE_NEWUSER) == 0 || errno != EPERM) snprintf(problem, WIRE_TEXT, "a filter has no effect");
}

static void try_landlock(char *problem) {
    int error = 0;
    static const char *const usr[] = {"/usr", NULL};
    if (landlock_abi(&error) < 1) snprintf(problem, WIRE_TEXT, "landlock_create_ruleset: %s", strerror(error));
    else if (!no_new_privileges() || install_landlock(usr, "/nonexistent") != 0)
        snprintf(problem, WIRE_TEXT, "landlock_restrict_self: %s", strerror(errno));
    else if (open("/etc/passwd", O_RDONLY) >= 0) snprintf(problem, WIRE_TEXT, "a ruleset has no effect");
}

// A cell is opened for the trial, with its namespaces and its first process.
static void try_namespaces(char *problem) {
    settings.layers &= ~(unsigned)LAYER_CGROUP;
    settings.layers |= LAYER_NAMESPACES;
    settings.probing = true;
    struct cell *cell = &cells[0][CELL_UNTRUSTED];
    if (open_cell(cell, problem)) ensure_init(cell, problem);
    char ignored[WIRE_TEXT];
    snprintf(ignored, sizeof ignored, "%s", problem);
    close_cell(cell);
    snprintf(problem, WIRE_TEXT, "%s", ignored);
}

void probe_layers(void) {
    int most = settings.maximum_level;
    static const char capped[] = "not used: the level is capped";
    settings.layers = 0;
    if (claim_uids(settings.missing[MISSING_UID])) settings.layers |= LAYER_UID;
    if (most < 1) snprintf(settings.missing[MISSING_SECCOMP], WIRE_TEXT, capped);
    else if (probe(try_seccomp, MISSING_SECCOMP)) settings.layers |= LAYER_SECCOMP;
    if (most < 1) snprintf(settings.missing[MISSING_LANDLOCK], WIRE_TEXT, capped);
    else if (probe(try_landlock, MISSING_LANDLOCK)) settings.layers |= LAYER_LANDLOCK;
    if (most < 2) snprintf(settings.missing[MISSING_NAMESPACES], WIRE_TEXT, capped);
    else if (probe(try_namespaces, MISSING_NAMESPACES)) settings.layers |= LAYER_NAMESPACES;
    if (most < 3) snprintf(settings.missing[MISSING_CGROUP], WIRE_TEXT, capped);
    else if (find_cgroups(settings.missing[MISSING_CGROUP])) settings.layers |= LAYER_CGROUP;
    bool filtered = settings.layers & LAYER_SECCOMP && settings.layers & LAYER_LANDLOCK;
    bool apart = filtered && settings.layers & LAYER_NAMESPACES;
    settings.level = apart && settings.layers & LAYER_CGROUP ? 3 : apart ? 2 : filtered ? 1 : 0;
}
