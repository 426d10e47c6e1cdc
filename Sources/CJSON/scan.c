#include <stdlib.h>
#include <string.h>

#include "json_scan.h"
#include "kernels.h"

typedef struct {
    const uint8_t *text;
    size_t length;
    size_t at;
    cj_limits limits;
    cj_tape *tape;
    size_t (*string_end)(const uint8_t *, size_t, bool *);
    cj_error error;
} scanner;

static bool fail(scanner *s, cj_status status, size_t byte, cj_want want) {
    if (status == CJ_UNEXPECTED && byte >= s->length) status = CJ_TRUNCATED;
    s->error = (cj_error){status, byte, want};
    return false;
}

static void skip_space(scanner *s) {
    while (s->at < s->length) {
        uint8_t byte = s->text[s->at];
        if (byte != ' ' && byte != '\n' && byte != '\r' && byte != '\t') return;
        s->at++;
    }
}

static cj_value *append(scanner *s, cj_kind kind, size_t start) {
    cj_tape *tape = s->tape;
    if (tape->count == s->limits.values) {
        fail(s, CJ_TOO_MANY, start, CJ_WANT_VALUE);
        return NULL;
    }
    if (tape->count == tape->capacity) {
        size_t capacity = tape->capacity ? tape->capacity * 2 : 256;
        cj_value *values = realloc(tape->values, capacity * sizeof *values);
        if (!values) {
            fail(s, CJ_NO_MEMORY, start, CJ_WANT_VALUE);
            return NULL;
        }
        tape->values = values;
        tape->capacity = capacity;
    }
    cj_value *value = &tape->values[tape->count++];
    *value = (cj_value){.start = (uint32_t)start, .kind = (uint8_t)kind, .next = (uint32_t)tape->count};
    return value;
}

