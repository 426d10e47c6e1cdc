/// Scoring columns with Adjudge: what the programs of this folder share.
#ifndef SCORING_H
#define SCORING_H

#include "../peers/columns.h"

#include <adjudge.h>
#include <time.h>

/// An engine for a grader. Ends the process with a message when it cannot be made.
adj_engine *engine_for(const char *grader, uint32_t threads);

/// `count` rows from `first` on, as a batch that points into `rows`.
adj_batch batch_of(const columns *rows, uint64_t first, uint64_t count);

/// Scores a batch; ends the process with a message when the library refuses it. Outputs may be NULL.
void score(adj_engine *engine, const adj_batch *batch, double *rewards, uint8_t *statuses, adj_verdicts **verdicts);

/// Seconds of a clock.
double seconds(clockid_t clock);

/// Resident memory of this process in KB.
long resident_kilobytes(void);

/// Memory that must be there: ends the process with a message when it is not.
void *allocated(uint64_t count, uint64_t size);

#endif
