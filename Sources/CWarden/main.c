// adjudge-warden: started by the host with its socket as descriptor 3. The first process is the guard: it outlives the
// warden, whatever kills that, and then ends every process and removes every file and cgroup that are left.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <dirent.h>
#include <unistd.h>

#include "warden.h"

struct settings settings;
static int polled = -1, signals = -1;

// What programs of contests and courses import; each one costs every run a little, and its users a lot when missing.
static const char usual_modules[] =
    "bisect collections copy datetime decimal fractions functools heapq io itertools json math operator os random re "
    "statistics string sys time typing";

void watch_fd(int fd, int kind, struct room *room, int which) {
    struct epoll_event event = {.events = EPOLLIN};
    event.data.u64 = (uint64_t)kind | (uint64_t)which << 8;
    if (room) event.data.u64 |= (uint64_t)room->index << 16 | (uint64_t)room->role << 32;
    epoll_ctl(polled, EPOLL_CTL_ADD, fd, &event);
}

void unwatch_fd(int fd) {
    epoll_ctl(polled, EPOLL_CTL_DEL, fd, NULL);
}

// Removes the directories that a warden of this name left (levels without namespaces).
static void remove_directories(const char *base) {
    const char *const roots[] = {"/dev/shm", getenv("TMPDIR"), "/tmp", "/var/tmp"};
    for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++) {
        DIR *root = roots[i] ? opendir(roots[i]) : NULL;
        struct dirent *entry;
        size_t length = strlen(base);
        while (root && (entry = readdir(root))) {
            if (strncmp(entry->d_name, base, length) != 0 || entry->d_name[length] != '.') continue;
            int directory = openat(dirfd(root), entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
            if (directory < 0) continue;
            wipe_directory(directory);
            close(directory);
            unlinkat(dirfd(root), entry->d_name, AT_REMOVEDIR);
        }
        if (root) closedir(root);
    }
}

_Noreturn void shut_down(void) {
    for (unsigned i = 0; i < settings.slots; i++)
        for (int role = 0; role < ROOM_ROLES; role++) close_room(&rooms[i][role]);
    sweep_all();
    remove_all_cgroups(settings.base);
    remove_directories(settings.base);
    _exit(0);
}

static void reap(void) {
    int status;
    struct rusage usage;
    pid_t pid;
    bool strays = false;
    while ((pid = wait4(-1, &status, WNOHANG | __WALL, &usage)) > 0) {
        bool known = false;
        for (unsigned i = 0; i < settings.slots && !known; i++) {
            for (int role = 0; role < ROOM_ROLES && !known; role++) {
                struct room *room = &rooms[i][role];
                if (!room->open) continue;
                // A run may end before its zygote's word of its start is read, or even said.
                if (room->run.awaited)
                    for (int z = 0; z < ZYGOTES && room->run.awaited; z++)
                        if (room->zygotes[z].state == ZYGOTE_READY) read_zygote(room, z);
                if (room->open && room->run.running && room->run.pid == pid) {
                    run_ended(room, status, &usage);
                    known = true;
                    break;
                }
                char fault[WIRE_TEXT] = "";
                known = room->open && forget_child(room, pid, fault);
                if (known && fault[0]) room_failed(room, fault);
            }
        }
        if (!known) keep_early_end(pid, status, &usage);
        strays |= !known;
    }
    if (strays) sweep_strays();
}

static void handle(uint64_t data) {
    int kind = (int)(data & 255), which = (int)(data >> 8 & 255);
    struct room *room = &rooms[data >> 16 & 0xffff][data >> 32 & 3];
    if (kind == WATCH_HOST) {
        flush_host();
        read_host();
    } else if (kind == WATCH_HOST_DEATH) {
        shut_down();
    } else if (kind == WATCH_SIGNALS) {
        struct signalfd_siginfo info;
        while (read(signals, &info, sizeof info) == sizeof info)
            if (info.ssi_signo != SIGCHLD) shut_down();
        reap();
    } else if (room->open && room->zygotes[which].fd >= 0) {
        read_zygote(room, which);
    }
}

static _Noreturn void serve(void) {
    say_hello();
    bool writing = false;
    for (;;) {
        if (writing != host_waits()) {
            writing = host_waits();
            struct epoll_event event = {.events = EPOLLIN | (writing ? EPOLLOUT : 0), .data.u64 = WATCH_HOST};
            epoll_ctl(polled, EPOLL_CTL_MOD, settings.host, &event);
        }
        uint64_t now = now_ns(), next = next_deadline(now);
        struct timespec patience = {0, 0};
        if (next > now && next != UINT64_MAX) {
            patience.tv_sec = (time_t)((next - now) / 1000000000u);
            patience.tv_nsec = (long)((next - now) % 1000000000u);
        }
        struct epoll_event events[64];
        int count = epoll_wait(polled, events, 64,
                               next == UINT64_MAX ? -1 : (int)(patience.tv_sec * 1000 + (patience.tv_nsec + 999999) / 1000000));
        for (int i = 0; i < count; i++) handle(events[i].data.u64);
    }
}

