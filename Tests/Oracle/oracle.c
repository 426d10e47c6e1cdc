/// Calcium as the judge of closed-form numbers, driven through a pipe by the tests and linked into nothing else.
///
/// A line of standard input holds two numbers in postfix notation with `;` between them: `2 sqrt 3 sqrt * ; 6 sqrt`.
/// A line of output says `equal`, `different`, `unknown` or, where one of them is no number, `undefined`. A line that
/// takes more than its seconds is `unknown`: each is judged in a process of its own.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

// Calcium is a part of FLINT since its version 3.
#if __has_include(<calcium/ca.h>)
#include <calcium/ca.h>
#else
#include <flint/ca.h>
#endif

enum { MAX_STACK = 64, SECONDS = 2 };

typedef void (*unary)(ca_t, const ca_t, ca_ctx_t);
typedef void (*binary)(ca_t, const ca_t, const ca_t, ca_ctx_t);

static void tangent(ca_t result, const ca_t x, ca_ctx_t ctx) {
    ca_tan(result, x, ctx);
}

static const struct {
    const char *name;
    unary function;
} unaries[] = {
    {"neg", ca_neg},   {"sqrt", ca_sqrt}, {"exp", ca_exp},   {"ln", ca_log},    {"sin", ca_sin},     {"cos", ca_cos},
    {"tan", tangent},  {"asin", ca_asin}, {"acos", ca_acos}, {"atan", ca_atan}, {"floor", ca_floor}, {"ceil", ca_ceil},
    {"abs", ca_abs},   {"re", ca_re},     {"im", ca_im},     {"conj", ca_conj},
};

static const struct {
    const char *name;
    binary function;
} binaries[] = {{"+", ca_add}, {"-", ca_sub}, {"*", ca_mul}, {"/", ca_div}, {"^", ca_pow}};

/// The real root of degree `degree` of a real `x`: negative for a negative one where the degree is odd.
static void real_root(ca_t result, const ca_t x, unsigned long degree, ca_ctx_t ctx) {
    ca_t zero, exponent, size;
    ca_init(zero, ctx);
    ca_init(exponent, ctx);
    ca_init(size, ctx);
    ca_one(exponent, ctx);
    ca_div_ui(exponent, exponent, degree, ctx);
    int is_negative = degree % 2 == 1 && ca_check_lt(x, zero, ctx) == T_TRUE;
    if (is_negative) {
        ca_neg(size, x, ctx);
    } else {
        ca_set(size, x, ctx);
    }
    ca_pow(result, size, exponent, ctx);
    if (is_negative) {
        ca_neg(result, result, ctx);
    }
    ca_clear(zero, ctx);
    ca_clear(exponent, ctx);
    ca_clear(size, ctx);
}

/// Applies one token; returns the new height of the stack, or -1 when the token makes no sense there.
static int apply(ca_struct *stack, int height, const char *token, ca_ctx_t ctx) {
    if (strchr("0123456789", token[0]) != NULL) {
        fmpz_t value;
        fmpz_init(value);
        int failed = height == MAX_STACK || fmpz_set_str(value, token, 10);
        if (!failed) {
            ca_set_fmpz(stack + height, value, ctx);
        }
        fmpz_clear(value);
        return failed ? -1 : height + 1;
    }
    if (strcmp(token, "pi") == 0 || strcmp(token, "e") == 0 || strcmp(token, "i") == 0) {
        if (height == MAX_STACK) {
            return -1;
        }
        (token[0] == 'p' ? ca_pi : token[0] == 'e' ? ca_euler : ca_i)(stack + height, ctx);
        return height + 1;
    }
    if (strncmp(token, "root", 4) == 0 && height >= 1) {
        real_root(stack + height - 1, stack + height - 1, strtoul(token + 4, NULL, 10), ctx);
        return height;
    }
    for (size_t k = 0; k < sizeof unaries / sizeof *unaries; k++) {
        if (strcmp(token, unaries[k].name) == 0 && height >= 1) {
            unaries[k].function(stack + height - 1, stack + height - 1, ctx);
            return height;
        }
    }
    for (size_t k = 0; k < sizeof binaries / sizeof *binaries; k++) {
        if (strcmp(token, binaries[k].name) == 0 && height >= 2) {
            binaries[k].function(stack + height - 2, stack + height - 2, stack + height - 1, ctx);
            return height - 1;
        }
    }
    return -1;
}

static const char *judged(char *line) {
    ca_ctx_t ctx;
    ca_ctx_init(ctx);
    ca_struct stack[MAX_STACK];
    for (int k = 0; k < MAX_STACK; k++) {
        ca_init(stack + k, ctx);
    }
    int height = 0;
    for (char *token = strtok(line, " ;\n"); token != NULL; token = strtok(NULL, " ;\n")) {
        height = apply(stack, height, token, ctx);
        if (height < 0) {
            return "malformed";
        }
    }
    if (height != 2) {
        return "malformed";
    }
    truth_t first = ca_check_is_number(stack, ctx);
    truth_t second = ca_check_is_number(stack + 1, ctx);
    if (first == T_FALSE || second == T_FALSE) {
        return "undefined";
    }
    if (first == T_UNKNOWN || second == T_UNKNOWN) {
        return "unknown";
    }
    ca_sub(stack, stack, stack + 1, ctx);
    truth_t answer = ca_check_is_zero(stack, ctx);
    return answer == T_TRUE ? "equal" : answer == T_FALSE ? "different" : "unknown";
}

int main(void) {
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, stdin) > 0) {
        pid_t child = fork();
        if (child < 0) {
            perror("fork");
            return 1;
        }
        if (child == 0) {
            alarm(SECONDS);
            puts(judged(line));
            fflush(stdout);
            _exit(0);
        }
        int status = 0;
        waitpid(child, &status, 0);
        if (!WIFEXITED(status)) {
            puts("unknown");
            fflush(stdout);
        }
    }
    free(line);
    return 0;
}
