/// The contained runner: untrusted programs in, bytes and a status out.
///
/// A host opens a `sandbox`. That starts one or more wardens (small C processes, by posix_spawn: the host itself never
/// forks), and each warden owns every untrusted process: it limits, kills, reaps and reports. If the host dies, or
/// closes the sandbox, everything below the warden dies with it. If a warden or an interpreter it keeps warm dies, it is
/// started anew and the jobs that were in flight are run once more; `attempts` in the result says so.
///
/// The runner never judges. Expected outputs never come here: a result is what the program wrote, how it ended and what
/// it used, and the caller compares. An exit status alone proves nothing.
///
/// Ownership. Everything a job points to is copied or handed to the kernel before `sandbox_submit` returns. A result
/// belongs to the caller until `sandbox_result_free`.
///
/// Threads. Every function may be called from any number of threads at once, except `sandbox_close`, which must be the
/// last. SIGPIPE is never raised and no signal handler is installed. A forked child of the host must not use it.
///
/// Units. Times are microseconds, sizes are bytes. 0 in a limit means the default that stands beside it.
#ifndef ADJUDGE_SANDBOX_H
#define ADJUDGE_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How much stands between a program and the machine. What each level is made of is probed when the sandbox opens.
typedef enum {
    SANDBOX_LEVEL_NONE = -1, ///< nothing ran
    SANDBOX_LEVEL_0 = 0,     ///< rlimits, private uid where the warden is root, empty environment, sweep of the whole tree
    SANDBOX_LEVEL_1 = 1,     ///< and seccomp and Landlock
    SANDBOX_LEVEL_2 = 2,     ///< and user, pid, mount, net, ipc and uts namespaces
    SANDBOX_LEVEL_3 = 3      ///< and a cgroup (v1 or v2) with memory and process limits
} sandbox_level;

/// The layers that a level is made of; `sandbox_layer_missing` says of each why it is not there.
typedef enum {
    SANDBOX_LAYER_PRIVATE_UID = 0, ///< programs run as a uid that nothing else uses (only where the warden is root)
    SANDBOX_LAYER_SECCOMP = 1,     ///< a system call filter
    SANDBOX_LAYER_LANDLOCK = 2,    ///< file access rules
    SANDBOX_LAYER_NAMESPACES = 3,  ///< user, pid, mount, net, ipc, uts
    SANDBOX_LAYER_CGROUP = 4,      ///< memory and process counts of the whole tree
    SANDBOX_LAYERS = 5
} sandbox_layer;

/// How a run ended. Evidence is read in this order: judge error, what the warden killed for, signal, exit code.
typedef enum {
    SANDBOX_OK = 0,              ///< ended by itself with exit code 0 (kind CALL: and no call raised; count the records)
    SANDBOX_TIME_LIMIT_CPU = 1,  ///< used its CPU time
    SANDBOX_TIME_LIMIT_WALL = 2, ///< still there when the wall limit came
    SANDBOX_MEMORY_LIMIT = 3,    ///< killed for memory, or ended by an allocation failure at its limit
    SANDBOX_OUTPUT_LIMIT = 4,    ///< wrote more than `output` bytes to stdout; what fitted is in the result
    SANDBOX_RUNTIME_ERROR = 5,   ///< exit code other than 0, an uncaught exception, or a signal
    SANDBOX_COMPILE_ERROR = 6,   ///< Python: the program does not compile (SyntaxError); stderr has the message
    SANDBOX_FORBIDDEN = 7,       ///< killed by the system call filter
    SANDBOX_JUDGE_ERROR = 8,     ///< the runner's own fault, after a second try: no verdict may come of it
    SANDBOX_UNAVAILABLE = 9,     ///< below `minimum_level`, or the interpreter asked for cannot be used; `message` says why
    SANDBOX_CANCELLED = 10       ///< `sandbox_cancel`, or the sandbox was closed
} sandbox_status;

