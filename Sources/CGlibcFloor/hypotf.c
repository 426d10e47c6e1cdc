#include <math.h>

#include "glibc_floor.h"

// glibc 2.35 gave hypotf a new symbol version.
GLIBC_FLOOR_HIDDEN float hypotf(float x, float y) {
    return (float)sqrt((double)x * x + (double)y * y);
}
