/// Rows in memory as (data, offsets) columns, loaded from the file that run.py writes.
#ifndef COLUMNS_H
#define COLUMNS_H

#include <stddef.h>
#include <stdint.h>

/// One column of byte strings: row i is data[offsets[i] .. offsets[i + 1]).
typedef struct {
    uint8_t *data;     ///< the bytes of all rows, one after the other
    uint64_t *offsets; ///< count + 1 offsets
} column;

/// The rows of a run.
typedef struct {
    uint64_t count;    ///< rows
    column responses;  ///< what the model wrote
    column references; ///< what it is checked against
} columns;

/// Loads a file: the magic "ADJCOLS1", then little-endian 64-bit numbers: the rows, the offsets of the responses and
/// those of the references; then the bytes of both. Ends the process with a message when it cannot.
columns columns_load(const char *path);

#endif
