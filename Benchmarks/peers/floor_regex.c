#define PCRE2_CODE_UNIT_WIDTH 8
#include "floor.h"

#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>

static pcre2_code *code;
static pcre2_match_data *match;
static uint32_t options;

void floor_regex_compile(const char *pattern, int checked) {
    int error;
    PCRE2_SIZE at;
    code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_UCP, &error, &at, NULL);
    if (!code || pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) != 0) {
        fprintf(stderr, "pattern: cannot be compiled at character %zu\n", code ? (size_t)0 : (size_t)at);
        exit(1);
    }
    options = checked ? 0 : PCRE2_NO_UTF_CHECK;
    match = pcre2_match_data_create_from_pattern(code, NULL);
}

void floor_regex(const columns *rows, double *rewards) {
    const column *responses = &rows->responses;
    for (uint64_t row = 0; row < rows->count; row++) {
        uint64_t start = responses->offsets[row], length = responses->offsets[row + 1] - start;
        rewards[row] = pcre2_match(code, responses->data + start, length, 0, options, match, NULL) > 0;
    }
}
