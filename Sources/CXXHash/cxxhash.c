#define XXH_INLINE_ALL
#include <xxhash.h>

#include "cxxhash.h"

cx_hash128_value cx_hash128(const void *data, size_t length) {
    XXH128_hash_t hash = XXH3_128bits(data, length);
    return (cx_hash128_value){hash.high64, hash.low64};
}

uint64_t cx_hash64(const void *data, size_t length, uint64_t seed) {
    return XXH3_64bits_withSeed(data, length, seed);
}