/// The kind of program that a job runs.
typedef enum {
    /// A Python program as `__main__`: stdin in, stdout and stderr out.
    SANDBOX_PYTHON = 1,
    /// A Python program whose function `entry` is then called with each element of `calls`, in one process. What the
    /// program prints goes to stdout; each call's outcome is a record in `result.records`.
    SANDBOX_PYTHON_CALL = 2,
    /// Two Python processes that share nothing but a socket: `program` is the untrusted candidate, `tests` the trusted
    /// test program. See "Split execution" below.
    SANDBOX_PYTHON_SPLIT = 3,
    /// A native program: `executable` (a path, or `executable_fd`) with `argv`. Compilers, shells, compiled programs and
    /// every language of a user's table run as this. `program` is not used; put sources into `files`.
    SANDBOX_EXEC = 4,
    /// A JavaScript program (CommonJS, `require` present) in a single-use warm node process.
    SANDBOX_NODE = 5
} sandbox_kind;

/// Plain data ----------------------------------------------------------------------------------------------------------
/// The only thing that crosses between processes besides text streams. A closed, self-delimiting encoding; integers are
/// little-endian; no alignment. Types are exact: an instance of a subclass is never encoded as its base.
///
///   'N' None        'T' True        'F' False
///   'I' i64                                int that fits
///   'J' u32 n, n ASCII bytes               any other int: optional '-', then lower-case hexadecimal digits, no prefix
///   'D' 8 bytes                            float, IEEE-754 binary64 (NaN payloads are not kept)
///   'C' 16 bytes                           complex: real, imaginary
///   'S' u32 n, n bytes                     str as UTF-8; lone surrogates as their three-byte forms (WTF-8)
///   'B' u32 n, n bytes                     bytes             'A' u32 n, n bytes   bytearray
///   'L' u32 n, n values                    list              'U' u32 n, n values  tuple
///   'E' u32 n, n values                    set, in iteration order
///   'Z' u32 n, n values                    frozenset
///   'M' u32 n, n pairs of values           dict, in insertion order
///   'W' u8 kind, value                     a standard container or number, exactly of that class:
///          1 collections.OrderedDict ('M')    2 collections.defaultdict ('M'; its factory is lost)
///          3 collections.Counter ('M')        4 collections.deque ('L')      5 range ('U' of start, stop, step)
///          6 decimal.Decimal ('S')            7 fractions.Fraction ('U' of numerator, denominator)
///         32 datetime.date  33 datetime  34 time  35 timedelta  36 uuid.UUID  37 pathlib ('S', their str): only as results
///                                          of SANDBOX_PYTHON_CALL, which also write numbers and arrays of numpy as the
///                                          Python values they hold, and tuples with named fields as tuples
///   'H' u32 n, n values                    linked list: an object of a class named ListNode with `val` and `next`
///   'R' u32 n, n values                    binary tree in level order: class TreeNode with `val`, `left`, `right`;
///                                          'N' for a missing child (children of a missing child are left out),
///                                          n = 0 is never written (an empty tree is 'N')
///   'O' u32 n, n bytes                     only from a program: a value of any other type; the bytes are the type's name
///                                          (UTF-8). Equal to nothing.
///
/// Deeper than 256 levels, cyclic, or larger than `limits.output`: 'O' with the name "(too deep)" or "(too large)".
/// As input (`calls`), 'H' and 'R' become objects of the program's own class ListNode or TreeNode if it has one, else of
/// a class that is put into its globals before it runs. 'O' is refused.
///
/// Records of SANDBOX_PYTHON_CALL. `calls` is an 'L' of calls; each call is an 'L' or 'U' of positional arguments, or a
/// 'U' of exactly that list and an 'M' of keyword arguments preceded by the byte 'K':   'K' list map.
/// `entry` names what is called: "f", "Class.method", or "Class().method" (the class is instantiated without arguments
/// anew for each call). A plain name that is no global of the program but an attribute of its class `Solution` means
/// "Solution().name". `result.records` holds one record per finished call, one after the other:
///   'V' value                                             the call returned
///   'X' 'S' type name, 'S' str(exception) (first 4 KiB)   the call raised; later calls still run
/// Fewer records than calls: the process ended before; `status` says how. The child writes these records itself, so
/// they are as untrusted as its stdout: compare values, and require all of them.
///
/// Split execution -----------------------------------------------------------------------------------------------------
/// `tests` runs as `__main__` in the trusted process, in a cell of its own (own pid namespace, directory and uid at the
/// levels that have them). A module `candidate` is importable there (it is C, nothing of it is written in Python):
///   candidate.names()                -> dict of name to kind of the program's globals that do not start with "__" and
///                                       are not modules; kind is "function" (any callable that is no class), "class"
///                                       or "value". Waits until the program's top level has run.
///   candidate.call(path, args, kwargs={}) -> value. `path` as `entry` above. Arguments are encoded; lists, dicts, sets,
///                                       bytearrays and deques among the positional arguments that the program mutated
///                                       are updated in place afterwards.
///   candidate.value(path)            -> the plain value of a global or attribute ("x", "Class.x")
///   candidate.new(path, args, kwargs={}) -> int handle of a new object (path: a class or a factory function)
///   candidate.invoke(handle, name, args, kwargs={}) -> value of a method call on it; candidate.get(handle, name);
///   candidate.set(handle, name, value); candidate.drop(handle)
///   candidate.cross(out, in, asked, raising, refill): Python code by which values beyond plain data cross, and objects of
///                                    either side by number (`struct crossing` of zygote.h): 'P', 'G' and 'Q' in the
///                                    encoding. `asked` answers the program where it calls what the tests handed over.
///   candidate.extra(value)           what Python code beside the program answers (Sources/CZygote/serving.py)
///   candidate.report(value)          writes one 'V' record to `result.records`. Only the trusted process can write there.
/// Errors: what the program raised arrives as an instance of the builtin exception class of exactly that name (with
/// args = (message,)), else as candidate.Raised (attributes `name`, `message`); candidate.Died if the program's process
/// is gone or broke the protocol; candidate.Opaque (attribute `name`: the type's name) where a value is no plain data.
/// candidate.Failure is the common base of Died and Opaque, and is not an Exception but a BaseException, so that a test
/// with `except Exception` does not swallow it. After a Died every later operation raises Died.
/// stdin is the program's; stdout and stderr of the result are the trusted process's; the program's own go to
/// `candidate_stdout` and `candidate_stderr`.
/// A pass is: status OK, and the report that your test program writes last is there and says so. Status: if the
/// candidate was stopped for a limit, that limit; else how the trusted process ended (its uncaught AssertionError is a
/// RUNTIME_ERROR with exit code 1). Limits hold for the candidate; the trusted process has `tests_cpu`.
/// ---------------------------------------------------------------------------------------------------------------------

