#define _GNU_SOURCE
#include "ccurl.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE 2 // seconds

// The thread of this process; that of a parent is not here.
static pthread_t thread;
static int wake_up;
static _Atomic pid_t owner;
static atomic_bool is_ending;
static pthread_once_t watched = PTHREAD_ONCE_INIT;

int ccurl_signal(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void ccurl_give(int signal) { (void)!eventfd_write(signal, 1); }

void ccurl_take(int signal) {
    eventfd_t count;
    (void)!eventfd_read(signal, &count);
}

static void before_exit(void) {
    if (atomic_load(&owner) != getpid() || pthread_equal(thread, pthread_self())) return;
    atomic_store(&is_ending, true);
    ccurl_give(wake_up);
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE;
    // It may wait for something that the exiting thread holds.
    pthread_timedjoin_np(thread, NULL, &until);
}

void ccurl_watch_exit(void) { atexit(before_exit); }

struct start {
    void (*body)(void *);
    void *argument;
};

static void *run(void *argument) {
    struct start start = *(struct start *)argument;
    free(argument);
    start.body(start.argument);
    return NULL;
}

bool ccurl_start(int wake, void (*body)(void *), void *argument) {
    struct start *start = malloc(sizeof *start);
    if (!start) return false;
    *start = (struct start){body, argument};
    // All signals are for other threads, SIGPIPE for none; except those that an instruction of this thread raises.
    sigset_t blocked, before;
    sigfillset(&blocked);
    int own[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT};
    for (size_t index = 0; index < sizeof own / sizeof *own; index++) sigdelset(&blocked, own[index]);
    pthread_sigmask(SIG_SETMASK, &blocked, &before);
    wake_up = wake;
    pthread_once(&watched, ccurl_watch_exit);
    atomic_store(&is_ending, false);
    bool is_started = pthread_create(&thread, NULL, run, start) == 0;
    if (is_started) atomic_store(&owner, getpid());
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!is_started) free(start);
    return is_started;
}

bool ccurl_is_ending(void) { return atomic_load(&is_ending); }
