#include "internal.h"

static bool is_continuation(uint8_t byte) {
    return (byte & 0xC0) == 0x80;
}

/// Length of the well-formed sequence at the start of `text` (RFC 3629, section 4), or 0.
static size_t sequence_length(const uint8_t *text, size_t length) {
    uint8_t lead = text[0];
    if (lead < 0x80) {
        return 1;
    }
    if (lead < 0xC2 || lead > 0xF4 || length < 2) {
        return 0;
    }
    uint8_t second = text[1];
    if (lead < 0xE0) {
        return is_continuation(second) ? 2 : 0;
    }
    // The second byte carries every further limit: overlong forms, surrogates, the end of Unicode.
    uint8_t lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    uint8_t highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < lowest || second > highest || length < 3 || !is_continuation(text[2])) {
        return 0;
    }
    if (lead < 0xF0) {
        return 3;
    }
    return length >= 4 && is_continuation(text[3]) ? 4 : 0;
}

size_t ak_utf8_first_bad(const uint8_t *text, size_t length, size_t from) {
    size_t at = from;
    while (at < length) {
        while (length - at >= 8 && (ak_load64(text + at) & UINT64_C(0x8080808080808080)) == 0) {
            at += 8;
        }
        if (at == length) {
            break;
        }
        size_t step = sequence_length(text + at, length - at);
        if (step == 0) {
            return at;
        }
        at += step;
    }
    return length;
}
