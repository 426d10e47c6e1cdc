// Cells: their memory files, keeper, pid namespace and zygotes.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "warden.h"

struct cell cells[MAX_SLOTS][CELL_ROLES];
uint64_t zygote_starts;

#define KEEPER_PATIENCE 20000 // milliseconds; it answers in one
#define TMPFS_SIZE (256ull << 20)

static const char *directory_root(void) {
    static const char *found;
    const char *const tries[] = {"/dev/shm", getenv("TMPDIR"), "/tmp", "/var/tmp"};
    for (size_t i = 0; !found && i < sizeof tries / sizeof tries[0]; i++)
        if (tries[i] && access(tries[i], W_OK | X_OK) == 0) found = tries[i];
    return found ? found : "/tmp";
}

static bool make_memory_files(struct cell *cell, char *problem) {
    for (int i = CELL_JOB; i <= CELL_RECORDS; i++) {
        cell->memory_files[i] = (int)syscall(SYS_memfd_create, "adjudge", MFD_CLOEXEC);
        if (cell->memory_files[i] < 0) {
            snprintf(problem, WIRE_TEXT, "memfd_create: %s", strerror(errno));
            return false;
        }
    }
    return true;
}

bool make_streams(struct cell *cell, char *problem) {
    close_streams(cell);
    for (int i = 0; i < STREAMS; i++) {
        cell->streams[i] = (int)syscall(SYS_memfd_create, "adjudge", MFD_CLOEXEC);
        if (cell->streams[i] >= 0) continue;
        snprintf(problem, WIRE_TEXT, "memfd_create: %s", strerror(errno));
        close_streams(cell);
        return false;
    }
    return true;
}

void close_streams(struct cell *cell) {
    for (int i = 0; i < STREAMS; i++) {
        if (cell->streams[i] >= 0) close(cell->streams[i]);
        cell->streams[i] = -1;
    }
}

// A cell that is not there: no descriptor, no process.
static void clear(struct cell *cell) {
    int index = cell->index;
    enum cell_role role = cell->role;
    memset(cell, 0, sizeof *cell);
    cell->index = index;
    cell->role = role;
    cell->keeper_fd = cell->directory_fd = cell->init_fd = cell->orphans_fd = cell->node_fd = -1;
    for (int i = 0; i < CELL_FDS; i++) cell->memory_files[i] = -1;
    for (int i = 0; i < STREAMS; i++) cell->streams[i] = -1;
    for (int i = 0; i < ZYGOTES; i++) cell->zygotes[i].fd = -1;
}

