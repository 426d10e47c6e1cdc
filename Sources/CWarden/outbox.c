// Answers to the host. Those that it does not take at once are kept.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "warden.h"

struct held {
    struct held *next;
    int fds[1 + WIRE_MAX_OUTPUTS];
    int count;
    size_t size;
    char bytes[];
};
static struct held *first, **last = &first;

bool host_waits(void) {
    return first != NULL;
}

void send_host(const void *bytes, size_t size, const int *fds, int count) {
    if (!first && send_message(settings.host, bytes, size, fds, count) == 0) return;
    if (errno == EPIPE && !first) return; // it is gone: the reader will find out
    struct held *held = malloc(sizeof *held + size);
    held->next = NULL;
    held->size = size;
    held->count = count;
    memcpy(held->bytes, bytes, size);
    for (int i = 0; i < count; i++) held->fds[i] = dup(fds[i]);
    *last = held;
    last = &held->next;
}

void flush_host(void) {
    while (first) {
        struct held *held = first;
        bool sent = send_message(settings.host, held->bytes, held->size, held->fds, held->count) == 0;
        // A shortage passes, and an answer that is dropped is a job that nobody ever answers.
        if (!sent && (errno == EAGAIN || errno == ENOBUFS || errno == ENOMEM || errno == ETOOMANYREFS)) return;
        for (int i = 0; i < held->count; i++) close(held->fds[i]);
        first = held->next;
        if (!first) last = &first;
        free(held);
    }
}
