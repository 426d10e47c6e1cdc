// A plain C program against adjudge.h: what a user of the C interface writes, checked.
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adjudge.h"

static int checks;

#define CHECK(condition)                                                             \
    do {                                                                             \
        checks++;                                                                    \
        if (!(condition)) {                                                          \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);  \
            exit(1);                                                                 \
        }                                                                            \
    } while (0)

enum { ROWS = 4 };

static const char *const responses = "so \\boxed{1/2}no answer here\\boxed{3}\\boxed{x+1}";
static const uint64_t response_offsets[ROWS + 1] = {0, 14, 28, 37, 48};
static const char *const references = "0.5742x";
static const uint64_t reference_offsets[ROWS + 1] = {0, 3, 4, 6, 7};

static adj_batch batch(void) {
    adj_batch batch = {.struct_size = sizeof batch, .count = ROWS};
    batch.responses = (adj_column){(const uint8_t *)responses, response_offsets};
    batch.references = (adj_column){(const uint8_t *)references, reference_offsets};
    return batch;
}

static void scores(adj_engine *engine) {
    adj_batch rows = batch();
    double rewards[ROWS];
    uint8_t statuses[ROWS];
    adj_verdicts *verdicts = NULL;
    CHECK(adj_score(engine, &rows, rewards, statuses, &verdicts) == ADJ_OK);
    CHECK(rewards[0] == 1 && statuses[0] == ADJ_GRADED);
    CHECK(rewards[1] == 0 && statuses[1] == ADJ_NO_ANSWER);
    CHECK(rewards[2] == 0 && statuses[2] == ADJ_GRADED);
    CHECK(isnan(rewards[3]) && statuses[3] == ADJ_UNDECIDED);
    CHECK(adj_verdicts_count(verdicts) == ROWS);

    char json[1024];
    size_t length = 0;
    CHECK(adj_verdicts_json(verdicts, 0, json, 4, &length) == ADJ_BUFFER_TOO_SMALL);
    CHECK(length > 4 && length < sizeof json);
    CHECK(adj_verdicts_json(verdicts, 0, json, sizeof json, &length) == ADJ_OK);
    json[length] = 0;
    CHECK(strstr(json, "\"pred\":\"1/2\"") && strstr(json, "\"reward\":1,"));
    CHECK(strstr(json, adj_engine_grader_hash(engine)));
    CHECK(adj_verdicts_json(verdicts, ROWS, json, sizeof json, &length) == ADJ_OUT_OF_RANGE);
    adj_verdicts_destroy(verdicts);
}

static void errors(adj_engine *engine) {
    adj_engine *none = NULL;
    const char *unknown = "{\"type\": \"maths\"}";
    CHECK(adj_engine_create(unknown, strlen(unknown), 1, &none) == ADJ_INVALID_GRADER);
    CHECK(strstr(adj_last_error(), "$.type") && strstr(adj_last_error(), "did you mean \"math\""));
    CHECK(adj_engine_create("{", 1, 1, &none) == ADJ_INVALID_GRADER);
    CHECK(adj_engine_create("\xFF", 1, 1, &none) == ADJ_INVALID_GRADER);
    CHECK(adj_engine_create(NULL, 0, 1, &none) == ADJ_INVALID_ARGUMENT);
    CHECK(none == NULL);

    adj_batch rows = batch();
    rows.struct_size = 4;
    CHECK(adj_score(engine, &rows, NULL, NULL, NULL) == ADJ_INVALID_ARGUMENT);
    rows = batch();
    rows.responses.data = NULL;
    CHECK(adj_score(engine, &rows, NULL, NULL, NULL) == ADJ_INVALID_ARGUMENT);
    uint64_t disorder[ROWS + 1] = {0, 14, 3, 37, 48};
    rows = batch();
    rows.responses.offsets = disorder;
    CHECK(adj_score(engine, &rows, NULL, NULL, NULL) == ADJ_INVALID_ARGUMENT);
    CHECK(strstr(adj_last_error(), "offsets[2]"));
    rows = batch();
    rows.count = 0;
    CHECK(adj_score(engine, &rows, NULL, NULL, NULL) == ADJ_OK);
}

static void items(void) {
    const char *grader = "{\"type\": \"string_check\", \"reference\": \"{{item.gold}}\"}";
    adj_engine *engine = NULL;
    CHECK(adj_engine_create(grader, strlen(grader), 1, &engine) == ADJ_OK);
    uint64_t response_at[] = {0, 3, 6};
    uint64_t item_at[] = {0, 14, 19};
    adj_batch rows = {.struct_size = sizeof rows, .count = 2};
    rows.responses = (adj_column){(const uint8_t *)"yesyes", response_at};
    rows.items = (adj_column){(const uint8_t *)"{\"gold\":\"yes\"}{\"a\":", item_at};
    double rewards[2];
    uint8_t statuses[2];
    CHECK(adj_score(engine, &rows, rewards, statuses, NULL) == ADJ_OK);
    CHECK(rewards[0] == 1 && statuses[0] == ADJ_GRADED);
    CHECK(isnan(rewards[1]) && statuses[1] == ADJ_BAD_SAMPLE);
    adj_engine_destroy(engine);
}

static void *score_often(void *engine) {
    for (int round = 0; round < 200; round++) {
        adj_batch rows = batch();
        double rewards[ROWS];
        if (adj_score(engine, &rows, rewards, NULL, NULL) != ADJ_OK || rewards[0] != 1) return engine;
    }
    return NULL;
}

static void threads(adj_engine *engine) {
    pthread_t handles[4];
    for (int i = 0; i < 4; i++) CHECK(pthread_create(&handles[i], NULL, score_often, engine) == 0);
    for (int i = 0; i < 4; i++) {
        void *failed = engine;
        pthread_join(handles[i], &failed);
        CHECK(failed == NULL);
    }
}

int main(void) {
    CHECK(adj_abi_version() == ADJ_ABI_VERSION);
    CHECK(strlen(adj_version()) >= 5);
    CHECK(!strcmp(adj_status_name(ADJ_UNDECIDED), "undecided") && adj_status_name(200) == NULL);
    const char *grader = "{\"type\": \"math\", \"extract\": [\"boxed\"]}";
    adj_engine *engine = NULL;
    CHECK(adj_engine_create(grader, strlen(grader), 2, &engine) == ADJ_OK);
    scores(engine);
    errors(engine);
    items();
    threads(engine);
    adj_engine_destroy(engine);
    adj_engine_destroy(NULL);
    adj_verdicts_destroy(NULL);
    printf("c: %d checks passed\n", checks);
}
