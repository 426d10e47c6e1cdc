/// The warden: one thread that owns every untrusted process. It takes jobs from the host, finds each a cell, starts,
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

/// The command line's settings, and those that were probed.
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
    unsigned paths_version; ///< changes with what cell_paths says
    char base[64];   ///< "adjudge-PID": names cgroups and directories
    int host;
    bool probing; ///< only in a probe's child
};
extern struct settings settings;

/// One run: a process (and what it starts) in a cell.
struct run {
    pid_t pid;
    bool awaited;  ///< a zygote was told to start it and has not said its pid
    bool running;
    bool ended;
    bool left_orphans; ///< the warden ended its namespace for what it left while its tests went on
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

enum cell_role { CELL_UNTRUSTED, CELL_TRUSTED, CELL_NODE, CELL_ROLES };

struct cell {
    int index;
    enum cell_role role;
    bool open;
    unsigned paths_version; ///< of settings, when it was opened
    struct cell_config config;
    char directory[128];
    pid_t keeper;
    int keeper_fd, directory_fd;
    int memory_files[CELL_FDS]; ///< CELL_JOB ... CELL_RECORDS
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
    unsigned restarts; ///< how often it began again because its interpreter was lost
    int fault; ///< a status for a fault found before or beside its run, or -1
    char message[WIRE_TEXT];
    bool retriable;
};

extern struct cell cells[MAX_SLOTS][CELL_ROLES];
extern uint64_t zygote_starts;

// The functions, by file. A file calls only those above its own part: `make lint` looks.

// rootfs.c
const char *build_root(const struct cell_config *config, uid_t owner);

// launcher.c
_Noreturn void launcher_main(const struct cell_config *config);

// keeper.c
_Noreturn void keeper_main(const struct cell_config *config);

// files.c
/// A wiped private directory; false when something could not be removed.
bool wipe_directory(int directory);
/// A wiped directory whose mode, attributes and times too are as they were; false when that cannot be had.
bool renew_directory(int directory);
bool place_files(struct cell *cell, const char *bytes, size_t size);
/// A read-only memfd with the file's contents, -1 when it is not there or no plain file.
int take_file(int directory, const char *name, uint64_t most, int64_t *size);
void copy_all(int from, int to, uint64_t size);

// uids.c
/// Takes uids that no other warden has, for every slot; false, with the reason, when there are none.
bool claim_uids(char *problem);

// outbox.c
void send_host(const void *bytes, size_t size, const int *fds, int count);
void flush_host(void);
bool host_waits(void); ///< answers are held back

// watch.c
enum { WATCH_HOST = 1, WATCH_HOST_DEATH, WATCH_SIGNALS, WATCH_ZYGOTE };
/// A descriptor that can be read: what it is, and whose.
struct watched {
    int kind, which;
    struct cell *cell;
};
void start_watching(void);
void watch_fd(int fd, int kind, struct cell *cell, int which);
void unwatch_fd(int fd);
/// Waits for the host also until it can be written to.
void watch_host(bool writing);
/// Waits for descriptors, at most so long (-1: for ever), and returns how many were found.
int wait_for_watched(struct watched *found, int most, int milliseconds);

// cgroup.c
bool find_cgroups(char *problem);
bool make_cgroup(struct cell *cell);
void enter_cgroup(struct cell *cell, pid_t pid);
void set_cgroup_limits(struct cell *cell, uint64_t memory, uint32_t processes);
/// Whether something in the cell was killed for memory since the limits were set.
bool cgroup_ran_out(struct cell *cell);
uint64_t cgroup_peak(struct cell *cell);
void remove_cgroup(struct cell *cell);
void remove_all_cgroups(const char *base);

// sweep.c
/// The children of a process, as many as fit; -1 when the kernel does not list them.
int children_of(pid_t pid, pid_t *list, int most);
void kill_run(struct cell *cell, int reason);
/// Ends the program of a split run whose tests are over. It alone: what it leaves is looked for as after a run that came to
/// its own end, and where that is nothing, its namespace serves the next run.
void end_program(struct cell *cell);
/// Ends what the program of a split run left when it ended before its tests: no limit counts what it would do in the
/// program's place.
void end_orphans(struct cell *cell);
/// Kills every process that a finished run left, and waits for them.
void sweep_cell(struct cell *cell);
void sweep_strays(void);
void reap_init(struct cell *cell);
/// Whether the first process is dying of itself, and its namespace with it.
bool init_is_leaving(const struct cell *cell);
/// A guard's last deed: kills and reaps all descendants.
void sweep_all(void);

// limits.c
uint64_t now_ns(void);
uint64_t process_cpu(pid_t pid);
uint64_t tree_cpu(pid_t pid);
/// Kills what is over a limit; returns when to look again (nanoseconds), UINT64_MAX: never.
uint64_t check_limits(struct cell *cell, uint64_t now);
void set_limits(struct cell *cell, const struct job *job, struct cell_job *child, int zygote);

// interpreters.c
void ask_python(struct interpreter *python);
void ask_node(void);
/// One more failure in a row; the interpreter is left alone for a while that grows with them.
void note_failure(struct interpreter *interpreter, const char *why);
/// One more Python, which jobs may name from now on.
void add_python(const char *path, const char *modules);
/// The read-only paths of every cell.
void cell_paths(const char **paths);

// job.c
/// A job from the host's message. One whose payload is not as its head says is at fault from the start.
struct job *new_job(const struct wire_job *head, const char *payload, size_t size, int payload_fd, int executable);
/// Where a section of the payload begins.
size_t job_offset(const struct wire_job *head, enum wire_section section);
void free_job(struct job *job);

// cell.c
/// A zygote's message, as far as the job of its cell is concerned.
struct news {
    enum { NEWS_NONE, NEWS_ZYGOTE_READY, NEWS_RUN_STARTED, NEWS_CELL_FAILED } kind;
    pid_t pid;            ///< of the run; negative: the error for which there is none
    char text[WIRE_TEXT]; ///< why the cell failed, or what is wrong with the run
};
/// Opens the cell if it is not open. On failure the text says why.
bool open_cell(struct cell *cell, char *problem);
void close_cell(struct cell *cell);
/// A live pid namespace for the next run, where there are namespaces.
bool ensure_init(struct cell *cell, char *problem);
/// Makes the streams of the next run. Each is new: a file's flags, attributes, locks and position outlive its contents.
bool make_streams(struct cell *cell, char *problem);
void close_streams(struct cell *cell);
bool start_zygote(struct cell *cell, int which, char *problem);
/// Orders the run of what lies in the cell. `extra`: one more descriptor for it, or -1; `flags`: more MESSAGE_ bits.
bool send_order(struct cell *cell, int which, int extra, unsigned flags);
/// Reads one message of a zygote, if one is there.
struct news read_zygote(struct cell *cell, int which);
void lose_zygote(struct zygote *zygote);
/// Forgets a child of the cell; false when it was none. `zygote` becomes the number of a zygote that died.
bool forget_child(struct cell *cell, pid_t pid, int *zygote, char *fault);

// probe.c
void probe_layers(void);

// node.c
bool prepare_node(struct cell *cell, char *problem);
bool start_node_job(struct cell *cell, struct job *job, char *problem);

// start.c
enum launched { LAUNCHED, LAUNCH_FAILED, LAUNCH_LACKS_TESTS };
/// Starts a job whose cells are ready. Where it lacks its tests, the program runs and is to be ended.
enum launched launch(struct job *job, char *problem);

// finish.c
void finish_job(struct job *job);

// early_ends.c
/// The end of a child that nobody knows: it may be a run whose zygote has not yet said its pid.
void keep_early_end(pid_t pid, int status, const struct rusage *usage);
/// Takes the end of a run that was ordered at `ordered`: pids are used again, so what was reaped before was another's.
bool take_early_end(pid_t pid, uint64_t ordered, int *status, struct rusage *usage);

// jobs.c
void accept_job(const struct wire_job *head, const char *payload, size_t size, int payload_fd, int executable);
void cancel_job(uint64_t ticket);
/// Tells the host what has become of a job.
void answer_probe(uint64_t ticket);
/// Takes note of what a zygote of the cell said.
void hear(struct cell *cell, const struct news *news);
void run_ended(struct cell *cell, int status, const struct rusage *usage);
/// Something that a job stands on is gone.
void cell_failed(struct cell *cell, const char *why);
uint64_t next_deadline(uint64_t now);

// host.c
/// Reads the host's requests; false when the host is gone.
bool read_host(void);
void say_hello(void);

#endif
