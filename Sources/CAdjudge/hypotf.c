// The Swift runtime's only need for a glibc newer than 2.34 is hypotf, which 2.35 versioned anew.
#include <math.h>

float hypotf(float x, float y) {
    return (float)sqrt((double)x * x + (double)y * y);
}
