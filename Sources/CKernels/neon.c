/// NEON (every aarch64): four vectors of 16 bytes a block.
#if defined(__aarch64__)
#include "compact_table.h"
#include "internal.h"
#include <arm_neon.h>

#define AK_FUNCTION
#define AK_INLINE AK_ALWAYS_INLINE
#define AK_WIDTH 16
enum { lanes = 64 / AK_WIDTH };

typedef uint8x16_t vector;
typedef uint8x16_t matches;
typedef struct {
    vector v[lanes];
} block;

AK_INLINE vector v_load(const uint8_t *from) {
    return vld1q_u8(from);
}

AK_INLINE vector v_load_partial(const uint8_t *from, size_t count) {
    ak_pair pair = ak_load_under_16(from, count);
    return vcombine_u8(vcreate_u8(pair.low), vcreate_u8(pair.high));
}

AK_INLINE void v_store(uint8_t *to, vector x) {
    vst1q_u8(to, x);
}

AK_INLINE void v_store_partial(uint8_t *to, vector x, size_t count) {
    uint8_t buffer[AK_WIDTH];
    v_store(buffer, x);
    memcpy(to, buffer, count);
}

AK_INLINE vector v_splat(uint8_t value) {
    return vdupq_n_u8(value);
}

/// A table of 16 entries for `v_lookup`.
#define v_table(...) ((uint8x16_t){__VA_ARGS__})

AK_INLINE vector v_and(vector a, vector b) {
    return vandq_u8(a, b);
}

AK_INLINE vector v_or(vector a, vector b) {
    return vorrq_u8(a, b);
}

AK_INLINE vector v_xor(vector a, vector b) {
    return veorq_u8(a, b);
}

AK_INLINE vector v_subtract_saturating(vector a, vector b) {
    return vqsubq_u8(a, b);
}

/// Looks up each byte of `index`, all below 16, in a table.
AK_INLINE vector v_lookup(vector table, vector index) {
    return vqtbl1q_u8(table, index);
}

AK_INLINE vector v_low_half(vector x) {
    return vandq_u8(x, vdupq_n_u8(0x0F));
}

AK_INLINE vector v_high_half(vector x) {
    return vshrq_n_u8(x, 4);
}

/// `input` moved up by `count` bytes, with the last bytes of `before` in front.
#define V_PREVIOUS(input, before, count) vextq_u8(before, input, 16 - (count))

AK_INLINE bool v_any_bit(vector x) {
    return vmaxvq_u8(x) != 0;
}

AK_INLINE bool v_any_high_bit(vector x) {
    return vmaxvq_u8(x) >= 0x80;
}

AK_INLINE matches v_equal(vector a, vector b) {
    return vceqq_u8(a, b);
}

/// True where `x` has the single bit that is set in `bit`.
AK_INLINE matches v_has_bit(vector x, vector bit) {
    return vtstq_u8(x, bit);
}

AK_INLINE matches m_not(matches a) {
    return vmvnq_u8(a);
}

/// The truth values of one lane, from a mask of the block.
AK_INLINE matches m_from_bits(uint64_t mask, int lane) {
    const vector bit = v_table(1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128);
    uint8x8_t low = vdup_n_u8((uint8_t)(mask >> 16 * lane)), high = vdup_n_u8((uint8_t)(mask >> (16 * lane + 8)));
    return v_has_bit(vcombine_u8(low, high), bit);
}

AK_INLINE matches m_and(matches a, matches b) {
    return vandq_u8(a, b);
}

/// Keeps one bit of each byte, a different one in each of 8 neighbours; three pairwise additions pack them.
AK_INLINE uint64_t bits(const matches m[lanes]) {
    const uint8x16_t bit = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t low = vpaddq_u8(vandq_u8(m[0], bit), vandq_u8(m[1], bit));
    uint8x16_t high = vpaddq_u8(vandq_u8(m[2], bit), vandq_u8(m[3], bit));
    uint8x16_t packed = vpaddq_u8(low, high);
    packed = vpaddq_u8(packed, packed);
    return vgetq_lane_u64(vreinterpretq_u64_u8(packed), 0);
}

/// The six white space bytes differ in their low halves, so a lookup by the low half gives the only byte to compare
/// with.
AK_INLINE matches v_is_whitespace(vector x) {
    const vector white = v_table(' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n', '\v', '\f', '\r', 0, 0);
    return v_equal(x, v_lookup(white, v_low_half(x)));
}

AK_INLINE vector v_select(matches where, vector chosen, vector otherwise) {
    return vbslq_u8(where, chosen, otherwise);
}

AK_INLINE vector v_lower(vector x) {
    matches upper = vcltq_u8(vsubq_u8(x, vdupq_n_u8('A')), vdupq_n_u8(26));
    return vorrq_u8(x, vandq_u8(upper, vdupq_n_u8(0x20)));
}

/// The 32 bytes of an `ak_byteset`.
typedef uint8x16x2_t set_table;

AK_INLINE set_table set_load(const ak_byteset *set) {
    const uint8_t *bytes = (const uint8_t *)set->words;
    set_table table = {{vld1q_u8(bytes), vld1q_u8(bytes + 16)}};
    return table;
}

/// Membership: byte x of the set is bit `x & 7` of table byte `x >> 3`.
AK_INLINE matches v_in_set(vector x, set_table table) {
    const vector bit = v_table(1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128);
    return vtstq_u8(vqtbl2q_u8(table, vshrq_n_u8(x, 3)), v_lookup(bit, v_low_half(x)));
}

/// Writes the bytes of `b` whose bit is in `kept` side by side; up to 64 bytes at `to` are overwritten.
AK_INLINE size_t compact(uint8_t *to, block b, uint64_t kept) {
    size_t count = 0;
    for (int lane = 0; lane < lanes; lane++) {
        for (unsigned half = 0; half < 16; half += 8) {
            unsigned mask = kept & 0xFF;
            kept >>= 8;
            uint8x8_t pick = vadd_u8(vcreate_u8(ak_compact_table[mask]), vdup_n_u8((uint8_t)half));
            vst1_u8(to + count, vqtbl1_u8(b.v[lane], pick));
            count += (size_t)__builtin_popcount(mask);
        }
    }
    return count;
}

#include "block_without_masks.h"

#define AK_ISA AK_NEON
#define AK_ISA_NAME "neon"
#define AK_TABLE ak_neon_kernels
#include "block.h"
#include "block_copy.h"
#include "block_find.h"
#include "block_json.h"
#include "block_utf8.h"
#include "kernel_table.h"
#endif
