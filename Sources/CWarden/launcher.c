// The zygote of native programs: filtered once, then one fork and one exec per run.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "warden.h"

#define MAX_STRINGS 1024

static uint64_t cookie;

// Splits NUL-terminated strings; returns how many.
static size_t strings(const char *bytes, size_t size, const char **list, size_t cell) {
    size_t count = 0;
    for (size_t at = 0; at < size && count + 1 < cell; at += strlen(bytes + at) + 1) list[count++] = bytes + at;
    list[count] = NULL;
    return count;
}

static _Noreturn void run(const struct cell_config *config, const int *streams, int given, bool is_peer) {
    *(volatile uint64_t *)&cookie = 0;
    struct cell_records *records;
    const struct cell_job *job = become_run(config, streams, &given, false, &records);
    for (int signal_number = 1; signal_number < 32; signal_number++) signal(signal_number, SIG_DFL);
    static const char *arguments[MAX_STRINGS], *environment[MAX_STRINGS];
    static char home[1100], temporary[1100];
    const char *directory = config->layers & LAYER_NAMESPACES ? CELL_DIRECTORY : config->directory;
    snprintf(home, sizeof home, "HOME=%s", directory);
    snprintf(temporary, sizeof temporary, "TMPDIR=%s", directory);
    environment[0] = "PATH=/usr/local/bin:/usr/bin:/bin";
    environment[1] = "LANG=C.UTF-8";
    environment[2] = home;
    environment[3] = temporary;
    size_t size;
    const char *bytes = job_section(job, WIRE_ENVIRONMENT, &size);
    strings(bytes, size, environment + 4, MAX_STRINGS - 4);
    bytes = job_section(job, WIRE_ARGUMENTS, &size);
    strings(bytes, size, arguments, MAX_STRINGS);
    int executable = is_peer ? -1 : given;
    if (executable >= 0) {
        fcntl(executable, F_SETFD, FD_CLOEXEC);
        syscall(SYS_execveat, executable, "", arguments, environment, 0x1000 /* AT_EMPTY_PATH */);
    } else {
        bytes = job_section(job, WIRE_EXECUTABLE, &size);
        execve(bytes, (char *const *)arguments, (char *const *)environment);
    }
    dprintf(2, "cannot start %s: %s\n", executable >= 0 ? "the program" : bytes, strerror(errno));
    records->note = NOTE_NOT_STARTED;
    _exit(127);
}

static _Noreturn void refuse(const char *what) {
    struct cell_reply reply = {.pid = -errno, .ready = WORD_READY};
    snprintf(reply.text, sizeof reply.text, "%s: %s", what, strerror(errno));
    send_message(CELL_CONTROL, &reply, sizeof reply, NULL, 0);
    _exit(1);
}

_Noreturn void launcher_main(const struct cell_config *config) {
    prctl(PR_SET_NAME, "adjudge-launch", 0, 0, 0);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    cookie = random_cookie();
    if (!(config->layers & LAYER_NAMESPACES) && config->uid) keep_setuid_only(false);
    const char *directory = config->layers & LAYER_NAMESPACES ? CELL_DIRECTORY : config->directory;
    static const char *const all[] = {"/", NULL}; // inside the namespaces nothing else is there
    const char *const *paths = config->layers & LAYER_NAMESPACES ? all : config->paths;
    if (config->layers & LAYER_LANDLOCK && install_landlock(paths, directory) != 0) refuse("landlock");
    if (config->layers & LAYER_SECCOMP && install_seccomp(cookie, config->layers & LAYER_CGROUP, false) != 0) refuse("seccomp");
    struct cell_reply reply = {.pid = 0, .ready = WORD_READY};
    send_message(CELL_CONTROL, &reply, sizeof reply, NULL, 0);
    for (;;) {
        struct cell_message message;
        int fds[ORDER_FDS], count = ORDER_FDS, namespace, streams[STREAMS], executable;
        ssize_t got = receive_message(CELL_CONTROL, &message, sizeof message, fds, &count, 0);
        if (got < (ssize_t)CELL_MESSAGE_HEAD) _exit(0);
        memset(&reply, 0, sizeof reply);
        if (!take_order(&message, fds, count, &namespace, streams, &executable)) _exit(0);
        if (namespace >= 0 && enter_namespace(namespace, CLONE_NEWPID, cookie) != 0)
            snprintf(reply.text, sizeof reply.text, "setns(pid): %s", strerror(errno));
        pid_t pid = clone_sibling(0, NULL, cookie);
        if (pid == 0) run(config, streams, executable, message.flags & MESSAGE_PEER);
        reply.pid = pid < 0 ? -errno : pid;
        send_message(CELL_CONTROL, &reply, sizeof reply, NULL, 0);
        while (count > 0) close(fds[--count]);
    }
}