/// A file that is put into the program's directory before it starts.
typedef struct {
    const char *name;    ///< a plain file name, or a relative path below the directory; its directories are made
    const void *bytes;   ///< contents
    size_t size;         ///< how many
    bool executable;     ///< mode 0755 instead of 0644
} sandbox_file;

/// Limits of one run. 0 means the default named.
typedef struct {
    uint64_t cpu;         ///< CPU time of the whole tree, from the program's own start. Default 10 s.
    uint64_t wall;        ///< from the program's own start (never from enqueueing). Default 3 × cpu + 1 s.
    uint64_t memory;      ///< default 512 MiB
    uint64_t output;      ///< stdout (and each written file). Default 16 MiB. Of stderr the first 64 KiB are kept.
    uint64_t directory;   ///< a job with `outputs`: the largest file it may write. Default 256 MiB, which is also all that
                          ///< the private directory holds at the levels with namespaces (and 4,096 files).
    uint32_t processes;   ///< processes and threads at once. Default 64.
    uint64_t tests_cpu;   ///< split only: CPU time of the trusted process. Default 3 × cpu + 5 s.
} sandbox_limits;

/// A run. Zero the whole, then set what is needed.
typedef struct {
    uint32_t kind;                ///< a sandbox_kind
    uint32_t interpreter;         ///< PYTHON*: index into `sandbox_options.pythons` (0: the first)
    const char *program;          ///< PYTHON*, NODE: source text, UTF-8 (need not end in NUL)
    size_t program_size;          ///< its bytes
    const char *program_name;     ///< the file name that tracebacks show; default "main.py", "main.js"
    const char *tests;            ///< PYTHON_SPLIT: the trusted test program
    size_t tests_size;            ///< its bytes
    const char *entry;            ///< PYTHON_CALL: what is called
    const uint8_t *calls;         ///< PYTHON_CALL: plain data as above
    size_t calls_size;            ///< its bytes
    const void *standard_input;   ///< bytes the program reads from descriptor 0 (a seekable file; may be NULL)
    size_t standard_input_size;   ///< how many
    const char *executable;       ///< EXEC: absolute path; NULL when executable_fd is used
    int executable_fd;            ///< EXEC without path: an open ELF file or memfd (it is duplicated); not for scripts
    const char *const *arguments; ///< argv, NULL-terminated. EXEC: with argv[0]. PYTHON, NODE: what follows the name.
    const char *const *environment; ///< extra "NAME=value", NULL-terminated; the base is PATH, HOME, TMPDIR, LANG=C.UTF-8
    const sandbox_file *files;    ///< put into the directory first; the program starts in that directory
    size_t file_count;            ///< how many
    const char *const *outputs;   ///< files in the directory to bring back, NULL-terminated relative names (at most 16)
    sandbox_limits limits;        ///< see there
    bool merge_stderr;            ///< stderr goes where stdout goes
    bool alone;                   ///< wait until nothing else runs, and hold everything else back meanwhile
} sandbox_job;

