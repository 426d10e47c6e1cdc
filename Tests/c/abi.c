// A plain C program against adjudge.h: what a user of the C interface writes, checked.
#define _POSIX_C_SOURCE 200809L // clock_gettime
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

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
    // The column of exact reasons and the JSON of a row say the same, whether a family has a name of its own or not.
    uint16_t exact[ROWS];
    adj_verdict_columns out = {.struct_size = sizeof out, .exact_reasons = exact};
    CHECK(adj_verdicts_columns(verdicts, ADJ_TOTAL, &out) == ADJ_OK);
    for (int row = 0; row < ROWS; row++) {
        CHECK(adj_verdicts_json(verdicts, (uint64_t)row, json, sizeof json, &length) == ADJ_OK);
        json[length] = 0;
        char expected[96];
        snprintf(expected, sizeof expected, "\"reason\":\"%s\",", adj_exact_reason_name(exact[row]));
        CHECK(strstr(json, expected));
    }
    CHECK(adj_verdicts_json(verdicts, ROWS, json, sizeof json, &length) == ADJ_OUT_OF_RANGE);
    adj_verdicts_destroy(verdicts);
}

/// Details, groups and advantages.
static void groups(void) {
    const char *grader = "{\"type\":\"math\",\"detail\":true,\"group\":{\"advantage\":\"mean_centre\",\"k\":[1,2]}}";
    adj_engine *engine = NULL;
    CHECK(adj_engine_create(grader, strlen(grader), 1, &engine) == ADJ_OK);
    adj_batch rows = batch();
    const uint64_t numbers[ROWS] = {7, 7, 1u << 30, 7};
    rows.groups = numbers;
    adj_verdicts *verdicts = NULL;
    CHECK(adj_score(engine, &rows, NULL, NULL, &verdicts) == ADJ_OK);
    double advantages[ROWS];
    uint8_t constant[ROWS];
    CHECK(adj_verdicts_advantages(verdicts, advantages, constant) == ADJ_OK);
    CHECK(advantages[0] == 0.5 && advantages[1] == -0.5 && advantages[2] == 0 && isnan(advantages[3]));
    CHECK(constant[0] == 0 && constant[2] == 1);
    char *text = NULL;
    size_t length = 0;
    CHECK(adj_verdicts_metrics(verdicts, &text, &length) == ADJ_OK && strlen(text) == length);
    CHECK(strstr(text, "\"pass@2\":1,") && strstr(text, "\"groups/count\":2"));
    adj_text_destroy(text);
    CHECK(adj_verdicts_detail(verdicts, 0, ADJ_TOTAL, &text, &length) == ADJ_OK && strlen(text) == length);
    CHECK(strstr(text, "\"notes\":["));
    adj_text_destroy(text);
    CHECK(adj_verdicts_detail(verdicts, ROWS, ADJ_TOTAL, &text, &length) == ADJ_OUT_OF_RANGE);
    CHECK(adj_verdicts_detail(verdicts, 0, 0, &text, &length) == ADJ_OUT_OF_RANGE);
    char json[4096];
    CHECK(adj_verdicts_json(verdicts, 0, json, sizeof json, &length) == ADJ_OK);
    json[length] = 0;
    CHECK(strstr(json, "\"advantage\":0.5,\"zero_std\":false}") && strstr(json, "\"detail\":{"));
    adj_verdicts_destroy(verdicts);
    // Without groups there is nobody to compare with.
    rows.groups = NULL;
    CHECK(adj_score(engine, &rows, NULL, NULL, &verdicts) == ADJ_OK);
    CHECK(adj_verdicts_advantages(verdicts, advantages, constant) == ADJ_INVALID_ARGUMENT);
    CHECK(strstr(adj_last_error(), "batch.groups"));
    CHECK(adj_verdicts_detail(verdicts, 1, ADJ_TOTAL, &text, NULL) == ADJ_OK && text == NULL);
    adj_verdicts_destroy(verdicts);
    CHECK(adj_engine_item_names(engine, &text, &length) == ADJ_OK && !strcmp(text, "[]") && length == 2);
    adj_text_destroy(text);
    adj_engine_destroy(engine);
    // A grader that names its groups itself says which field does, and takes no others.
    const char *by = "{\"type\":\"math\",\"group\":{\"by\":\"{{item.p}}\"}}";
    CHECK(adj_engine_create(by, strlen(by), 1, &engine) == ADJ_OK);
    CHECK(adj_engine_item_names(engine, &text, NULL) == ADJ_OK && !strcmp(text, "[\"p\"]"));
    adj_text_destroy(text);
    rows.groups = numbers;
    CHECK(adj_score(engine, &rows, NULL, NULL, NULL) == ADJ_INVALID_ARGUMENT);
    CHECK(strstr(adj_last_error(), "group.by"));
    CHECK(adj_engine_item_names(NULL, &text, NULL) == ADJ_INVALID_ARGUMENT);
    adj_engine_destroy(engine);
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
    CHECK(adj_engine_reads_items(engine) == 0 && adj_engine_waits(engine) == 0);
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
    uint16_t exact[3];
    adj_verdicts *verdicts = NULL;
    CHECK(adj_score(engine, &rows, NULL, NULL, &verdicts) == ADJ_OK);
    adj_verdict_columns out = {
        .struct_size = sizeof out, .rewards = rewards, .scores = scores, .work = work, .span_starts = starts,
        .span_lengths = lengths, .statuses = statuses, .reasons = reasons, .rules = rules, .passed = passed,
        .exact_reasons = exact};
    CHECK(adj_verdicts_columns(verdicts, ADJ_TOTAL, &out) == ADJ_OK);
    CHECK(rewards[0] == 1 && rewards[1] == 0.25 && isnan(rewards[2]));
    CHECK(scores[0] == 1 && scores[1] == 0.25 && scores[2] == 0);
    CHECK(statuses[0] == ADJ_GRADED && statuses[2] == ADJ_NO_REFERENCE);
    CHECK(starts[0] == 10 && lengths[0] == 3 && work[0] > 0);
    CHECK(!strcmp(adj_reason_name(reasons[0]), "combined") && !strcmp(adj_rule_name(rules[0]), "boxed"));
    CHECK(passed[0] == 1 && passed[1] == 0 && passed[2] == -1);
    CHECK(!strcmp(adj_exact_reason_name(exact[0]), "combined"));
    adj_engine *program = NULL;
    CHECK(adj_engine_create("preset:code", 11, 1, &program) == ADJ_OK && adj_engine_waits(program) == 1);
    adj_engine_destroy(program);
    adj_verdict_columns one = {.struct_size = sizeof one, .rewards = part};
    CHECK(adj_verdicts_columns(verdicts, 1, &one) == ADJ_OK && part[0] == 1 && part[1] == 1 && part[2] == 1);
    CHECK(adj_verdicts_columns(verdicts, 2, &one) == ADJ_OUT_OF_RANGE);
    one.reserved = 1;
    CHECK(adj_verdicts_columns(verdicts, 1, &one) == ADJ_INVALID_ARGUMENT && strstr(adj_last_error(), "reserved"));
    one.reserved = 0;
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

    // An unknown kind, a length that nothing has, or a field of a later revision spoils its row only.
    CHECK(adj_engine_create("preset:math", 11, 1, &engine) == ADJ_OK);
    const adj_field whole = reference_fields[1];
    for (int fault = 0; fault < 3; fault++) {
        reference_fields[1] = whole;
        if (fault == 0) reference_fields[1].kind = 7;
        if (fault == 1) reference_fields[1].length = UINT64_MAX;
        if (fault == 2) reference_fields[1].reserved = 9;
        CHECK(adj_score(engine, &rows, rewards, statuses, NULL) == ADJ_OK);
        CHECK(rewards[0] == 1 && statuses[1] == ADJ_BAD_SAMPLE && isnan(rewards[1]));
        CHECK(statuses[2] == ADJ_NO_REFERENCE);
    }
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

/// What a column says of its own length is looked at before any of it is read.
static void absurd_offsets(adj_engine *engine) {
    const uint64_t absurd[][ROWS + 1] = {
        {0, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX},
        {UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX},
        {0, 14, 28, 37, (uint64_t)1 << 63},
        {0, 14, 28, 37, INT64_MAX},
        {0, 14, 28, 37, ((uint64_t)1 << 48) + 1},
        {0, 14, UINT64_MAX, 37, 48},
    };
    for (size_t i = 0; i < sizeof absurd / sizeof *absurd; i++) {
        adj_batch rows = batch();
        rows.responses.offsets = absurd[i];
        CHECK(adj_score(engine, &rows, NULL, NULL, NULL) == ADJ_INVALID_ARGUMENT);
        CHECK(strstr(adj_last_error(), "batch.responses.offsets["));
        rows = batch();
        rows.references.offsets = absurd[i];
        CHECK(adj_score(engine, &rows, NULL, NULL, NULL) == ADJ_INVALID_ARGUMENT);
        rows = batch();
        rows.items = (adj_column){(const uint8_t *)responses, absurd[i]};
        CHECK(adj_score(engine, &rows, NULL, NULL, NULL) == ADJ_INVALID_ARGUMENT);
    }
    adj_batch rows = batch();
    rows.count = (uint64_t)1 << 31;
    CHECK(adj_score(engine, &rows, NULL, NULL, NULL) == ADJ_INVALID_ARGUMENT);
    CHECK(strstr(adj_last_error(), "less than 2147483648"));
}

/// A cancellation ends its batch, before it begins or in the middle of it, and no other.
static adj_cancellation *cancellation;

static void *cancel_soon(void *unused) {
    struct timespec pause = {0, 50 * 1000 * 1000};
    nanosleep(&pause, NULL);
    adj_cancellation_cancel(cancellation);
    return unused;
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void cancellations(adj_engine *engine) {
    enum { MANY = 4 << 20 };
    adj_batch rows = batch();
    double rewards[ROWS] = {-1, -1, -1, -1};
    cancellation = adj_cancellation_create();
    rows.cancellation = cancellation;
    CHECK(adj_score(engine, &rows, rewards, NULL, NULL) == ADJ_OK && rewards[0] == 1);
    adj_cancellation_cancel(cancellation);
    adj_cancellation_cancel(cancellation);
    rewards[0] = -1;
    adj_verdicts *verdicts = NULL;
    CHECK(adj_score(engine, &rows, rewards, NULL, &verdicts) == ADJ_CANCELLED && rewards[0] == -1 && !verdicts);
    CHECK(!strcmp(adj_error_name(ADJ_CANCELLED), "ADJ_CANCELLED") && strstr(adj_last_error(), "cancelled"));
    rows.cancellation = NULL;
    CHECK(adj_score(engine, &rows, rewards, NULL, NULL) == ADJ_OK && rewards[0] == 1);
    adj_cancellation_destroy(cancellation);

    adj_field *fields = calloc(MANY, sizeof *fields);
    CHECK(fields);
    for (int row = 0; row < MANY; row++) fields[row] = (adj_field){.data = (const uint8_t *)responses, .length = 48};
    adj_batch many = {.struct_size = sizeof many, .count = MANY};
    many.response_fields = many.reference_fields = fields;
    double start = seconds();
    CHECK(adj_score(engine, &many, NULL, NULL, NULL) == ADJ_OK);
    double whole = seconds() - start;
    many.cancellation = cancellation = adj_cancellation_create();
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, cancel_soon, NULL) == 0);
    start = seconds();
    CHECK(adj_score(engine, &many, NULL, NULL, NULL) == ADJ_CANCELLED);
    CHECK(seconds() - start < whole / 2);
    pthread_join(thread, NULL);
    adj_cancellation_destroy(cancellation);
    adj_cancellation_destroy(NULL);
    adj_cancellation_cancel(NULL);
    free(fields);
}

