/// Adjudge: a native verifier engine for reinforcement learning with verifiable rewards.
///
/// The C interface of libadjudge. Link with -ladjudge; the library carries its Swift runtime and installs no signal
/// handler.
///
/// Ownership. What a function hands out through a pointer to a pointer belongs to the caller, who gives it back to the
/// matching `_destroy`. Columns and output arrays belong to the caller throughout.
///
/// Threads. An engine may be used from several threads at once. `adj_last_error` is the calling thread's. A child of
/// fork may go on using an engine; it then scores on the calling thread alone.
///
/// Errors. Functions return ADJ_OK or one of the codes below and then leave their outputs untouched; `adj_last_error`
/// says what was wrong and what would be right. A row that cannot be scored is no error: it has a status.
#ifndef ADJUDGE_H
#define ADJUDGE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The version of this interface; `adj_abi_version` returns the library's. They must be equal.
#define ADJ_ABI_VERSION 1

#define ADJ_OK 0               ///< done
#define ADJ_INVALID_ARGUMENT 1 ///< a null pointer, a wrong struct_size, offsets that decrease
#define ADJ_INVALID_GRADER 2   ///< the grader document cannot be compiled
#define ADJ_OUT_OF_RANGE 3     ///< no such row
#define ADJ_BUFFER_TOO_SMALL 4 ///< the output does not fit; the size it needs was stored

/// How the scoring of a row ended. Only ADJ_GRADED and ADJ_NO_ANSWER come with a reward.
enum {
    ADJ_GRADED = 0,         ///< the answer was compared with the reference
    ADJ_NO_ANSWER = 1,      ///< the response holds no answer where the grader looks for one
    ADJ_NO_REFERENCE = 2,   ///< the row has no reference
    ADJ_BAD_REFERENCE = 3,  ///< the reference cannot be read
    ADJ_BAD_SAMPLE = 4,     ///< the row cannot be read
    ADJ_UNDECIDED = 5,      ///< neither right nor wrong can be proved
    ADJ_LIMIT_EXCEEDED = 6, ///< a budget of work ran out
    ADJ_UNAVAILABLE = 7,    ///< something the verifier needs is not there
    ADJ_INTERNAL_ERROR = 8  ///< a defect of Adjudge
};

/// A compiled grader and its workers.
typedef struct adj_engine adj_engine;

/// The verdicts of one batch.
typedef struct adj_verdicts adj_verdicts;

/// A column of byte strings: row `i` is `data[offsets[i] .. offsets[i + 1])`.
typedef struct {
    const uint8_t *data;     ///< the bytes of all rows; NULL where the batch has no such column
    const uint64_t *offsets; ///< count + 1 offsets, never decreasing
} adj_column;

/// A batch of rows.
typedef struct {
    uint32_t struct_size;  ///< sizeof(adj_batch), so that fields can be added later
    uint32_t reserved;     ///< 0
    uint64_t count;        ///< rows
    adj_column responses;  ///< what the model wrote, UTF-8
    adj_column references; ///< what it is checked against, UTF-8; data NULL: none
    adj_column items;      ///< one JSON object a row, read by {{item.…}} templates; data NULL: none
} adj_batch;

/// Compiles a grader. `grader` is a JSON document or "preset:NAME", `length` bytes of UTF-8. `threads` is the number of
/// threads a batch is split over; 0: one for each processor.
int32_t adj_engine_create(const char *grader, size_t length, uint32_t threads, adj_engine **out);

/// Gives an engine back. NULL is allowed. No other thread may still be using it.
void adj_engine_destroy(adj_engine *engine);

/// Ends the programs that the engine runs or has waiting, from any thread: their rows finish as ADJ_UNAVAILABLE, and the
/// `adj_score` that waits for them returns. Engines without programs have nothing to end. NULL is allowed.
void adj_engine_cancel(adj_engine *engine);

/// The hash of the engine's grader, 32 hexadecimal digits; lives as long as the engine.
const char *adj_engine_grader_hash(const adj_engine *engine);

/// Scores a batch. `rewards` (may be NULL) receives `count` rewards, NaN where there is none; `statuses` (may be NULL)
/// receives `count` statuses. `verdicts` (may be NULL) receives the whole verdicts; the batch's columns must then stay
/// alive and unchanged until `adj_verdicts_destroy`.
int32_t adj_score(adj_engine *engine, const adj_batch *batch, double *rewards, uint8_t *statuses,
                  adj_verdicts **verdicts);

/// How many rows the verdicts have.
uint64_t adj_verdicts_count(const adj_verdicts *verdicts);

/// Writes the verdict of `row` as one JSON object without a final NUL: the keys are those of `adjudge score`.
/// `*length` receives its size in bytes, also when `capacity` is too small (ADJ_BUFFER_TOO_SMALL; nothing is written).
int32_t adj_verdicts_json(const adj_verdicts *verdicts, uint64_t row, char *buffer, size_t capacity, size_t *length);

/// Gives verdicts back. NULL is allowed.
void adj_verdicts_destroy(adj_verdicts *verdicts);

/// The name of a status, such as "graded", or NULL where there is none; never freed.
const char *adj_status_name(uint8_t status);

/// What was wrong in the calling thread's last failed call, or "" when none has failed; valid until its next call.
const char *adj_last_error(void);

/// The version of the library, such as "0.1.0"; never freed.
const char *adj_version(void);

/// The version of the interface that the library implements.
uint32_t adj_abi_version(void);

#ifdef __cplusplus
}
#endif
#endif
