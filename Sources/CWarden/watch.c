// The descriptors that the warden waits for.
#define _GNU_SOURCE
#include <sys/epoll.h>

#include "warden.h"

static int polled = -1;

void start_watching(void) {
    polled = epoll_create1(EPOLL_CLOEXEC);
}

void watch_fd(int fd, int kind, struct cell *cell, int which) {
    struct epoll_event event = {.events = EPOLLIN};
    event.data.u64 = (uint64_t)kind | (uint64_t)which << 8;
    if (cell) event.data.u64 |= (uint64_t)cell->index << 16 | (uint64_t)cell->role << 32;
    epoll_ctl(polled, EPOLL_CTL_ADD, fd, &event);
}

void unwatch_fd(int fd) {
    epoll_ctl(polled, EPOLL_CTL_DEL, fd, NULL);
}

void watch_host(bool writing) {
    struct epoll_event event = {.events = EPOLLIN | (writing ? EPOLLOUT : 0), .data.u64 = WATCH_HOST};
    epoll_ctl(polled, EPOLL_CTL_MOD, settings.host, &event);
}

int wait_for_watched(struct watched *found, int most, int milliseconds) {
    struct epoll_event events[64];
    int count = epoll_wait(polled, events, most < 64 ? most : 64, milliseconds);
    for (int i = 0; i < count; i++) {
        uint64_t data = events[i].data.u64;
        found[i] = (struct watched){.kind = (int)(data & 255), .which = (int)(data >> 8 & 255),
                                    .cell = &cells[data >> 16 & 0xffff][data >> 32 & 3]};
    }
    return count;
}
