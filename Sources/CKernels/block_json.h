/// Strings of JSON. See `block.h`; `scalar.c` has the same functions byte by byte, in a few lines.

AK_INLINE uint64_t block_control(block b) {
    matches m[lanes];
    for (int lane = 0; lane < lanes; lane++) {
        m[lane] = v_equal(v_and(b.v[lane], v_splat(0xE0)), v_splat(0));
    }
    return bits(m);
}

/// The bytes that may follow a backslash: `"` `/` `\` and b f n r t u.
static const ak_byteset json_escapes = {{1ull << '"' | 1ull << '/', 1ull << ('\\' - 64) | 1ull << ('b' - 64) |
    1ull << ('f' - 64) | 1ull << ('n' - 64) | 1ull << ('r' - 64) | 1ull << ('t' - 64) | 1ull << ('u' - 64), 0, 0}};

AK_FUNCTION static size_t json_string_end(const uint8_t *text, size_t length, bool *escaped) {
    uint64_t carry = 0, seen = 0;
    *escaped = false;
    for (size_t at = 0; at < length; at += 64) {
        size_t rest = length - at;
        block b = rest >= 64 ? block_load(text + at) : block_load_partial(text + at, rest);
        uint64_t backslashes = block_equal(b, v_splat('\\'));
        uint64_t stops = block_control(b), quotes = block_equal(b, v_splat('"'));
        if (rest < 64) {
            stops &= ak_low_bits(rest);
        }
        uint64_t after = 0;
        if (branch_free || backslashes | carry) {
            after = escaped_bits(backslashes, &carry);
            quotes &= ~after;
        }
        stops |= quotes;
        // The bits below the first stop.
        uint64_t inside = stops ? (stops & -stops) - 1 : ~UINT64_C(0);
        seen |= backslashes & inside;
        if (branch_free || after) {
            uint64_t ends = after & (stops ? inside << 1 | 1 : inside) & ak_low_bits(rest);
            uint64_t wrong = ends & ~block_in_set(b, set_load(&json_escapes));
            for (uint64_t u = ends & block_equal(b, v_splat('u')); u; u &= u - 1) {
                if (ak_json_hex_digits(text, length, at + first_bit(u) + 1) == AK_HEX_WRONG) {
                    wrong |= u & -u;
                    break;
                }
            }
            if (wrong) {
                return at + first_bit(wrong) - 1;
            }
        }
        if (stops) {
            *escaped = seen && (quotes & (stops & -stops));
            return at + first_bit(stops);
        }
    }
    return AK_NOT_FOUND;
}

/// Replaces the letters of `\b \f \n \r \t`, at the bytes whose bit is in `after`; other bytes are unchanged.
AK_INLINE block block_unescaped(block b, uint64_t after) {
    const vector row6 = v_table(0, 0, '\b', 0, 0, 0, '\f', 0, 0, 0, 0, 0, 0, 0, '\n', 0);
    const vector row7 = v_table(0, 0, '\r', 0, '\t', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    for (int lane = 0; lane < lanes; lane++) {
        vector x = b.v[lane], row = v_and(x, v_splat(0xF0)), low = v_low_half(x);
        vector meant = v_select(v_equal(row, v_splat(0x60)), v_lookup(row6, low), v_splat(0));
        meant = v_select(v_equal(row, v_splat(0x70)), v_lookup(row7, low), meant);
        matches plain = v_equal(meant, v_splat(0));
        b.v[lane] = v_select(m_and(m_from_bits(after, lane), m_not(plain)), meant, x);
    }
    return b;
}

AK_FUNCTION static size_t json_unescape(uint8_t *to, const uint8_t *text, size_t length) {
    size_t at = 0, count = 0;
    uint64_t carry = 0;
    while (at < length) {
        size_t rest = length - at, used = rest >= 64 ? 64 : rest;
        block b = rest >= 64 ? block_load(text + at) : block_load_partial(text + at, rest);
        uint64_t backslashes = block_equal(b, v_splat('\\')), kept = ~UINT64_C(0), u = 0;
        // Where the next block begins depends on no byte of this one, unless it has a \u, so that blocks overlap in time.
        if (branch_free || backslashes | carry) {
            uint64_t after = escaped_bits(backslashes, &carry);
            kept = ~(backslashes & ~after);
            u = after & block_equal(b, v_splat('u')) & ak_low_bits(used);
            b = block_unescaped(b, after);
        }
        if (u) {
            used = first_bit(u);
            kept &= ak_low_bits(used);
        }
        count += rest >= 64 ? write_kept(to + count, b, kept) : compact_exactly(to + count, b, kept & ak_low_bits(used));
        at += used;
        if (u) {
            // Its backslash may be the last byte of the block before.
            at--;
            carry = 0;
            count += ak_json_unicode_escapes(to + count, text, length, &at);
        }
    }
    return count;
}
