#include <stddef.h>
#include <stdint.h>

/// `cx_hash64` for processors with AVX2.
uint64_t cx_hash64_avx2(const void *data, size_t length, uint64_t seed);
