#define XXH_INLINE_ALL
#include <xxhash.h>

#include "cxxhash.h"
#include "wide.h"

/// From so many bytes on wider vectors pay for the choice between them.
enum { LONG = 512 };

cx_hash128_value cx_hash128(const void *data, size_t length) {
    XXH128_hash_t hash = XXH3_128bits(data, length);
    return (cx_hash128_value){hash.high64, hash.low64};
}

uint64_t cx_hash64_narrow(const void *data, size_t length, uint64_t seed) {
    return XXH3_64bits_withSeed(data, length, seed);
}

uint64_t cx_hash64(const void *data, size_t length, uint64_t seed) {
#if defined(__x86_64__)
    if (length >= LONG && __builtin_cpu_supports("avx2")) return cx_hash64_avx2(data, length, seed);
#endif
    return cx_hash64_narrow(data, length, seed);
}
