#define _GNU_SOURCE
#include "libcurl.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

// The sockets that are open: one bit each. A child of fork closes its copies, so that a connection ends when its
// process ends it. A socket beyond is left to the child.
#define MOST 65536
#define WORD 64
static _Atomic uint64_t open_sockets[MOST / WORD];

curl_socket_t ccurl_open_socket(void *unused, int purpose, struct curl_sockaddr *address) {
    (void)unused, (void)purpose;
    // libcurl's own would be inherited by the programs that other threads start.
    int made = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (made >= 0 && made < MOST) atomic_fetch_or(&open_sockets[made / WORD], UINT64_C(1) << made % WORD);
    return made;
}

int ccurl_close_socket(void *unused, curl_socket_t socket) {
    (void)unused;
    if (socket >= 0 && socket < MOST) atomic_fetch_and(&open_sockets[socket / WORD], ~(UINT64_C(1) << socket % WORD));
    return close(socket);
}

static void in_child(void) {
    for (int word = 0; word < MOST / WORD; word++) {
        uint64_t bits = atomic_exchange(&open_sockets[word], 0);
        for (; bits; bits &= bits - 1) close(word * WORD + __builtin_ctzll(bits));
    }
}

void ccurl_watch_forks(void) { pthread_atfork(NULL, NULL, in_child); }
