/// For each mask of 8 bytes, the indices of the kept bytes in order: a byte shuffle that closes the gaps. 2 KB.
#ifndef ADJUDGE_KERNELS_COMPACT_TABLE_H
#define ADJUDGE_KERNELS_COMPACT_TABLE_H

#include <stdint.h>

#define AK_INDEX(mask, bit)                                                                                            \
    ((uint64_t)((mask) >> (bit) & 1 ? (bit) : 0) << 8 * __builtin_popcount((mask) & ((1u << (bit)) - 1)) % 64)
#define AK_ROW(mask)                                                                                                   \
    (AK_INDEX(mask, 0) | AK_INDEX(mask, 1) | AK_INDEX(mask, 2) | AK_INDEX(mask, 3) | AK_INDEX(mask, 4) |              \
     AK_INDEX(mask, 5) | AK_INDEX(mask, 6) | AK_INDEX(mask, 7))
#define AK_ROWS_4(mask) AK_ROW(mask), AK_ROW(mask + 1), AK_ROW(mask + 2), AK_ROW(mask + 3)
#define AK_ROWS_16(mask) AK_ROWS_4(mask), AK_ROWS_4(mask + 4), AK_ROWS_4(mask + 8), AK_ROWS_4(mask + 12)
#define AK_ROWS_64(mask) AK_ROWS_16(mask), AK_ROWS_16(mask + 16), AK_ROWS_16(mask + 32), AK_ROWS_16(mask + 48)

static const uint64_t ak_compact_table[256] = {AK_ROWS_64(0), AK_ROWS_64(64), AK_ROWS_64(128), AK_ROWS_64(192)};

#endif
