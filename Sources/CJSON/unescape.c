#include <string.h>

#include "json_scan.h"

static uint32_t hex4(const uint8_t *digits) {
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        uint8_t byte = digits[i];
        value = value << 4 | (byte <= '9' ? byte - '0' : (uint32_t)((byte | 0x20) - 'a' + 10));
    }
    return value;
}

static size_t put_utf8(uint8_t *to, uint32_t scalar) {
    if (scalar < 0x80) {
        to[0] = (uint8_t)scalar;
        return 1;
    }
    if (scalar < 0x800) {
        to[0] = (uint8_t)(0xC0 | scalar >> 6);
        to[1] = (uint8_t)(0x80 | (scalar & 0x3F));
        return 2;
    }
    if (scalar < 0x10000) {
        to[0] = (uint8_t)(0xE0 | scalar >> 12);
        to[1] = (uint8_t)(0x80 | (scalar >> 6 & 0x3F));
        to[2] = (uint8_t)(0x80 | (scalar & 0x3F));
        return 3;
    }
    to[0] = (uint8_t)(0xF0 | scalar >> 18);
    to[1] = (uint8_t)(0x80 | (scalar >> 12 & 0x3F));
    to[2] = (uint8_t)(0x80 | (scalar >> 6 & 0x3F));
    to[3] = (uint8_t)(0x80 | (scalar & 0x3F));
    return 4;
}

/// Reads the escape `\uXXXX` whose digits stand at `at`; `*used` receives how many bytes of text it took from there on,
/// a second half of a surrogate pair included.
static uint32_t unicode_escape(const uint8_t *text, size_t length, size_t at, size_t *used) {
    uint32_t unit = hex4(text + at);
    *used = 4;
    if (unit < 0xD800 || unit > 0xDFFF) return unit;
    if (unit < 0xDC00 && at + 10 <= length && text[at + 4] == '\\' && text[at + 5] == 'u') {
        uint32_t low = hex4(text + at + 6);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            *used = 10;
            return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    return 0xFFFD;
}

size_t cj_unescape(uint8_t *to, const uint8_t *text, size_t length) {
    size_t at = 0, end = 0;
    while (at < length) {
        const uint8_t *backslash = memchr(text + at, '\\', length - at);
        size_t run = backslash ? (size_t)(backslash - (text + at)) : length - at;
        memcpy(to + end, text + at, run);
        end += run;
        at += run + 1;
        if (!backslash) break;
        uint8_t byte = text[at++];
        size_t used;
        switch (byte) {
        case 'n': to[end++] = '\n'; break;
        case 't': to[end++] = '\t'; break;
        case 'r': to[end++] = '\r'; break;
        case 'b': to[end++] = '\b'; break;
        case 'f': to[end++] = '\f'; break;
        case 'u':
            end += put_utf8(to + end, unicode_escape(text, length, at, &used));
            at += used;
            break;
        default: to[end++] = byte;
        }
    }
    return end;
}
