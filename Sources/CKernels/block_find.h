/// Finders. See `block.h`.

AK_FUNCTION static size_t find_any(const uint8_t *text, size_t length, const ak_byteset *set) {
    set_table table = set_load(set);
    size_t at = 0;
    for (; length - at >= 64; at += 64) {
        uint64_t hits = block_in_set(block_load(text + at), table);
        if (hits) {
            return at + first_bit(hits);
        }
    }
    if (at < length) {
        size_t rest = length - at;
        uint64_t hits = block_in_set(block_load_partial(text + at, rest), table) & ak_low_bits(rest);
        if (hits) {
            return at + first_bit(hits);
        }
    }
    return AK_NOT_FOUND;
}

AK_FUNCTION static size_t rfind_any(const uint8_t *text, size_t length, const ak_byteset *set) {
    set_table table = set_load(set);
    size_t end = length;
    for (; end >= 64; end -= 64) {
        uint64_t hits = block_in_set(block_load(text + end - 64), table);
        if (hits) {
            return end - 64 + last_bit(hits);
        }
    }
    if (end > 0) {
        uint64_t hits = block_in_set(block_load_partial(text, end), table) & ak_low_bits(end);
        if (hits) {
            return last_bit(hits);
        }
    }
    return AK_NOT_FOUND;
}

AK_FUNCTION static size_t rfind_pair(const uint8_t *text, size_t length, const ak_byteset *first,
                                     const ak_byteset *second) {
    if (length == 0) {
        return AK_NOT_FOUND;
    }
    set_table heads = set_load(first), tails = set_load(second);
    size_t end = length - 1;
    if (first->words[text[end] >> 6] >> (text[end] & 63) & 1) {
        return end;
    }
    for (; end >= 64; end -= 64) {
        const uint8_t *at = text + end - 64;
        uint64_t hits = block_in_set(block_load(at), heads);
        if (branch_free || hits) {
            hits &= block_in_set(block_load(at + 1), tails);
        }
        if (hits) {
            return end - 64 + last_bit(hits);
        }
    }
    if (end > 0) {
        uint64_t hits = block_in_set(block_load_partial(text, end), heads) &
                        block_in_set(block_load_partial(text + 1, end), tails) & ak_low_bits(end);
        if (hits) {
            return last_bit(hits);
        }
    }
    return AK_NOT_FOUND;
}

AK_FUNCTION static void members(const uint8_t *text, size_t length, const ak_byteset *set, uint64_t *words) {
    set_table table = set_load(set);
    size_t at = 0;
    for (; length - at >= 64; at += 64) {
        words[at / 64] = block_in_set(block_load(text + at), table);
    }
    if (at < length) {
        size_t rest = length - at;
        words[at / 64] = block_in_set(block_load_partial(text + at, rest), table) & ak_low_bits(rest);
    }
}

AK_FUNCTION static size_t trim(const uint8_t *text, size_t length, size_t *start) {
    size_t from = 0, end = length;
    for (; end - from >= 64; from += 64) {
        uint64_t kept = ~block_whitespace(block_load(text + from));
        if (kept) {
            from += first_bit(kept);
            goto from_the_end;
        }
    }
    while (from < end && ak_is_whitespace(text[from])) {
        from++;
    }
from_the_end:
    for (; end - from >= 64; end -= 64) {
        uint64_t kept = ~block_whitespace(block_load(text + end - 64));
        if (kept) {
            end = end - 64 + last_bit(kept) + 1;
            break;
        }
    }
    while (end > from && ak_is_whitespace(text[end - 1])) {
        end--;
    }
    *start = from;
    return end - from;
}

/// The positions where the needle can begin: bit i is set if `first` is at `text + i` and `last` at `text + i + span`.
AK_INLINE uint64_t candidates(block at_first, block at_last, vector first, vector last) {
    matches m[lanes];
    for (int lane = 0; lane < lanes; lane++) {
        m[lane] = m_and(v_equal(at_first.v[lane], first), v_equal(at_last.v[lane], last));
    }
    return bits(m);
}

/// The limit on bytes of candidates compared per byte of text. Beyond it the two-way search takes over, so that time
/// stays linear for any needle.
enum { work_per_byte = 8, head_length = 16 };

/// Compares a needle at a candidate; most mismatches show in the first 16 bytes. Adds the bytes compared to `*work`.
AK_INLINE bool is_needle(const uint8_t *at, const uint8_t *needle, size_t needle_length, size_t *work) {
    if (needle_length <= head_length) {
        return ak_same_bytes(at, needle, needle_length);
    }
    *work += head_length;
    if (!ak_same_bytes(at, needle, head_length)) {
        return false;
    }
    *work += needle_length;
    return memcmp(at + head_length, needle + head_length, needle_length - head_length) == 0;
}

/// A needle and the work that the search for it has cost so far.
typedef struct {
    const uint8_t *bytes;
    size_t length;
    vector first, last;
    size_t work;
} needle_search;

AK_INLINE needle_search search_for(const uint8_t *needle, size_t length) {
    needle_search search = {needle, length, v_splat(needle[0]), v_splat(needle[length - 1]), 0};
    return search;
}

/// The candidates among the 64 positions from `at`.
AK_INLINE uint64_t candidates_at(const uint8_t *at, const needle_search *search) {
    return candidates(block_load(at), block_load(at + search->length - 1), search->first, search->last);
}

/// The candidates among the `count` (under 64) positions from `at`.
AK_INLINE uint64_t last_candidates_at(const uint8_t *at, size_t count, const needle_search *search) {
    return candidates(block_load_partial(at, count), block_load_partial(at + search->length - 1, count), search->first,
                      search->last) &
           ak_low_bits(count);
}

