/// The warden: one thread that owns every untrusted process. It takes jobs from the host, finds each a room, starts,
/// watches, kills, reaps and cleans, and answers. Words as in containment.h.
#ifndef ADJUDGE_WARDEN_H
#define ADJUDGE_WARDEN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "containment.h"

#define MAX_PYTHONS 16
#define MAX_SLOTS 64
/// The zygote of native programs stands behind those of the Pythons.
#define LAUNCHER MAX_PYTHONS
#define ZYGOTES (MAX_PYTHONS + 1)
#define ERR_KEPT 65536
#define MILLISECOND 1000000ull

// The numbers of sandbox.h, which is the host's.
enum job_kind { JOB_PYTHON = 1, JOB_CALL, JOB_SPLIT, JOB_EXEC, JOB_NODE };
enum job_status {
    STATUS_OK, STATUS_CPU, STATUS_WALL, STATUS_MEMORY, STATUS_OUTPUT, STATUS_RUNTIME, STATUS_COMPILE, STATUS_FORBIDDEN,
    STATUS_JUDGE, STATUS_UNAVAILABLE, STATUS_CANCELLED
};

extern const char zygote_image[], python_bootstrap[], node_bootstrap[];
extern const size_t zygote_image_size;

/// An interpreter, as found.
struct interpreter {
    char given[512];     ///< as the host named it; empty: found by PATH
    char path[512];      ///< the real executable
    char version[64];
    char problem[WIRE_TEXT];
    char prefixes[4][512]; ///< directories it reads from
    const char *modules;
    bool asked;
    unsigned failures;   ///< in a row
    uint64_t retry_at;   ///< with a problem: when it is tried again. No problem is for ever: machines run out of memory
    bool hidden; ///< below a directory that only root enters
};

/// What the command line said and what was probed.
struct settings {
    unsigned slots;
    int minimum_level, maximum_level, level;
    unsigned layers; ///< in force
    char missing[WIRE_LAYERS][WIRE_TEXT];
    struct interpreter pythons[MAX_PYTHONS];
    unsigned python_count;
    struct interpreter node;
    const char *paths[32]; ///< the user's read-only paths
    unsigned path_count;
    const char *tests_prelude; ///< Python that the zygotes of tests have run
    uid_t uids[MAX_SLOTS]; ///< the first of each slot's private uids, one for each role; 0: none
    unsigned paths_version; ///< changes with what room_paths says
    char base[64];   ///< "adjudge-PID": names cgroups and directories
    int host;
    bool probing; ///< only in a probe's child
};
extern struct settings settings;

/// One run: a process (and what it starts) in a room.
struct run {
    pid_t pid;
    bool awaited;  ///< a zygote was told to start it and has not said its pid
    bool running;
    bool ended;
    int reason;    ///< the status for which the warden killed it, or -1
    int status;    ///< as wait4 gave it
    uint64_t started, finished, wall_deadline, next_check; ///< nanoseconds
    uint64_t memory_limit, memory_base, watched_peak; ///< bytes, where no control group counts them
    uint64_t next_memory_check; ///< nanoseconds
    uint64_t cpu_limit, cpu_before, cpu; ///< nanoseconds
    uint64_t peak;
    uint64_t delayed; ///< nanoseconds it was ready but had no processor, known at a wall limit
    unsigned note;
    char refusal[WIRE_TEXT]; ///< why its first steps, before any code of its program, failed
};

struct zygote {
    pid_t pid;
    int fd;
    enum { ZYGOTE_ABSENT, ZYGOTE_STARTING, ZYGOTE_READY } state;
    bool asked;          ///< told to start a run, and has not answered
    unsigned generation; ///< of the init whose pid namespace it forks into
    uint64_t data, address_space, anonymous; ///< of its own memory, bytes; the last is in use
    uint64_t starting_since;
    bool said;           ///< it said itself why it ends
    char problem[WIRE_TEXT];
};

#define CGROUP_FILES 6

struct cgroup {
    bool made;
    int files[CGROUP_FILES];
    uint64_t memory_base; ///< bytes in use before the run
    uint64_t limit;       ///< as last written
    uint32_t tasks;       ///< as last written
    uint64_t oom_kills;   ///< before the run
};

struct job;

enum room_role { ROOM_UNTRUSTED, ROOM_TRUSTED, ROOM_NODE, ROOM_ROLES };

struct room {
    int index;
    enum room_role role;
    bool open;
    unsigned paths_version; ///< of settings, when it was opened
    struct room_config config;
    char directory[128];
    pid_t keeper;
    int keeper_fd, directory_fd;
    int memory_files[ROOM_FDS]; ///< ROOM_JOB ... ROOM_RECORDS
    int streams[STREAMS];       ///< of the run; -1 between runs
    pid_t init;
    bool init_killed;
    int init_fd;
    int orphans_fd; ///< of /proc/INIT/task/INIT/children
    unsigned generation;
    struct zygote zygotes[ZYGOTES];
    struct cgroup cgroup;
    struct run run;
    struct job *job;
    int node_fd; ///< the warm node's order socket, -1: none waits here
};

/// A job, from its arrival to its answer.
struct job {
    struct job *next;
    struct wire_job head;
    const char *payload;
    size_t payload_size;
    bool payload_mapped;
    int executable;
    uint64_t arrived;
    int slot;
    bool launched, cancelled;
    int fault; ///< a status for a fault found before or beside its run, or -1
    char message[WIRE_TEXT];
    bool retriable;
};

