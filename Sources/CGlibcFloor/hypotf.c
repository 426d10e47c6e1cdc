#include <math.h>

#include "glibc_floor.h"

// glibc 2.35 versioned hypotf anew.
GLIBC_FLOOR_HIDDEN float hypotf(float x, float y) {
    return (float)sqrt((double)x * x + (double)y * y);
}
