// The C loop that the Python call is compared with: scores the rows of a file written by overhead.py and prints the
// best round in nanoseconds a row. LAYOUT is "column", all rows in one block, or "fields", each row allocated by itself,
// as strings are in Python.
#include <adjudge.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void *read_exactly(FILE *file, size_t size) {
    void *memory = malloc(size ? size : 1);
    if (!memory || fread(memory, 1, size, file) != size) {
        fprintf(stderr, "overhead: the file of rows ends early\n");
        exit(1);
    }
    return memory;
}

static adj_column read_column(FILE *file, uint64_t count) {
    const uint64_t *offsets = read_exactly(file, (count + 1) * sizeof *offsets);
    return (adj_column){read_exactly(file, offsets[count]), offsets};
}

static const adj_field *apart(adj_column column, uint64_t count) {
    adj_field *fields = calloc(count, sizeof *fields);
    for (uint64_t row = 0; row < count; row++) {
        uint64_t length = column.offsets[row + 1] - column.offsets[row];
        uint8_t *copy = malloc(length + 1);
        memcpy(copy, column.data + column.offsets[row], length);
        fields[row] = (adj_field){.data = copy, .length = length};
    }
    return fields;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

int main(int argc, char **argv) {
    if (argc != 5) return fprintf(stderr, "usage: overhead GRADER FILE ROUNDS LAYOUT\n"), 2;
    FILE *file = fopen(argv[2], "rb");
    if (!file) return perror(argv[2]), 1;
    uint64_t *count = read_exactly(file, sizeof *count);
    adj_batch batch = {.struct_size = sizeof batch, .count = *count};
    batch.responses = read_column(file, *count);
    batch.references = read_column(file, *count);
    fclose(file);
    if (!strcmp(argv[4], "fields")) {
        batch.response_fields = apart(batch.responses, *count);
        batch.reference_fields = apart(batch.references, *count);
        batch.responses = batch.references = (adj_column){0};
    }
    adj_engine *engine = NULL;
    if (adj_engine_create(argv[1], strlen(argv[1]), 1, &engine) != ADJ_OK) return puts(adj_last_error()), 1;
    double best = 1e300;
    for (int round = 0; round < atoi(argv[3]); round++) {
        double start = now();
        double *rewards = malloc(*count * sizeof *rewards);
        uint8_t *statuses = malloc(*count);
        adj_verdicts *verdicts = NULL;
        if (adj_score(engine, &batch, rewards, statuses, &verdicts) != ADJ_OK) return puts(adj_last_error()), 1;
        adj_verdicts_destroy(verdicts);
        free(statuses);
        free(rewards);
        double taken = now() - start;
        if (taken < best) best = taken;
    }
    printf("%.2f\n", best / (double)*count);
    adj_engine_destroy(engine);
}
