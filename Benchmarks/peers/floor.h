/// Floors: the least that work on the same rows can cost in plain C.
#ifndef FLOOR_H
#define FLOOR_H

#include "columns.h"

/// Rewards of the rows whose last box holds the reference, as text or as a number: a backward scan, a brace match,
/// a small normalisation, memcmp, then 128-bit rationals.
void floor_compare(const columns *rows, double *rewards);

/// Compiles a pattern with PCRE2, UTF and JIT on; ends the process with a message when it cannot. `checked` says
/// whether pcre2_match checks each response's UTF-8 first, as it must for unknown bytes, or takes it for good.
void floor_regex_compile(const char *pattern, int checked);

/// Rewards of the rows that the pattern matches.
void floor_regex(const columns *rows, double *rewards);

#endif
