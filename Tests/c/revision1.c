// A program that was compiled against revision 1 of the interface, with the structs as they were then. A library of any
// later revision takes them as they are: this file is never changed.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const uint8_t *data;
    const uint64_t *offsets;
} column_1;

typedef struct {
    const uint8_t *data;
    uint64_t length;
    uint32_t kind;
    uint32_t reserved;
} field_1;

typedef struct {
    uint32_t struct_size;
    uint32_t reserved;
    uint64_t count;
    column_1 responses;
    column_1 references;
    column_1 items;
    const field_1 *response_fields;
    const field_1 *reference_fields;
    const field_1 *item_fields;
} batch_1;

typedef struct {
    uint32_t struct_size;
    uint32_t reserved;
    double *rewards;
    double *scores;
    uint64_t *work;
    uint32_t *span_starts;
    uint32_t *span_lengths;
    uint8_t *statuses;
    uint8_t *reasons;
    uint8_t *rules;
    int8_t *passed;
} verdict_columns_1;

typedef struct {
    uint32_t struct_size;
    uint32_t reserved;
    uint64_t *rows;
    uint64_t *rewarded;
    uint64_t *passed;
    double *means;
    double *deviations;
    double *minimums;
    double *maximums;
} group_columns_1;

int32_t adj_abi_check(uint32_t version, uint32_t revision);
int32_t adj_engine_create(const char *grader, size_t length, uint32_t threads, void **out);
void adj_engine_destroy(void *engine);
int32_t adj_score(void *engine, const batch_1 *batch, double *rewards, uint8_t *statuses, void **verdicts);
int32_t adj_explain(void *engine, const batch_1 *batch, uint64_t row, char **text, size_t *length);
int32_t adj_verdicts_columns(const void *verdicts, uint32_t part, const verdict_columns_1 *out);
int32_t adj_verdicts_groups(const void *verdicts, const uint64_t *group_of_row, uint64_t groups,
                            const group_columns_1 *out);
void adj_verdicts_destroy(void *verdicts);
void adj_text_destroy(char *text);

static int checks;

#define CHECK(condition)                                                             \
    do {                                                                             \
        checks++;                                                                    \
        if (!(condition)) {                                                          \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);  \
            exit(1);                                                                 \
        }                                                                            \
    } while (0)

/// A struct with what the stack happens to hold behind it, as an old caller has.
#define BEFORE_RUBBISH(type, name)   \
    struct {                         \
        type value;                  \
        uint64_t rubbish[16];        \
    } name;                          \
    memset(&name, 0xA5, sizeof name)

int main(void) {
    CHECK(sizeof(batch_1) == 88 && sizeof(verdict_columns_1) == 80 && sizeof(group_columns_1) == 64);
    CHECK(adj_abi_check(1, 1) == 0);
    void *engine = NULL, *verdicts = NULL;
    CHECK(adj_engine_create("preset:math", 11, 1, &engine) == 0);
    const uint64_t response_offsets[3] = {0, 9, 18}, reference_offsets[3] = {0, 1, 2};
    BEFORE_RUBBISH(batch_1, rows);
    rows.value = (batch_1){.struct_size = sizeof rows.value, .count = 2};
    rows.value.responses = (column_1){(const uint8_t *)"\\boxed{1}\\boxed{2}", response_offsets};
    rows.value.references = (column_1){(const uint8_t *)"11", reference_offsets};
    double rewards[2], means[2];
    uint8_t statuses[2];
    CHECK(adj_score(engine, &rows.value, rewards, statuses, &verdicts) == 0);
    CHECK(rewards[0] == 1 && rewards[1] == 0 && statuses[0] == 0 && statuses[1] == 0);
    char *text = NULL;
    CHECK(adj_explain(engine, &rows.value, 1, &text, NULL) == 0 && strstr(text, "\"notes\""));
    adj_text_destroy(text);

    int8_t passed[2];
    BEFORE_RUBBISH(verdict_columns_1, out);
    out.value = (verdict_columns_1){.struct_size = sizeof out.value, .rewards = means, .passed = passed};
    CHECK(adj_verdicts_columns(verdicts, UINT32_MAX, &out.value) == 0);
    CHECK(means[0] == 1 && means[1] == 0 && passed[0] == 1 && passed[1] == 0);
    const uint64_t group_of_row[2] = {0, 0};
    BEFORE_RUBBISH(group_columns_1, groups);
    groups.value = (group_columns_1){.struct_size = sizeof groups.value, .means = means};
    CHECK(adj_verdicts_groups(verdicts, group_of_row, 1, &groups.value) == 0 && means[0] == 0.5);

    // Nothing ever was smaller, and no struct ends within a field.
    for (uint32_t size = 0; size < 88; size++) {
        rows.value.struct_size = size;
        CHECK(adj_score(engine, &rows.value, rewards, statuses, NULL) == 1);
    }
    rows.value.struct_size = 92;
    CHECK(adj_score(engine, &rows.value, rewards, statuses, NULL) == 1);
    adj_verdicts_destroy(verdicts);
    adj_engine_destroy(engine);
    printf("c: %d checks passed of revision 1\n", checks);
}
