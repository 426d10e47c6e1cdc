/// The layers around one untrusted process, and the few words that the warden, its keepers and its zygotes exchange.
///
/// A *cell* is a place for one run at a time: a keeper that holds the namespaces, a private directory, memory files,
/// and the *zygotes* that fork a run. All are children of the warden (CLONE_PARENT), and so is each run.
#ifndef ADJUDGE_CONTAINMENT_H
#define ADJUDGE_CONTAINMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "messages.h"
#include "wire.h"

/// The descriptors of every process of a cell.
enum {
    CELL_CONTROL = 3, ///< SOCK_SEQPACKET to the warden
    CELL_JOB = 4,     ///< memfd: struct cell_job, then the child sections
    CELL_NOISE = 5,   ///< memfd: what keepers and zygotes write themselves
    CELL_RECORDS = 6, ///< memfd: struct cell_records, then records
    CELL_FDS = 7,
    CELL_CHANNEL = 1024 ///< in a run: the socket over which the two ends of a split run speak
};
/// The streams of a run, which come with its order: files that no other run has had.
enum { STREAM_IN, STREAM_OUT, STREAM_ERR, STREAMS };

/// The layers that are in force, as bits.
enum { LAYER_UID = 1, LAYER_SECCOMP = 2, LAYER_LANDLOCK = 4, LAYER_NAMESPACES = 8, LAYER_CGROUP = 16,
       LAYER_SEARCH = 32 }; ///< not a layer: a run reads below root's own directories, as far as Landlock lets it

/// The private directory inside the namespaces.
#define CELL_DIRECTORY "/work"
/// The zygote's shared object inside the namespaces.
#define CELL_ZYGOTE "/.adjudge/adjudge_zygote.so"
/// The uid that a program sees as its own inside the user namespace.
#define CELL_INNER_UID 1000
#define CELL_MAX_PATHS 64

/// A job, for the process that runs it; at the start of CELL_JOB, followed by the child sections.
struct cell_job {
    uint32_t kind;
    uint32_t flags; ///< wire_flags
    uint64_t output;
    uint64_t records; ///< the size of CELL_RECORDS
    uint64_t cpu_seconds, address_space, data, stack, file_size, processes;
    uint64_t sizes[WIRE_CHILD_SECTIONS];
};

/// The start of CELL_RECORDS. A Python run can write it itself, so nothing in it is believed beyond its bounds, and no
/// note of it is a failure of the judge's. A native program has neither the mapping nor the file once it runs.
struct cell_records {
    uint32_t note; ///< a cell_note
    uint32_t reserved;
    uint64_t size; ///< bytes of records that follow
};
enum cell_note { NOTE_NONE = 0, NOTE_COMPILE_ERROR = 1, NOTE_NO_MEMORY = 2, NOTE_CALLS_DONE = 3, NOTE_NOT_STARTED = 4 };

/// How a cell is made; inherited by its keeper.
struct cell_config {
    unsigned layers;            ///< LAYER_ bits
    uid_t uid;                  ///< private uid, 0: none
    const char *directory;      ///< the private directory's path on the host (levels 1 and 0)
    uint64_t directory_size;    ///< the tmpfs's size (levels 2 and 3)
    const char *paths[CELL_MAX_PATHS]; ///< read-only paths, NULL-terminated
    const char *prelude;        ///< Python that its Pythons start with; NULL: none
};

/// From the warden to a keeper or a zygote.
enum cell_order { ORDER_INIT = 1, ORDER_SPAWN_LAUNCHER, ORDER_SPAWN_PYTHON, ORDER_RUN };

