#include "internal.h"

static int hex_value(uint8_t byte) {
    if (byte >= '0' && byte <= '9') {
        return byte - '0';
    }
    uint8_t lower = byte | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

ak_hex ak_json_hex_digits(const uint8_t *text, size_t length, size_t at) {
    for (size_t i = at; i < at + 4; i++) {
        if (i >= length) {
            return AK_HEX_CUT;
        }
        if (hex_value(text[i]) < 0) {
            return AK_HEX_WRONG;
        }
    }
    return AK_HEX_RIGHT;
}

/// The code unit of the escape at `at`, or -1 when there is no well-formed `\u` escape.
static int32_t code_unit(const uint8_t *text, size_t length, size_t at) {
    if (length < 6 || at > length - 6 || text[at] != '\\' || text[at + 1] != 'u') {
        return -1;
    }
    int32_t unit = 0;
    for (size_t i = at + 2; i < at + 6; i++) {
        int digit = hex_value(text[i]);
        if (digit < 0) {
            return -1;
        }
        unit = unit << 4 | digit;
    }
    return unit;
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

size_t ak_json_unicode_escapes(uint8_t *to, const uint8_t *text, size_t length, size_t *at) {
    size_t count = 0;
    do {
        int32_t unit = code_unit(text, length, *at);
        if (unit < 0) {
            to[count++] = 'u';
            *at += 2;
            continue;
        }
        *at += 6;
        uint32_t scalar = (uint32_t)unit;
        if (unit >= 0xD800 && unit <= 0xDFFF) {
            int32_t low = unit < 0xDC00 ? code_unit(text, length, *at) : -1;
            if (low >= 0xDC00 && low <= 0xDFFF) {
                scalar = 0x10000 + ((uint32_t)(unit - 0xD800) << 10) + (uint32_t)(low - 0xDC00);
                *at += 6;
            } else {
                scalar = 0xFFFD;
            }
        }
        count += put_utf8(to + count, scalar);
    } while (length - *at >= 2 && text[*at] == '\\' && text[*at + 1] == 'u');
    return count;
}
