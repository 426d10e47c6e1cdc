// Moments in which this process must not be forked: a child made in one could not go on.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdbool.h>
#include <time.h>

#include "client.h"

// A fork waits no longer: what holds it may itself wait for the thread that forks.
#define FORK_PATIENCE 2 // seconds

// Held shared in such moments, alone by a fork. A reader that is inside may go in again while a fork waits.
static pthread_rwlock_t moments = PTHREAD_RWLOCK_INITIALIZER;
static pthread_once_t watched = PTHREAD_ONCE_INIT;
static _Thread_local unsigned depth;
static _Thread_local bool is_alone;

static void before_fork(void) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += FORK_PATIENCE;
    is_alone = depth == 0 && pthread_rwlock_timedwrlock(&moments, &until) == 0;
}

static void in_parent(void) {
    if (is_alone) pthread_rwlock_unlock(&moments);
}

static void in_child(void) {
    // Its holders are threads that are not here.
    moments = (pthread_rwlock_t)PTHREAD_RWLOCK_INITIALIZER;
    depth = 0;
}

static void watch(void) { pthread_atfork(before_fork, in_parent, in_child); }

void sandbox_hold_forks(void) {
    pthread_once(&watched, watch);
    if (depth++ == 0) pthread_rwlock_rdlock(&moments);
}

void sandbox_release_forks(void) {
    if (depth > 0 && --depth == 0) pthread_rwlock_unlock(&moments);
}

unsigned let_forks(void) {
    unsigned was = depth;
    if (was > 0) pthread_rwlock_unlock(&moments);
    depth = 0;
    return was;
}

void hold_forks_again(unsigned was) {
    if (was > 0) pthread_rwlock_rdlock(&moments);
    depth = was;
}
