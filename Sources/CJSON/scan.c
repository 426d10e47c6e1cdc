#include <stdlib.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "json_scan.h"
#include "kernels.h"

#define CJ_INLINE static inline __attribute__((always_inline))

/// Where the scan has got to is handed from function to function, so that it stays in a register.
typedef struct {
    const uint8_t *text;
    size_t length;
    cj_limits limits;
    cj_tape *tape;
    size_t (*string_end)(const uint8_t *, size_t, bool *);
    cj_error error;
} scanner;

/// The offset behind what could not be scanned; the scanner has the error.
#define CJ_FAILED SIZE_MAX

static size_t fail(scanner *s, cj_status status, size_t byte, cj_want want) {
    if (status == CJ_UNEXPECTED && byte >= s->length) status = CJ_TRUNCATED;
    s->error = (cj_error){status, byte, want};
    return CJ_FAILED;
}

CJ_INLINE size_t skip_space(const scanner *s, size_t at) {
    const uint64_t spaces = UINT64_C(1) << ' ' | 1 << '\n' | 1 << '\r' | 1 << '\t';
    while (at < s->length && s->text[at] <= ' ' && spaces >> s->text[at] & 1) at++;
    return at;
}

/// Makes room for another value at `start`.
static bool grow(scanner *s, size_t start) {
    cj_tape *tape = s->tape;
    size_t capacity = tape->capacity ? tape->capacity * 2 : 256;
    cj_value *values = realloc(tape->values, capacity * sizeof *values);
    if (!values) {
        fail(s, CJ_NO_MEMORY, start, CJ_WANT_VALUE);
        return false;
    }
    tape->values = values;
    tape->capacity = capacity;
    return true;
}

CJ_INLINE cj_value *append(scanner *s, cj_kind kind, size_t start) {
    cj_tape *tape = s->tape;
    if (tape->count == s->limits.values) {
        fail(s, CJ_TOO_MANY, start, CJ_WANT_VALUE);
        return NULL;
    }
    if (tape->count == tape->capacity && !grow(s, start)) return NULL;
    cj_value *value = &tape->values[tape->count++];
    *value = (cj_value){.start = (uint32_t)start, .kind = (uint8_t)kind, .next = (uint32_t)tape->count};
    return value;
}

/// The bytes of a word that are a quote, a backslash or a control character, as their high bits. Only the lowest set
/// bit is reliable, and only that one is used: a borrow can affect only the bytes above it.
CJ_INLINE uint64_t stops_of_word(uint64_t word) {
    const uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
    uint64_t quote = word ^ ones * '"', backslash = word ^ ones * '\\';
    return (((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) | ((word - ones * 0x20) & ~word)) & highs;
}

/// Skips plain bytes at the start of a string, not many: most keys and values end there, and are too short for a kernel
/// call to pay.
CJ_INLINE size_t skip_plain(const uint8_t *text, size_t length, size_t at) {
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'), last_control = _mm_set1_epi8(0x1F);
    for (int i = 0; i < 2 && length - at >= 16; i++, at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(text + at));
        __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, last_control), bytes);
        __m128i stops = _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash));
        unsigned mask = (unsigned)_mm_movemask_epi8(_mm_or_si128(stops, control));
        if (mask) return at + (size_t)__builtin_ctz(mask);
    }
#endif
    for (int i = 0; i < 2 && length - at >= 8; i++, at += 8) {
        uint64_t word;
        memcpy(&word, text + at, sizeof word);
        uint64_t stops = stops_of_word(word);
        if (stops) return at + (size_t)__builtin_ctzll(stops) / 8;
    }
    return at;
}

CJ_INLINE size_t scan_string(scanner *s, size_t start) {
    size_t end = skip_plain(s->text, s->length, start + 1);
    bool escaped = false;
    if (end >= s->length || s->text[end] != '"') {
        size_t run = s->string_end(s->text + end, s->length - end, &escaped);
        if (run == AK_NOT_FOUND) return fail(s, CJ_TRUNCATED, s->length, CJ_WANT_VALUE);
        end += run;
        if (s->text[end] != '"') {
            return fail(s, s->text[end] == '\\' ? CJ_BAD_ESCAPE : CJ_CONTROL_CHARACTER, end, CJ_WANT_VALUE);
        }
    }
    cj_value *value = append(s, CJ_STRING, start);
    if (!value) return CJ_FAILED;
    value->escaped = escaped;
    value->end = (uint32_t)(end + 1);
    return end + 1;
}

static bool starts_with(const scanner *s, size_t at, const char *word) {
    size_t length = strlen(word);
    return s->length - at >= length && !memcmp(s->text + at, word, length);
}

CJ_INLINE size_t skip_digits(const scanner *s, size_t at) {
    while (at < s->length && s->text[at] >= '0' && s->text[at] <= '9') at++;
    return at;
}

static size_t scan_number(scanner *s, size_t start) {
    size_t at = start;
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
    if (!value) return CJ_FAILED;
    value->end = (uint32_t)at;
    return at;
}

