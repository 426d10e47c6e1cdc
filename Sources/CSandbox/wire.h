/// The messages between host and warden: one SOCK_SEQPACKET message each way per job, with fixed structs first.
/// Host and warden are always of one build; `WIRE_VERSION` refuses anything else.
#ifndef ADJUDGE_WIRE_H
#define ADJUDGE_WIRE_H

#include <stdint.h>

#define WIRE_VERSION 2
/// The descriptor on which a warden finds its host.
#define WIRE_HOST_FD 3
/// The largest payload that goes inside the message; more travels in a memfd.
#define WIRE_INLINE_MAX 49152
#define WIRE_MAX_OUTPUTS 16
#define WIRE_LAYERS 5
#define WIRE_TEXT 256

enum wire_type { WIRE_JOB = 1, WIRE_CANCEL, WIRE_INFO, WIRE_HELLO, WIRE_RESULT, WIRE_PROBE, WIRE_STATE, WIRE_PYTHON };

/// The parts of a job's payload, in the order in which they lie in it. Those before WIRE_STDIN go to the program's own
/// process as they are; the rest stay in the warden or go to the trusted process.
enum wire_section {
    WIRE_PROGRAM,
    WIRE_NAME,
    WIRE_ENTRY,
    WIRE_CALLS,
    WIRE_ARGUMENTS,   ///< strings, each with its NUL
    WIRE_ENVIRONMENT, ///< strings, each with its NUL
    WIRE_EXECUTABLE,  ///< a path with its NUL
    WIRE_STDIN,
    WIRE_FILES,   ///< per file: u32 mode, u32 name bytes (with NUL), u64 size, name, contents
    WIRE_OUTPUTS, ///< names, each with its NUL
    WIRE_TESTS,
    WIRE_SECTIONS
};
#define WIRE_CHILD_SECTIONS WIRE_STDIN

enum wire_flags {
    WIRE_MERGE_STDERR = 1,
    WIRE_ALONE = 2,
    WIRE_HAS_EXECUTABLE = 4, ///< a descriptor of the program comes with the message
    WIRE_HAS_PAYLOAD = 8,    ///< the payload comes as a memfd, the first descriptor
    WIRE_TRUSTED = 16        ///< set by the warden for the test process of a split run
};

struct wire_limits {
    uint64_t cpu, wall, memory, output, directory, tests_cpu;
    uint32_t processes;
    uint32_t reserved;
};

struct wire_job {
    uint32_t type; ///< WIRE_JOB
    uint32_t kind;
    uint64_t ticket;
    uint32_t interpreter;
    uint32_t flags;
    struct wire_limits limits;
    uint64_t sizes[WIRE_SECTIONS];
    uint32_t output_count;
    uint32_t reserved;
};

/// CANCEL, PROBE: ticket. INFO: `ticket` is the answer's; `index` a Python, or -1 for node.
struct wire_request {
    uint32_t type;
    int32_t index;
    uint64_t ticket;
};

struct wire_hello {
    uint32_t type;
    uint32_t version;
    int32_t level;
    int32_t pid;
    char missing[WIRE_LAYERS][WIRE_TEXT];
};

struct wire_info {
    uint32_t type;
    int32_t index;
    uint64_t ticket;
    char path[512];
    char version[64];
    char problem[WIRE_TEXT];
};

/// One more interpreter than the warden was started with.
struct wire_python {
    uint32_t type;
    char path[512];
    char modules[2500]; ///< of a message to a keeper, which also holds the path
};

enum wire_job_state { STATE_UNKNOWN, STATE_WAITING, STATE_RUNNING };

/// The answer to a PROBE: whether the warden has the job, and since when it runs.
struct wire_state {
    uint32_t type;
    uint32_t state; ///< a wire_job_state
    uint64_t ticket;
    uint64_t elapsed; ///< microseconds since its start
};

enum wire_blob { WIRE_OUT, WIRE_ERR, WIRE_RECORDS, WIRE_CANDIDATE_OUT, WIRE_CANDIDATE_ERR, WIRE_BLOBS };

struct wire_result {
    uint32_t type;
    uint32_t status;
    uint64_t ticket;
    int32_t level, exit_code, signal;
    uint32_t retriable; ///< the judge's fault, or a wall limit under overload: worth one more run, alone
    uint32_t contended;
    uint32_t output_count;
    uint64_t cpu, wall, peak, queued;
    uint64_t sizes[WIRE_BLOBS];
    int64_t output_sizes[WIRE_MAX_OUTPUTS]; ///< -1: not there
    uint64_t zygote_starts;
    uint32_t has_payload; ///< the blobs come as a memfd, the first descriptor
    char message[WIRE_TEXT];
};

#endif
