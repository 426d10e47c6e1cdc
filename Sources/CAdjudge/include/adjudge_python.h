/// Inside the library and the Python package only, not part of the C interface: Python's strings as fields, without a
/// copy and without linking to any one version of Python. The package hands the interpreter's own functions in.
#ifndef ADJUDGE_PYTHON_H
#define ADJUDGE_PYTHON_H

#include <stdbool.h>

#include "adjudge.h"

/// What is asked of the interpreter; all of it is in the stable ABI.
typedef struct {
    void *(*tuple_item)(void *tuple, ptrdiff_t index);           ///< PyTuple_GetItem
    const char *(*text)(void *object, ptrdiff_t *length);        ///< PyUnicode_AsUTF8AndSize
    int (*bytes)(void *object, char **bytes, ptrdiff_t *length); ///< PyBytes_AsStringAndSize
    void (*clear_error)(void);                                   ///< PyErr_Clear
    void *none;                                                  ///< Py_None
    void *(*tuple_new)(ptrdiff_t count);                         ///< PyTuple_New
    void *(*list_item)(void *list, ptrdiff_t index);             ///< PyList_GetItem
    int (*tuple_set)(void *tuple, ptrdiff_t index, void *item);  ///< PyTuple_SetItem
    void (*hold)(void *object);                                  ///< Py_IncRef
} adj_python;

/// The kind of a field whose object is neither None, a str that has UTF-8, nor bytes: the caller fills it in.
#define ADJ_PYTHON_OTHER UINT32_MAX

/// Makes a field of each item of a tuple and returns how many are ADJ_PYTHON_OTHER. The fields point into the strings:
/// they live as long as the tuple. The caller holds the interpreter's lock.
uint64_t adj_python_fields(const adj_python *python, void *tuple, uint64_t count, adj_field *fields);

/// The same of the first `count` items of a list. Returns a new tuple of them, which keeps the strings whatever other
/// threads do to the list once the lock is released; NULL with an exception where there is no memory. `*others`
/// receives how many are ADJ_PYTHON_OTHER, or ADJ_PYTHON_CHANGED when the list became shorter meanwhile.
void *adj_python_list_fields(const adj_python *python, void *list, uint64_t count, adj_field *fields, uint64_t *others);

#define ADJ_PYTHON_CHANGED UINT64_MAX

#endif
