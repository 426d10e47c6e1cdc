// One warden: started by posix_spawn, spoken to over one socket, started again when it dies.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "client.h"
#include "messages.h"

#define START_PATIENCE 60000 // milliseconds
#define MOST_QUICK_DEATHS 5
#define LONGEST_PAUSE 32 // seconds

static bool spawn_held(struct link *link, char *error, size_t size) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
        snprintf(error, size, "socketpair: %s", strerror(errno));
        return false;
    }
    int buffer = 4 << 20;
    setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
    setsockopt(pair[1], SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    // A descriptor that is its own target keeps close-on-exec; away from 3 first, then.
    int theirs = fcntl(pair[1], F_DUPFD_CLOEXEC, 64);
    close(pair[1]);
    for (int fd = 0; fd < 3; fd++) posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&actions, theirs, WIRE_HOST_FD);
    sigset_t none, defaults;
    sigemptyset(&none);
    sigfillset(&defaults);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    char slots[16], *was = link->box->arguments[2];
    snprintf(slots, sizeof slots, "%u", link->slots);
    link->box->arguments[2] = slots;
    int failed = posix_spawn(&link->guard, link->box->arguments[0], &actions, &attributes, link->box->arguments,
                             link->box->environment);
    link->box->arguments[2] = was;
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    close(theirs);
    if (failed) {
        snprintf(error, size, "cannot start %s: %s", link->box->arguments[0], strerror(failed));
        close(pair[0]);
        return false;
    }
    link->socket = pair[0];
    return true;
}

// A child of fork that had the warden's end of the socket would hide the warden's death from this process.
static bool spawn(struct link *link, char *error, size_t size) {
    forks_hold();
    bool done = spawn_held(link, error, size);
    forks_release();
    return done;
}

bool start_link(struct link *link, char *error, size_t size) {
    if (!spawn(link, error, size)) return false;
    struct pollfd wait = {.fd = link->socket, .events = POLLIN};
    struct wire_hello hello;
    int ready;
    do ready = poll(&wait, 1, START_PATIENCE);
    while (ready < 0 && errno == EINTR);
    if (ready != 1 || receive_message(link->socket, &hello, sizeof hello, NULL, NULL, 0) != sizeof hello ||
        hello.type != WIRE_HELLO || hello.version != WIRE_VERSION) {
        snprintf(error, size, "%s does not answer as a warden of this version would", link->box->arguments[0]);
        kill(link->guard, SIGKILL);
        close(link->socket);
        waitpid(link->guard, NULL, 0);
        return false;
    }
    link->warden = hello.pid;
    link->box->level = hello.level;
    memcpy(link->box->missing, hello.missing, sizeof hello.missing);
    return true;
}

bool send_job(struct link *link, struct entry *entry) {
    int fds[2], count = 0;
    size_t size = sizeof entry->head;
    pthread_mutex_lock(&link->writing);
    memcpy(link->sent, &entry->head, size);
    if (entry->payload_fd >= 0) fds[count++] = entry->payload_fd;
    else {
        memcpy(link->sent + size, entry->payload, entry->payload_size);
        size += entry->payload_size;
    }
    if (entry->executable >= 0) fds[count++] = entry->executable;
    int failed = send_message(link->socket, link->sent, size, fds, count);
    pthread_mutex_unlock(&link->writing);
    return failed == 0;
}

static void take_result(struct link *link, const char *bytes, size_t size, int *fds, int count) {
    struct sandbox *box = link->box;
    const struct wire_result *result = (const struct wire_result *)bytes;
    if (size < sizeof *result) return;
    pthread_mutex_lock(&box->lock);
    link->zygote_starts = result->zygote_starts;
    link->quick_deaths = 0;
    struct entry *entry = find_entry(box, result->ticket);
    if (entry && !entry->done) settle(box, entry, result, bytes + sizeof *result, fds, count);
    else
        for (int i = 0; i < count; i++) close(fds[i]);
    pthread_mutex_unlock(&box->lock);
}

