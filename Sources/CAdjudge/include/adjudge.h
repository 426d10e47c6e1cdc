/// Adjudge: a native verifier engine for reinforcement learning with verifiable rewards.
///
/// The C interface of libadjudge. Link with -ladjudge (`pkg-config --cflags --libs adjudge`); the library carries its
/// Swift runtime and installs no signal handler. Examples/c/score.c is a whole program.
///
/// Versions. ADJ_ABI_VERSION changes when something that exists changes, and the library's file name with it
/// (libadjudge.so.0 holds version 1); ADJ_ABI_REVISION grows when functions are added or structs get fields at their
/// end. A program calls `adj_abi_check(ADJ_ABI_VERSION, ADJ_ABI_REVISION)` once: ADJ_OK says that the library has all
/// that this header describes. Structs begin with their size: a library of a later revision takes the structs of an
/// earlier one, and one of an earlier revision takes a later struct whose additional fields are all zero. Revision 2 has
/// added cancellations and `batch.cancellation`, exact reasons and their column, `adj_engine_waits`, `adj_verifiers`, and
/// ADJ_NOT_EVALUATED for parts; revision 3 `adj_verdicts_detail`,
/// `batch.groups`, `adj_verdicts_advantages` and `adj_verdicts_metrics`; revision 4 `adj_engine_warnings`, `adj_machine`
/// and `adj_engine_item_names`; revision 5 `adj_judges_configure`,
/// `adj_judges_function`, `adj_judges_reply` and `adj_judges_tally`; revision 6 `adj_yaml_to_json`.
///
/// Ownership. What a function hands out through a pointer to a pointer belongs to the caller, who gives it back to the
/// matching `_destroy`. Columns, fields and output arrays belong to the caller throughout. Names and versions are
/// never freed.
///
/// Threads. An engine may be used from several threads at once; while one thread's batch has the engine's workers,
/// another's is scored on the thread that brought it. Verdicts are never changed after `adj_score` returns and may be
/// read from any thread. `adj_last_error` is the calling thread's. Nothing may be used after or during its `_destroy`.
/// A child of fork may go on using an engine; it then scores on the calling thread alone, and faster with an engine of
/// its own. `adj_engine_destroy` leaves there what the child inherited: its threads and programs are the parent's.
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

#define ADJ_ABI_VERSION 1  ///< changes when something that exists changes
#define ADJ_ABI_REVISION 6 ///< grows when something is added

#define ADJ_OK 0               ///< done
#define ADJ_INVALID_ARGUMENT 1 ///< a null pointer, a wrong struct_size, offsets that decrease or pass 2^48
#define ADJ_INVALID_GRADER 2   ///< the grader document cannot be compiled
#define ADJ_OUT_OF_RANGE 3     ///< no such row, part or group
#define ADJ_BUFFER_TOO_SMALL 4 ///< the output does not fit; the size it needs was stored
#define ADJ_INCOMPATIBLE 5     ///< the library is of another version, or lacks what the caller's header describes
#define ADJ_CANCELLED 6        ///< the batch's cancellation was used before it was scored

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
    ADJ_INTERNAL_ERROR = 8, ///< a defect of Adjudge
    ADJ_NOT_EVALUATED = 9   ///< no status of a row: the row did not reach this part of the grader
};

/// What a row without a reward becomes, as the grader's `on_error` says.
enum {
    ADJ_ON_ERROR_NULL = 0, ///< its score is NaN
    ADJ_ON_ERROR_ZERO = 1, ///< its score is 0
    ADJ_ON_ERROR_FAIL = 2  ///< its score is NaN, and the caller is asked to stop
};

/// What the bytes of a field are.
enum {
    ADJ_FIELD_TEXT = 0, ///< text
    ADJ_FIELD_JSON = 1  ///< a JSON array or object, such as several references
};

/// Which record of a verdict is meant: the total, or else the number of a part, from 0.
#define ADJ_TOTAL UINT32_MAX

/// A compiled grader and its workers.
typedef struct adj_engine adj_engine;

