// Rooms: their memory files, keeper, pid namespace and zygotes.
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

struct room rooms[MAX_SLOTS][ROOM_ROLES];
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

static bool make_memory_files(struct room *room, char *problem) {
    for (int i = ROOM_JOB; i <= ROOM_RECORDS; i++) {
        room->memory_files[i] = (int)syscall(SYS_memfd_create, "adjudge", MFD_CLOEXEC);
        if (room->memory_files[i] < 0) {
            snprintf(problem, WIRE_TEXT, "memfd_create: %s", strerror(errno));
            return false;
        }
    }
    return true;
}

bool make_streams(struct room *room, char *problem) {
    close_streams(room);
    for (int i = 0; i < STREAMS; i++) {
        room->streams[i] = (int)syscall(SYS_memfd_create, "adjudge", MFD_CLOEXEC);
        if (room->streams[i] >= 0) continue;
        snprintf(problem, WIRE_TEXT, "memfd_create: %s", strerror(errno));
        close_streams(room);
        return false;
    }
    return true;
}

void close_streams(struct room *room) {
    for (int i = 0; i < STREAMS; i++) {
        if (room->streams[i] >= 0) close(room->streams[i]);
        room->streams[i] = -1;
    }
}

// A room that is not there: no descriptor, no process.
static void clear(struct room *room) {
    int index = room->index;
    enum room_role role = room->role;
    memset(room, 0, sizeof *room);
    room->index = index;
    room->role = role;
    room->keeper_fd = room->directory_fd = room->init_fd = room->orphans_fd = room->node_fd = -1;
    for (int i = 0; i < ROOM_FDS; i++) room->memory_files[i] = -1;
    for (int i = 0; i < STREAMS; i++) room->streams[i] = -1;
    for (int i = 0; i < ZYGOTES; i++) room->zygotes[i].fd = -1;
}

static bool make_host_directory(struct room *room, char *problem) {
    snprintf(room->directory, sizeof room->directory, "%.80s/%s.%d.%d", directory_root(), settings.base, room->index,
             (int)room->role);
    room->config.directory = room->directory;
    if (mkdir(room->directory, 0700) != 0 && errno != EEXIST) {
        snprintf(problem, WIRE_TEXT, "mkdir %.100s: %s", room->directory, strerror(errno));
        return false;
    }
    room->directory_fd = open(room->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (room->config.uid && fchown(room->directory_fd, room->config.uid, room->config.uid) != 0) return false;
    return room->directory_fd >= 0;
}

static _Noreturn void become_keeper(struct room *room, int control) {
    // Above the fixed numbers first, then down to them.
    int above[ROOM_FDS];
    above[ROOM_CONTROL] = fcntl(control, F_DUPFD, 64);
    for (int i = ROOM_JOB; i <= ROOM_RECORDS; i++) above[i] = fcntl(room->memory_files[i], F_DUPFD, 64);
    for (int i = ROOM_CONTROL; i < ROOM_FDS; i++) dup2(above[i], i);
    if (syscall(SYS_close_range, ROOM_FDS, ~0u, 0u) != 0)
        for (int fd = ROOM_FDS; fd < 4096; fd++) close(fd);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    keeper_main(&room->config);
}

// One answer of the keeper, which is prompt and trusted; a dead or stuck one is given up.
static bool keeper_answer(struct room *room, struct room_reply *reply, int *fd, char *problem) {
    struct pollfd wait = {.fd = room->keeper_fd, .events = POLLIN};
    int fds[1], count = 1;
    if (poll(&wait, 1, KEEPER_PATIENCE) != 1 ||
        receive_message(room->keeper_fd, reply, sizeof *reply, fds, &count, 0) != sizeof *reply) {
        snprintf(problem, WIRE_TEXT, "the room's keeper is gone");
        return false;
    }
    if (fd) *fd = count ? fds[0] : -1;
    else if (count) close(fds[0]);
    if (reply->pid >= 0) return true;
    if (reply->text[0]) snprintf(problem, WIRE_TEXT, "%s", reply->text);
    else snprintf(problem, WIRE_TEXT, "the room's keeper: %s", strerror(-reply->pid));
    return false;
}

static bool furnish(struct room *room, char *problem);

bool open_room(struct room *room, char *problem) {
    if (room->open) return true;
    clear(room);
    room->open = true; // what is made from here on is undone by closing it
    if (furnish(room, problem)) return true;
    close_room(room);
    return false;
}

static bool furnish(struct room *room, char *problem) {
    room->config.layers = settings.layers;
    room->config.directory_size = TMPFS_SIZE;
    uid_t first = settings.uids[room->index];
    room->config.uid = first ? first + (uid_t)room->role : 0;
    room->config.prelude = room->role == ROOM_TRUSTED ? settings.tests_prelude : NULL;
    room_paths(room->config.paths);
    room->paths_version = settings.paths_version;
    if (!make_memory_files(room, problem)) return false;
    if (!(settings.layers & LAYER_NAMESPACES) && !make_host_directory(room, problem)) return false;
    if (settings.layers & LAYER_CGROUP && !make_cgroup(room)) {
        snprintf(problem, WIRE_TEXT, "cannot make a cgroup: %s", strerror(errno));
        return false;
    }
    int pair[2], hold[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
        snprintf(problem, WIRE_TEXT, "socketpair: %s", strerror(errno));
        return false;
    }
    room->keeper_fd = pair[0];
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
        become_keeper(room, pair[1]);
    }
    close(pair[1]);
    close(hold[0]);
    if (pid < 0) snprintf(problem, WIRE_TEXT, "fork: %s", strerror(errno));
    room->keeper = pid > 0 ? pid : 0;
    if (pid > 0 && room->cgroup.made) enter_cgroup(room, pid);
    bool told = pid > 0 && write(hold[1], "", 1) == 1;
    close(hold[1]);
    struct room_reply reply;
    int directory;
    if (!told || !keeper_answer(room, &reply, &directory, problem)) return false;
    if (directory >= 0) room->directory_fd = directory;
    return true;
}

