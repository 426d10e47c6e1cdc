/// AVX2 (Haswell and Zen 1 on): two vectors of 32 bytes a block.
#if defined(__x86_64__)
#include "compact_table.h"
#include "internal.h"
#include <immintrin.h>

#define AK_FUNCTION __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt")))
#define AK_INLINE static inline __attribute__((always_inline, target("avx2,bmi,bmi2,popcnt,lzcnt")))
#define AK_WIDTH 32
enum { lanes = 64 / AK_WIDTH };

typedef __m256i vector;
typedef __m256i matches;
typedef struct {
    vector v[lanes];
} block;

AK_INLINE vector v_load(const uint8_t *from) {
    return _mm256_loadu_si256((const __m256i *)from);
}

AK_INLINE vector v_load_partial(const uint8_t *from, size_t count) {
    if (count >= 16) {
        ak_pair tail = ak_load_under_16(from + 16, count - 16);
        return _mm256_set_m128i(_mm_set_epi64x((long long)tail.high, (long long)tail.low),
                                _mm_loadu_si128((const __m128i *)from));
    }
    ak_pair pair = ak_load_under_16(from, count);
    return _mm256_set_epi64x(0, 0, (long long)pair.high, (long long)pair.low);
}

AK_INLINE void v_store(uint8_t *to, vector x) {
    _mm256_storeu_si256((__m256i *)to, x);
}

AK_INLINE void v_store_partial(uint8_t *to, vector x, size_t count) {
    uint8_t buffer[AK_WIDTH];
    v_store(buffer, x);
    memcpy(to, buffer, count);
}

AK_INLINE vector v_splat(uint8_t value) {
    return _mm256_set1_epi8((char)value);
}

/// A table of 16 entries for `v_lookup`.
#define v_table(...) _mm256_broadcastsi128_si256((__m128i)(__v16qu){__VA_ARGS__})

AK_INLINE vector v_and(vector a, vector b) {
    return _mm256_and_si256(a, b);
}

AK_INLINE vector v_or(vector a, vector b) {
    return _mm256_or_si256(a, b);
}

AK_INLINE vector v_xor(vector a, vector b) {
    return _mm256_xor_si256(a, b);
}

AK_INLINE vector v_subtract_saturating(vector a, vector b) {
    return _mm256_subs_epu8(a, b);
}

/// Looks up each byte of `index`, all below 16, in a table.
AK_INLINE vector v_lookup(vector table, vector index) {
    return _mm256_shuffle_epi8(table, index);
}

AK_INLINE vector v_low_half(vector x) {
    return v_and(x, v_splat(0x0F));
}

AK_INLINE vector v_high_half(vector x) {
    return v_and(_mm256_srli_epi16(x, 4), v_splat(0x0F));
}

/// `input` moved up by `count` bytes, with the last bytes of `before` in front.
#define V_PREVIOUS(input, before, count)                                                                               \
    _mm256_alignr_epi8(input, _mm256_permute2x128_si256(before, input, 0x21), 16 - (count))

AK_INLINE bool v_any_bit(vector x) {
    return !_mm256_testz_si256(x, x);
}

AK_INLINE bool v_any_high_bit(vector x) {
    return _mm256_movemask_epi8(x) != 0;
}

AK_INLINE matches v_equal(vector a, vector b) {
    return _mm256_cmpeq_epi8(a, b);
}

/// True where `x` has the single bit that is set in `bit`.
AK_INLINE matches v_has_bit(vector x, vector bit) {
    return _mm256_cmpeq_epi8(v_and(x, bit), bit);
}

AK_INLINE matches m_not(matches a) {
    return _mm256_xor_si256(a, _mm256_set1_epi8(-1));
}

/// The truth values of one lane, from a mask of the block.
AK_INLINE matches m_from_bits(uint64_t mask, int lane) {
    const vector bit = v_table(1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128);
    const vector byte = _mm256_setr_epi64x(0, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303);
    return v_has_bit(_mm256_shuffle_epi8(_mm256_set1_epi32((int)(uint32_t)(mask >> 32 * lane)), byte), bit);
}