extern struct room rooms[MAX_SLOTS][ROOM_ROLES];
extern uint64_t zygote_starts;

uint64_t now_ns(void);

// rootfs.c, keeper.c, launcher.c: what runs below
const char *build_root(const struct room_config *config, uid_t owner);
_Noreturn void keeper_main(const struct room_config *config);
_Noreturn void launcher_main(const struct room_config *config);

// room.c
/// Opens the room if it is not open. On failure the text says why.
bool open_room(struct room *room, char *problem);
void close_room(struct room *room);
/// A live pid namespace for the next run, where there are namespaces.
bool ensure_init(struct room *room, char *problem);
/// Makes the streams of the next run. Each is new: a file's flags, attributes, locks and position outlive its contents.
bool make_streams(struct room *room, char *problem);
void close_streams(struct room *room);
bool start_zygote(struct room *room, int which, char *problem);
/// A zygote's or keeper's message is there to be read.
void read_zygote(struct room *room, int which);
/// Forgets a child of the room; true when it was one.
bool forget_child(struct room *room, pid_t pid, char *fault);
void watch_fd(int fd, int kind, struct room *room, int which);
void unwatch_fd(int fd);
enum { WATCH_HOST = 1, WATCH_HOST_DEATH, WATCH_SIGNALS, WATCH_ZYGOTE };

// cgroup.c
bool find_cgroups(char *problem);
bool make_cgroup(struct room *room);
void enter_cgroup(struct room *room, pid_t pid);
void set_cgroup_limits(struct room *room, uint64_t memory, uint32_t processes);
/// Whether something in the room was killed for memory since the limits were set.
bool cgroup_ran_out(struct room *room);
uint64_t cgroup_peak(struct room *room);
void remove_cgroup(struct room *room);
void remove_all_cgroups(const char *base);

// files.c
/// A wiped private directory; false when something could not be removed.
bool wipe_directory(int directory);
/// A wiped directory whose mode, attributes and times too are as they were; false when that cannot be had.
bool renew_directory(int directory);
bool place_files(struct room *room, const char *bytes, size_t size);
/// A read-only memfd with the file's contents, -1 when it is not there or no plain file.
int take_file(int directory, const char *name, uint64_t most, int64_t *size);
void copy_all(int from, int to, uint64_t size);

// limits.c
uint64_t process_cpu(pid_t pid);
uint64_t tree_cpu(pid_t pid);
/// Kills what is over a limit; returns when to look again (nanoseconds), UINT64_MAX: never.
uint64_t check_limits(struct room *room, uint64_t now);
void set_limits(struct room *room, const struct job *job, struct room_job *child, int zygote);

// sweep.c
/// The children of a process, as many as fit; -1 when the kernel does not list them.
int children_of(pid_t pid, pid_t *list, int room);
void kill_run(struct room *room, int reason);
/// Kills every process that a finished run left, and waits for them.
void sweep_room(struct room *room);
void sweep_strays(void);
void reap_init(struct room *room);
/// Whether the first process is dying of itself, and its namespace with it.
bool init_is_leaving(const struct room *room);
/// A guard's last deed: kills and reaps all descendants.
void sweep_all(void);

// jobs.c
void accept_job(const struct wire_job *head, const char *payload, size_t size, int payload_fd, int executable);
void cancel_job(uint64_t ticket);
/// Tells the host what has become of a job.
void answer_probe(uint64_t ticket);
void schedule(void);
void run_started(struct room *room, pid_t pid, const char *problem);
void run_ended(struct room *room, int status, const struct rusage *usage);
/// The end of a child that nobody knows: it may be a run whose zygote has not yet said its pid.
void keep_early_end(pid_t pid, int status, const struct rusage *usage);
/// Something that a job stands on is gone.
void room_failed(struct room *room, const char *why);
void zygote_changed(struct room *room);
uint64_t next_deadline(uint64_t now);

// finish.c
void finish_job(struct job *job);
void answer_fault(struct job *job, int status, const char *message, bool retriable);
void free_job(struct job *job);

// node.c
bool prepare_node(struct room *room, char *problem);
bool start_node_job(struct room *room, struct job *job, char *problem);

// host.c
void read_host(void);
void flush_host(void);
bool host_waits(void); ///< answers are held back

void send_host(const void *bytes, size_t size, const int *fds, int count);
void say_hello(void);

// interpreters.c
void ask_python(struct interpreter *python);
void ask_node(void);
/// One more failure in a row; the interpreter is left alone for a while that grows with them.
void note_failure(struct interpreter *interpreter, const char *why);
/// One more Python, which jobs may name from now on.
void add_python(const char *path, const char *modules);
/// The read-only paths of every room.
void room_paths(const char **paths);

// probe.c
void probe_layers(void);

// uids.c
/// Takes uids that no other warden has, for every slot; false, with the reason, when there are none.
bool claim_uids(char *problem);

// main.c
_Noreturn void shut_down(void);

// start.c
size_t job_offset(const struct wire_job *head, enum wire_section section);
bool launch(struct job *job, char *problem);
/// Orders the run of what lies in the room. `extra`: one more descriptor for it, or -1; `flags`: more MESSAGE_ bits.
bool send_order(struct room *room, int which, int extra, unsigned flags);

#endif