bool ensure_init(struct room *room, char *problem) {
    if (!(settings.layers & LAYER_NAMESPACES) || room->init > 0) return true;
    struct room_message message = {.order = ORDER_INIT};
    struct room_reply reply;
    int fd = -1;
    if (send_message(room->keeper_fd, &message, ROOM_MESSAGE_HEAD, NULL, 0) != 0 ||
        !keeper_answer(room, &reply, &fd, problem))
        return false;
    if (room->init_fd >= 0) close(room->init_fd);
    room->init = reply.pid;
    room->init_fd = fd;
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", room->init, room->init);
    if (room->orphans_fd >= 0) close(room->orphans_fd);
    room->orphans_fd = open(path, O_RDONLY | O_CLOEXEC);
    room->generation++;
    return true;
}

bool start_zygote(struct room *room, int which, char *problem) {
    struct zygote *zygote = &room->zygotes[which];
    if (zygote->state != ZYGOTE_ABSENT) return true;
    struct room_message message = {.order = which == LAUNCHER ? ORDER_SPAWN_LAUNCHER : ORDER_SPAWN_PYTHON};
    if (which != LAUNCHER) {
        struct interpreter *python = &settings.pythons[which];
        int size = snprintf(message.text, sizeof message.text, "%s%c%s", python->path, 0, python->modules);
        message.flags = python->hidden ? MESSAGE_SEARCH : 0;
        message.text_size = (uint32_t)size + 1;
    }
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return false;
    struct room_reply reply;
    bool sent = send_message(room->keeper_fd, &message, sizeof message, &pair[1], 1) == 0;
    close(pair[1]);
    if (!sent || !keeper_answer(room, &reply, NULL, problem)) {
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
    watch_fd(zygote->fd, WATCH_ZYGOTE, room, which);
    return true;
}

// What the zygote's own memory comes to, so that a run's limits can be set above it.
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

static void lose_zygote(struct room *room, struct zygote *zygote) {
    if (zygote->fd >= 0) {
        unwatch_fd(zygote->fd);
        close(zygote->fd);
    }
    if (zygote->pid > 0) kill(zygote->pid, SIGKILL);
    zygote->fd = -1;
    zygote->state = ZYGOTE_ABSENT;
    (void)room;
}

// What a zygote that would not start wrote: the last line of its error output.
static void last_words(struct room *room, char *problem) {
    char text[2048];
    off_t size = lseek(room->memory_files[ROOM_NOISE], 0, SEEK_END), most = sizeof text - 1;
    ssize_t got = pread(room->memory_files[ROOM_NOISE], text, sizeof text - 1, size > most ? size - most : 0);
    if (got <= 0) return;
    text[got] = 0;
    while (got > 0 && text[got - 1] == '\n') text[--got] = 0;
    char *line = strrchr(text, '\n');
    snprintf(problem, WIRE_TEXT, "%.200s", line ? line + 1 : text);
}

void read_zygote(struct room *room, int which) {
    struct zygote *zygote = &room->zygotes[which];
    struct room_reply reply;
    ssize_t got = receive_message(zygote->fd, &reply, sizeof reply, NULL, NULL, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
    bool starting = zygote->state == ZYGOTE_STARTING;
    if (got == sizeof reply && reply.ready == WORD_RUN_REFUSED) {
        snprintf(room->run.refusal, sizeof room->run.refusal, "%.200s", reply.text[0] ? reply.text : "refused");
    } else if (got != sizeof reply || (reply.ready && reply.pid < 0)) {
        if (got == sizeof reply) snprintf(zygote->problem, sizeof zygote->problem, "%.200s", reply.text);
        else if (starting) last_words(room, zygote->problem);
        zygote->said = zygote->problem[0];
        if (!zygote->said) snprintf(zygote->problem, sizeof zygote->problem, "the interpreter was ended");
        lose_zygote(room, zygote);
        if (starting || room->run.awaited) room_failed(room, zygote->problem);
    } else if (reply.ready) {
        zygote->state = ZYGOTE_READY;
        measure(zygote);
        if (which != LAUNCHER) {
            snprintf(settings.pythons[which].version, sizeof settings.pythons[which].version, "%.60s", reply.text);
            settings.pythons[which].failures = 0;
        }
        zygote_changed(room);
    } else {
        zygote->asked = false;
        run_started(room, reply.pid, reply.text);
    }
}

bool forget_child(struct room *room, pid_t pid, char *fault) {
    if (pid == room->keeper) {
        room->keeper = 0;
        snprintf(fault, WIRE_TEXT, "the room's keeper died");
        return true;
    }
    if (pid == room->init) {
        room->init = 0;
        if (room->run.running && room->run.reason < 0) {
            if (cgroup_ran_out(room)) kill_run(room, STATUS_MEMORY);
            else snprintf(fault, WIRE_TEXT, "the room's first process died");
        }
        return true;
    }
    for (int i = 0; i < ZYGOTES; i++) {
        struct zygote *zygote = &room->zygotes[i];
        if (zygote->pid != pid) continue;
        zygote->pid = 0;
        // Its last message may still lie in the socket; reading that finds the end. What that ends may start the next
        // job, and with it another zygote in this one's place.
        while (zygote->fd >= 0 && zygote->pid == 0) {
            struct pollfd now = {.fd = zygote->fd, .events = POLLIN};
            if (poll(&now, 1, 0) != 1) break;
            read_zygote(room, i);
        }
        if (zygote->pid == 0) lose_zygote(room, zygote);
        return true;
    }
    return false;
}

void close_room(struct room *room) {
    if (!room->open) return;
    if (room->run.pid > 0) {
        kill(room->run.pid, SIGKILL);
        waitpid(room->run.pid, NULL, __WALL);
        room->run.pid = 0;
    }
    for (int i = 0; i < ZYGOTES; i++) {
        struct zygote *zygote = &room->zygotes[i];
        pid_t pid = zygote->pid;
        lose_zygote(room, zygote);
        if (pid > 0) waitpid(pid, NULL, __WALL);
        zygote->pid = 0;
    }
    if (room->init > 0) kill(room->init, SIGKILL), reap_init(room);
    if (room->keeper > 0) kill(room->keeper, SIGKILL), waitpid(room->keeper, NULL, __WALL);
    if (room->keeper_fd >= 0) close(room->keeper_fd);
    if (room->init_fd >= 0) close(room->init_fd);
    if (room->node_fd >= 0) close(room->node_fd);
    if (room->orphans_fd >= 0) close(room->orphans_fd);
    for (int i = ROOM_JOB; i <= ROOM_RECORDS; i++)
        if (room->memory_files[i] >= 0) close(room->memory_files[i]);
    close_streams(room);
    if (room->directory_fd >= 0) {
        if (!(settings.layers & LAYER_NAMESPACES)) {
            sweep_strays();
            wipe_directory(room->directory_fd);
            rmdir(room->directory);
        }
        close(room->directory_fd);
    }
    remove_cgroup(room);
    clear(room);
}
