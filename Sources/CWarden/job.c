// A job from the host's message: its payload, its limits, where its sections lie.
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "warden.h"

static void set_defaults(struct wire_limits *limits) {
    if (!limits->cpu) limits->cpu = 10000000;
    if (!limits->wall) limits->wall = 3 * limits->cpu + 1000000;
    if (!limits->memory) limits->memory = 512ull << 20;
    if (!limits->output) limits->output = 16ull << 20;
    if (!limits->directory) limits->directory = 256ull << 20;
    if (!limits->processes) limits->processes = 64;
    if (!limits->tests_cpu) limits->tests_cpu = 3 * limits->cpu + 5000000;
}

struct job *new_job(const struct wire_job *head, const char *payload, size_t size, int payload_fd, int executable) {
    struct job *job = calloc(1, sizeof *job);
    job->head = *head;
    job->executable = executable;
    job->fault = -1;
    job->slot = -1;
    job->arrived = now_ns();
    set_defaults(&job->head.limits);
    uint64_t total = 0;
    for (int i = 0; i < WIRE_SECTIONS; i++) total += head->sizes[i];
    if (payload_fd >= 0) {
        struct stat status;
        job->payload_size = fstat(payload_fd, &status) == 0 ? (size_t)status.st_size : 0;
        if (job->payload_size) job->payload = mmap(NULL, job->payload_size, PROT_READ, MAP_SHARED, payload_fd, 0);
        job->payload_mapped = job->payload_size && job->payload != MAP_FAILED;
        if (!job->payload_mapped) job->payload_size = 0;
        close(payload_fd);
    } else {
        char *copy = malloc(size + 1);
        memcpy(copy, payload, size);
        job->payload = copy;
        job->payload_size = size;
    }
    if (total != job->payload_size) job->fault = STATUS_JUDGE;
    return job;
}

size_t job_offset(const struct wire_job *head, enum wire_section section) {
    size_t at = 0;
    for (int i = 0; i < (int)section; i++) at += head->sizes[i];
    return at;
}

void free_job(struct job *job) {
    if (job->payload_mapped) munmap((void *)job->payload, job->payload_size);
    else free((void *)job->payload);
    if (job->executable >= 0) close(job->executable);
    free(job);
}
