#include <stdint.h>
#include <stdlib.h>
#include <sys/random.h>

#include "glibc_floor.h"

// New in glibc 2.36; called by std::random_device of a static libstdc++.
GLIBC_FLOOR_HIDDEN uint32_t arc4random(void) {
    uint32_t bits = 0;
    // getrandom delivers four bytes completely or fails, and it fails only if a signal interrupts it early at boot.
    while (getrandom(&bits, sizeof bits, 0) != sizeof bits) {
    }
    return bits;
}
