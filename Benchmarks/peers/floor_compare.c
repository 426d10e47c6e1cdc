#define _GNU_SOURCE
#include "floor.h"

#include <stdbool.h>
#include <string.h>

typedef struct {
    const uint8_t *start;
    size_t count;
} text;

typedef struct {
    __int128 numerator, denominator;
} rational;

enum { LONGEST_ANSWER = 512, MOST_DIGITS = 18 };

/// The content of the last balanced \boxed{…}.
static bool last_box(text response, text *box) {
    static const char open[] = "\\boxed{";
    size_t end = response.count;
    const uint8_t *slash;
    while ((slash = memrchr(response.start, '\\', end))) {
        end = (size_t)(slash - response.start);
        if (response.count - end < sizeof open - 1 || memcmp(slash, open, sizeof open - 1) != 0) continue;
        box->start = slash + sizeof open - 1;
        int depth = 1;
        for (const uint8_t *at = box->start; at < response.start + response.count; at++) {
            if (*at == '{') depth++;
            if (*at == '}' && --depth == 0) {
                box->count = (size_t)(at - box->start);
                return true;
            }
        }
    }
    return false;
}

static size_t command(text from, size_t at, const char *name) {
    size_t length = strlen(name);
    return from.count - at >= length && memcmp(from.start + at, name, length) == 0 ? length : 0;
}

/// The text without white space, dollars, spacing commands and a full stop at its end; \dfrac and \tfrac as \frac.
static text normal_form(text from, uint8_t *buffer) {
    static const char *const dropped[] = {"\\left", "\\right", "\\!", "\\,", "\\;", "\\ "};
    size_t count = 0;
    for (size_t at = 0; at < from.count && count < LONGEST_ANSWER - 1;) {
        uint8_t byte = from.start[at];
        size_t skip = byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r' || byte == '$';
        if (byte == '\\') {
            for (size_t i = 0; i < sizeof dropped / sizeof *dropped && !skip; i++) skip = command(from, at, dropped[i]);
            if (!skip && (command(from, at, "\\dfrac") || command(from, at, "\\tfrac"))) {
                buffer[count++] = '\\';
                skip = 2;
            }
        }
        at += skip;
        if (!skip) {
            buffer[count++] = byte;
            at++;
        }
    }
    if (count > 1 && buffer[count - 1] == '.') count--;
    return (text){buffer, count};
}

/// Digits with thousands separators and one decimal point.
static bool read_decimal(text from, rational *value) {
    int digits = 0;
    bool point = false;
    *value = (rational){0, 1};
    for (size_t at = 0; at < from.count; at++) {
        uint8_t byte = from.start[at];
        if (byte == ',' && !point && digits > 0) continue;
        if (byte == '.' && !point) {
            point = true;
            continue;
        }
        if (byte < '0' || byte > '9' || ++digits > MOST_DIGITS) return false;
        value->numerator = value->numerator * 10 + (byte - '0');
        if (point) value->denominator *= 10;
    }
    return digits > 0;
}

static bool divide(text upper, text lower, rational *value) {
    rational above, below;
    if (!read_decimal(upper, &above) || !read_decimal(lower, &below) || below.numerator == 0) return false;
    value->numerator = above.numerator * below.denominator;
    value->denominator = above.denominator * below.numerator;
    return true;
}

/// A decimal, a/b or \frac{a}{b}, with a sign.
static bool read_rational(text from, rational *value) {
    bool negative = from.count > 0 && from.start[0] == '-';
    from.start += negative;
    from.count -= negative;
    const uint8_t *slash, *brace;
    bool found;
    if (from.count > 9 && memcmp(from.start, "\\frac{", 6) == 0 && from.start[from.count - 1] == '}') {
        brace = memmem(from.start, from.count, "}{", 2);
        if (!brace) return false;
        size_t upper = (size_t)(brace - from.start) - 6;
        found = divide((text){from.start + 6, upper}, (text){brace + 2, from.count - upper - 9}, value);
    } else if ((slash = memchr(from.start, '/', from.count))) {
        size_t upper = (size_t)(slash - from.start);
        found = divide((text){from.start, upper}, (text){slash + 1, from.count - upper - 1}, value);
    } else {
        found = read_decimal(from, value);
    }
    if (negative) value->numerator = -value->numerator;
    return found;
}

static double compare(text response, text reference) {
    uint8_t left[LONGEST_ANSWER], right[LONGEST_ANSWER];
    text box;
    rational first, second;
    if (!last_box(response, &box)) return 0;
    box = normal_form(box, left);
    reference = normal_form(reference, right);
    if (box.count == reference.count && memcmp(box.start, reference.start, box.count) == 0) return 1;
    if (!read_rational(box, &first) || !read_rational(reference, &second)) return 0;
    __int128 cross, other;
    return !__builtin_mul_overflow(first.numerator, second.denominator, &cross) &&
           !__builtin_mul_overflow(second.numerator, first.denominator, &other) && cross == other;
}

static text cell(const column *from, uint64_t row) {
    return (text){from->data + from->offsets[row], from->offsets[row + 1] - from->offsets[row]};
}

void floor_compare(const columns *rows, double *rewards) {
    for (uint64_t row = 0; row < rows->count; row++)
        rewards[row] = compare(cell(&rows->responses, row), cell(&rows->references, row));
}
