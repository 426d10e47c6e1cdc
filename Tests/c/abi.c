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

static const char *const responses = "so \\boxed{1/2}no answer here\\boxed{3}\\boxed{?@!}";
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

/// Every field of a verdict as a column, the parts of a grader of several, and rows that lie apart.
static void columns(void) {
    const char *grader =
        "{\"type\":\"multi\",\"on_error\":\"zero\",\"calculate_output\":\"0.75 * acc + 0.25 * fmt\",\"graders\":{"
        "\"acc\":{\"type\":\"math\",\"required\":true},\"fmt\":{\"type\":\"string_check\",\"operation\":\"like\","
        "\"input\":\"{{sample.output_text}}\",\"reference\":\"box\"}}}";
    adj_engine *engine = NULL;
    CHECK(adj_engine_create(grader, strlen(grader), 1, &engine) == ADJ_OK);
    CHECK(adj_engine_threads(engine) == 1 && adj_engine_on_error(engine) == ADJ_ON_ERROR_ZERO);
    CHECK(adj_engine_reads_items(engine) == 0);
    CHECK(adj_engine_part_count(engine) == 2 && adj_engine_part_name(engine, 2) == NULL);
    CHECK(!strcmp(adj_engine_part_name(engine, 0), "acc") && !strcmp(adj_engine_part_name(engine, 1), "fmt"));

    const char *texts[3] = {"so \\boxed{1/2}", "\\boxed{3}", "\\boxed{4}"};
    const char *golds[3] = {"0.5", "4", NULL};
    adj_field response_fields[3] = {{0}}, reference_fields[3] = {{0}};
    for (int row = 0; row < 3; row++) {
        response_fields[row] = (adj_field){.data = (const uint8_t *)texts[row], .length = strlen(texts[row])};
        if (golds[row]) reference_fields[row] = (adj_field){.data = (const uint8_t *)golds[row], .length = strlen(golds[row])};
    }
    adj_batch rows = {.struct_size = sizeof rows, .count = 3};
    rows.response_fields = response_fields;
    rows.reference_fields = reference_fields;
    double rewards[3], scores[3], part[3];
    uint64_t work[3];
    uint32_t starts[3], lengths[3];
    uint8_t statuses[3], reasons[3], rules[3];
    int8_t passed[3];
    adj_verdicts *verdicts = NULL;
    CHECK(adj_score(engine, &rows, NULL, NULL, &verdicts) == ADJ_OK);
    adj_verdict_columns out = {sizeof out, 0, rewards, scores, work, starts, lengths, statuses, reasons, rules, passed};
    CHECK(adj_verdicts_columns(verdicts, ADJ_TOTAL, &out) == ADJ_OK);
    CHECK(rewards[0] == 1 && rewards[1] == 0.25 && isnan(rewards[2]));
    CHECK(scores[0] == 1 && scores[1] == 0.25 && scores[2] == 0);
    CHECK(statuses[0] == ADJ_GRADED && statuses[2] == ADJ_NO_REFERENCE);
    CHECK(starts[0] == 10 && lengths[0] == 3 && work[0] > 0);
    CHECK(!strcmp(adj_reason_name(reasons[0]), "combined") && !strcmp(adj_rule_name(rules[0]), "boxed"));
    CHECK(passed[0] == 1 && passed[1] == 0 && passed[2] == -1);
    adj_verdict_columns one = {.struct_size = sizeof one, .rewards = part};
    CHECK(adj_verdicts_columns(verdicts, 1, &one) == ADJ_OK && part[0] == 1 && part[1] == 1 && part[2] == 1);
    CHECK(adj_verdicts_columns(verdicts, 2, &one) == ADJ_OUT_OF_RANGE);
    one.scores = scores;
    CHECK(adj_verdicts_columns(verdicts, 0, &one) == ADJ_INVALID_ARGUMENT);

    uint64_t group_of_row[3] = {1, 1, 0}, counts[2], rewarded[2], right[2];
    double means[2], deviations[2], least[2], most[2];
    adj_group_columns groups = {sizeof groups, 0, counts, rewarded, right, means, deviations, least, most};
    CHECK(adj_verdicts_groups(verdicts, group_of_row, 2, &groups) == ADJ_OK);
    CHECK(counts[0] == 1 && rewarded[0] == 0 && right[0] == 0 && isnan(means[0]) && isnan(least[0]));
    CHECK(counts[1] == 2 && rewarded[1] == 2 && right[1] == 1 && means[1] == 0.625 && deviations[1] == 0.375);
    CHECK(least[1] == 0.25 && most[1] == 1);
    CHECK(adj_verdicts_groups(verdicts, group_of_row, 1, &groups) == ADJ_OUT_OF_RANGE);

    // Verdicts outlive their engine.
    char *text = NULL;
    size_t length = 0;
    CHECK(adj_explain(engine, &rows, 0, &text, &length) == ADJ_OK && length == strlen(text));
    CHECK(strstr(text, "\"answer\":\"1/2\"") && strstr(text, "\"notes\":[{"));
    adj_text_destroy(text);
    CHECK(adj_explain(engine, &rows, 3, &text, &length) == ADJ_OUT_OF_RANGE);
    adj_engine_destroy(engine);
    CHECK(adj_verdicts_columns(verdicts, ADJ_TOTAL, &out) == ADJ_OK && rewards[1] == 0.25);
    adj_verdicts_destroy(verdicts);

    // An unknown kind spoils its row only.
    CHECK(adj_engine_create("preset:math", 11, 1, &engine) == ADJ_OK);
    reference_fields[1].kind = 7;
    CHECK(adj_score(engine, &rows, rewards, statuses, NULL) == ADJ_OK);
    CHECK(rewards[0] == 1 && statuses[1] == ADJ_BAD_SAMPLE && isnan(rewards[1]));
    adj_engine_destroy(engine);
}

