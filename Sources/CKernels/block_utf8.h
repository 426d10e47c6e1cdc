/// UTF-8 validation by table lookups: Keiser and Lemire, "Validating UTF-8 In Less Than One Instruction Per Byte",
/// Software: Practice and Experience 51 (2021). See `block.h`.

/// All bits of four blocks.
AK_INLINE vector four_blocks_any(const uint8_t *text) {
    return v_or(v_or(block_any(block_load(text)), block_any(block_load(text + 64))),
                v_or(block_any(block_load(text + 128)), block_any(block_load(text + 192))));
}

AK_FUNCTION static bool is_ascii(const uint8_t *text, size_t length) {
    size_t at = 0;
    for (; length - at >= 256; at += 256) {
        if (v_any_high_bit(four_blocks_any(text + at))) {
            return false;
        }
    }
    vector any = v_splat(0);
    for (; length - at >= 64; at += 64) {
        any = v_or(any, block_any(block_load(text + at)));
    }
    if (at < length) {
        any = v_or(any, block_any(block_load_partial(text + at, length - at)));
    }
    return !v_any_high_bit(any);
}

/// Errors of each byte pair and of the lengths that leads announce; nonzero means wrong. `before` precedes `input`.
AK_INLINE vector utf8_errors(vector input, vector before) {
    enum {
        too_short = 1 << 0,  // a lead followed by no continuation
        too_long = 1 << 1,   // ASCII followed by a continuation
        overlong_3 = 1 << 2, // 1110_0000 100_____
        too_large = 1 << 3,  // above U+10FFFF
        surrogate = 1 << 4,  // 1110_1101 101_____
        overlong_2 = 1 << 5, // 1100_000_ 10______
        too_large_1000 = 1 << 6,
        overlong_4 = 1 << 6, // 1111_0000 1000____
        two_continuations = 1 << 7,
        any_low = too_short | too_long | two_continuations, // errors that do not depend on the low half of byte 1
        above = any_low | too_large | too_large_1000,
        ascii = too_long,
        second = too_long | overlong_2 | two_continuations,
    };
    const vector byte_1_high =
        v_table(ascii, ascii, ascii, ascii, ascii, ascii, ascii, ascii, two_continuations, two_continuations,
                two_continuations, two_continuations, too_short | overlong_2, too_short,
                too_short | overlong_3 | surrogate, too_short | too_large | too_large_1000 | overlong_4);
    const vector byte_1_low =
        v_table(any_low | overlong_3 | overlong_2 | overlong_4, any_low | overlong_2, any_low, any_low,
                any_low | too_large, above, above, above, above, above, above, above, above, above | surrogate, above,
                above);
    const vector byte_2_high =
        v_table(too_short, too_short, too_short, too_short, too_short, too_short, too_short, too_short,
                second | overlong_3 | too_large_1000 | overlong_4, second | overlong_3 | too_large,
                second | surrogate | too_large, second | surrogate | too_large, too_short, too_short, too_short,
                too_short);
    vector previous_1 = V_PREVIOUS(input, before, 1);
    vector special = v_and(v_and(v_lookup(byte_1_high, v_high_half(previous_1)),
                                 v_lookup(byte_1_low, v_low_half(previous_1))),
                           v_lookup(byte_2_high, v_high_half(input)));
    // The second of two continuations is right only where a lead of 3 or 4 bytes stands two or three bytes back.
    vector third = v_subtract_saturating(V_PREVIOUS(input, before, 2), v_splat(0xE0 - 0x80));
    vector fourth = v_subtract_saturating(V_PREVIOUS(input, before, 3), v_splat(0xF0 - 0x80));
    return v_xor(v_and(v_or(third, fourth), v_splat(0x80)), special);
}

/// The offset at which sequential reading of the block at `at` must begin: the start of the sequence that crosses into
/// it. Everything before is well-formed.
AK_INLINE size_t sequence_start(const uint8_t *text, size_t at) {
    size_t start = at;
    for (int back = 0; back < 3 && start > 0; back++) {
        start--;
        if ((text[start] & 0xC0) != 0x80) {
            return start;
        }
    }
    return at;
}

AK_FUNCTION static bool utf8_valid(const uint8_t *text, size_t length, size_t *bad) {
    vector before = v_splat(0);
    bool high_before = false;
    size_t at = 0, mixed_end = 0;
    for (; at < length; at += 64) {
        // Four blocks per branch: most texts have long stretches of ASCII. Which of its bytes comes before makes no
        // difference to what follows.
        if (!high_before && at >= mixed_end) {
            while (length - at >= 256 && !v_any_high_bit(four_blocks_any(text + at))) {
                at += 256;
                before = v_splat(0);
            }
            if (at == length) {
                break;
            }
            mixed_end = at + 256;
        }
        size_t rest = length - at;
        block b = rest >= 64 ? block_load(text + at) : block_load_partial(text + at, rest);
        bool high = v_any_high_bit(block_any(b));
        // An ASCII block that follows another kind must be checked too: it may cut a sequence off.
        if (high | high_before) {
            vector errors = v_splat(0);
            for (int lane = 0; lane < lanes; lane++) {
                errors = v_or(errors, utf8_errors(b.v[lane], before));
                before = b.v[lane];
            }
            if (v_any_bit(errors)) {
                goto ill_formed;
            }
        }
        before = b.v[lanes - 1];
        high_before = high;
    }
    // A sequence that is cut off by the end of the text shows no error if the last block is full.
    if (length > 0 && length % 64 == 0) {
        size_t start = sequence_start(text, length);
        if (ak_utf8_first_bad(text, length, start) != length) {
            at = length;
            goto ill_formed;
        }
    }
    return true;
ill_formed:
    if (bad) {
        *bad = ak_utf8_first_bad(text, length, sequence_start(text, at));
    }
    return false;
}
