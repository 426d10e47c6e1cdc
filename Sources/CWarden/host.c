// The host's requests.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "warden.h"

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

bool read_host(void) {
    static char bytes[sizeof(struct wire_job) + WIRE_INLINE_MAX + 1024];
    for (int burst = 0; burst < 64; burst++) {
        int fds[4], count = 4;
        ssize_t got = receive_message(settings.host, bytes, sizeof bytes, fds, &count, MSG_DONTWAIT);
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return true;
        if (got <= 0) return false;
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
    return true;
}
