/// XXH3 (libxxhash's header, inlined: nothing is linked).
#ifndef ADJUDGE_CXXHASH_H
#define ADJUDGE_CXXHASH_H

#include <stddef.h>
#include <stdint.h>

/// 128 bits of XXH3.
typedef struct {
    uint64_t high;
    uint64_t low;
} cx_hash128_value;

/// The 128-bit XXH3 hash of `length` bytes.
cx_hash128_value cx_hash128(const void *data, size_t length);

/// The 64-bit XXH3 hash of `length` bytes; seed 0 is XXH3 without one.
uint64_t cx_hash64(const void *data, size_t length, uint64_t seed);

/// The same by the vectors that every processor of its kind has: for tests, which compare the two.
uint64_t cx_hash64_narrow(const void *data, size_t length, uint64_t seed);

#endif
