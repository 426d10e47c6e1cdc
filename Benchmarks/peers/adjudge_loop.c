/// Adjudge through its C interface, from memory, on one thread: adjudge_loop COLUMNS GRADER
#include "columns.h"
#include "rounds.h"

#include <adjudge.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    adj_engine *engine;
    adj_batch batch;
} scoring;

static void score(void *context, double *rewards) {
    scoring *run = context;
    if (adj_score(run->engine, &run->batch, rewards, NULL, NULL) != ADJ_OK) {
        fprintf(stderr, "adj_score: %s\n", adj_last_error());
        exit(1);
    }
}

int main(int count, char **arguments) {
    if (count != 3) {
        fprintf(stderr, "usage: adjudge_loop COLUMNS GRADER\n");
        return 2;
    }
    columns rows = columns_load(arguments[1]);
    scoring run = {.batch = {.struct_size = sizeof(adj_batch), .count = rows.count}};
    run.batch.responses.data = rows.responses.data;
    run.batch.responses.offsets = rows.responses.offsets;
    run.batch.references.data = rows.references.data;
    run.batch.references.offsets = rows.references.offsets;
    if (adj_engine_create(arguments[2], strlen(arguments[2]), 1, &run.engine) != ADJ_OK) {
        fprintf(stderr, "adj_engine_create: %s\n", adj_last_error());
        return 1;
    }
    int status = serve_rounds(adj_version(), rows.count, score, &run);
    adj_engine_destroy(run.engine);
    return status;
}