/// Bytes of a result. `bytes` may be NULL when size is 0.
typedef struct {
    const uint8_t *bytes;
    size_t size;
} sandbox_bytes;

/// A file that came back; `fd` >= 0 is a read-only memfd at offset 0 (usable as `executable_fd`), -1: it was not there.
typedef struct {
    int fd;
    uint64_t size;
} sandbox_output;

/// How a run went.
typedef struct {
    uint32_t status;          ///< a sandbox_status
    int32_t level;            ///< the sandbox_level it ran at
    int32_t exit_code;        ///< -1 when it did not exit by itself
    int32_t signal;           ///< the signal it died of, 0: none. Kills by the warden show as status, with 9 here.
    uint32_t attempts;        ///< 1, or 2 when it was run again after a fault of the judge's
    bool contended;           ///< a wall limit under host overload: run again alone, and this is that second result
    uint64_t cpu;             ///< user and system time of its whole tree, as far as the level can see it
    uint64_t wall;            ///< from its start to the end of its last process
    uint64_t peak_memory;     ///< most memory at once (cgroup where there, else the largest process)
    uint64_t queued;          ///< from submission to start
    sandbox_bytes standard_output;
    sandbox_bytes standard_error;
    sandbox_bytes records;          ///< PYTHON_CALL, PYTHON_SPLIT: see above
    sandbox_bytes candidate_stdout; ///< PYTHON_SPLIT
    sandbox_bytes candidate_stderr; ///< PYTHON_SPLIT
    sandbox_output outputs[16];     ///< in the order of `job.outputs`
    uint32_t output_count;
    char message[256];        ///< UNAVAILABLE, JUDGE_ERROR: what is wrong and what would be right
    void *storage;            ///< private
} sandbox_result;

/// A Python that is kept warm.
typedef struct {
    const char *path;    ///< an interpreter (CPython 3.8 or later, no shim needed: shims are resolved); NULL: found by PATH
    const char *modules; ///< modules to import beforehand, separated by spaces; NULL: the usual standard modules
} sandbox_python;

/// How a sandbox is opened. Zero the whole, then set what is needed.
typedef struct {
    uint32_t slots;                     ///< programs at once; 0: `sandbox_processors`
    uint32_t in_flight;                 ///< jobs accepted at once before `sandbox_submit` blocks; 0: 4 × slots + 16
    int32_t minimum_level;              ///< below it every job is UNAVAILABLE; never a silent downgrade. 0: any level.
    bool cap_level;                     ///< use no layer above `maximum_level` (tests). ADJUDGE_SANDBOX_LEVEL=0..3 in the
    int32_t maximum_level;              ///< environment does the same; the lower of both counts.
    const sandbox_python *pythons;      ///< interpreters (templates); NULL: one, with the defaults
    size_t python_count;                ///< how many, at most 16
    const char *node;                   ///< path of node; NULL: found by PATH
    const char *const *read_only_paths; ///< directories that programs may read besides the interpreters' and /usr; NULL-terminated
    const char *warden;                 ///< path of adjudge-warden; NULL: ADJUDGE_WARDEN, else beside this library or
                                        ///< executable, else ../libexec/adjudge from there
    const char *tests_prelude;          ///< Python that every test process of a split run starts with, run once for all
                                        ///< of them: names that `tests` finds as its own; NULL: none
} sandbox_options;

