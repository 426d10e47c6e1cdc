// Bytes that grow up to a limit: what is beyond it is not written, and the buffer is full.
#include <stdlib.h>
#include <string.h>

#include "zygote.h"

void buffer_add(struct buffer *out, const void *bytes, size_t size) {
    if (out->full) return;
    if (size > out->most - out->size) {
        out->full = true;
        return;
    }
    if (out->size + size > out->capacity) {
        size_t capacity = out->capacity ? out->capacity : 256;
        while (capacity < out->size + size) capacity *= 2;
        char *bigger = realloc(out->bytes, capacity);
        if (!bigger) {
            out->full = true;
            return;
        }
        out->bytes = bigger;
        out->capacity = capacity;
    }
    memcpy(out->bytes + out->size, bytes, size);
    out->size += size;
}

void buffer_byte(struct buffer *out, char byte) {
    buffer_add(out, &byte, 1);
}

void buffer_u32(struct buffer *out, size_t value) {
    uint32_t small = (uint32_t)value;
    buffer_add(out, &small, 4);
}
