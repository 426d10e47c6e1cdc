#include "scoring.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void refuse(const char *what, const char *why) {
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

adj_engine *engine_for(const char *grader, uint32_t threads) {
    adj_engine *engine;
    if (adj_engine_create(grader, strlen(grader), threads, &engine) != ADJ_OK) {
        refuse("adj_engine_create", adj_last_error());
    }
    return engine;
}

adj_batch batch_of(const columns *rows, uint64_t first, uint64_t count) {
    adj_batch batch = {.struct_size = sizeof(adj_batch), .count = count};
    batch.responses.data = rows->responses.data;
    batch.responses.offsets = rows->responses.offsets + first;
    batch.references.data = rows->references.data;
    batch.references.offsets = rows->references.offsets + first;
    return batch;
}

void score(adj_engine *engine, const adj_batch *batch, double *rewards, uint8_t *statuses, adj_verdicts **verdicts) {
    if (adj_score(engine, batch, rewards, statuses, verdicts) != ADJ_OK) refuse("adj_score", adj_last_error());
}

double seconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

long resident_kilobytes(void) {
    long size, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file || fscanf(file, "%ld %ld", &size, &resident) != 2) refuse("/proc/self/statm", "cannot be read");
    fclose(file);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

void *allocated(uint64_t count, uint64_t size) {
    void *memory = calloc(count ? count : 1, size);
    if (!memory) refuse("calloc", "not enough memory");
    return memory;
}
