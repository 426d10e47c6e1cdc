/// AVX-512 F, BW, VL, VBMI and VBMI2 (Ice Lake and Zen 4 on): one vector a block, tails by masked loads. Older AVX-512
/// processors use AVX2: without byte compression and byte permutation AVX-512 gains little.
#if defined(__x86_64__)
#include "internal.h"
#include <immintrin.h>

#define AK_FEATURES "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,avx2,bmi,bmi2,popcnt,lzcnt"
#define AK_FUNCTION __attribute__((target(AK_FEATURES)))
#define AK_INLINE static inline __attribute__((always_inline, target(AK_FEATURES)))
#define AK_WIDTH 64
enum { lanes = 64 / AK_WIDTH };

typedef __m512i vector;
typedef __mmask64 matches;
typedef struct {
    vector v[lanes];
} block;

AK_INLINE vector v_load(const uint8_t *from) {
    return _mm512_loadu_si512(from);
}

AK_INLINE vector v_load_partial(const uint8_t *from, size_t count) {
    return _mm512_maskz_loadu_epi8(_bzhi_u64(~UINT64_C(0), (unsigned)count), from);
}

AK_INLINE void v_store(uint8_t *to, vector x) {
    _mm512_storeu_si512(to, x);
}

AK_INLINE void v_store_partial(uint8_t *to, vector x, size_t count) {
    _mm512_mask_storeu_epi8(to, _bzhi_u64(~UINT64_C(0), (unsigned)count), x);
}

AK_INLINE vector v_splat(uint8_t value) {
    return _mm512_set1_epi8((char)value);
}

/// A table of 16 entries for `v_lookup`.
#define v_table(...) _mm512_broadcast_i32x4((__m128i)(__v16qu){__VA_ARGS__})

AK_INLINE vector v_and(vector a, vector b) {
    return _mm512_and_si512(a, b);
}

AK_INLINE vector v_or(vector a, vector b) {
    return _mm512_or_si512(a, b);
}

AK_INLINE vector v_xor(vector a, vector b) {
    return _mm512_xor_si512(a, b);
}

AK_INLINE vector v_subtract_saturating(vector a, vector b) {
    return _mm512_subs_epu8(a, b);
}

/// Looks up each byte of `index`, all below 16, in a table.
AK_INLINE vector v_lookup(vector table, vector index) {
    return _mm512_shuffle_epi8(table, index);
}

AK_INLINE vector v_low_half(vector x) {
    return v_and(x, v_splat(0x0F));
}

AK_INLINE vector v_high_half(vector x) {
    return v_and(_mm512_srli_epi16(x, 4), v_splat(0x0F));
}

/// `input` moved up by 16 bytes, with the last 16 of `before` in front.
AK_INLINE vector v_previous_16(vector input, vector before) {
    return _mm512_permutex2var_epi64(before, _mm512_set_epi64(13, 12, 11, 10, 9, 8, 7, 6), input);
}

/// `input` moved up by `count` bytes, with the last bytes of `before` in front.
#define V_PREVIOUS(input, before, count) _mm512_alignr_epi8(input, v_previous_16(input, before), 16 - (count))

AK_INLINE bool v_any_bit(vector x) {
    return _mm512_test_epi8_mask(x, x) != 0;
}

AK_INLINE bool v_any_high_bit(vector x) {
    return _mm512_movepi8_mask(x) != 0;
}

AK_INLINE matches v_equal(vector a, vector b) {
    return _mm512_cmpeq_epi8_mask(a, b);
}

/// True where `x` has the single bit that is set in `bit`.
AK_INLINE matches v_has_bit(vector x, vector bit) {
    return _mm512_test_epi8_mask(x, bit);
}

AK_INLINE matches m_not(matches a) {
    return ~a;
}

/// The truth values of one lane, from a mask of the block.
AK_INLINE matches m_from_bits(uint64_t mask, int lane) {
    (void)lane;
    return mask;
}

AK_INLINE matches m_and(matches a, matches b) {
    return a & b;
}

AK_INLINE uint64_t bits(const matches m[lanes]) {
    return m[0];
}

/// The six white space bytes differ in their low halves, so a lookup by the low half gives the only byte to compare
/// with; bytes from 0x80 give 0.
AK_INLINE matches v_is_whitespace(vector x) {
    const vector white = v_table(' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n', '\v', '\f', '\r', 0, 0);
    return v_equal(x, _mm512_shuffle_epi8(white, x));
}

AK_INLINE vector v_select(matches where, vector chosen, vector otherwise) {
    return _mm512_mask_mov_epi8(otherwise, where, chosen);
}

AK_INLINE vector v_lower(vector x) {
    matches upper = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(x, v_splat('A')), v_splat(26));
    return _mm512_mask_add_epi8(x, upper, x, v_splat(0x20));
}

/// The 32 bytes of an `ak_byteset`, twice.
typedef vector set_table;

AK_INLINE set_table set_load(const ak_byteset *set) {
    return _mm512_broadcast_i64x4(_mm256_loadu_si256((const __m256i *)set->words));
}

/// Membership: byte x of the set is bit `x & 7` of table byte `x >> 3`.
AK_INLINE matches v_in_set(vector x, set_table table) {
    const vector bit = v_table(1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128);
    vector row = _mm512_permutexvar_epi8(v_and(_mm512_srli_epi16(x, 3), v_splat(0x1F)), table);
    return v_has_bit(row, v_lookup(bit, v_low_half(x)));
}

/// Writes the bytes of `b` whose bit is in `kept` side by side; 64 bytes at `to` are overwritten. Compresses into a
/// register and stores it whole, because the storing form of the instruction is microcoded on Zen 4.
AK_INLINE size_t compact(uint8_t *to, block b, uint64_t kept) {
    v_store(to, _mm512_maskz_compress_epi8(kept, b.v[0]));
    return (size_t)__builtin_popcountll(kept);
}

/// The same; not a byte more than the kept ones is written.
AK_INLINE size_t compact_exactly(uint8_t *to, block b, uint64_t kept) {
    size_t count = (size_t)__builtin_popcountll(kept);
    v_store_partial(to, _mm512_maskz_compress_epi8(kept, b.v[0]), count);
    return count;
}

/// A block's whole work costs less than the wrong guesses whether it has any.
enum { branch_free = 1 };

#define AK_ISA AK_AVX512
#define AK_ISA_NAME "avx512"
#define AK_TABLE ak_avx512_kernels
#include "block.h"
#include "block_copy.h"
#include "block_find.h"
#include "block_json.h"
#include "block_utf8.h"
#include "kernel_table.h"
#endif
