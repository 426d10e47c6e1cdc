#include "last_error.h"

#include <string.h>

#include "adjudge.h"

static _Thread_local char last_error[2048];

void caj_set_last_error(const char *message, size_t length) {
    if (length > sizeof last_error - 1) {
        length = sizeof last_error - 1;
        // Whole characters only: what is cut off begins with none of those bytes that go on with one.
        while (length > 0 && ((unsigned char)message[length] & 0xC0) == 0x80) length--;
    }
    memcpy(last_error, message, length);
    last_error[length] = 0;
}

const char *adj_last_error(void) {
    return last_error;
}