AK_INLINE matches m_and(matches a, matches b) {
    return _mm256_and_si256(a, b);
}

AK_INLINE uint64_t bits(const matches m[lanes]) {
    return (uint32_t)_mm256_movemask_epi8(m[0]) | (uint64_t)(uint32_t)_mm256_movemask_epi8(m[1]) << 32;
}

/// The six white space bytes differ in their low halves, so a lookup by the low half gives the only byte to compare
/// with; bytes from 0x80 give 0.
AK_INLINE matches v_is_whitespace(vector x) {
    const vector white = v_table(' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n', '\v', '\f', '\r', 0, 0);
    return v_equal(x, _mm256_shuffle_epi8(white, x));
}

AK_INLINE vector v_select(matches where, vector chosen, vector otherwise) {
    return _mm256_blendv_epi8(otherwise, chosen, where);
}

AK_INLINE vector v_lower(vector x) {
    // Signed comparison only: A-Z is moved to the 26 lowest values.
    vector moved = _mm256_sub_epi8(x, v_splat('A' + 0x80));
    matches upper = _mm256_cmpgt_epi8(_mm256_set1_epi8(-128 + 26), moved);
    return v_or(x, v_and(upper, v_splat(0x20)));
}

/// The 32 bytes of an `ak_byteset`, in halves.
typedef struct {
    vector low, high;
} set_table;

AK_INLINE set_table set_load(const ak_byteset *set) {
    vector words = _mm256_loadu_si256((const __m256i *)set->words);
    set_table table = {_mm256_permute2x128_si256(words, words, 0x00), _mm256_permute2x128_si256(words, words, 0x11)};
    return table;
}

/// Membership: byte x of the set is bit `x & 7` of table byte `x >> 3`.
AK_INLINE matches v_in_set(vector x, set_table table) {
    const vector bit = v_table(1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128);
    vector index = v_and(_mm256_srli_epi16(x, 3), v_splat(0x0F));
    vector row = _mm256_blendv_epi8(v_lookup(table.low, index), v_lookup(table.high, index), x);
    return v_has_bit(row, v_lookup(bit, v_low_half(x)));
}

/// Writes the bytes of `b` whose bit is in `kept` side by side; up to 64 bytes at `to` are overwritten.
AK_INLINE size_t compact(uint8_t *to, block b, uint64_t kept) {
    const __m128i quarters[4] = {
        _mm256_castsi256_si128(b.v[0]),
        _mm256_extracti128_si256(b.v[0], 1),
        _mm256_castsi256_si128(b.v[1]),
        _mm256_extracti128_si256(b.v[1], 1),
    };
    size_t count = 0;
    for (int quarter = 0; quarter < 4; quarter++) {
        unsigned low = kept & 0xFF, high = kept >> 8 & 0xFF;
        kept >>= 16;
        __m128i pick = _mm_loadl_epi64((const __m128i *)&ak_compact_table[low]);
        _mm_storel_epi64((__m128i *)(to + count), _mm_shuffle_epi8(quarters[quarter], pick));
        count += (size_t)__builtin_popcount(low);
        pick = _mm_add_epi8(_mm_loadl_epi64((const __m128i *)&ak_compact_table[high]), _mm_set1_epi8(8));
        _mm_storel_epi64((__m128i *)(to + count), _mm_shuffle_epi8(quarters[quarter], pick));
        count += (size_t)__builtin_popcount(high);
    }
    return count;
}

#include "block_without_masks.h"

#define AK_ISA AK_AVX2
#define AK_ISA_NAME "avx2"
#define AK_TABLE ak_avx2_kernels
#include "block.h"
#include "block_copy.h"
#include "block_find.h"
#include "block_json.h"
#include "block_utf8.h"
#include "kernel_table.h"
#endif