static size_t scan_literal(scanner *s, size_t start) {
    static const struct {
        const char *text;
        cj_kind kind;
    } literals[] = {{"true", CJ_BOOL}, {"false", CJ_BOOL}, {"null", CJ_NULL}};
    for (int i = 0; i < 3; i++) {
        if (starts_with(s, start, literals[i].text)) {
            cj_value *value = append(s, literals[i].kind, start);
            if (!value) return CJ_FAILED;
            value->end = (uint32_t)(start + strlen(literals[i].text));
            return value->end;
        }
    }
    uint8_t byte = s->text[start];
    bool not_finite = starts_with(s, start, "NaN") || starts_with(s, start, "Infinity");
    if (not_finite) return fail(s, CJ_NOT_FINITE, start, CJ_WANT_VALUE);
    bool word = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
    return fail(s, word ? CJ_BAD_LITERAL : CJ_UNEXPECTED, start, CJ_WANT_VALUE);
}

CJ_INLINE size_t scan_scalar(scanner *s, size_t at) {
    uint8_t byte = s->text[at];
    if (byte == '"') return scan_string(s, at);
    if (byte == '-' || (byte >= '0' && byte <= '9')) return scan_number(s, at);
    return scan_literal(s, at);
}

static bool grow_open(scanner *s, size_t at) {
    cj_tape *tape = s->tape;
    size_t capacity = tape->open_capacity ? tape->open_capacity * 2 : 32;
    uint32_t *open = realloc(tape->open, capacity * sizeof *open);
    if (!open) {
        fail(s, CJ_NO_MEMORY, at, CJ_WANT_VALUE);
        return false;
    }
    tape->open = open;
    tape->open_capacity = capacity;
    return true;
}

/// The offset of a member's value, whose key is at `at`.
CJ_INLINE size_t scan_key(scanner *s, size_t at) {
    if (at >= s->length || s->text[at] != '"') return fail(s, CJ_UNEXPECTED, at, CJ_WANT_KEY);
    at = scan_string(s, at);
    if (at == CJ_FAILED) return at;
    at = skip_space(s, at);
    if (at >= s->length || s->text[at] != ':') return fail(s, CJ_UNEXPECTED, at, CJ_WANT_COLON);
    return skip_space(s, at + 1);
}

/// Scans the value at `at`, with an explicit stack of open containers; the offset behind it.
CJ_INLINE size_t scan_value(scanner *s, size_t at) {
    cj_tape *tape = s->tape;
    size_t depth = 0;
    for (;;) {
        if (at >= s->length) return fail(s, CJ_TRUNCATED, s->length, CJ_WANT_VALUE);
        uint8_t byte = s->text[at];
        bool object = byte == '{';
        if (object || byte == '[') {
            if (depth == s->limits.depth) return fail(s, CJ_TOO_DEEP, at, CJ_WANT_VALUE);
            if (depth == tape->open_capacity && !grow_open(s, at)) return CJ_FAILED;
            tape->open[depth++] = (uint32_t)tape->count;
            if (!append(s, object ? CJ_OBJECT : CJ_ARRAY, at)) return CJ_FAILED;
            at = skip_space(s, at + 1);
            if (at >= s->length || s->text[at] != (object ? '}' : ']')) goto item;
        } else {
            at = scan_scalar(s, at);
            if (at == CJ_FAILED || depth == 0) return at;
            tape->values[tape->open[depth - 1]].count++;
            at = skip_space(s, at);
        }
        // A value has ended; close the containers that end directly after it.
        for (;;) {
            cj_value *container = &tape->values[tape->open[depth - 1]];
            object = container->kind == CJ_OBJECT;
            if (at >= s->length) return fail(s, CJ_TRUNCATED, s->length, CJ_WANT_COMMA_OR_END);
            byte = s->text[at];
            if (byte == ',' && container->count > 0) {
                at = skip_space(s, at + 1);
                break;
            }
            if (byte != (object ? '}' : ']')) return fail(s, CJ_UNEXPECTED, at, CJ_WANT_COMMA_OR_END);
            container->end = (uint32_t)++at;
            container->next = (uint32_t)tape->count;
            if (--depth == 0) return at;
            tape->values[tape->open[depth - 1]].count++;
            at = skip_space(s, at);
        }
    item:
        if (object) {
            at = scan_key(s, at);
            if (at == CJ_FAILED) return at;
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
    size_t at = skip_space(&s, 0);
    if (at == length) return (cj_error){CJ_EMPTY, length, CJ_WANT_VALUE};
    at = scan_value(&s, at);
    if (at == CJ_FAILED) return s.error;
    at = skip_space(&s, at);
    if (at != length) fail(&s, CJ_TRAILING, at, CJ_WANT_VALUE);
    return s.error;
}

void cj_tape_free(cj_tape *tape) {
    free(tape->values);
    free(tape->open);
    *tape = (cj_tape){0};
}