static void yaml(void) {
    char *text = NULL;
    size_t length = 0;
    const char *grader = "type: math\nextract: &rules\n  - boxed # the last\nname: no\n";
    CHECK(adj_yaml_to_json(grader, strlen(grader), &text, &length) == ADJ_OK && length == strlen(text));
    CHECK(strcmp(text, "{\"type\":\"math\",\"extract\":[\"boxed\"],\"name\":\"no\"}") == 0);
    adj_text_destroy(text);
    CHECK(adj_yaml_to_json("type: [math", 11, &text, NULL) == ADJ_INVALID_GRADER);
    CHECK(strstr(adj_last_error(), "line 1: ") && strstr(adj_last_error(), "as YAML"));
    CHECK(adj_yaml_to_json("a: 1\na: 2", 9, &text, NULL) == ADJ_INVALID_GRADER && strstr(adj_last_error(), "twice"));
    CHECK(adj_yaml_to_json("", 0, &text, NULL) == ADJ_INVALID_GRADER);
    CHECK(adj_yaml_to_json(NULL, 0, &text, NULL) == ADJ_INVALID_ARGUMENT);
    CHECK(adj_yaml_to_json("a", 1, NULL, NULL) == ADJ_INVALID_ARGUMENT);
}

static void presets(void) {
    char *text = NULL;
    size_t length = 0;
    CHECK(adj_presets(&text, &length) == ADJ_OK && length == strlen(text));
    CHECK(strstr(text, "{\"name\":\"math\",") && strstr(text, "\"grader\":{\"type\":\"math\"}"));
    adj_text_destroy(text);
    CHECK(adj_verifiers(&text, &length) == ADJ_OK && length == strlen(text));
    CHECK(strstr(text, "{\"name\":\"string_check\",") && strstr(text, "\"keys\":[{\"name\":\"operation\",\"summary\":"));
    adj_text_destroy(text);
    CHECK(adj_verifiers(NULL, NULL) == ADJ_INVALID_ARGUMENT);
    CHECK(adj_exact_reasons(&text, &length) == ADJ_OK && length == strlen(text));
    CHECK(strstr(text, "{\"code\":0,\"name\":\"none\"}"));
    // Every family's reasons are listed with a code that has the same name.
    int listed = 0;
    for (const char *entry = text; (entry = strstr(entry, "\"code\":")); entry++) {
        char name[64] = "";
        unsigned code = 0;
        CHECK(sscanf(entry, "\"code\":%u,\"name\":\"%63[a-z0-9_]\"", &code, name) == 2);
        CHECK(adj_exact_reason_name((uint16_t)code) && !strcmp(adj_exact_reason_name((uint16_t)code), name));
        if (code < 256) CHECK(!strcmp(adj_reason_name((uint8_t)code), name));
        listed += code >= 256;
    }
    CHECK(listed > 0 && adj_exact_reason_name(255) == NULL && adj_exact_reason_name(UINT16_MAX) == NULL);
    adj_text_destroy(text);
    CHECK(adj_machine(&text, &length) == ADJ_OK && length == strlen(text));
    CHECK(strstr(text, "\"instruction_set\":\"") && strstr(text, "\"sandbox\":{\"level\":"));
    adj_text_destroy(text);
    CHECK(adj_machine(NULL, NULL) == ADJ_INVALID_ARGUMENT);
    CHECK(adj_judges_tally(&text, &length) == ADJ_OK && strcmp(text, "null") == 0);
    adj_text_destroy(text);
    const char *judges = "{\"endpoints\":{\"local\":{\"url\":\"http://127.0.0.1:1/v1\",\"model\":\"m\"}}}";
    CHECK(adj_judges_configure(judges, strlen(judges), ADJ_JUDGES_LIVE) == ADJ_OK);
    CHECK(adj_judges_tally(&text, &length) == ADJ_OK && strstr(text, "\"questions\":0,") != NULL);
    adj_text_destroy(text);
    CHECK(adj_judges_configure("{}", 2, ADJ_JUDGES_LIVE) == ADJ_INVALID_GRADER);
    CHECK(strstr(adj_last_error(), "$.endpoints") != NULL);
    CHECK(adj_judges_configure(judges, strlen(judges), 7) == ADJ_INVALID_ARGUMENT);
    CHECK(adj_judges_configure(NULL, 0, ADJ_JUDGES_LIVE) == ADJ_OK);
    static const char odd[] = "{\"type\":\"route\",\"by\":\"{{item.s}}\",\"cases\":{\"*\":\"math\",\"b*\":\"gsm8k\"}}";
    adj_engine *engine;
    CHECK(adj_engine_create(odd, strlen(odd), 1, &engine) == ADJ_OK);
    CHECK(adj_engine_warnings(engine, &text, &length) == ADJ_OK && strstr(text, "no row reaches"));
    adj_text_destroy(text);
    CHECK(adj_engine_warnings(NULL, &text, &length) == ADJ_INVALID_ARGUMENT);
    adj_engine_destroy(engine);
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
    // A name with a NUL does not end the message, and a message too long for its place ends with a whole character.
    const char *nul = "{\"type\": \"ma\\u0000ths\"}";
    CHECK(adj_engine_create(nul, strlen(nul), 1, &none) == ADJ_INVALID_GRADER);
    CHECK(strstr(adj_last_error(), "ma\\u0000ths") && strstr(adj_last_error(), "expected"));
    char wide[8192] = "{\"type\": \"x";
    for (int i = 0; i < 1500; i++) strcat(wide, "\u00e9\u20ac");
    strcat(wide, "\"}");
    CHECK(adj_engine_create(wide, strlen(wide), 1, &none) == ADJ_INVALID_GRADER);
    size_t cut = strlen(adj_last_error());
    CHECK(cut > 2000 && cut < 2048 && strncmp(wide + 11, strchr(adj_last_error(), 'x') + 1, 100) == 0);
    const char *tail = adj_last_error() + cut - 3;
    CHECK(!memcmp(tail + 1, "\u00e9", 2) || !memcmp(tail, "\u20ac", 3));

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
    rows = (adj_batch){.struct_size = sizeof rows};
    adj_verdicts *verdicts = NULL;
    CHECK(adj_score(engine, &rows, NULL, NULL, &verdicts) == ADJ_OK && adj_verdicts_count(verdicts) == 0);
    adj_verdicts_destroy(verdicts);
    rows.count = 1;
    CHECK(adj_score(engine, &rows, NULL, NULL, NULL) == ADJ_INVALID_ARGUMENT);
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
    groups();
    versions(engine);
    yaml();
    presets();
    absurd_offsets(engine);
    cancellations(engine);
    threads(engine);
    adj_engine_destroy(engine);
    adj_engine_destroy(NULL);
    adj_verdicts_destroy(NULL);
    printf("c: %d checks passed\n", checks);
}