/// The verdicts of one batch.
typedef struct adj_verdicts adj_verdicts;

/// What ends a batch from another thread.
typedef struct adj_cancellation adj_cancellation;

/// A column of byte strings: row `i` is `data[offsets[i] .. offsets[i + 1])`.
typedef struct {
    const uint8_t *data;     ///< the bytes of all rows; NULL where the batch has no such column
    const uint64_t *offsets; ///< count + 1 offsets, never decreasing
} adj_column;

/// One row's text, wherever it lies: what a program uses that has its strings apart. A row with another `kind`, a
/// `reserved` that is not 0 or a length beyond 2^48 is ADJ_BAD_SAMPLE; the other rows are scored.
typedef struct {
    const uint8_t *data; ///< UTF-8; NULL: the row has no such field, whatever the rest says
    uint64_t length;     ///< bytes
    uint32_t kind;       ///< ADJ_FIELD_TEXT or ADJ_FIELD_JSON
    uint32_t reserved;   ///< 0
} adj_field;

/// A batch of rows. Responses come as a column or as fields; so do references and items, or not at all. A batch without
/// rows needs none of them. A response of more than 256 MiB is ADJ_LIMIT_EXCEEDED.
typedef struct {
    uint32_t struct_size;  ///< sizeof(adj_batch)
    uint32_t reserved;     ///< 0
    uint64_t count;        ///< rows, less than 2^31
    adj_column responses;  ///< what the model wrote, UTF-8; a row with other bytes is ADJ_BAD_SAMPLE
    adj_column references; ///< what it is checked against, UTF-8
    adj_column items;      ///< one JSON object a row, read by {{item.…}} templates
    const adj_field *response_fields;  ///< count fields instead of `responses`, or NULL
    const adj_field *reference_fields; ///< count fields instead of `references`, or NULL
    const adj_field *item_fields;      ///< count fields instead of `items`, or NULL
    adj_cancellation *cancellation;    ///< what ends the batch, or NULL; since revision 2
    const uint64_t *groups; ///< count numbers, the same for rows of one group, or NULL; not with a grader that says "group": {"by": …}; since revision 3
} adj_batch;

/// Where `adj_verdicts_columns` writes: arrays of `adj_verdicts_count` entries, each NULL when not wanted.
typedef struct {
    uint32_t struct_size;   ///< sizeof(adj_verdict_columns)
    uint32_t reserved;      ///< 0
    double *rewards;        ///< the reward; NaN where there is none
    double *scores;         ///< total only: the reward, or what `on_error` makes of a row without one
    uint64_t *work;         ///< work spent: bytes looked at and steps taken
    uint32_t *span_starts;  ///< the byte of the response at which the answer begins
    uint32_t *span_lengths; ///< how many bytes the answer has; 0 where there is none
    uint8_t *statuses;      ///< ADJ_GRADED and its like
    uint8_t *reasons;       ///< the rule that decided, coarsely: a code for `adj_reason_name`
    uint8_t *rules;         ///< the extraction rule that found the answer: a code for `adj_rule_name`
    int8_t *passed;         ///< total only: 1 right, 0 wrong, -1 without a reward
    uint16_t *exact_reasons; ///< the rule that decided: a code for `adj_exact_reason_name`; since revision 2
} adj_verdict_columns;

/// Where `adj_verdicts_groups` writes: arrays of as many entries as there are groups, each NULL when not wanted.
/// Rows without a reward count among `rows` only. A group without a reward has NaN for its means and extremes.
typedef struct {
    uint32_t struct_size; ///< sizeof(adj_group_columns)
    uint32_t reserved;    ///< 0
    uint64_t *rows;       ///< how many rows
    uint64_t *rewarded;   ///< how many of them have a reward
    uint64_t *passed;     ///< how many of them count as right
    double *means;        ///< the mean of the rewards
    double *deviations;   ///< their standard deviation, of the population (divided by `rewarded`)
    double *minimums;     ///< the least reward
    double *maximums;     ///< the greatest reward
} adj_group_columns;

