#include "adjudge_python.h"

/// The field of one object; false when it is neither None, text nor bytes.
static bool describe(const adj_python *python, void *object, adj_field *field) {
    *field = (adj_field){0};
    if (object == python->none) return true;
    ptrdiff_t length = 0;
    const char *data = python->text(object, &length);
    if (!data) {
        // A str with a lone surrogate, or no str at all.
        python->clear_error();
        char *bytes = NULL;
        if (python->bytes(object, &bytes, &length) != 0) {
            python->clear_error();
            field->kind = ADJ_PYTHON_OTHER;
            return false;
        }
        data = bytes;
    }
    field->data = (const uint8_t *)data;
    field->length = (uint64_t)length;
    return true;
}

/// The objects lie apart: while one is read, the head of a later one comes near, which may lie in two lines.
static inline void bring_near(const char *object) {
    __builtin_prefetch(object);
    __builtin_prefetch(object + 56);
}

enum { AHEAD = 32 };

uint64_t adj_python_fields(const adj_python *python, void *tuple, uint64_t count, adj_field *fields) {
    uint64_t others = 0;
    for (uint64_t row = 0; row < count; row++) {
        if (row + AHEAD < count) bring_near(python->tuple_item(tuple, (ptrdiff_t)(row + AHEAD)));
        others += !describe(python, python->tuple_item(tuple, (ptrdiff_t)row), &fields[row]);
    }
    return others;
}

void *adj_python_list_fields(const adj_python *python, void *list, uint64_t count, adj_field *fields, uint64_t *others) {
    *others = 0;
    void *tuple = python->tuple_new((ptrdiff_t)count);
    if (!tuple) return NULL;
    for (uint64_t row = 0; row < count; row++) {
        if (row + AHEAD < count) {
            const char *later = python->list_item(list, (ptrdiff_t)(row + AHEAD));
            if (later) bring_near(later);
        }
        void *object = python->list_item(list, (ptrdiff_t)row);
        if (!object) {
            // The list has become shorter.
            python->clear_error();
            object = python->none;
            *others = ADJ_PYTHON_CHANGED;
        }
        // One visit for both: the reference that keeps the object, and what it says.
        python->hold(object);
        python->tuple_set(tuple, (ptrdiff_t)row, object);
        if (!describe(python, object, &fields[row]) && *others != ADJ_PYTHON_CHANGED) ++*others;
    }
    python->clear_error();
    return tuple;
}