/// The bytes of a word that are a quote, a backslash or a control character, as their high bits. Only the lowest set
/// bit is reliable, and only that one is used: a borrow can affect only the bytes above it.
static uint64_t stops_of_word(uint64_t word) {
    const uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
    uint64_t quote = word ^ ones * '"', backslash = word ^ ones * '\\';
    return (((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) | ((word - ones * 0x20) & ~word)) & highs;
}

/// Skips plain bytes at the start of a string, at most two words: most keys end there, and are too short for a kernel
/// call to pay.
static size_t skip_plain(const uint8_t *text, size_t length, size_t at) {
    for (int i = 0; i < 2 && length - at >= 8; i++, at += 8) {
        uint64_t word;
        memcpy(&word, text + at, sizeof word);
        uint64_t stops = stops_of_word(word);
        if (stops) return at + (size_t)__builtin_ctzll(stops) / 8;
    }
    return at;
}

static bool scan_string(scanner *s) {
    size_t start = s->at, end = skip_plain(s->text, s->length, start + 1);
    bool escaped = false;
    if (end >= s->length || s->text[end] != '"') {
        size_t run = s->string_end(s->text + end, s->length - end, &escaped);
        if (run == AK_NOT_FOUND) return fail(s, CJ_TRUNCATED, s->length, CJ_WANT_VALUE);
        end += run;
    }
    if (s->text[end] != '"') {
        return fail(s, s->text[end] == '\\' ? CJ_BAD_ESCAPE : CJ_CONTROL_CHARACTER, end, CJ_WANT_VALUE);
    }
    cj_value *value = append(s, CJ_STRING, start);
    if (!value) return false;
    value->escaped = escaped;
    value->end = (uint32_t)(s->at = end + 1);
    return true;
}

static bool starts_with(const scanner *s, size_t at, const char *word) {
    size_t length = strlen(word);
    return s->length - at >= length && !memcmp(s->text + at, word, length);
}

static size_t skip_digits(const scanner *s, size_t at) {
    while (at < s->length && s->text[at] >= '0' && s->text[at] <= '9') at++;
    return at;
}

static bool scan_number(scanner *s) {
    size_t start = s->at, at = start;
    if (s->text[at] == '-') at++;
    size_t integer = at;
    at = skip_digits(s, at);
    if (at == integer) {
        return fail(s, starts_with(s, at, "Infinity") ? CJ_NOT_FINITE : CJ_BAD_NUMBER, start, CJ_WANT_VALUE);
    }
    if (s->text[integer] == '0' && at > integer + 1) return fail(s, CJ_BAD_NUMBER, start, CJ_WANT_VALUE);
    if (at < s->length && s->text[at] == '.') {
        size_t fraction = at + 1;
        at = skip_digits(s, fraction);
        if (at == fraction) return fail(s, CJ_BAD_NUMBER, start, CJ_WANT_VALUE);
    }
    if (at < s->length && (s->text[at] | 0x20) == 'e') {
        size_t exponent = at + 1;
        if (exponent < s->length && (s->text[exponent] == '+' || s->text[exponent] == '-')) exponent++;
        at = skip_digits(s, exponent);
        if (at == exponent) return fail(s, CJ_BAD_NUMBER, start, CJ_WANT_VALUE);
    }
    cj_value *value = append(s, CJ_NUMBER, start);
    if (!value) return false;
    value->end = (uint32_t)at;
    s->at = at;
    return true;
}

static bool scan_literal(scanner *s) {
    static const struct {
        const char *text;
        cj_kind kind;
    } literals[] = {{"true", CJ_BOOL}, {"false", CJ_BOOL}, {"null", CJ_NULL}};
    for (int i = 0; i < 3; i++) {
        if (starts_with(s, s->at, literals[i].text)) {
            cj_value *value = append(s, literals[i].kind, s->at);
            if (!value) return false;
            s->at += strlen(literals[i].text);
            value->end = (uint32_t)s->at;
            return true;
        }
    }
    uint8_t byte = s->text[s->at];
    bool not_finite = starts_with(s, s->at, "NaN") || starts_with(s, s->at, "Infinity");
    if (not_finite) return fail(s, CJ_NOT_FINITE, s->at, CJ_WANT_VALUE);
    bool word = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
    return fail(s, word ? CJ_BAD_LITERAL : CJ_UNEXPECTED, s->at, CJ_WANT_VALUE);
}

static bool scan_scalar(scanner *s) {
    uint8_t byte = s->text[s->at];
    if (byte == '"') return scan_string(s);
    if (byte == '-' || (byte >= '0' && byte <= '9')) return scan_number(s);
    return scan_literal(s);
}

static bool push(scanner *s, size_t *depth, uint32_t index) {
    cj_tape *tape = s->tape;
    if (*depth == s->limits.depth) return fail(s, CJ_TOO_DEEP, s->at, CJ_WANT_VALUE);
    if (*depth == tape->open_capacity) {
        size_t capacity = tape->open_capacity ? tape->open_capacity * 2 : 32;
        uint32_t *open = realloc(tape->open, capacity * sizeof *open);
        if (!open) return fail(s, CJ_NO_MEMORY, s->at, CJ_WANT_VALUE);
        tape->open = open;
        tape->open_capacity = capacity;
    }
    tape->open[(*depth)++] = index;
    return true;
}

static bool scan_key(scanner *s) {
    if (s->at >= s->length || s->text[s->at] != '"') return fail(s, CJ_UNEXPECTED, s->at, CJ_WANT_KEY);
    if (!scan_string(s)) return false;
    skip_space(s);
    if (s->at >= s->length || s->text[s->at] != ':') return fail(s, CJ_UNEXPECTED, s->at, CJ_WANT_COLON);
    s->at++;
    skip_space(s);
    return true;
}

/// Scans a value whose first byte is at `s->at`, with an explicit stack of open containers.
static bool scan_value(scanner *s) {
    size_t depth = 0;
    for (;;) {
        if (s->at >= s->length) return fail(s, CJ_TRUNCATED, s->length, CJ_WANT_VALUE);
        uint8_t byte = s->text[s->at];
        if (byte == '{' || byte == '[') {
            uint32_t index = (uint32_t)s->tape->count;
            if (!push(s, &depth, index)) return false;
            if (!append(s, byte == '{' ? CJ_OBJECT : CJ_ARRAY, s->at)) return false;
            s->at++;
            skip_space(s);
            bool empty = s->at < s->length && s->text[s->at] == (byte == '{' ? '}' : ']');
            if (!empty) {
                if (byte == '{' && !scan_key(s)) return false;
                continue;
            }
        } else {
            if (!scan_scalar(s)) return false;
            if (depth == 0) return true;
            s->tape->values[s->tape->open[depth - 1]].count++;
            skip_space(s);
        }
        // A value has ended; close the containers that end directly after it.
        for (;;) {
            cj_value *container = &s->tape->values[s->tape->open[depth - 1]];
            bool object = container->kind == CJ_OBJECT;
            if (s->at >= s->length) return fail(s, CJ_TRUNCATED, s->length, CJ_WANT_COMMA_OR_END);
            byte = s->text[s->at];
            if (byte == ',' && container->count > 0) {
                s->at++;
                skip_space(s);
                if (object && !scan_key(s)) return false;
                break;
            }
            if (byte != (object ? '}' : ']')) return fail(s, CJ_UNEXPECTED, s->at, CJ_WANT_COMMA_OR_END);
            container->end = (uint32_t)++s->at;
            container->next = (uint32_t)s->tape->count;
            if (--depth == 0) return true;
            s->tape->values[s->tape->open[depth - 1]].count++;
            skip_space(s);
        }
    }
}

cj_error cj_scan(const uint8_t *text, size_t length, cj_limits limits, cj_tape *tape) {
    const ak_kernels *kernels = ak_active();
    scanner s = {.text = text, .length = length, .limits = limits, .tape = tape, .string_end = kernels->json_string_end};
    tape->count = 0;
    if (length >= UINT32_MAX) return (cj_error){CJ_TOO_LONG, 0, CJ_WANT_VALUE};
    size_t bad;
    if (!kernels->utf8_valid(text, length, &bad)) return (cj_error){CJ_BAD_UTF8, bad, CJ_WANT_VALUE};
    skip_space(&s);
    if (s.at == length) return (cj_error){CJ_EMPTY, length, CJ_WANT_VALUE};
    if (!scan_value(&s)) return s.error;
    skip_space(&s);
    if (s.at != length) fail(&s, CJ_TRAILING, s.at, CJ_WANT_VALUE);
    return s.error;
}

void cj_tape_free(cj_tape *tape) {
    free(tape->values);
    free(tape->open);
    *tape = (cj_tape){0};
}
