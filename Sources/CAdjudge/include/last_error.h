/// Inside the library only: what `adj_last_error` returns.
#ifndef ADJUDGE_LAST_ERROR_H
#define ADJUDGE_LAST_ERROR_H

#include <stddef.h>

/// Keeps `length` bytes of `message` for the calling thread; what does not fit is cut.
void caj_set_last_error(const char *message, size_t length);

#endif