static bool make_host_directory(struct cell *cell, char *problem) {
    snprintf(cell->directory, sizeof cell->directory, "%.80s/%s.%d.%d", directory_root(), settings.base, cell->index,
             (int)cell->role);
    cell->config.directory = cell->directory;
    if (mkdir(cell->directory, 0700) != 0 && errno != EEXIST) {
        snprintf(problem, WIRE_TEXT, "mkdir %.100s: %s", cell->directory, strerror(errno));
        return false;
    }
    cell->directory_fd = open(cell->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (cell->config.uid && fchown(cell->directory_fd, cell->config.uid, cell->config.uid) != 0) return false;
    return cell->directory_fd >= 0;
}

static _Noreturn void become_keeper(struct cell *cell, int control) {
    // Above the fixed numbers first, then down to them.
    int above[CELL_FDS];
    above[CELL_CONTROL] = fcntl(control, F_DUPFD, 64);
    for (int i = CELL_JOB; i <= CELL_RECORDS; i++) above[i] = fcntl(cell->memory_files[i], F_DUPFD, 64);
    for (int i = CELL_CONTROL; i < CELL_FDS; i++) dup2(above[i], i);
    if (syscall(SYS_close_range, CELL_FDS, ~0u, 0u) != 0)
        for (int fd = CELL_FDS; fd < 4096; fd++) close(fd);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    keeper_main(&cell->config);
}

// One answer of the keeper, which is prompt and trusted; a dead or stuck one is given up.
static bool keeper_answer(struct cell *cell, struct cell_reply *reply, int *fd, char *problem) {
    struct pollfd wait = {.fd = cell->keeper_fd, .events = POLLIN};
    int fds[1], count = 1;
    if (poll(&wait, 1, KEEPER_PATIENCE) != 1 ||
        receive_message(cell->keeper_fd, reply, sizeof *reply, fds, &count, 0) != sizeof *reply) {
        snprintf(problem, WIRE_TEXT, "the cell's keeper is gone");
        return false;
    }
    if (fd) *fd = count ? fds[0] : -1;
    else if (count) close(fds[0]);
    if (reply->pid >= 0) return true;
    if (reply->text[0]) snprintf(problem, WIRE_TEXT, "%s", reply->text);
    else snprintf(problem, WIRE_TEXT, "the cell's keeper: %s", strerror(-reply->pid));
    return false;
}

static bool furnish(struct cell *cell, char *problem);

bool open_cell(struct cell *cell, char *problem) {
    if (cell->open) return true;
    clear(cell);
    cell->open = true; // what is made from here on is undone by closing it
    if (furnish(cell, problem)) return true;
    close_cell(cell);
    return false;
}

static bool furnish(struct cell *cell, char *problem) {
    cell->config.layers = settings.layers;
    cell->config.directory_size = TMPFS_SIZE;
    uid_t first = settings.uids[cell->index];
    cell->config.uid = first ? first + (uid_t)cell->role : 0;
    cell->config.prelude = cell->role == CELL_TRUSTED ? settings.tests_prelude : NULL;
    cell_paths(cell->config.paths);
    cell->paths_version = settings.paths_version;
    if (!make_memory_files(cell, problem)) return false;
    if (!(settings.layers & LAYER_NAMESPACES) && !make_host_directory(cell, problem)) return false;
    if (settings.layers & LAYER_CGROUP && !make_cgroup(cell)) {
        snprintf(problem, WIRE_TEXT, "cannot make a cgroup: %s", strerror(errno));
        return false;
    }
    int pair[2], hold[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
        snprintf(problem, WIRE_TEXT, "socketpair: %s", strerror(errno));
        return false;
    }
    cell->keeper_fd = pair[0];
    if (pipe2(hold, O_CLOEXEC) != 0) {
        snprintf(problem, WIRE_TEXT, "pipe2: %s", strerror(errno));
        close(pair[1]);
        return false;
    }
    pid_t pid = fork();
    if (pid == 0) {
        // Born in its cgroup: it waits until the warden has put it there.
        char go;
        close(hold[1]);
        if (read(hold[0], &go, 1) != 1) _exit(1);
        become_keeper(cell, pair[1]);
    }
    close(pair[1]);
    close(hold[0]);
    if (pid < 0) snprintf(problem, WIRE_TEXT, "fork: %s", strerror(errno));
    cell->keeper = pid > 0 ? pid : 0;
    if (pid > 0 && cell->cgroup.made) enter_cgroup(cell, pid);
    bool told = pid > 0 && write(hold[1], "", 1) == 1;
    close(hold[1]);
    struct cell_reply reply;
    int directory;
    if (!told || !keeper_answer(cell, &reply, &directory, problem)) return false;
    if (directory >= 0) cell->directory_fd = directory;
    return true;
}

bool ensure_init(struct cell *cell, char *problem) {
    if (!(settings.layers & LAYER_NAMESPACES) || cell->init > 0) return true;
    struct cell_message message = {.order = ORDER_INIT};
    struct cell_reply reply;
    int fd = -1;
    if (send_message(cell->keeper_fd, &message, CELL_MESSAGE_HEAD, NULL, 0) != 0 ||
        !keeper_answer(cell, &reply, &fd, problem))
        return false;
    if (cell->init_fd >= 0) close(cell->init_fd);
    cell->init = reply.pid;
    cell->init_fd = fd;
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", cell->init, cell->init);
    if (cell->orphans_fd >= 0) close(cell->orphans_fd);
    cell->orphans_fd = open(path, O_RDONLY | O_CLOEXEC);
    cell->generation++;
    return true;
}

bool start_zygote(struct cell *cell, int which, char *problem) {
    struct zygote *zygote = &cell->zygotes[which];
    if (zygote->state != ZYGOTE_ABSENT) return true;
    struct cell_message message = {.order = which == LAUNCHER ? ORDER_SPAWN_LAUNCHER : ORDER_SPAWN_PYTHON};
    if (which != LAUNCHER) {
        struct interpreter *python = &settings.pythons[which];
        int size = snprintf(message.text, sizeof message.text, "%s%c%s", python->path, 0, python->modules);
        message.flags = python->hidden ? MESSAGE_SEARCH : 0;
        message.text_size = (uint32_t)size + 1;
    }
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return false;
    struct cell_reply reply;
    bool sent = send_message(cell->keeper_fd, &message, sizeof message, &pair[1], 1) == 0;
    close(pair[1]);
    if (!sent || !keeper_answer(cell, &reply, NULL, problem)) {
        close(pair[0]);
        return false;
    }
    zygote->pid = reply.pid;
    zygote->fd = pair[0];
    zygote->state = ZYGOTE_STARTING;
    zygote->asked = false;
    zygote->generation = 0;
    zygote->starting_since = now_ns();
    zygote->problem[0] = 0;
    zygote->said = false;
    zygote_starts++;
    watch_fd(zygote->fd, WATCH_ZYGOTE, cell, which);
    return true;
}

bool send_order(struct cell *cell, int which, int extra, unsigned flags) {
    struct zygote *zygote = &cell->zygotes[which];
    struct cell_message message = {.order = ORDER_RUN, .flags = flags};
    int fds[ORDER_FDS], count = 0;
    if (cell->init > 0 && zygote->generation != cell->generation) {
        message.flags |= MESSAGE_NAMESPACE;
        fds[count++] = cell->init_fd;
        zygote->generation = cell->generation;
    }
    for (int i = 0; i < STREAMS; i++) fds[count++] = cell->streams[i];
    if (extra >= 0) {
        message.flags |= MESSAGE_FD;
        fds[count++] = extra;
    }
    zygote->asked = true;
    return send_message(zygote->fd, &message, CELL_MESSAGE_HEAD, fds, count) == 0;
}

// Measures the zygote's own memory, so that a run's limits can be set above it.
static void measure(struct zygote *zygote) {
    char path[64], text[256];
    snprintf(path, sizeof path, "/proc/%d/statm", zygote->pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0) close(fd);
    unsigned long size = 0, resident = 0, file = 0, data = 0;
    if (got > 0) {
        text[got] = 0;
        sscanf(text, "%lu %lu %lu %*u %*u %lu", &size, &resident, &file, &data);
    }
    zygote->anonymous = (resident > file ? resident - file : 0) * (uint64_t)sysconf(_SC_PAGESIZE);
    zygote->address_space = size * (uint64_t)sysconf(_SC_PAGESIZE);
    zygote->data = data * (uint64_t)sysconf(_SC_PAGESIZE);
}

void lose_zygote(struct zygote *zygote) {
    if (zygote->fd >= 0) {
        unwatch_fd(zygote->fd);
        close(zygote->fd);
    }
    if (zygote->pid > 0) kill(zygote->pid, SIGKILL);
    zygote->fd = -1;
    zygote->state = ZYGOTE_ABSENT;
}

// The last line of error output of a zygote that would not start.
static void last_words(struct cell *cell, char *problem) {
    char text[2048];
    off_t size = lseek(cell->memory_files[CELL_NOISE], 0, SEEK_END), most = sizeof text - 1;
    ssize_t got = pread(cell->memory_files[CELL_NOISE], text, sizeof text - 1, size > most ? size - most : 0);
    if (got <= 0) return;
    text[got] = 0;
    while (got > 0 && text[got - 1] == '\n') text[--got] = 0;
    char *line = strrchr(text, '\n');
    snprintf(problem, WIRE_TEXT, "%.200s", line ? line + 1 : text);
}

struct news read_zygote(struct cell *cell, int which) {
    struct zygote *zygote = &cell->zygotes[which];
    struct news news = {.kind = NEWS_NONE};
    struct cell_reply reply;
    ssize_t got = receive_message(zygote->fd, &reply, sizeof reply, NULL, NULL, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return news;
    bool starting = zygote->state == ZYGOTE_STARTING;
    if (got == sizeof reply && reply.ready == WORD_RUN_REFUSED) {
        snprintf(cell->run.refusal, sizeof cell->run.refusal, "%.200s", reply.text[0] ? reply.text : "refused");
    } else if (got != sizeof reply || (reply.ready && reply.pid < 0)) {
        if (got == sizeof reply) snprintf(zygote->problem, sizeof zygote->problem, "%.200s", reply.text);
        else if (starting) last_words(cell, zygote->problem);
        zygote->said = zygote->problem[0];
        if (!zygote->said) snprintf(zygote->problem, sizeof zygote->problem, "the interpreter was ended");
        lose_zygote(zygote);
        if (starting || cell->run.awaited) news.kind = NEWS_CELL_FAILED;
        memcpy(news.text, zygote->problem, sizeof news.text);
    } else if (reply.ready) {
        zygote->state = ZYGOTE_READY;
        measure(zygote);
        if (which != LAUNCHER) {
            snprintf(settings.pythons[which].version, sizeof settings.pythons[which].version, "%.60s", reply.text);
            settings.pythons[which].failures = 0;
        }
        news.kind = NEWS_ZYGOTE_READY;
    } else {
        zygote->asked = false;
        news.kind = NEWS_RUN_STARTED;
        news.pid = reply.pid;
        snprintf(news.text, sizeof news.text, "%.250s", reply.text);
    }
    return news;
}

bool forget_child(struct cell *cell, pid_t pid, int *zygote, char *fault) {
    if (pid == cell->keeper) {
        cell->keeper = 0;
        snprintf(fault, WIRE_TEXT, "the cell's keeper died");
        return true;
    }
    if (pid == cell->init) {
        cell->init = 0;
        if (cell->run.running && cell->run.reason < 0) {
            if (cgroup_ran_out(cell)) kill_run(cell, STATUS_MEMORY);
            else snprintf(fault, WIRE_TEXT, "the cell's first process died");
        }
        return true;
    }
    for (int i = 0; i < ZYGOTES; i++) {
        if (cell->zygotes[i].pid != pid) continue;
        cell->zygotes[i].pid = 0;
        *zygote = i;
        return true;
    }
    return false;
}

void close_cell(struct cell *cell) {
    if (!cell->open) return;
    if (cell->run.pid > 0) {
        kill(cell->run.pid, SIGKILL);
        waitpid(cell->run.pid, NULL, __WALL);
        cell->run.pid = 0;
    }
    for (int i = 0; i < ZYGOTES; i++) {
        struct zygote *zygote = &cell->zygotes[i];
        pid_t pid = zygote->pid;
        lose_zygote(zygote);
        if (pid > 0) waitpid(pid, NULL, __WALL);
        zygote->pid = 0;
    }
    if (cell->init > 0) kill(cell->init, SIGKILL), reap_init(cell);
    if (cell->keeper > 0) kill(cell->keeper, SIGKILL), waitpid(cell->keeper, NULL, __WALL);
    if (cell->keeper_fd >= 0) close(cell->keeper_fd);
    if (cell->init_fd >= 0) close(cell->init_fd);
    if (cell->node_fd >= 0) close(cell->node_fd);
    if (cell->orphans_fd >= 0) close(cell->orphans_fd);
    for (int i = CELL_JOB; i <= CELL_RECORDS; i++)
        if (cell->memory_files[i] >= 0) close(cell->memory_files[i]);
    close_streams(cell);
    if (cell->directory_fd >= 0) {
        if (!(settings.layers & LAYER_NAMESPACES)) {
            sweep_strays();
            wipe_directory(cell->directory_fd);
            rmdir(cell->directory);
        }
        close(cell->directory_fd);
    }
    remove_cgroup(cell);
    clear(cell);
}
