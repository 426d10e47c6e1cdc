#include "adjudge_python.h"

uint64_t adj_python_fields(const adj_python *python, void *tuple, uint64_t count, adj_field *fields) {
    uint64_t others = 0;
    for (uint64_t row = 0; row < count; row++) {
        // The objects lie apart: while one is read, the head of a later one comes near, which may lie in two lines.
        if (row + 32 < count) {
            const char *later = python->tuple_item(tuple, (ptrdiff_t)row + 32);
            __builtin_prefetch(later);
            __builtin_prefetch(later + 56);
        }
        void *object = python->tuple_item(tuple, (ptrdiff_t)row);
        adj_field *field = &fields[row];
        *field = (adj_field){0};
        if (object == python->none) continue;
        ptrdiff_t length = 0;
        const char *data = python->text(object, &length);
        if (!data) {
            // A str with a lone surrogate, or no str at all.
            python->clear_error();
            char *bytes = NULL;
            if (python->bytes(object, &bytes, &length) != 0) {
                python->clear_error();
                field->kind = ADJ_PYTHON_OTHER;
                others++;
                continue;
            }
            data = bytes;
        }
        field->data = (const uint8_t *)data;
        field->length = (uint64_t)length;
    }
    return others;
}
