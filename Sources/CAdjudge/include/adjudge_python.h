/// Inside the library and the Python package only, not part of the C interface: Python's strings as fields, without a
/// copy and without linking to any one version of Python. The package hands the interpreter's own functions in.
#ifndef ADJUDGE_PYTHON_H
#define ADJUDGE_PYTHON_H

#include "adjudge.h"

/// What is asked of the interpreter; all of it is in the stable ABI.
typedef struct {
    void *(*tuple_item)(void *tuple, ptrdiff_t index);           ///< PyTuple_GetItem
    const char *(*text)(void *object, ptrdiff_t *length);        ///< PyUnicode_AsUTF8AndSize
    int (*bytes)(void *object, char **bytes, ptrdiff_t *length); ///< PyBytes_AsStringAndSize
    void (*clear_error)(void);                                   ///< PyErr_Clear
    void *none;                                                  ///< Py_None
} adj_python;

/// The kind of a field whose object is neither None, a str that has UTF-8, nor bytes: the caller fills it in.
#define ADJ_PYTHON_OTHER UINT32_MAX

/// Makes a field of each item of a tuple and returns how many are ADJ_PYTHON_OTHER. The fields point into the strings:
/// they live as long as the tuple. The caller holds the interpreter's lock.
uint64_t adj_python_fields(const adj_python *python, void *tuple, uint64_t count, adj_field *fields);

#endif