// Engines

/// Compiles a grader. `grader` is a JSON document or the name of a preset, `length` bytes of UTF-8. `threads` is the
/// number of threads a batch is split over; 0: one for each processor.
int32_t adj_engine_create(const char *grader, size_t length, uint32_t threads, adj_engine **out);

/// Gives an engine back. NULL is allowed. No other thread may still be using it; its verdicts may outlive it.
void adj_engine_destroy(adj_engine *engine);

/// Ends the programs that the engine runs or has waiting, from any thread: their rows finish as ADJ_UNAVAILABLE, and the
/// `adj_score` that waits for them returns. Engines without programs have nothing to end. NULL is allowed. To end one
/// batch, programs or not, give it a cancellation.
void adj_engine_cancel(adj_engine *engine);

/// The hash of the engine's grader, 32 hexadecimal digits; lives as long as the engine.
const char *adj_engine_grader_hash(const adj_engine *engine);

/// How many threads a batch is split over.
uint32_t adj_engine_threads(const adj_engine *engine);

/// ADJ_ON_ERROR_NULL, _ZERO or _FAIL: what the grader wants of rows without a reward.
uint32_t adj_engine_on_error(const adj_engine *engine);

/// 1 when the grader reads the rows' items, 0 when a batch needs none.
uint32_t adj_engine_reads_items(const adj_engine *engine);

/// The fields of the rows' items that the grader reads, by name, as a JSON array of strings; "" stands for the whole item.
/// `*text` ends with a NUL that `*length` (may be NULL) does not count and goes back to `adj_text_destroy`. Since
/// revision 4.
int32_t adj_engine_item_names(const adj_engine *engine, char **text, size_t *length);

/// 1 when scoring waits for what goes on outside the engine's threads, such as programs; 0 when it only computes. Since
/// revision 2.
uint32_t adj_engine_waits(const adj_engine *engine);

/// Oddities of a grader that compiles, such as a case of a route that no row reaches, as a JSON array of sentences. Ends
/// with a NUL that `*length` (may be NULL) does not count; goes back to `adj_text_destroy`. Since revision 4.
int32_t adj_engine_warnings(const adj_engine *engine, char **text, size_t *length);

/// How many parts a verdict has; 0 for a grader of one part.
uint32_t adj_engine_part_count(const adj_engine *engine);

/// The name of a part, or NULL where there is none; lives as long as the engine.
const char *adj_engine_part_name(const adj_engine *engine, uint32_t part);

// Scoring

/// Scores a batch. `rewards` (may be NULL) receives `count` rewards, NaN where there is none; `statuses` (may be NULL)
/// receives `count` statuses. `verdicts` (may be NULL) receives the whole verdicts; when `adj_verdicts_json` is called
/// on them, the batch's responses must still be alive and unchanged.
int32_t adj_score(adj_engine *engine, const adj_batch *batch, double *rewards, uint8_t *statuses,
                  adj_verdicts **verdicts);

/// A cancellation for one batch, named in its `cancellation`. It must outlive the `adj_score` that it ends.
adj_cancellation *adj_cancellation_create(void);

/// Ends the batch, from any thread, at any time and any number of times: its programs end, no further row is begun, and
/// `adj_score` returns ADJ_CANCELLED once the rows at hand are done. NULL is allowed. Not for signal handlers.
void adj_cancellation_cancel(adj_cancellation *cancellation);

/// Gives a cancellation back. NULL is allowed.
void adj_cancellation_destroy(adj_cancellation *cancellation);

/// Scores one row of a batch with every step recorded and hands out a JSON object: the verdict, the answer with its
/// span, and `notes`, what each part saw. The text ends with a NUL that `*length` (may be NULL) does not count; it goes
/// back to `adj_text_destroy`.
int32_t adj_explain(adj_engine *engine, const adj_batch *batch, uint64_t row, char **text, size_t *length);

// Verdicts