static _Noreturn void guard(pid_t warden) {
    prctl(PR_SET_NAME, "adjudge-guard", 0, 0, 0);
    for (int fd = 0; fd < 64; fd++) close(fd);
    for (;;) {
        int status;
        pid_t pid = waitpid(-1, &status, WUNTRACED | __WALL);
        if (pid < 0 && errno == EINTR) continue;
        if (pid == warden && WIFSTOPPED(status)) {
            kill(warden, SIGCONT); // a program that shares its uid stopped it
            continue;
        }
        if (pid == warden || pid < 0) break;
    }
    sweep_all();
    char problem[WIRE_TEXT] = "";
    if (settings.maximum_level >= 3) find_cgroups(problem); // finding them removes what this name left
    remove_all_cgroups(settings.base);
    remove_directories(settings.base);
    _exit(0);
}

static const char *next_argument(char **arguments, int *at) {
    return arguments[*at + 1] ? arguments[++*at] : "";
}

static void read_arguments(char **arguments) {
    settings.maximum_level = 3;
    settings.slots = 1;
    for (int i = 1; arguments[i]; i++) {
        const char *name = arguments[i], *value = next_argument(arguments, &i);
        if (strcmp(name, "--slots") == 0) settings.slots = (unsigned)atoi(value);
        else if (strcmp(name, "--minimum-level") == 0) settings.minimum_level = atoi(value);
        else if (strcmp(name, "--maximum-level") == 0) settings.maximum_level = atoi(value);
        else if (strcmp(name, "--node") == 0) snprintf(settings.node.path, sizeof settings.node.path, "%s", value);
        else if (strcmp(name, "--tests-prelude") == 0) settings.tests_prelude = value;
        else if (strcmp(name, "--read-only") == 0 && settings.path_count < 32) settings.paths[settings.path_count++] = value;
        else if (strcmp(name, "--python") == 0 && settings.python_count < MAX_PYTHONS) {
            const char *modules = next_argument(arguments, &i);
            add_python(value, strcmp(modules, "*") == 0 ? usual_modules : modules);
        }
    }
    if (settings.slots < 1) settings.slots = 1;
    if (settings.slots > MAX_SLOTS) settings.slots = MAX_SLOTS;
}

int main(int count, char **arguments) {
    if (count < 2 || fcntl(WIRE_HOST_FD, F_GETFD) < 0) {
        static const char text[] = "adjudge-warden is started by Adjudge, with its socket as descriptor 3.\n";
        return write(2, text, sizeof text - 1) < 0 ? 2 : 2;
    }
    read_arguments(arguments);
    setsid();
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    syscall(SYS_close_range, 4u, ~0u, 0u);
    signal(SIGPIPE, SIG_IGN);
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    snprintf(settings.base, sizeof settings.base, "adjudge-%d", getpid());
    pid_t host = getppid();
    pid_t warden = fork();
    if (warden != 0) guard(warden);
    prctl(PR_SET_NAME, "adjudge-warden", 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    settings.host = WIRE_HOST_FD;
    // The socket alone does not tell of the host's death when a fork of the host holds it too.
    int host_process = (int)syscall(SYS_pidfd_open, host, 0u);
    fcntl(settings.host, F_SETFD, FD_CLOEXEC);
    fcntl(settings.host, F_SETFL, O_NONBLOCK);
    umask(022);
    for (unsigned i = 0; i < MAX_SLOTS; i++)
        for (int role = 0; role < ROOM_ROLES; role++) {
            rooms[i][role].index = (int)i;
            rooms[i][role].role = (enum room_role)role;
            rooms[i][role].keeper_fd = rooms[i][role].node_fd = rooms[i][role].orphans_fd = -1;
        }
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGCHLD);
    sigaddset(&mask, SIGTERM);
    sigaddset(&mask, SIGINT);
    polled = epoll_create1(EPOLL_CLOEXEC);
    probe_layers();
    sigprocmask(SIG_BLOCK, &mask, NULL);
    signals = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
    watch_fd(settings.host, WATCH_HOST, NULL, 0);
    watch_fd(signals, WATCH_SIGNALS, NULL, 0);
    if (host_process >= 0) watch_fd(host_process, WATCH_HOST_DEATH, NULL, 0);
    serve();
}
