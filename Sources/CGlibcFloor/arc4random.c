#include <stdint.h>
#include <stdlib.h>
#include <sys/random.h>

#include "glibc_floor.h"

// New in glibc 2.36; std::random_device of a static libstdc++ asks for it.
GLIBC_FLOOR_HIDDEN uint32_t arc4random(void) {
    uint32_t bits = 0;
    // Four bytes come whole or not at all, and only an early boot can refuse them.
    while (getrandom(&bits, sizeof bits, 0) != sizeof bits) {
    }
    return bits;
}
