/// The conversation between run.py and a contender: commands on standard input, one JSON line for each answer.
///
///   round SECONDS    passes over all rows until SECONDS of processor time are used, at least one;
///                    {"passes": n, "cpu": seconds, "wall": seconds}
///   rewards PATH     one more pass, its rewards written to PATH as doubles; {"written": rows}
///   latencies PATH   Python contenders only: one more pass, row by row, the seconds of each written to PATH
#ifndef ROUNDS_H
#define ROUNDS_H

#include <stdint.h>

/// One pass over all rows; writes a reward for each, NaN where there is none.
typedef void pass_function(void *context, double *rewards);

/// Says {"ready": rows, "what": what}, then answers commands until standard input ends. Returns the exit status.
int serve_rounds(const char *what, uint64_t rows, pass_function *pass, void *context);

#endif
