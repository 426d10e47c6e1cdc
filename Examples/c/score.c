/// Scores a few responses and says why, as a program that uses libadjudge does.
///
///     cc Examples/c/score.c -o score $(pkg-config --cflags --libs adjudge)
///     ./score [GRADER]        # a JSON document or preset:NAME; preset:math without
#include <adjudge.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const responses[] = {
    "Half of a half is a quarter: \\boxed{0.25}",
    "So the answer is \\boxed{\\frac{1}{3}}.",
    "I would rather not say.",
    "\\boxed{7}",
};
static const char *const references[] = {"1/4", "1/4", "1/4", NULL};
static const uint64_t prompts[] = {0, 0, 0, 1};

enum { ROWS = sizeof responses / sizeof *responses, PROMPTS = 2 };

static void check(int32_t code) {
    if (code == ADJ_OK) return;
    fprintf(stderr, "score: %s: %s\n", adj_error_name(code), adj_last_error());
    exit(1);
}

/// Strings that lie apart are scored where they lie. NULL says that the row has no such field.
static void describe(const char *const *texts, adj_field *fields) {
    for (int row = 0; row < ROWS; row++) {
        fields[row] = (adj_field){.data = (const uint8_t *)texts[row], .length = texts[row] ? strlen(texts[row]) : 0};
    }
}

int main(int argc, char **argv) {
    check(adj_abi_check(ADJ_ABI_VERSION, ADJ_ABI_REVISION));
    const char *grader = argc > 1 ? argv[1] : "preset:math";
    adj_engine *engine = NULL;
    check(adj_engine_create(grader, strlen(grader), 0, &engine));

    adj_field response_fields[ROWS], reference_fields[ROWS];
    describe(responses, response_fields);
    describe(references, reference_fields);
    adj_batch batch = {.struct_size = sizeof batch, .count = ROWS};
    batch.response_fields = response_fields;
    batch.reference_fields = reference_fields;

    double rewards[ROWS];
    uint8_t statuses[ROWS];
    adj_verdicts *verdicts = NULL;
    check(adj_score(engine, &batch, rewards, statuses, &verdicts));

    uint8_t reasons[ROWS];
    uint32_t starts[ROWS], lengths[ROWS];
    adj_verdict_columns columns = {.struct_size = sizeof columns};
    columns.reasons = reasons;
    columns.span_starts = starts;
    columns.span_lengths = lengths;
    check(adj_verdicts_columns(verdicts, ADJ_TOTAL, &columns));

    printf("grader %s\n", adj_engine_grader_hash(engine));
    for (int row = 0; row < ROWS; row++) {
        // NaN says that there is no reward: a failed verification is not a zero.
        if (isnan(rewards[row])) printf("%d  none", row);
        else printf("%d  %4g", row, rewards[row]);
        printf("  %-12s %-18s %.*s\n", adj_status_name(statuses[row]), adj_reason_name(reasons[row]),
               (int)lengths[row], lengths[row] ? responses[row] + starts[row] : "");
    }

    uint64_t rewarded[PROMPTS];
    double means[PROMPTS];
    adj_group_columns groups = {.struct_size = sizeof groups, .rewarded = rewarded, .means = means};
    check(adj_verdicts_groups(verdicts, prompts, PROMPTS, &groups));
    for (int prompt = 0; prompt < PROMPTS; prompt++) {
        printf("prompt %d  mean %g of %llu rewards\n", prompt, means[prompt], (unsigned long long)rewarded[prompt]);
    }

    char *explanation = NULL;
    check(adj_explain(engine, &batch, 1, &explanation, NULL));
    printf("row 1, explained: %s\n", explanation);
    adj_text_destroy(explanation);
    adj_verdicts_destroy(verdicts);
    adj_engine_destroy(engine);
}
