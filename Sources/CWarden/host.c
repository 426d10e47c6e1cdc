// The host's end of the line: messages in, answers out. Answers that the host does not take at once are kept.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
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
        // What passes is waited for: an answer that is dropped is a job that nobody ever answers.
        if (!sent && (errno == EAGAIN || errno == ENOBUFS || errno == ENOMEM || errno == ETOOMANYREFS)) return;
        for (int i = 0; i < held->count; i++) close(held->fds[i]);
        first = held->next;
        if (!first) last = &first;
        free(held);
    }
}

void say_hello(void) {
    struct wire_hello hello = {.type = WIRE_HELLO, .version = WIRE_VERSION, .level = settings.level, .pid = getpid()};
    memcpy(hello.missing, settings.missing, sizeof hello.missing);
    send_host(&hello, sizeof hello, NULL, 0);
}

static void answer_info(const struct wire_request *request) {
    struct wire_info info = {.type = WIRE_INFO, .index = request->index, .ticket = request->ticket};
    struct interpreter *found = NULL;
    if (request->index < 0) ask_node(), found = &settings.node;
    else if ((unsigned)request->index < settings.python_count) {
        found = &settings.pythons[request->index];
        ask_python(found);
    }
    if (found) {
        memcpy(info.path, found->path, sizeof info.path);
        memcpy(info.version, found->version, sizeof info.version);
        memcpy(info.problem, found->problem, sizeof info.problem);
    } else snprintf(info.problem, sizeof info.problem, "no such interpreter");
    send_host(&info, sizeof info, NULL, 0);
}

void read_host(void) {
    static char bytes[sizeof(struct wire_job) + WIRE_INLINE_MAX + 1024];
    for (int burst = 0; burst < 64; burst++) {
        int fds[4], count = 4;
        ssize_t got = receive_message(settings.host, bytes, sizeof bytes, fds, &count, MSG_DONTWAIT);
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
        if (got <= 0) shut_down();
        uint32_t type;
        memcpy(&type, bytes, sizeof type);
        if (type == WIRE_JOB && got >= (ssize_t)sizeof(struct wire_job)) {
            const struct wire_job *job = (const struct wire_job *)bytes;
            int next = 0, payload = -1, executable = -1;
            if (job->flags & WIRE_HAS_PAYLOAD && next < count) payload = fds[next++];
            if (job->flags & WIRE_HAS_EXECUTABLE && next < count) executable = fds[next++];
            accept_job(job, bytes + sizeof *job, (size_t)got - sizeof *job, payload, executable);
        } else if (type == WIRE_CANCEL) {
            cancel_job(((const struct wire_request *)bytes)->ticket);
        } else if (type == WIRE_PROBE) {
            answer_probe(((const struct wire_request *)bytes)->ticket);
        } else if (type == WIRE_PYTHON && got == sizeof(struct wire_python)) {
            struct wire_python *python = (struct wire_python *)bytes;
            python->path[sizeof python->path - 1] = python->modules[sizeof python->modules - 1] = 0;
            add_python(python->path, python->modules);
        } else if (type == WIRE_INFO) {
            answer_info((const struct wire_request *)bytes);
        }
    }
}
