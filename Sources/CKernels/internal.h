/// Scalar helpers shared by the kernel files, and the tables that `dispatch.c` chooses from.
#ifndef ADJUDGE_KERNELS_INTERNAL_H
#define ADJUDGE_KERNELS_INTERNAL_H

#include "kernels.h"
#if __STDC_HOSTED__
#include <string.h>
#else
// Declared here because a syntax check for another processor has no C library headers.
void *memcpy(void *restrict to, const void *restrict from, size_t count);
int memcmp(const void *left, const void *right, size_t count);
#endif

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "byte sets are read as bytes of little-endian words");

#define AK_ALWAYS_INLINE static inline __attribute__((always_inline))

extern const ak_kernels ak_scalar_kernels;
#if defined(__x86_64__)
extern const ak_kernels ak_avx2_kernels;
extern const ak_kernels ak_avx512_kernels;
#elif defined(__aarch64__)
extern const ak_kernels ak_neon_kernels;
#endif

/// Offset of the first ill-formed UTF-8 sequence at or after `from` (a sequence boundary), or `length`.
size_t ak_utf8_first_bad(const uint8_t *text, size_t length, size_t from);

/// Two-way search (Crochemore and Perrin 1991): linear time, constant space, any needle of 1 to `length` bytes.
size_t ak_two_way_find(const uint8_t *text, size_t length, const uint8_t *needle, size_t needle_length);

/// The same search from the end: the offset of the last occurrence.
size_t ak_two_way_rfind(const uint8_t *text, size_t length, const uint8_t *needle, size_t needle_length);

/// True for a byte that may follow a backslash in a JSON string.
AK_ALWAYS_INLINE bool ak_is_json_escape(uint8_t byte) {
    switch (byte) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
    case 'u':
        return true;
    default:
        return false;
    }
}

/// The character that an escaped byte stands for in a JSON string, except `u`; other bytes stand for themselves.
AK_ALWAYS_INLINE uint8_t ak_json_meant(uint8_t byte) {
    switch (byte) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return byte;
    }
}

/// The result of checking the four hexadecimal digits of a `\u` escape.
typedef enum { AK_HEX_RIGHT, AK_HEX_WRONG, AK_HEX_CUT } ak_hex;

/// Checks the four bytes at `at`; AK_HEX_CUT when the text ends within them and those present are digits.
ak_hex ak_json_hex_digits(const uint8_t *text, size_t length, size_t at);

/// Resolves adjacent `\u` escapes, including ill-formed ones, from the first one at `*at`, and moves `*at` past them.
/// Returns the number of bytes written to `to`, never more than were read.
size_t ak_json_unicode_escapes(uint8_t *to, const uint8_t *text, size_t length, size_t *at);

/// Classes of a byte; their combination is the set of dropped bytes.
enum { AK_CLASS_WHITESPACE = 1, AK_CLASS_PUNCTUATION = 2 };

/// The class of every byte; 0 for a plain one.
extern const uint8_t ak_byte_class[256];

AK_ALWAYS_INLINE bool ak_is_whitespace(uint8_t byte) {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

AK_ALWAYS_INLINE uint8_t ak_lower_byte(uint8_t byte) {
    return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte | 0x20) : byte;
}

AK_ALWAYS_INLINE uint64_t ak_load64(const uint8_t *from) {
    uint64_t value;
    memcpy(&value, from, sizeof value);
    return value;
}

AK_ALWAYS_INLINE uint32_t ak_load32(const uint8_t *from) {
    uint32_t value;
    memcpy(&value, from, sizeof value);
    return value;
}

/// A mask of the `count` lowest bits, `count` from 0 to 64.
AK_ALWAYS_INLINE uint64_t ak_low_bits(size_t count) {
    return count >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << count) - 1;
}

typedef struct {
    uint64_t low, high;
} ak_pair;

/// The `count` (0 to 15) bytes at `from`, followed by zeros, read with overlapping loads inside the range.
AK_ALWAYS_INLINE ak_pair ak_load_under_16(const uint8_t *from, size_t count) {
    ak_pair pair = {0, 0};
    if (count >= 8) {
        pair.low = ak_load64(from);
        pair.high = ak_load64(from + count - 8) >> (8 * (15 - count)) >> 8;
    } else if (count >= 4) {
        uint64_t tail = ak_load32(from + count - 4);
        pair.low = ak_load32(from) | tail << (8 * (count - 4));
    } else if (count > 0) {
        pair.low = (uint64_t)from[0] | (uint64_t)from[count / 2] << (8 * (count / 2)) |
                   (uint64_t)from[count - 1] << (8 * (count - 1));
    }
    return pair;
}

/// True if `count` bytes are equal; inlined because most needles are too short for a call of `memcmp` to pay.
AK_ALWAYS_INLINE bool ak_same_bytes(const uint8_t *left, const uint8_t *right, size_t count) {
    if (count > 16) {
        return memcmp(left, right, count) == 0;
    }
    if (count >= 8) {
        return ((ak_load64(left) ^ ak_load64(right)) |
                (ak_load64(left + count - 8) ^ ak_load64(right + count - 8))) == 0;
    }
    if (count >= 4) {
        return ((ak_load32(left) ^ ak_load32(right)) |
                (ak_load32(left + count - 4) ^ ak_load32(right + count - 4))) == 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (left[i] != right[i]) {
            return false;
        }
    }
    return true;
}

/// The length of a common prefix (ignoring letter case when `fold`) that ends just after a byte whose class is not in
/// `dropped`; 0 when there is no long one. Both texts have `length` bytes.
typedef size_t (*ak_shared_prefix)(const uint8_t *left, const uint8_t *right, size_t length, bool fold,
                                   unsigned dropped);

/// `ak_equal_normalized` with a vectorised `shared_prefix`, or NULL.
bool ak_equal_normalized_with(const uint8_t *left, size_t left_length, const uint8_t *right, size_t right_length,
                              unsigned flags, ak_shared_prefix shared_prefix);

#endif