/// The bit of the first candidate that equals the needle, or 64.
AK_INLINE size_t first_needle(const uint8_t *at, uint64_t hits, needle_search *search) {
    for (; hits; hits &= hits - 1) {
        size_t bit = first_bit(hits);
        if (is_needle(at + bit, search->bytes, search->length, &search->work)) {
            return bit;
        }
    }
    return 64;
}

/// The bit of the last candidate that equals the needle, or 64.
AK_INLINE size_t last_needle(const uint8_t *at, uint64_t hits, needle_search *search) {
    while (hits) {
        size_t bit = last_bit(hits);
        if (is_needle(at + bit, search->bytes, search->length, &search->work)) {
            return bit;
        }
        hits ^= UINT64_C(1) << bit;
    }
    return 64;
}

/// True once the candidates in `seen` positions have exceeded the work limit.
AK_INLINE bool is_overworked(const needle_search *search, size_t seen) {
    return search->work > work_per_byte * (seen + search->length);
}

AK_FUNCTION static size_t find(const uint8_t *text, size_t length, const uint8_t *needle, size_t needle_length) {
    if (needle_length == 0) {
        return 0;
    }
    if (needle_length > length) {
        return AK_NOT_FOUND;
    }
    const size_t positions = length - needle_length + 1;
    needle_search search = search_for(needle, needle_length);
    size_t at = 0;
    while (at < positions) {
        // Two blocks per branch: most texts have long stretches without a candidate.
        while (positions - at >= 128 && !(candidates_at(text + at, &search) | candidates_at(text + at + 64, &search))) {
            at += 128;
        }
        const size_t rest = positions - at;
        if (rest == 0) {
            break;
        }
        uint64_t hits =
            rest >= 64 ? candidates_at(text + at, &search) : last_candidates_at(text + at, rest, &search);
        size_t bit = first_needle(text + at, hits, &search);
        if (bit < 64) {
            return at + bit;
        }
        at += rest >= 64 ? 64 : rest;
        if (is_overworked(&search, at) && at < positions) {
            size_t found = ak_two_way_find(text + at, length - at, needle, needle_length);
            return found == AK_NOT_FOUND ? found : at + found;
        }
    }
    return AK_NOT_FOUND;
}

AK_FUNCTION static size_t rfind(const uint8_t *text, size_t length, const uint8_t *needle, size_t needle_length) {
    if (needle_length == 0) {
        return length;
    }
    if (needle_length > length) {
        return AK_NOT_FOUND;
    }
    const size_t positions = length - needle_length + 1;
    needle_search search = search_for(needle, needle_length);
    size_t end = positions;
    while (end > 0) {
        while (end >= 128 &&
               !(candidates_at(text + end - 64, &search) | candidates_at(text + end - 128, &search))) {
            end -= 128;
        }
        if (end == 0) {
            break;
        }
        const size_t at = end >= 64 ? end - 64 : 0;
        uint64_t hits = end >= 64 ? candidates_at(text + at, &search) : last_candidates_at(text, end, &search);
        size_t bit = last_needle(text + at, hits, &search);
        if (bit < 64) {
            return at + bit;
        }
        end = at;
        if (is_overworked(&search, positions - end) && end > 0) {
            return ak_two_way_rfind(text, end + needle_length - 1, needle, needle_length);
        }
    }
    return AK_NOT_FOUND;
}

/// The bytes that are escaped by a backslash, from the mask of backslashes (the addition carries through each run,
/// whose start and length parity decide; as in simdjson, Langdale and Lemire 2019). `*carry` is 1 if the previous block
/// ended in an odd run.
AK_INLINE uint64_t escaped_bits(uint64_t backslashes, uint64_t *carry) {
    const uint64_t even = UINT64_C(0x5555555555555555);
    if (!branch_free && backslashes == 0) {
        uint64_t escaped = *carry;
        *carry = 0;
        return escaped;
    }
    backslashes &= ~*carry;
    uint64_t follows = backslashes << 1 | *carry;
    uint64_t odd_starts = backslashes & ~even & ~follows;
    uint64_t ends_of_even_starts;
    *carry = __builtin_add_overflow(odd_starts, backslashes, &ends_of_even_starts);
    return (even ^ ends_of_even_starts << 1) & follows;
}

/// The bit of the brace that brings `*depth` to 0, or 64; updates `*depth`.
AK_INLINE size_t closing_bit(uint64_t opens, uint64_t closes, size_t *depth) {
    size_t open_count = (size_t)__builtin_popcountll(opens), close_count = (size_t)__builtin_popcountll(closes);
    if (close_count >= *depth) {
        size_t closed = 0;
        for (uint64_t rest = closes; rest; rest &= rest - 1) {
            size_t opened = (size_t)__builtin_popcountll(opens & ((rest & -rest) - 1));
            if (*depth + opened == ++closed) {
                return first_bit(rest);
            }
        }
    }
    *depth += open_count - close_count;
    return 64;
}

AK_FUNCTION static size_t match_brace(const uint8_t *text, size_t length, size_t open) {
    if (open >= length) {
        return AK_NOT_FOUND;
    }
    size_t depth = 1;
    uint64_t carry = 0;
    for (size_t at = open + 1; at < length; at += 64) {
        size_t rest = length - at;
        block b = rest >= 64 ? block_load(text + at) : block_load_partial(text + at, rest);
        uint64_t plain = ~escaped_bits(block_equal(b, v_splat('\\')), &carry);
        uint64_t opens = block_equal(b, v_splat('{')) & plain, closes = block_equal(b, v_splat('}')) & plain;
        size_t bit = closing_bit(opens, closes, &depth);
        if (bit < 64) {
            return at + bit;
        }
    }
    return AK_NOT_FOUND;
}
