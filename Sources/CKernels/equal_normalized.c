#include "internal.h"

const uint8_t ak_byte_class[256] = {
    ['\t' ... '\r'] = AK_CLASS_WHITESPACE,
    [' '] = AK_CLASS_WHITESPACE,
    ['!' ... '/'] = AK_CLASS_PUNCTUATION,
    [':' ... '@'] = AK_CLASS_PUNCTUATION,
    ['[' ... '`'] = AK_CLASS_PUNCTUATION,
    ['{' ... '~'] = AK_CLASS_PUNCTUATION,
};

/// The unread part of one text.
typedef struct {
    const uint8_t *at, *end;
} cursor;

/// The next byte whose class is not in `dropped`, or -1; `*gap` says whether white space was skipped before it.
AK_ALWAYS_INLINE int next_byte(cursor *side, unsigned dropped, bool *gap) {
    unsigned passed = 0;
    while (side->at < side->end) {
        uint8_t byte = *side->at++;
        unsigned class = ak_byte_class[byte];
        if (!(class & dropped)) {
            *gap = passed & AK_CLASS_WHITESPACE;
            return byte;
        }
        passed |= class;
    }
    *gap = false;
    return -1;
}

bool ak_equal_normalized_with(const uint8_t *left, size_t left_length, const uint8_t *right, size_t right_length,
                              unsigned flags, ak_shared_prefix shared_prefix) {
    if (left_length == right_length && (left_length == 0 || ak_same_bytes(left, right, left_length))) {
        return true;
    }
    bool fold = flags & AK_IGNORE_CASE;
    bool gaps_count = (flags & AK_COLLAPSE_WHITESPACE) && !(flags & AK_IGNORE_WHITESPACE);
    unsigned dropped = (flags & (AK_IGNORE_WHITESPACE | AK_COLLAPSE_WHITESPACE) ? AK_CLASS_WHITESPACE : 0) |
                       (flags & AK_IGNORE_PUNCTUATION ? AK_CLASS_PUNCTUATION : 0);
    if (dropped == 0 && (left_length != right_length || !fold)) {
        return false;
    }
    static const uint8_t nothing[1];
    cursor a = {left ? left : nothing, (left ? left : nothing) + left_length};
    cursor b = {right ? right : nothing, (right ? right : nothing) + right_length};
    bool started = false;
    // Between two calls of `shared_prefix` as many bytes are read singly as a call may examine in vain: linear in all.
    const size_t stride = 64;
    size_t until_attempt = 0;
    for (;;) {
        if (shared_prefix && until_attempt-- == 0) {
            size_t rest = (size_t)(a.end - a.at < b.end - b.at ? a.end - a.at : b.end - b.at);
            size_t shared = rest >= stride ? shared_prefix(a.at, b.at, rest, fold, dropped) : 0;
            a.at += shared;
            b.at += shared;
            started |= shared > 0;
            until_attempt = stride;
        }
        bool gap_a, gap_b;
        int byte_a = next_byte(&a, dropped, &gap_a);
        int byte_b = next_byte(&b, dropped, &gap_b);
        if (byte_a < 0 || byte_b < 0) {
            return byte_a == byte_b;
        }
        if (byte_a != byte_b && !(fold && ak_lower_byte((uint8_t)byte_a) == ak_lower_byte((uint8_t)byte_b))) {
            return false;
        }
        if (gaps_count && started && gap_a != gap_b) {
            return false;
        }
        started = true;
    }
}
