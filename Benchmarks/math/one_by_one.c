/// Every row scored singly, PASSES times: one_by_one COLUMNS GRADER PASSES LATENCIES VERDICTS
///
/// LATENCIES receives each row's median time of a call in seconds, as doubles: a call that other work on the machine
/// interrupted does not decide. VERDICTS receives each row's verdict, a JSON object a line. Standard output receives
/// one object with the resident memory in KB: rows loaded, engine made, after the first pass, after the last.
#include "scoring.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int in_order(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void write_verdicts(const char *path, adj_engine *engine, const columns *rows) {
    FILE *file = fopen(path, "w");
    adj_batch batch = batch_of(rows, 0, rows->count);
    adj_verdicts *verdicts;
    size_t length, capacity = 1 << 16;
    char *text = allocated(capacity, 1);
    score(engine, &batch, NULL, NULL, &verdicts);
    for (uint64_t row = 0; file && row < rows->count; row++) {
        if (adj_verdicts_json(verdicts, row, text, capacity, &length) == ADJ_BUFFER_TOO_SMALL) {
            free(text);
            text = allocated(capacity = length, 1);
            adj_verdicts_json(verdicts, row, text, capacity, &length);
        }
        fwrite(text, 1, length, file);
        putc('\n', file);
    }
    adj_verdicts_destroy(verdicts);
    free(text);
    if (!file || fclose(file) != 0) {
        fprintf(stderr, "%s: cannot be written\n", path);
        exit(1);
    }
}

static void write_medians(const char *path, double *times, uint64_t rows, uint64_t passes) {
    FILE *file = fopen(path, "wb");
    for (uint64_t row = 0; file && row < rows; row++) {
        qsort(times + row * passes, passes, sizeof *times, in_order);
        fwrite(times + row * passes + passes / 2, sizeof *times, 1, file);
    }
    if (!file || fclose(file) != 0) {
        fprintf(stderr, "%s: cannot be written\n", path);
        exit(1);
    }
}

int main(int count, char **arguments) {
    uint64_t passes = count == 6 ? strtoull(arguments[3], NULL, 10) : 0;
    if (passes == 0) {
        fprintf(stderr, "usage: one_by_one COLUMNS GRADER PASSES LATENCIES VERDICTS\n");
        return 2;
    }
    columns rows = columns_load(arguments[1]);
    double *times = allocated(rows.count * passes, sizeof *times), reward;
    memset(times, 1, rows.count * passes * sizeof *times); // resident before memory is read for the first time
    long loaded = resident_kilobytes(), made, first = 0;
    adj_engine *engine = engine_for(arguments[2], 1);
    made = resident_kilobytes();
    for (uint64_t pass = 0; pass < passes; pass++) {
        for (uint64_t row = 0; row < rows.count; row++) {
            adj_batch batch = batch_of(&rows, row, 1);
            double start = seconds(CLOCK_MONOTONIC);
            score(engine, &batch, &reward, NULL, NULL);
            times[row * passes + pass] = seconds(CLOCK_MONOTONIC) - start;
        }
        if (pass == 0) first = resident_kilobytes();
    }
    printf("{\"loaded\": %ld, \"engine\": %ld, \"first_pass\": %ld, \"last_pass\": %ld}\n", loaded, made, first,
           resident_kilobytes());
    write_medians(arguments[4], times, rows.count, passes);
    write_verdicts(arguments[5], engine, &rows);
    adj_engine_destroy(engine);
    return 0;
}
