#include <math.h>

// glibc 2.35 versioned hypotf anew.
float hypotf(float x, float y) {
    return (float)sqrt((double)x * x + (double)y * y);
}
