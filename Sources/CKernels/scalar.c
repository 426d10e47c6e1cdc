/// The specification: all other kernels must give the same results as these functions.
#include "internal.h"

static bool utf8_valid(const uint8_t *text, size_t length, size_t *bad) {
    size_t at = ak_utf8_first_bad(text, length, 0);
    if (at == length) {
        return true;
    }
    if (bad) {
        *bad = at;
    }
    return false;
}

static bool is_ascii(const uint8_t *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (text[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

static void ascii_lower(uint8_t *to, const uint8_t *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        to[i] = ak_lower_byte(text[i]);
    }
}

static size_t collapse_whitespace(uint8_t *to, const uint8_t *text, size_t length) {
    size_t count = 0;
    bool gap = false;
    for (size_t i = 0; i < length; i++) {
        uint8_t byte = text[i];
        if (ak_is_whitespace(byte)) {
            gap = count > 0;
            continue;
        }
        if (gap) {
            to[count++] = ' ';
            gap = false;
        }
        to[count++] = byte;
    }
    return count;
}

static size_t remove_class(uint8_t *to, const uint8_t *text, size_t length, uint8_t dropped) {
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        uint8_t byte = text[i];
        if (!(ak_byte_class[byte] & dropped)) {
            to[count++] = byte;
        }
    }
    return count;
}

static size_t remove_whitespace(uint8_t *to, const uint8_t *text, size_t length) {
    return remove_class(to, text, length, AK_CLASS_WHITESPACE);
}

static size_t remove_punctuation(uint8_t *to, const uint8_t *text, size_t length) {
    return remove_class(to, text, length, AK_CLASS_PUNCTUATION);
}

static size_t trim(const uint8_t *text, size_t length, size_t *start) {
    size_t from = 0;
    while (from < length && ak_is_whitespace(text[from])) {
        from++;
    }
    size_t end = length;
    while (end > from && ak_is_whitespace(text[end - 1])) {
        end--;
    }
    *start = from;
    return end - from;
}

static bool is_member(const ak_byteset *set, uint8_t byte) {
    return set->words[byte >> 6] >> (byte & 63) & 1;
}

static size_t find_any(const uint8_t *text, size_t length, const ak_byteset *set) {
    for (size_t i = 0; i < length; i++) {
        if (is_member(set, text[i])) {
            return i;
        }
    }
    return AK_NOT_FOUND;
}

static size_t rfind_any(const uint8_t *text, size_t length, const ak_byteset *set) {
    for (size_t i = length; i > 0; i--) {
        if (is_member(set, text[i - 1])) {
            return i - 1;
        }
    }
    return AK_NOT_FOUND;
}

static size_t rfind_pair(const uint8_t *text, size_t length, const ak_byteset *first, const ak_byteset *second) {
    for (size_t i = length; i > 0; i--) {
        if (is_member(first, text[i - 1]) && (i == length || is_member(second, text[i]))) {
            return i - 1;
        }
    }
    return AK_NOT_FOUND;
}

static void members(const uint8_t *text, size_t length, const ak_byteset *set, uint64_t *words) {
    for (size_t i = 0; i < length; i++) {
        if (i % 64 == 0) {
            words[i / 64] = 0;
        }
        words[i / 64] |= (uint64_t)is_member(set, text[i]) << (i % 64);
    }
}

/// Up to this length, comparing at every position is linear with a small constant.
static const size_t longest_short_needle = 64;

static size_t find(const uint8_t *text, size_t length, const uint8_t *needle, size_t needle_length) {
    if (needle_length == 0) {
        return 0;
    }
    if (needle_length > length) {
        return AK_NOT_FOUND;
    }
    if (needle_length > longest_short_needle) {
        return ak_two_way_find(text, length, needle, needle_length);
    }
    for (size_t i = 0; i <= length - needle_length; i++) {
        if (text[i] == needle[0] && ak_same_bytes(text + i, needle, needle_length)) {
            return i;
        }
    }
    return AK_NOT_FOUND;
}

static size_t rfind(const uint8_t *text, size_t length, const uint8_t *needle, size_t needle_length) {
    if (needle_length == 0) {
        return length;
    }
    if (needle_length > length) {
        return AK_NOT_FOUND;
    }
    if (needle_length > longest_short_needle) {
        return ak_two_way_rfind(text, length, needle, needle_length);
    }
    for (size_t i = length - needle_length + 1; i > 0; i--) {
        if (text[i - 1] == needle[0] && ak_same_bytes(text + i - 1, needle, needle_length)) {
            return i - 1;
        }
    }
    return AK_NOT_FOUND;
}

static size_t match_brace(const uint8_t *text, size_t length, size_t open) {
    if (open >= length) {
        return AK_NOT_FOUND;
    }
    size_t depth = 1;
    for (size_t i = open + 1; i < length; i++) {
        if (text[i] == '\\') {
            i++;
        } else if (text[i] == '{') {
            depth++;
        } else if (text[i] == '}' && --depth == 0) {
            return i;
        }
    }
    return AK_NOT_FOUND;
}

static bool equal_normalized(const uint8_t *left, size_t left_length, const uint8_t *right, size_t right_length,
                             unsigned flags) {
    return ak_equal_normalized_with(left, left_length, right, right_length, flags, NULL);
}

static size_t json_string_end(const uint8_t *text, size_t length, bool *escaped) {
    bool seen = false;
    *escaped = false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"' || text[i] < 0x20) {
            *escaped = seen && text[i] == '"';
            return i;
        }
        if (text[i] != '\\') {
            continue;
        }
        if (i + 1 < length &&
            (!ak_is_json_escape(text[i + 1]) ||
             (text[i + 1] == 'u' && ak_json_hex_digits(text, length, i + 2) == AK_HEX_WRONG))) {
            return i;
        }
        seen = true;
        i++;
    }
    return AK_NOT_FOUND;
}

static size_t json_unescape(uint8_t *to, const uint8_t *text, size_t length) {
    size_t at = 0, count = 0;
    while (at < length) {
        if (text[at] != '\\') {
            to[count++] = text[at++];
        } else if (at + 1 < length && text[at + 1] == 'u') {
            count += ak_json_unicode_escapes(to + count, text, length, &at);
        } else if (++at < length) {
            to[count++] = ak_json_meant(text[at++]);
        }
    }
    return count;
}

#define AK_ISA AK_SCALAR
#define AK_ISA_NAME "scalar"
#define AK_TABLE ak_scalar_kernels
#include "kernel_table.h"
