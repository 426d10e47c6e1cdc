/// Copies that change or drop bytes. See `block.h`.
///
/// Output never overtakes input: a full block is written at or before the offset where it was read, so the 64 bytes
/// written lie inside the output buffer and, in place, over bytes that have been read.

AK_FUNCTION static void ascii_lower(uint8_t *to, const uint8_t *text, size_t length) {
    size_t at = 0;
    for (; length - at >= 64; at += 64) {
        block_store(to + at, block_lower(block_load(text + at)));
    }
    if (at < length) {
        size_t rest = length - at;
        block_store_partial(to + at, block_lower(block_load_partial(text + at, rest)), rest);
    }
}

AK_INLINE size_t write_kept(uint8_t *to, block b, uint64_t kept) {
    if (!branch_free && kept == ~UINT64_C(0)) {
        block_store(to, b);
        return 64;
    }
    return compact(to, b, kept);
}

AK_INLINE uint64_t block_class(block b, bool punctuation) {
    return punctuation ? block_punctuation(b) : block_whitespace(b);
}

AK_INLINE size_t remove_class(uint8_t *to, const uint8_t *text, size_t length, bool punctuation) {
    size_t at = 0, count = 0;
    for (; length - at >= 64; at += 64) {
        block b = block_load(text + at);
        count += write_kept(to + count, b, ~block_class(b, punctuation));
    }
    if (at < length) {
        size_t rest = length - at;
        block b = block_load_partial(text + at, rest);
        count += compact_exactly(to + count, b, ~block_class(b, punctuation) & ak_low_bits(rest));
    }
    return count;
}

AK_FUNCTION static size_t remove_whitespace(uint8_t *to, const uint8_t *text, size_t length) {
    return remove_class(to, text, length, false);
}

AK_FUNCTION static size_t remove_punctuation(uint8_t *to, const uint8_t *text, size_t length) {
    return remove_class(to, text, length, true);
}

AK_FUNCTION static size_t collapse_whitespace(uint8_t *to, const uint8_t *text, size_t length) {
    size_t at = 0, count = 0;
    // Starting inside a run drops the white space before the first byte.
    uint64_t in_run = 1;
    for (; at < length; at += 64) {
        size_t rest = length - at;
        block b = rest >= 64 ? block_load(text + at) : block_load_partial(text + at, rest);
        uint64_t white = block_whitespace(b);
        uint64_t kept = ~(white & (white << 1 | in_run));
        in_run = white >> 63;
        if (rest >= 64) {
            count += write_kept(to + count, block_spaces(b), kept);
        } else {
            count += compact_exactly(to + count, block_spaces(b), kept & ak_low_bits(rest));
        }
    }
    // A final run was written as one space. A text of white space only has written nothing.
    if (count > 0 && to[count - 1] == ' ') {
        count--;
    }
    return count;
}

/// See `ak_shared_prefix`.
AK_FUNCTION static size_t shared_prefix(const uint8_t *left, const uint8_t *right, size_t length, bool fold,
                                        unsigned dropped) {
    size_t at = 0;
    for (; length - at >= 64; at += 64) {
        block a = block_load(left + at), b = block_load(right + at);
        if (fold) {
            a = block_lower(a);
            b = block_lower(b);
        }
        if (~block_same(a, b)) {
            break;
        }
    }
    while (at > 0) {
        block b = block_load(left + at - 64);
        uint64_t kept = ~((dropped & AK_CLASS_WHITESPACE ? block_whitespace(b) : 0) |
                          (dropped & AK_CLASS_PUNCTUATION ? block_punctuation(b) : 0));
        if (kept) {
            return at - 64 + last_bit(kept) + 1;
        }
        at -= 64;
    }
    return 0;
}

AK_FUNCTION static bool equal_normalized(const uint8_t *left, size_t left_length, const uint8_t *right,
                                         size_t right_length, unsigned flags) {
    return ak_equal_normalized_with(left, left_length, right, right_length, flags, shared_prefix);
}