static void take_info(struct link *link, const struct wire_info *info) {
    struct sandbox *box = link->box;
    pthread_mutex_lock(&box->lock);
    for (struct info_wait *wait = box->infos; wait; wait = wait->next) {
        if (wait->ticket != info->ticket) continue;
        wait->info = *info;
        wait->done = true;
    }
    pthread_cond_broadcast(&box->changed);
    pthread_mutex_unlock(&box->lock);
}

// Gives the jobs of a dead warden to the next one, or up. Called with the lock held.
static void settle_all(struct link *link) {
    struct sandbox *box = link->box;
    link->in_flight = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++)
        for (struct entry *entry = box->buckets[bucket], *next; entry; entry = next) {
            next = entry->next;
            if (!entry->done && entry->link == link->index) settle(box, entry, NULL, NULL, NULL, 0);
        }
    for (struct info_wait *wait = box->infos; wait && link->gone; wait = wait->next) {
        snprintf(wait->info.problem, sizeof wait->info.problem, "the warden is gone");
        wait->done = true;
    }
    pthread_cond_broadcast(&box->changed);
}

static bool start_again(struct link *link) {
    char error[256];
    pthread_mutex_lock(&link->writing);
    link->box->restarts++;
    bool alive = start_link(link, error, sizeof error);
    if (!alive) link->socket = -1;
    link->gone = !alive;
    pthread_mutex_unlock(&link->writing);
    return alive;
}

// The warden is gone: its jobs go to a new one, once; a second death gives them up. Wardens that die one after another are
// started again after a pause that grows; what comes meanwhile is told so.
static bool replace(struct link *link) {
    struct sandbox *box = link->box;
    waitpid(link->guard, NULL, 0);
    pthread_mutex_lock(&box->lock);
    pthread_mutex_lock(&link->writing);
    close(link->socket);
    link->socket = -1;
    link->gone = true;
    pthread_mutex_unlock(&link->writing);
    bool alive = !box->closing && ++link->quick_deaths <= MOST_QUICK_DEATHS && start_again(link);
    settle_all(link);
    for (unsigned pause = 1; !alive && !box->closing; pause = pause < LONGEST_PAUSE ? 2 * pause : pause) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += pause;
        while (!box->closing && pthread_cond_timedwait(&box->changed, &box->lock, &until) == 0) {}
        if (!box->closing) alive = start_again(link);
    }
    pthread_mutex_unlock(&box->lock);
    return alive;
}

void *read_link(void *given) {
    struct link *link = given;
    const char *bytes = link->received;
    for (;;) {
        int fds[1 + WIRE_MAX_OUTPUTS], count = 1 + WIRE_MAX_OUTPUTS;
        ssize_t got = receive_message(link->socket, link->received, sizeof link->received, fds, &count, 0);
        if (got <= 0) {
            if (!replace(link)) return NULL;
            continue;
        }
        uint32_t type;
        memcpy(&type, bytes, sizeof type);
        if (type == WIRE_RESULT) take_result(link, bytes, (size_t)got, fds, count);
        else if (type == WIRE_STATE && got == sizeof(struct wire_state)) {
            pthread_mutex_lock(&link->box->lock);
            take_state(link->box, (const struct wire_state *)bytes);
            pthread_mutex_unlock(&link->box->lock);
        } else if (type == WIRE_INFO && got == sizeof(struct wire_info)) take_info(link, (const struct wire_info *)bytes);
    }
}

void stop_link(struct link *link) {
    pthread_mutex_lock(&link->writing);
    if (link->socket >= 0) shutdown(link->socket, SHUT_RDWR); // the warden sees the end and leaves nothing
    pthread_mutex_unlock(&link->writing);
    pthread_join(link->reader, NULL);
    pthread_mutex_destroy(&link->writing);
}