/// How many rows the verdicts have.
uint64_t adj_verdicts_count(const adj_verdicts *verdicts);

/// Copies what the total (`part` is ADJ_TOTAL) or a part said of every row into the caller's arrays.
int32_t adj_verdicts_columns(const adj_verdicts *verdicts, uint32_t part, const adj_verdict_columns *out);

/// Statistics of the rewards by group. `group_of_row` has an entry for each row, the number of its group, less than
/// `groups`.
int32_t adj_verdicts_groups(const adj_verdicts *verdicts, const uint64_t *group_of_row, uint64_t groups,
                            const adj_group_columns *out);

/// The advantages of a batch that was scored with groups, `count` each: how much better a row's reward is than those of
/// its group, as the grader's `group.advantage` says; NaN where there is none. `constant` (may be NULL) receives 1 where
/// all rewards of the row's group are the same. ADJ_INVALID_ARGUMENT where the grader asks for no advantage. Since
/// revision 3.
int32_t adj_verdicts_advantages(const adj_verdicts *verdicts, double *advantages, uint8_t *constant);

/// The metrics of the batch, as a JSON object of numbers under the names of TRL, verl and NeMo-Gym, with those of groups
/// where the batch was scored with groups. Ends with a NUL that `*length` (may be NULL) does not count; goes back to
/// `adj_text_destroy`. Since revision 3.
int32_t adj_verdicts_metrics(const adj_verdicts *verdicts, char **text, size_t *length);

/// Writes the verdict of `row` as one JSON object without a final NUL: the keys are those of `adjudge score`.
/// `*length` receives its size in bytes, also when `capacity` is too small (ADJ_BUFFER_TOO_SMALL; nothing is written).
int32_t adj_verdicts_json(const adj_verdicts *verdicts, uint64_t row, char *buffer, size_t capacity, size_t *length);

/// The detail of the total (`part` is ADJ_TOTAL) or of a part of a row, as a JSON object: of a program
/// what its run was, of a check with `"detail": true` what it saw. `*text` is NULL where there is nothing; it ends with a
/// NUL that `*length` (may be NULL) does not count and goes back to `adj_text_destroy`. Since revision 3.
int32_t adj_verdicts_detail(const adj_verdicts *verdicts, uint64_t row, uint32_t part, char **text, size_t *length);

/// Gives verdicts back. NULL is allowed.
void adj_verdicts_destroy(adj_verdicts *verdicts);

// Names

/// The name of a status, such as "graded", or NULL where there is none.
const char *adj_status_name(uint8_t status);

/// The name of a reason, such as "equal_number", or NULL where there is none. Names stay; their numbers may differ from
/// one version of the library to the next.
const char *adj_reason_name(uint8_t reason);

/// The most exact name of the rule that decided, which is the one that rows have: a family of verifiers' own, or that of
/// the reason that it stands under. NULL where there is none. Since revision 2.
const char *adj_exact_reason_name(uint16_t reason);

/// Every reason that there is, as a JSON array of objects with `code` and `name`. Ends with a NUL that `*length` (may be
/// NULL) does not count; goes back to `adj_text_destroy`. Since revision 2.
int32_t adj_exact_reasons(char **text, size_t *length);

/// The name of an extraction rule, such as "boxed", or NULL where there is none. Names stay; numbers may differ.
const char *adj_rule_name(uint8_t rule);

/// The name of an error code, such as "ADJ_INVALID_GRADER", or NULL where there is none.
const char *adj_error_name(int32_t code);

/// The graders that have a name, as a JSON array of objects with `name`, `summary` and `grader`, the document that the
/// name stands for. Ends with a NUL that `*length` (may be NULL) does not count; goes back to `adj_text_destroy`.
int32_t adj_presets(char **text, size_t *length);

/// The types that a grader may have, as a JSON array of objects with `name`, `summary` and `keys`: the keys of that type
/// beside those of every grader, each with `name` and `summary`; none for types that join several graders. Ends with a
/// NUL that `*length` (may be NULL) does not count; goes back to `adj_text_destroy`. Since revision 2.
int32_t adj_verifiers(char **text, size_t *length);

