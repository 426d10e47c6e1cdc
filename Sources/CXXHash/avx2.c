#if defined(__x86_64__)
// Before the attribute: the intrinsics' own headers say for each function what it needs.
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define XXH_INLINE_ALL
#define XXH_VECTOR 2 // XXH_AVX2, whose name the header has not defined yet
#include <xxhash.h>
#pragma clang attribute pop

#include "wide.h"

__attribute__((target("avx2"))) uint64_t cx_hash64_avx2(const void *data, size_t length, uint64_t seed) {
    return XXH3_64bits_withSeed(data, length, seed);
}
#endif
