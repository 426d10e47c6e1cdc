/// The host's side: a link per warden, a table of jobs, a thread per link that takes answers.
#ifndef ADJUDGE_CLIENT_H
#define ADJUDGE_CLIENT_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "forks.h"
#include "sandbox.h"
#include "wire.h"

#define MOST_LINKS 16
#define SLOTS_PER_WARDEN 32

/// A job that is not yet waited for. Its message is kept until it is done, for the one repetition.
struct entry {
    struct entry *next; ///< in its bucket
    sandbox_ticket ticket;
    struct wire_job head;
    char *payload; ///< inline payload, NULL: it is in the memfd
    size_t payload_size;
    int payload_fd, executable;
    int link;
    uint32_t attempts;
    bool done, cancelled, contended;
    uint64_t submitted;
    uint64_t watched; ///< since when it is waited for without news of it
    bool probed;      ///< the warden was asked for news
    sandbox_result result;
};

struct link {
    struct sandbox *box;
    int index;
    int socket;
    pid_t guard;
    int warden; ///< its pid
    unsigned slots, in_flight;
    uint64_t zygote_starts;
    unsigned quick_deaths; ///< wardens that died without having answered anything
    bool gone;             ///< given up
    pthread_t reader;
    pthread_mutex_t writing;
    char sent[sizeof(struct wire_job) + WIRE_INLINE_MAX]; ///< the message that is being written, under `writing`
    _Alignas(8) char received[sizeof(struct wire_result) + WIRE_INLINE_MAX]; ///< the reader's
};

struct info_wait {
    struct info_wait *next;
    uint64_t ticket;
    bool done;
    struct wire_info info;
};

#define BUCKETS 1024
#define CONDITIONS 64

struct sandbox {
    pthread_mutex_t lock;
    pthread_cond_t changed;             ///< room for another job, news of an interpreter, the last thread on its way out
    pthread_cond_t finished[CONDITIONS]; ///< a job is done; by ticket, so that its end wakes who waits for it
    struct entry *buckets[BUCKETS];
    struct link links[MOST_LINKS];
    int link_count;
    unsigned unfinished, most;
    uint64_t next_ticket;
    bool closing;
    unsigned waiting; ///< threads inside submit, wait and ask
    int level;
    char missing[WIRE_LAYERS][WIRE_TEXT];
    struct info_wait *infos;
    uint64_t jobs, restarts, retries;
    char **arguments; ///< of a warden, NULL-terminated; the slots stand at [2]
    char **environment;
};

// find.c
bool find_warden(const char *given, char *path, size_t size);

// link.c
/// Starts a warden and reads its first message.
bool start_link(struct link *link, char *error, size_t size);
void *read_link(void *link);
bool send_job(struct link *link, struct entry *entry);
void stop_link(struct link *link);

// jobs.c
/// Builds the message; false with the reason when the job is malformed.
bool encode_job(const sandbox_job *job, struct entry *entry, char *error, size_t size);
void free_entry(struct entry *entry);
struct entry *find_entry(struct sandbox *box, sandbox_ticket ticket);
/// Sends the entry to the least busy link. Called with the lock held.
void dispatch(struct sandbox *box, struct entry *entry);
/// An answer, or the news that there will be none (`result` NULL). Called with the lock held.
void settle(struct sandbox *box, struct entry *entry, const struct wire_result *result, const char *bytes, int *fds, int count);
/// News of a job, asked for by a probe. Called with the lock held.
void take_state(struct sandbox *box, const struct wire_state *state);
uint64_t now_us(void);

#endif
