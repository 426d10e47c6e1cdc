/// A JSON scanner (RFC 8259) that returns slices: one pass, no recursion, no copies, numbers left as text.
///
/// Why no library is used: simdjson's parsed documents convert numbers and refuse very long ones, refuse lone
/// surrogates, give no offset of an error, need padding after the text and link libstdc++; RapidJSON can do without
/// libstdc++ but reads the same rows at a sixth of the speed. Most bytes are in strings, which two kernels of CKernels
/// process 64 at a time; this file only has the grammar.
#ifndef ADJUDGE_JSON_SCAN_H
#define ADJUDGE_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum { CJ_NULL = 0, CJ_BOOL, CJ_NUMBER, CJ_STRING, CJ_ARRAY, CJ_OBJECT } cj_kind;

/// One value. The values of a document are in text order; an object's keys are values too, each directly before the
/// value of its member.
typedef struct {
    uint32_t start; ///< offset of the first byte in the text
    uint32_t end;   ///< offset past the last byte
    uint32_t next;  ///< index of the value after this one and all it contains
    uint32_t count; ///< elements of an array, members of an object
    uint8_t kind;   ///< a cj_kind
    bool escaped;   ///< a string with a backslash in it
} cj_value;

/// The array of values, reused from text to text, grown with realloc.
typedef struct {
    cj_value *values;
    size_t count;
    size_t capacity;
    uint32_t *open; ///< the containers that are open, outermost first
    size_t open_capacity;
} cj_tape;

/// The result of a scan: CJ_OK or the kind of error.
typedef enum {
    CJ_OK = 0,
    CJ_EMPTY,             ///< white space only
    CJ_TOO_LONG,          ///< 4 GiB or more
    CJ_TOO_DEEP,          ///< nesting beyond the limit
    CJ_TOO_MANY,          ///< more values than the limit
    CJ_UNEXPECTED,        ///< not the byte that the grammar wants here
    CJ_TRUNCATED,         ///< the text ends inside a value
    CJ_BAD_LITERAL,       ///< not true, false or null
    CJ_NOT_FINITE,        ///< NaN or Infinity, which some writers emit
    CJ_BAD_NUMBER,        ///< such as 01, 1. or .5
    CJ_BAD_ESCAPE,        ///< a backslash before the wrong byte
    CJ_CONTROL_CHARACTER, ///< a byte below 0x20 inside a string
    CJ_BAD_UTF8,          ///< ill-formed UTF-8
    CJ_TRAILING,          ///< something after the value
    CJ_NO_MEMORY
} cj_status;

/// The token that the grammar expected at an error, for the message.
typedef enum { CJ_WANT_VALUE = 0, CJ_WANT_KEY, CJ_WANT_COLON, CJ_WANT_COMMA_OR_END } cj_want;

/// The place and the kind of an error.
typedef struct {
    cj_status status;
    size_t byte;
    cj_want want;
} cj_error;

/// Limits on the memory that a text can use.
typedef struct {
    size_t depth;  ///< containers that are open at a time
    size_t values; ///< values, keys among them: 20 bytes each
} cj_limits;

/// Scans one value with white space around it. On success the tape holds its values. O(length).
cj_error cj_scan(const uint8_t *text, size_t length, cj_limits limits, cj_tape *tape);

/// Frees the tape's memory.
void cj_tape_free(cj_tape *tape);

#ifdef __cplusplus
}
#endif
#endif