struct cell_message {
    uint32_t order;
    uint32_t flags; ///< ORDER_RUN: the MESSAGE_ bits
    char text[3072]; ///< ORDER_SPAWN_*: NUL-separated: executable, modules, directories
    uint32_t text_size;
};
#define CELL_MESSAGE_HEAD (offsetof(struct cell_message, text))
/// The descriptors that come with ORDER_RUN: a namespace where there is a new one, the streams, and one more where said.
#define ORDER_FDS (1 + STREAMS + 1)
enum { MESSAGE_NAMESPACE = 1, ///< the first descriptor is a pidfd whose pid namespace is the run's from now on
       MESSAGE_FD = 2,        ///< the last descriptor is the executable, or the peer socket of a split run
       MESSAGE_PEER = 4,      ///< to a launcher: that descriptor is kept as 3, the executable is a path
       MESSAGE_SEARCH = 8 };  ///< to a keeper: the interpreter lies where only root reads

/// From a keeper or a zygote to the warden.
struct cell_reply {
    int32_t pid;   ///< what was started, or -errno
    uint32_t ready; ///< a cell_word
    char text[WIRE_TEXT]; ///< why not
};

/// The subject of a reply. A run speaks for itself only before any code of its program runs: the socket is closed then.
enum cell_word { WORD_STARTED = 0, WORD_READY = 1, WORD_RUN_REFUSED = 2 };

// layers.c ------------------------------------------------------------------------------------------------------------

/// Bars new privileges; true when the kernel did.
bool no_new_privileges(void);
/// Drops every capability, ambient ones included.
void drop_capabilities(void);
/// Keeps CAP_SYS_ADMIN over an exec (inside a user namespace).
void keep_admin_over_exec(void);
/// Keeps CAP_SETUID and CAP_SETGID and, when asked, CAP_DAC_READ_SEARCH, and nothing else.
void keep_setuid_only(bool search);
/// Keeps CAP_DAC_READ_SEARCH and nothing else, after a change of uid that kept capabilities.
void keep_search_only(void);

// seccomp.c -----------------------------------------------------------------------------------------------------------

/// Installs the filter. Who passes `cookie` as the sixth argument of clone or setns may use their namespace flags; a
/// run wipes its copy first. Where nothing `counts_memory` of files without a process, there are none in memory. What
/// `guards_channel` does not close CELL_CHANNEL, by itself or in a range.
int install_seccomp(uint64_t cookie, bool counts_memory, bool guards_channel);
/// For a run without pid namespace and without Landlock scopes: kill and friends only reach the run itself.
int install_signal_filter(void);

// landlock.c ----------------------------------------------------------------------------------------------------------

/// The Landlock ABI, 0 when there is none; `error` is the errno.
int landlock_abi(int *error);
/// Reads and executes below `paths`, writes below `directory` and on the harmless devices, nothing else. No TCP.
int install_landlock(const char *const *paths, const char *directory);
/// Signals and abstract sockets end at this process (ABI 6). Returns 0, or -1.
int install_landlock_scope(void);

// process.c -----------------------------------------------------------------------------------------------------------

/// A fork by clone whose child has the caller's parent as its parent. `flags` are more CLONE_ flags.
pid_t clone_sibling(unsigned long flags, int *pidfd, uint64_t cookie);
/// setns through the filter.
int enter_namespace(int fd, int type, uint64_t cookie);
/// An unguessable number.
uint64_t random_cookie(void);

// child.c -------------------------------------------------------------------------------------------------------------

/// The first steps of a new run: own session, its streams as descriptors 0 to 2, limits, no capabilities, private uid.
/// On return only 0, 1, 2 and `keep` (or none: -1) are open, which is moved: to CELL_CHANNEL where it is the channel,
/// else to 3. Returns the mapped job and, in `records`, the mapped records.
/// Where a step fails, the warden is told and the process ends.
const struct cell_job *become_run(const struct cell_config *config, const int *streams, int *keep, bool is_channel,
                                  struct cell_records **records);
/// Takes the descriptors of ORDER_RUN apart. Returns false when the streams did not come.
bool take_order(const struct cell_message *message, const int *fds, int count, int *namespace, int *streams, int *extra);
/// A child section's bytes.
const char *job_section(const struct cell_job *job, enum wire_section section, size_t *size);

#endif
