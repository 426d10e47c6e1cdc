// adjudge-warden: started by the host with its socket as descriptor 3. The first process is the guard: it outlives the
// warden, whatever kills that, and then ends every process and removes every file and cgroup that are left.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
static int signals = -1;

// The modules that programs of contests and courses import; each one costs every run a little, and its users a lot when
// missing.
static const char usual_modules[] =
    "bisect collections copy datetime decimal fractions functools heapq io itertools json math operator os random re "
    "statistics string sys time typing";

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

static _Noreturn void shut_down(void) {
    for (unsigned i = 0; i < settings.slots; i++)
        for (int role = 0; role < CELL_ROLES; role++) close_cell(&cells[i][role]);
    sweep_all();
    remove_all_cgroups(settings.base);
    remove_directories(settings.base);
    _exit(0);
}

// Reads what a zygote says and passes it on.
static void listen_to(struct cell *cell, int which) {
    struct news news = read_zygote(cell, which);
    hear(cell, &news);
}

// The last message of a zygote that died may still lie in its socket; reading that finds the end. What that ends may
// start the next job, and with it another zygote in this one's place. The end is not found where the run that it made and
// did not tell of still holds the socket: then what is owed is nobody's any more.
static void hear_out(struct cell *cell, int which) {
    struct zygote *zygote = &cell->zygotes[which];
    while (zygote->fd >= 0 && zygote->pid == 0) {
        struct pollfd now = {.fd = zygote->fd, .events = POLLIN};
        if (poll(&now, 1, 0) != 1) break;
        listen_to(cell, which);
    }
    if (zygote->pid != 0) return;
    bool is_owed = zygote->state == ZYGOTE_STARTING ||
                   (zygote->state == ZYGOTE_READY && zygote->asked && cell->run.awaited);
    lose_zygote(zygote);
    if (is_owed) cell_failed(cell, "the interpreter was ended");
}

// Takes the end of a child as that of something of the cell's; false when it was nothing of it.
static bool note_end(struct cell *cell, pid_t pid, int status, const struct rusage *usage) {
    if (!cell->open) return false;
    // A run may end before its zygote's word of its start is read, or even said.
    for (int z = 0; z < ZYGOTES && cell->run.awaited; z++)
        if (cell->zygotes[z].state == ZYGOTE_READY) listen_to(cell, z);
    if (cell->open && cell->run.running && cell->run.pid == pid) {
        run_ended(cell, status, usage);
        return true;
    }
    char fault[WIRE_TEXT] = "";
    int zygote = -1;
    if (!cell->open || !forget_child(cell, pid, &zygote, fault)) return false;
    if (zygote >= 0) hear_out(cell, zygote);
    if (fault[0]) cell_failed(cell, fault);
    return true;
}

static void reap(void) {
    int status;
    struct rusage usage;
    pid_t pid;
    bool strays = false;
    while ((pid = wait4(-1, &status, WNOHANG | __WALL, &usage)) > 0) {
        bool known = false;
        for (unsigned i = 0; i < settings.slots && !known; i++)
            for (int role = 0; role < CELL_ROLES && !known; role++) known = note_end(&cells[i][role], pid, status, &usage);
        if (!known) keep_early_end(pid, status, &usage);
        strays |= !known;
    }
    if (strays) sweep_strays();
}

static void handle(const struct watched *found) {
    if (found->kind == WATCH_HOST) {
        flush_host();
        if (!read_host()) shut_down();
    } else if (found->kind == WATCH_HOST_DEATH) {
        shut_down();
    } else if (found->kind == WATCH_SIGNALS) {
        struct signalfd_siginfo info;
        while (read(signals, &info, sizeof info) == sizeof info)
            if (info.ssi_signo != SIGCHLD) shut_down();
        reap();
    } else if (found->cell->open && found->cell->zygotes[found->which].fd >= 0) {
        listen_to(found->cell, found->which);
    }
}

static _Noreturn void serve(void) {
    say_hello();
    bool writing = false;
    for (;;) {
        if (writing != host_waits()) watch_host(writing = host_waits());
        uint64_t now = now_ns(), next = next_deadline(now);
        int patience = next == UINT64_MAX ? -1 : next > now ? (int)((next - now + MILLISECOND - 1) / MILLISECOND) : 0;
        struct watched found[64];
        int count = wait_for_watched(found, 64, patience);
        for (int i = 0; i < count; i++) handle(&found[i]);
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
        for (int role = 0; role < CELL_ROLES; role++) {
            cells[i][role].index = (int)i;
            cells[i][role].role = (enum cell_role)role;
            cells[i][role].keeper_fd = cells[i][role].node_fd = cells[i][role].orphans_fd = -1;
        }
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGCHLD);
    sigaddset(&mask, SIGTERM);
    sigaddset(&mask, SIGINT);
    start_watching();
    probe_layers();
    sigprocmask(SIG_BLOCK, &mask, NULL);
    signals = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
    watch_fd(settings.host, WATCH_HOST, NULL, 0);
    watch_fd(signals, WATCH_SIGNALS, NULL, 0);
    if (host_process >= 0) watch_fd(host_process, WATCH_HOST_DEATH, NULL, 0);
    serve();
}
