/// floor COLUMNS copy | compare | regex PATTERN | regex-unchecked PATTERN
#include "floor.h"
#include "rounds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint8_t *copy_of_responses;

static void copy_pass(void *context, double *rewards) {
    const columns *rows = context;
    (void)rewards;
    memcpy(copy_of_responses, rows->responses.data, rows->responses.offsets[rows->count]);
    // The copy must be seen to be used, or the compiler may leave it out.
    __asm__ volatile("" : : "r"(copy_of_responses) : "memory");
}

static void compare_pass(void *context, double *rewards) {
    floor_compare(context, rewards);
}

static void regex_pass(void *context, double *rewards) {
    floor_regex(context, rewards);
}

int main(int count, char **arguments) {
    const char *mode = count > 2 ? arguments[2] : "";
    pass_function *pass = NULL;
    if (strcmp(mode, "copy") == 0) pass = copy_pass;
    if (strcmp(mode, "compare") == 0) pass = compare_pass;
    if (strcmp(mode, "regex") == 0 || strcmp(mode, "regex-unchecked") == 0) pass = regex_pass;
    if (!pass || count != (pass == regex_pass ? 4 : 3)) {
        fprintf(stderr, "usage: floor COLUMNS copy | compare | regex PATTERN | regex-unchecked PATTERN\n");
        return 2;
    }
    columns rows = columns_load(arguments[1]);
    if (pass == regex_pass) floor_regex_compile(arguments[3], strcmp(mode, "regex") == 0);
    if (pass == copy_pass) {
        copy_of_responses = malloc(rows.responses.offsets[rows.count] + 1);
        if (!copy_of_responses) return 1;
    }
    return serve_rounds("C", rows.count, pass, &rows);
}