typedef struct sandbox sandbox;

/// One running or finished job.
typedef uint64_t sandbox_ticket;

/// The processors that this process may keep busy: its affinity mask, and no more than its control groups' CPU quota.
uint32_t sandbox_processors(void);

/// Opens a sandbox: starts the wardens, probes the machine. Interpreters start at their first job. Takes a few
/// milliseconds.
/// - Returns: NULL on failure, and what was wrong in `error` (which may be NULL).
sandbox *sandbox_open(const sandbox_options *options, char *error, size_t error_size);

/// Kills what runs, ends the wardens and waits until nothing is left. Waiting threads get SANDBOX_CANCELLED.
void sandbox_close(sandbox *box);

/// The level at which programs run, probed at open.
sandbox_level sandbox_current_level(const sandbox *box);

/// Whether the layer is there.
/// - Returns: NULL when it is, else why not ("unshare(CLONE_NEWUSER): Operation not permitted"). Lives as long as `box`.
const char *sandbox_layer_missing(const sandbox *box, sandbox_layer layer);

/// The facts of an interpreter, after resolving shims.
typedef struct {
    char path[512];    ///< the real executable; empty when there is none
    char version[64];  ///< "3.11.7", "v20.20.2"; empty when it could not be asked
    char problem[256]; ///< why it cannot be used; empty when it can
} sandbox_interpreter;

/// The state of `pythons[index]`, found by starting it at the level in force (tens of milliseconds the first time).
/// - Returns: false when there is no such index.
bool sandbox_python_info(sandbox *box, uint32_t index, sandbox_interpreter *info);

/// One more Python for the jobs that follow.
/// - Returns: its index; -1, with the reason in `error`, when there are 16 already or the texts are longer than 2,500 bytes.
int32_t sandbox_add_python(sandbox *box, const sandbox_python *python, char *error, size_t error_size);

/// The state of node. The same costs.
bool sandbox_node_info(sandbox *box, sandbox_interpreter *info);

/// Hands a job over. Blocks while `in_flight` jobs are unfinished: that is the back-pressure.
/// - Returns: a ticket that must be given to `sandbox_wait` once it is done; 0 when the job is malformed (a name that
///   leaves the directory, an unknown kind, a missing field), with the reason in `error`.
sandbox_ticket sandbox_submit(sandbox *box, const sandbox_job *job, char *error, size_t error_size);

/// Waits for a job's end.
/// - Parameter timeout: microseconds; negative waits without end, 0 only looks.
/// - Returns: true when `result` was filled; the ticket is then spent. false: not yet, or no such ticket.
bool sandbox_wait(sandbox *box, sandbox_ticket ticket, int64_t timeout, sandbox_result *result);

/// Asks for a job's end; its result (CANCELLED, or what it became before) still has to be waited for.
void sandbox_cancel(sandbox *box, sandbox_ticket ticket);

/// submit and wait in one. A malformed job gives SANDBOX_JUDGE_ERROR with the message.
void sandbox_run(sandbox *box, const sandbox_job *job, sandbox_result *result);

/// Gives back what a result holds (its fds too, where they are still >= 0).
void sandbox_result_free(sandbox_result *result);

/// Counters for doctor and tests.
typedef struct {
    uint64_t jobs;             ///< finished
    uint64_t warden_restarts;  ///< wardens that died
    uint64_t zygote_starts;    ///< interpreters started
    uint64_t retries;          ///< jobs run a second time
    uint32_t wardens;          ///< processes now
    int32_t warden_pids[16];   ///< their ids (tests kill them)
} sandbox_statistics;

void sandbox_get_statistics(sandbox *box, sandbox_statistics *statistics);

#ifdef __cplusplus
}
#endif
#endif