/// The JSON of a document in YAML 1.2, such as a grader or settings of judges, for the functions that take JSON. Of words
/// without quotes only `null`, `true`, `false` and numbers of JSON are no texts. Ends with a NUL that `*length` (may be
/// NULL) does not count; goes back to `adj_text_destroy`. ADJ_INVALID_GRADER, with the line, where it is no YAML. Since
/// revision 6.
int32_t adj_yaml_to_json(const char *yaml, size_t yaml_length, char **text, size_t *length);

/// The capabilities of this machine, as a JSON object: `version`, `instruction_set`, `instruction_sets`, `processors`,
/// `pcre2`, `jit`, `curl`, and `sandbox` with its `level` (0 to 3), `layers`, `languages` and `python_modules`. What is missing has
/// a `problem` that says why. Opens the sandbox, which takes some tenths of a second. Ends with a NUL that `*length` (may
/// be NULL) does not count; goes back to `adj_text_destroy`. Since revision 4.
int32_t adj_machine(char **text, size_t *length);

/// Makes the judges in `settings`, a JSON object with `endpoints`, those that graders may ask which are created from now
/// on; NULL for those of the environment, which count where nothing was configured: ADJUDGE_JUDGES names a file. With
/// `source` ADJ_JUDGES_REPLAY nothing is sent: what the settings' `cache` has not is `unavailable`. Keys are not in the
/// settings: they name environment variables or files. ADJ_INVALID_GRADER where the settings are wrong. Since revision 5.
int32_t adj_judges_configure(const char *settings, size_t length, uint32_t source);

#define ADJ_JUDGES_LIVE 0u   ///< ask the servers for what the cache has not
#define ADJ_JUDGES_REPLAY 1u ///< the cache alone

/// A function that answers in place of a server: endpoints of the kind `function` ask it. `request` is a chat completion
/// as JSON, not terminated, valid until the function returns, which must be at once; it may be called from any thread, one call
/// at a time. The reply to `call` comes by `adj_judges_reply`. Since revision 5.
typedef void (*adj_judge_function)(void *context, uint64_t call, const char *endpoint, const char *request, size_t length);

/// Sets the function of this process; NULL for none. `context` is passed through. Since revision 5.
void adj_judges_function(adj_judge_function function, void *context);

/// Gives a call its reply, from any thread: a chat completion as JSON. NULL where there is none: then `failure` (may be
/// NULL), which ends with a NUL, says why, and the call fails. ADJ_INVALID_ARGUMENT for a call that nobody waits for, as after
/// the endpoint's timeout. Since revision 5.
int32_t adj_judges_reply(uint64_t call, const char *reply, size_t length, const char *failure);

/// What judges were asked in this process since they were configured, as a JSON object: `questions`, `cached`, `shared`,
/// `calls`, `retries`, `input_tokens`, `output_tokens`, `cost`, `seconds`, `canaries`, `failed_canaries`, and `failures` by
/// reason; `null` where none is configured. Ends with a NUL that `*length` (may be NULL) does not count; goes back to
/// `adj_text_destroy`. Since revision 5.
int32_t adj_judges_tally(char **text, size_t *length);

/// Gives a text back. NULL is allowed.
void adj_text_destroy(char *text);

/// What was wrong in the calling thread's last failed call, or "" when none has failed; valid until its next call.
const char *adj_last_error(void);

// Versions

/// The version of the library, such as "0.1.0".
const char *adj_version(void);

/// The version of the interface that the library implements.
uint32_t adj_abi_version(void);

/// The revision of the interface that the library implements.
uint32_t adj_abi_revision(void);

/// ADJ_OK when the library serves a program compiled against this version and revision of the header, otherwise
/// ADJ_INCOMPATIBLE.
int32_t adj_abi_check(uint32_t version, uint32_t revision);

#ifdef __cplusplus
}
#endif
#endif
