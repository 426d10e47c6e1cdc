#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "containment.h"

// The kernel writes a new task's id where the C library keeps it, as the library's own fork arranges.
static void *thread_id_address(void) {
    void *address = NULL;
#ifdef PR_GET_TID_ADDRESS
    if (prctl(PR_GET_TID_ADDRESS, &address, 0, 0, 0) != 0) address = NULL;
#endif
    return address;
}

pid_t clone_sibling(unsigned long flags, int *pidfd, uint64_t cookie) {
    static void *thread_id;
    static bool asked;
    if (!asked) {
        thread_id = thread_id_address();
        asked = true;
    }
    flags |= CLONE_PARENT | SIGCHLD;
    if (thread_id) flags |= CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID;
    if (pidfd) flags |= CLONE_PIDFD;
    // The raw call: clone3 takes its flags from memory, which a filter cannot see. The sixth argument is no argument of
    // clone; the filter reads the cookie there.
#if defined(__x86_64__)
    return (pid_t)syscall(SYS_clone, flags, 0L, pidfd, thread_id, 0L, cookie);
#else
    return (pid_t)syscall(SYS_clone, flags, 0L, pidfd, 0L, thread_id, cookie);
#endif
}

int enter_namespace(int fd, int type, uint64_t cookie) {
    return (int)syscall(SYS_setns, (long)fd, (long)type, 0L, 0L, 0L, cookie);
}

uint64_t random_cookie(void) {
    uint64_t cookie = 0;
    while (getrandom(&cookie, sizeof cookie, 0) != sizeof cookie && errno == EINTR) {}
    return cookie | 1;
}