static void versions(adj_engine *engine) {
    CHECK(adj_abi_revision() == ADJ_ABI_REVISION);
    CHECK(adj_abi_check(ADJ_ABI_VERSION, ADJ_ABI_REVISION) == ADJ_OK && adj_abi_check(ADJ_ABI_VERSION, 0) == ADJ_OK);
    CHECK(adj_abi_check(ADJ_ABI_VERSION + 1, 0) == ADJ_INCOMPATIBLE);
    CHECK(adj_abi_check(ADJ_ABI_VERSION, ADJ_ABI_REVISION + 1) == ADJ_INCOMPATIBLE);
    CHECK(!strcmp(adj_error_name(ADJ_INCOMPATIBLE), "ADJ_INCOMPATIBLE") && adj_error_name(99) == NULL);

    // A struct of a later revision: taken while its new fields are zero, refused when one is in use.
    struct {
        adj_batch batch;
        uint64_t later;
    } rows = {batch(), 0};
    rows.batch.struct_size = sizeof rows;
    CHECK(adj_score(engine, &rows.batch, NULL, NULL, NULL) == ADJ_OK);
    rows.later = 1;
    CHECK(adj_score(engine, &rows.batch, NULL, NULL, NULL) == ADJ_INVALID_ARGUMENT);
    rows.batch = batch();
    rows.batch.response_fields = (adj_field *)&rows;
    CHECK(adj_score(engine, &rows.batch, NULL, NULL, NULL) == ADJ_INVALID_ARGUMENT);
    CHECK(strstr(adj_last_error(), "both responses and response_fields"));
}

static void presets(void) {
    char *text = NULL;
    size_t length = 0;
    CHECK(adj_presets(&text, &length) == ADJ_OK && length == strlen(text));
    CHECK(strstr(text, "{\"name\":\"math\",") && strstr(text, "\"grader\":{\"type\":\"math\"}"));
    adj_text_destroy(text);
    adj_text_destroy(NULL);
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
    CHECK(adj_engine_reads_items(engine) == 1);
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
    columns();
    versions(engine);
    presets();
    threads(engine);
    adj_engine_destroy(engine);
    adj_engine_destroy(NULL);
    adj_verdicts_destroy(NULL);
    printf("c: %d checks passed\n", checks);
}
