/// One engine on several threads over the same rows again and again: soak COLUMNS GRADER THREADS MINUTES
///
/// Every pass must give the first pass's rewards and statuses; every hundredth its whole verdicts. Standard output
/// receives a JSON line a minute and one at the end: passes, rows whose verdict changed, resident memory in KB after
/// the first, the tenth and the last pass, and the most of all passes. Exit status 1 when a verdict changed.
#include "scoring.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WHOLE_VERDICTS_EVERY = 100, REPORT_SECONDS = 60 };

static uint64_t hashed(uint64_t hash, const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) hash = (hash ^ (uint8_t)text[i]) * 0x100000001B3;
    return hash;
}

// One number for all verdicts, FNV-1a over their JSON.
static uint64_t hash_of(const adj_verdicts *verdicts) {
    static char text[1 << 20];
    uint64_t hash = 0xCBF29CE484222325;
    size_t length;
    for (uint64_t row = 0; row < adj_verdicts_count(verdicts); row++) {
        if (adj_verdicts_json(verdicts, row, text, sizeof text, &length) == ADJ_OK) hash = hashed(hash, text, length);
    }
    return hash;
}

static uint64_t differing(const double *rewards, const uint8_t *statuses, const double *expected_rewards,
                          const uint8_t *expected_statuses, uint64_t count) {
    uint64_t rows = 0;
    for (uint64_t row = 0; row < count; row++) {
        // As bytes: no reward is NaN, and NaN must equal NaN.
        rows += memcmp(rewards + row, expected_rewards + row, sizeof *rewards) != 0 ||
                statuses[row] != expected_statuses[row];
    }
    return rows;
}

int main(int count, char **arguments) {
    if (count != 5) {
        fprintf(stderr, "usage: soak COLUMNS GRADER THREADS MINUTES\n");
        return 2;
    }
    columns rows = columns_load(arguments[1]);
    adj_engine *engine = engine_for(arguments[2], (uint32_t)strtoul(arguments[3], NULL, 10));
    adj_batch batch = batch_of(&rows, 0, rows.count);
    double *first = allocated(rows.count, sizeof *first), *rewards = allocated(rows.count, sizeof *rewards);
    uint8_t *first_statuses = allocated(rows.count, 1), *statuses = allocated(rows.count, 1);
    uint64_t passes = 0, changed = 0, whole = 0, first_hash = 0;
    long after_first = 0, after_tenth = 0, most = 0, now = 0;
    double start = seconds(CLOCK_MONOTONIC), end = start + 60 * atof(arguments[4]), report = start, moment;
    do {
        adj_verdicts *verdicts = NULL;
        int is_whole = passes % WHOLE_VERDICTS_EVERY == 0;
        score(engine, &batch, passes ? rewards : first, passes ? statuses : first_statuses,
              is_whole ? &verdicts : NULL);
        if (passes) changed += differing(rewards, statuses, first, first_statuses, rows.count);
        if (is_whole) {
            uint64_t hash = hash_of(verdicts);
            adj_verdicts_destroy(verdicts);
            if (passes == 0) first_hash = hash;
            if (hash != first_hash) changed++;
            whole++;
        }
        passes++;
        now = resident_kilobytes();
        if (passes == 1) after_first = now;
        if (passes <= 10) after_tenth = now;
        if (now > most) most = now;
        moment = seconds(CLOCK_MONOTONIC);
        if (moment >= report || moment >= end) {
            report = moment + REPORT_SECONDS;
            printf("{\"seconds\": %.1f, \"cpu\": %.1f, \"rows\": %llu, \"passes\": %llu, \"whole_passes\": %llu, "
                   "\"changed\": %llu, \"first_kb\": %ld, \"tenth_kb\": %ld, \"most_kb\": %ld, \"last_kb\": %ld}\n",
                   moment - start, seconds(CLOCK_PROCESS_CPUTIME_ID), (unsigned long long)rows.count,
                   (unsigned long long)passes, (unsigned long long)whole, (unsigned long long)changed, after_first,
                   after_tenth, most, now);
            fflush(stdout);
        }
    } while (moment < end);
    adj_engine_destroy(engine);
    return changed != 0;
}
