#include <stdlib.h>
#include <string.h>

#include "json_scan.h"
#include "kernels.h"

// Quote, backslash and the control characters: all that can end a run of plain bytes in a string.
static const ak_byteset string_stops = {{(1ull << '"') | 0xFFFFFFFFull, 1ull << ('\\' - 64), 0, 0}};

typedef struct {
    const uint8_t *text;
    size_t length;
    size_t at;
    cj_tape *tape;
    size_t (*find_any)(const uint8_t *, size_t, const ak_byteset *);
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

static bool is_hex(uint8_t byte) {
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'f');
}

static bool scan_escape(scanner *s) {
    size_t backslash = s->at++;
    if (s->at >= s->length) return fail(s, CJ_TRUNCATED, s->length, CJ_WANT_VALUE);
    uint8_t byte = s->text[s->at++];
    if (byte == 'u') {
        for (int digit = 0; digit < 4; digit++, s->at++) {
            if (s->at >= s->length) return fail(s, CJ_TRUNCATED, s->length, CJ_WANT_VALUE);
            if (!is_hex(s->text[s->at])) return fail(s, CJ_BAD_ESCAPE, backslash, CJ_WANT_VALUE);
        }
        return true;
    }
    if (memchr("\"\\/bfnrt", byte, 8)) return true;
    return fail(s, CJ_BAD_ESCAPE, backslash, CJ_WANT_VALUE);
}

static bool scan_string(scanner *s) {
    cj_value *value = append(s, CJ_STRING, s->at);
    if (!value) return false;
    s->at++;
    for (;;) {
        size_t run = s->find_any(s->text + s->at, s->length - s->at, &string_stops);
        if (run == AK_NOT_FOUND) return fail(s, CJ_TRUNCATED, s->length, CJ_WANT_VALUE);
        s->at += run;
        uint8_t byte = s->text[s->at];
        if (byte == '"') break;
        if (byte != '\\') return fail(s, CJ_CONTROL_CHARACTER, s->at, CJ_WANT_VALUE);
        value->escaped = true;
        if (!scan_escape(s)) return false;
    }
    value->end = (uint32_t)++s->at;
    return true;
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
        bool infinity = at < s->length && s->text[at] == 'I';
        return fail(s, infinity ? CJ_NOT_FINITE : CJ_BAD_NUMBER, start, CJ_WANT_VALUE);
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
        size_t length;
        cj_kind kind;
    } literals[] = {{"true", 4, CJ_BOOL}, {"false", 5, CJ_BOOL}, {"null", 4, CJ_NULL}};
    size_t left = s->length - s->at;
    for (int i = 0; i < 3; i++) {
        if (left >= literals[i].length && !memcmp(s->text + s->at, literals[i].text, literals[i].length)) {
            cj_value *value = append(s, literals[i].kind, s->at);
            if (!value) return false;
            s->at += literals[i].length;
            value->end = (uint32_t)s->at;
            return true;
        }
    }
    uint8_t byte = s->text[s->at];
    if (byte == 'N' || byte == 'I') return fail(s, CJ_NOT_FINITE, s->at, CJ_WANT_VALUE);
    bool word = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
    return fail(s, word ? CJ_BAD_LITERAL : CJ_UNEXPECTED, s->at, CJ_WANT_VALUE);
}

static bool scan_scalar(scanner *s) {
    uint8_t byte = s->text[s->at];
    if (byte == '"') return scan_string(s);
    if (byte == '-' || (byte >= '0' && byte <= '9')) return scan_number(s);
    return scan_literal(s);
}

static bool push(scanner *s, size_t *depth, size_t max_depth, uint32_t index) {
    cj_tape *tape = s->tape;
    if (*depth == max_depth) return fail(s, CJ_TOO_DEEP, s->at, CJ_WANT_VALUE);
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

/// Scans a value whose first byte is at `s->at`, keeping the open containers on a list of its own.
static bool scan_value(scanner *s, size_t max_depth) {
    size_t depth = 0;
    for (;;) {
        if (s->at >= s->length) return fail(s, CJ_TRUNCATED, s->length, CJ_WANT_VALUE);
        uint8_t byte = s->text[s->at];
        if (byte == '{' || byte == '[') {
            uint32_t index = (uint32_t)s->tape->count;
            if (!push(s, &depth, max_depth, index)) return false;
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
        // A value has ended; so do the containers that close right behind it.
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

cj_error cj_scan(const uint8_t *text, size_t length, size_t max_depth, cj_tape *tape) {
    const ak_kernels *kernels = ak_active();
    scanner s = {.text = text, .length = length, .tape = tape, .find_any = kernels->find_any};
    tape->count = 0;
    if (length >= UINT32_MAX) return (cj_error){CJ_TOO_LONG, 0, CJ_WANT_VALUE};
    size_t bad;
    if (!kernels->utf8_valid(text, length, &bad)) return (cj_error){CJ_BAD_UTF8, bad, CJ_WANT_VALUE};
    skip_space(&s);
    if (s.at == length) return (cj_error){CJ_EMPTY, length, CJ_WANT_VALUE};
    if (!scan_value(&s, max_depth)) return s.error;
    skip_space(&s);
    if (s.at != length) fail(&s, CJ_TRAILING, s.at, CJ_WANT_VALUE);
    return s.error;
}

void cj_tape_free(cj_tape *tape) {
    free(tape->values);
    free(tape->open);
    *tape = (cj_tape){0};
}
