/// Blocks of 64 bytes over the vectors of one instruction set.
///
/// Included once by `avx2.c`, `avx512.c` and `neon.c`, after they have defined the parts that differ: the types
/// `vector`, `matches` (one truth value per byte), `block` and `set_table`, AK_WIDTH, AK_FUNCTION, AK_INLINE, the `v_`
/// and `m_` operations, `set_load`, `bits`, `compact`, `compact_exactly` and `branch_free`. The algorithms in the other
/// `block_` headers are written once, in terms of blocks and of masks in which bit i describes byte i.
#include "internal.h"

AK_INLINE block block_load(const uint8_t *from) {
    block b;
    for (int lane = 0; lane < lanes; lane++) {
        b.v[lane] = v_load(from + lane * AK_WIDTH);
    }
    return b;
}

/// The `count` (0 to 63) bytes at `from`, followed by zeros; reads nothing past them.
AK_INLINE block block_load_partial(const uint8_t *from, size_t count) {
    block b;
    for (int lane = 0; lane < lanes; lane++) {
        size_t start = (size_t)lane * AK_WIDTH;
        if (count >= start + AK_WIDTH) {
            b.v[lane] = v_load(from + start);
        } else {
            b.v[lane] = count > start ? v_load_partial(from + start, count - start) : v_splat(0);
        }
    }
    return b;
}

AK_INLINE void block_store(uint8_t *to, block b) {
    for (int lane = 0; lane < lanes; lane++) {
        v_store(to + lane * AK_WIDTH, b.v[lane]);
    }
}

/// Writes the first `count` (0 to 63) bytes and nothing past them.
AK_INLINE void block_store_partial(uint8_t *to, block b, size_t count) {
    for (int lane = 0; lane < lanes; lane++) {
        size_t start = (size_t)lane * AK_WIDTH;
        if (count >= start + AK_WIDTH) {
            v_store(to + start, b.v[lane]);
        } else if (count > start) {
            v_store_partial(to + start, b.v[lane], count - start);
        }
    }
}

AK_INLINE vector block_any(block b) {
    vector any = b.v[0];
    for (int lane = 1; lane < lanes; lane++) {
        any = v_or(any, b.v[lane]);
    }
    return any;
}

AK_INLINE uint64_t block_equal(block b, vector value) {
    matches m[lanes];
    for (int lane = 0; lane < lanes; lane++) {
        m[lane] = v_equal(b.v[lane], value);
    }
    return bits(m);
}

AK_INLINE uint64_t block_same(block a, block b) {
    matches m[lanes];
    for (int lane = 0; lane < lanes; lane++) {
        m[lane] = v_equal(a.v[lane], b.v[lane]);
    }
    return bits(m);
}

AK_INLINE uint64_t block_whitespace(block b) {
    matches m[lanes];
    for (int lane = 0; lane < lanes; lane++) {
        m[lane] = v_is_whitespace(b.v[lane]);
    }
    return bits(m);
}

/// Punctuation by two 16-entry lookups: the low half of a byte gives the rows (high halves) in which it is
/// punctuation, the high half gives the row's bit. Rows 4 and 6 hold only `@` and the backtick and share a bit; bit 7
/// marks the rows without punctuation and is in no entry of the first table.
AK_INLINE uint64_t block_punctuation(block b) {
    enum { r2 = 1, r3 = 2, r46 = 4, r5 = 8, r7 = 16, none = 128 };
    const vector low = v_table(r46, r2, r2, r2, r2, r2, r2, r2, r2, r2, r2 | r3, r2 | r3 | r5 | r7, r2 | r3 | r5 | r7,
                               r2 | r3 | r5 | r7, r2 | r3 | r5 | r7, r2 | r3 | r5);
    const vector high =
        v_table(none, none, r2, r3, r46, r5, r46, r7, none, none, none, none, none, none, none, none);
    matches m[lanes];
    for (int lane = 0; lane < lanes; lane++) {
        vector x = b.v[lane];
        m[lane] = v_has_bit(v_lookup(low, v_low_half(x)), v_lookup(high, v_high_half(x)));
    }
    return bits(m);
}

AK_INLINE uint64_t block_in_set(block b, set_table table) {
    matches m[lanes];
    for (int lane = 0; lane < lanes; lane++) {
        m[lane] = v_in_set(b.v[lane], table);
    }
    return bits(m);
}

AK_INLINE block block_lower(block b) {
    for (int lane = 0; lane < lanes; lane++) {
        b.v[lane] = v_lower(b.v[lane]);
    }
    return b;
}

/// Replaces white space of every kind by SPACE.
AK_INLINE block block_spaces(block b) {
    for (int lane = 0; lane < lanes; lane++) {
        b.v[lane] = v_select(v_is_whitespace(b.v[lane]), v_splat(' '), b.v[lane]);
    }
    return b;
}

AK_INLINE size_t first_bit(uint64_t mask) {
    return (size_t)__builtin_ctzll(mask);
}

AK_INLINE size_t last_bit(uint64_t mask) {
    return 63 - (size_t)__builtin_clzll(mask);
}
