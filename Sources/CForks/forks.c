#define _GNU_SOURCE
#include "forks.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

#define PATIENCE 2 // seconds

// Held shared in such moments, alone by a fork. A reader that is inside may go in again while a fork waits.
static pthread_rwlock_t moments = PTHREAD_RWLOCK_INITIALIZER;
static pthread_once_t watched = PTHREAD_ONCE_INIT;
static _Thread_local unsigned depth;
static _Thread_local bool is_alone;
// The threads that hold, and the second since which some do.
static atomic_uint holders;
static atomic_long since;

static void hold(void) {
    pthread_rwlock_rdlock(&moments);
    if (atomic_fetch_add(&holders, 1) == 0) atomic_store(&since, (long)time(NULL));
}

static void release(void) {
    atomic_fetch_sub(&holders, 1);
    pthread_rwlock_unlock(&moments);
}

static void before_fork(void) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    if (atomic_load(&holders) > 0 && atomic_load(&since) < until.tv_sec) until.tv_sec = atomic_load(&since);
    until.tv_sec += PATIENCE;
    is_alone = depth == 0 && pthread_rwlock_timedwrlock(&moments, &until) == 0;
}

static void in_parent(void) {
    if (is_alone) pthread_rwlock_unlock(&moments);
}

static void in_child(void) {
    // Its holders are threads that are not here.
    moments = (pthread_rwlock_t)PTHREAD_RWLOCK_INITIALIZER;
    holders = depth = 0;
}

static void watch(void) { pthread_atfork(before_fork, in_parent, in_child); }

void forks_hold(void) {
    pthread_once(&watched, watch);
    if (depth++ == 0) hold();
}

void forks_release(void) {
    if (depth > 0 && --depth == 0) release();
}

unsigned forks_let(void) {
    unsigned was = depth;
    if (was > 0) release();
    depth = 0;
    return was;
}

void forks_hold_again(unsigned was) {
    if (was > 0) hold();
    depth = was;
}
