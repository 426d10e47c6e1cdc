/// The Python zygote: a warm CPython that forks one run per order. See Sources/CContainment/containment.h for the words.
#ifndef ADJUDGE_ZYGOTE_H
#define ADJUDGE_ZYGOTE_H

#include "containment.h"
#include "python.h"

/// A growing byte string.
struct buffer {
    char *bytes;
    size_t size, capacity;
    size_t most;   ///< beyond it nothing is added and `full` is set
    bool full;
    bool by_value; ///< numbers and arrays of numpy, named tuples, dates and the like are written as what they hold
};

// plain data (encode.c, decode.c): the encoding is described in sandbox.h
void buffer_add(struct buffer *out, const void *bytes, size_t size);
void buffer_byte(struct buffer *out, char byte);
void buffer_u32(struct buffer *out, size_t value);
/// Appends a value; what is no plain data becomes 'O'. Never leaves an error set.
void encode_value(struct buffer *out, PyObject *value);
/// Appends an object as a reference, even where its value is plain; as a value where there are no references.
void encode_reference(struct buffer *out, PyObject *value);
/// Appends 'S' and the text of `value` (an exact str), at most `most` bytes.
void encode_text(struct buffer *out, PyObject *value, size_t most);

/// Python functions for values beyond the plain ones, in split runs: `out(value, forced)` gives None or a pair of a tag
/// ('P' a packed value, 'G' an object of the program's process, 'Q' one of the tests') and its plain description;
/// `in(tag, description)` gives the value. NULL where there are no such values.
struct crossing {
    PyObject *out, *in;
};
extern struct crossing crossing;

struct reader {
    const char *at, *end;
    PyObject *globals; ///< where ListNode and TreeNode are looked up
    PyObject *opaque;  ///< raised for 'O', NULL: 'O' is malformed
    bool numbers;      ///< an object that nobody makes a value of is its number
    int depth;
};
/// Reads one value; NULL with a Python error when malformed (ValueError).
PyObject *decode_value(struct reader *in);
bool read_byte(struct reader *in, char *byte);
bool read_u32(struct reader *in, uint32_t *value);

/// The classes of the standard library that have an encoding; looked up once in the zygote.
enum standard_class { ORDERED_DICT = 1, DEFAULT_DICT, COUNTER, DEQUE, RANGE, DECIMAL, FRACTION, STANDARD_CLASSES };
/// Classes that only results of calls are written as, by what their str() is; numbers behind those of `standard_class`.
enum text_class { TEXT_DATE = 32, TEXT_DATETIME, TEXT_TIME, TEXT_TIMEDELTA, TEXT_UUID, TEXT_PATH, TEXT_CLASSES_END };
extern PyObject *standard_classes[STANDARD_CLASSES];
extern PyObject *list_node_class, *tree_node_class;
void find_standard_classes(void);

// memory.c
/// Lays the zygote's memory out for forking; nothing is warmed after it.
void settle_memory(void);
/// What is made from here on lies in pages of its own, one thing behind the other.
PyObject *begin_afresh(PyObject *self, PyObject *none);

// program.c
/// A fresh `__main__` in place of the zygote's; its globals.
PyObject *fresh_main(const char *name, size_t name_size);
/// Compiles and runs the program section in `globals`.
/// - Returns: true when it ran to its end. Else the exit code is in `*code` and the error was printed.
bool run_program(const struct cell_job *job, struct cell_records *records, PyObject *globals, int *code);
/// Prints the current error as the interpreter would at its end; its exit code.
int end_by_error(struct cell_records *records);
/// Flushes a stream of `sys`; false when that fails.
bool flush(const char *name);
/// Joins threads, runs atexit functions, flushes, ends the process.
_Noreturn void end_run(int code);
/// sys.argv, sys.path, os.environ.
void set_surroundings(const struct cell_job *job);
/// Puts the node classes into the globals, for programs that expect their judge to have them.
void add_node_classes(PyObject *globals);

// call.c
/// Resolves "f", "Class.method", "Class().method", or a plain name below class Solution; NULL with an error.
PyObject *resolve_path(PyObject *globals, const char *path, size_t size);
/// Appends 'X' and what was raised, and clears it.
void encode_error(struct buffer *out);
/// Kind CALL, after the program ran.
int run_calls(const struct cell_job *job, struct cell_records *records, PyObject *globals);
/// `give_nodes(function)`: what gives a function of the program nodes where it wants some, in calls.
PyObject *give_nodes(PyObject *self, PyObject *given);
/// Adds one record, if it fits.
bool add_record(const struct cell_job *job, struct cell_records *records, const char *bytes, size_t size);

// candidate.c, tests.c: the two ends of a split run, over descriptor `peer`
_Noreturn void serve_candidate(const struct cell_job *job, PyObject *globals, int peer);
/// Makes the module `candidate`, which is joined to its program later.
PyObject *make_candidate(PyObject *self, PyObject *none);
/// The program's end of a split run, for Python code in its process.
/// - `cross(out, in, extra, error, handles)`: what packs and unpacks values, answers orders beyond the usual ones, describes
///   an exception, and holds the objects that have numbers.
PyObject *cross_candidate(PyObject *self, PyObject *given);
/// `remember(list)`: the list holds the arguments and the result of the last order from now on.
PyObject *remember(PyObject *self, PyObject *given);
/// `ask(value)`: a question to the tests' process; their answer.
PyObject *ask_tests(PyObject *self, PyObject *given);
/// Joins `candidate`, made now if it is not there, to the program behind descriptor `peer`.
void join_candidate(const struct cell_job *job, struct cell_records *records, PyObject *globals, int peer);
/// Orders over the peer socket: u32 size, then a byte of these and plain data.
enum peer_order { PEER_CALL = 'c', PEER_VALUE = 'v', PEER_NEW = 'n', PEER_INVOKE = 'i', PEER_GET = 'g', PEER_SET = 's', PEER_DROP = 'd', PEER_EXTRA = 'e' };
/// The kinds of the program's names, in the order of its first frame.
enum name_kind { NAME_VALUE, NAME_FUNCTION, NAME_CLASS, NAME_KINDS };
/// Answers: 'V' and a value, 'X' and an exception; 'B' and a value asks the tests something before the answer.
bool send_frame(int fd, const char *bytes, size_t size);
/// Receives a frame of at most `most` bytes into malloc'ed memory.
char *receive_frame(int fd, size_t most, size_t *size);

#endif
