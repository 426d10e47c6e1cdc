// Jobs from submission to result.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "client.h"
#include "messages.h"

uint64_t now_us(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000u + (uint64_t)time.tv_nsec / 1000u;
}

struct entry *find_entry(struct sandbox *box, sandbox_ticket ticket) {
    struct entry *entry = box->buckets[ticket % BUCKETS];
    while (entry && entry->ticket != ticket) entry = entry->next;
    return entry;
}

static pthread_cond_t *finished(struct sandbox *box, sandbox_ticket ticket) {
    return &box->finished[ticket % CONDITIONS];
}

static void finish(struct sandbox *box, struct entry *entry) {
    entry->done = true;
    entry->result.attempts = entry->attempts;
    entry->result.contended = entry->contended;
    box->unfinished--;
    box->jobs++;
    pthread_cond_broadcast(finished(box, entry->ticket));
    pthread_cond_broadcast(&box->changed);
}

static void finish_without(struct sandbox *box, struct entry *entry, uint32_t status, const char *message) {
    memset(&entry->result, 0, sizeof entry->result);
    entry->result.status = status;
    entry->result.level = SANDBOX_LEVEL_NONE;
    entry->result.exit_code = -1;
    snprintf(entry->result.message, sizeof entry->result.message, "%s", message);
    finish(box, entry);
}

void dispatch(struct sandbox *box, struct entry *entry) {
    struct link *best = NULL;
    for (int i = 0; i < box->link_count; i++) {
        struct link *link = &box->links[i];
        if (link->gone) continue;
        if (!best || link->in_flight * best->slots < best->in_flight * link->slots) best = link;
    }
    entry->attempts++;
    entry->watched = now_us();
    entry->probed = false;
    if (!best) {
        finish_without(box, entry, SANDBOX_JUDGE_ERROR, "no warden stays alive; see adjudge doctor");
        return;
    }
    entry->link = best->index;
    best->in_flight++;
    // A failed send is a dead warden; its reader settles what was in flight, this job too.
    send_job(best, entry);
}

// Takes the blobs of an answer: the bytes behind the header, or a memfd's.
static void take_blobs(sandbox_result *result, const struct wire_result *wire, const char *bytes, int payload) {
    size_t total = 0;
    for (int i = 0; i < WIRE_BLOBS; i++) total += wire->sizes[i];
    char *copy = malloc(total + 1);
    if (payload >= 0) {
        size_t got = 0;
        while (got < total) {
            ssize_t more = pread(payload, copy + got, total - got, (off_t)got);
            if (more <= 0) break;
            got += (size_t)more;
        }
        memset(copy + got, 0, total - got);
    } else {
        memcpy(copy, bytes, total);
    }
    sandbox_bytes *const places[WIRE_BLOBS] = {&result->standard_output, &result->standard_error, &result->records,
                                               &result->candidate_stdout, &result->candidate_stderr};
    const uint8_t *at = (const uint8_t *)copy;
    for (int i = 0; i < WIRE_BLOBS; i++) {
        *places[i] = (sandbox_bytes){at, wire->sizes[i]};
        at += wire->sizes[i];
    }
    result->storage = copy;
}

void settle(struct sandbox *box, struct entry *entry, const struct wire_result *wire, const char *bytes, int *fds, int count) {
    struct link *link = &box->links[entry->link];
    if (link->in_flight > 0) link->in_flight--;
    bool retriable = !wire || wire->retriable;
    if (retriable && entry->attempts < 2 && !entry->cancelled && !box->closing) {
        for (int i = 0; i < count; i++) close(fds[i]);
        entry->contended = wire && wire->contended;
        entry->head.flags |= WIRE_ALONE;
        box->retries++;
        dispatch(box, entry);
        return;
    }
    if (!wire) {
        bool gone = entry->cancelled || box->closing;
        finish_without(box, entry, gone ? SANDBOX_CANCELLED : SANDBOX_JUDGE_ERROR, gone ? "" : "the warden died twice under this job");
        return;
    }
    sandbox_result *result = &entry->result;
    memset(result, 0, sizeof *result);
    result->status = wire->status;
    result->level = wire->level;
    result->exit_code = wire->exit_code;
    result->signal = wire->signal;
    result->cpu = wire->cpu;
    result->wall = wire->wall;
    result->peak_memory = wire->peak;
    uint64_t spent = now_us() - entry->submitted;
    result->queued = spent > wire->wall ? spent - wire->wall : 0;
    memcpy(result->message, wire->message, sizeof result->message);
    int next = 0, payload = wire->has_payload && count > 0 ? fds[next++] : -1;
    take_blobs(result, wire, bytes, payload);
    if (payload >= 0) close(payload);
    result->output_count = wire->output_count <= WIRE_MAX_OUTPUTS ? wire->output_count : WIRE_MAX_OUTPUTS;
    for (uint32_t i = 0; i < result->output_count; i++) {
        bool there = wire->output_sizes[i] >= 0 && next < count;
        result->outputs[i] = (sandbox_output){there ? fds[next++] : -1, there ? (uint64_t)wire->output_sizes[i] : 0};
    }
    while (next < count) close(fds[next++]);
    finish(box, entry);
}

// The last thread out lets sandbox_close go on.
static void leave(sandbox *box) {
    if (--box->waiting == 0 && box->closing) pthread_cond_broadcast(&box->changed);
}

sandbox_ticket sandbox_submit(sandbox *box, const sandbox_job *job, char *error, size_t error_size) {
    struct entry *entry = calloc(1, sizeof *entry);
    if (!entry || !encode_job(job, entry, error, error_size)) {
        if (entry) free_entry(entry);
        return 0;
    }
    unsigned held = forks_let();
    pthread_mutex_lock(&box->lock);
    box->waiting++;
    while (box->unfinished >= box->most && !box->closing) pthread_cond_wait(&box->changed, &box->lock);
    sandbox_ticket ticket = ++box->next_ticket;
    entry->ticket = entry->head.ticket = ticket;
    entry->submitted = now_us();
    entry->next = box->buckets[ticket % BUCKETS];
    box->buckets[ticket % BUCKETS] = entry;
    box->unfinished++;
    if (box->closing) finish_without(box, entry, SANDBOX_CANCELLED, "the sandbox is being closed");
    else dispatch(box, entry);
    leave(box);
    pthread_mutex_unlock(&box->lock);
    forks_hold_again(held);
    return ticket;
}

#define PROBE_PATIENCE 20000000 // microseconds that a warden has for its answer

// The longest that a job may run without an answer: its wall limit, the time to clean up, and as much again.
static uint64_t patience(const struct entry *entry) {
    uint64_t wall = entry->head.limits.wall ? entry->head.limits.wall : 3 * entry->head.limits.cpu + 1000000;
    return 3 * wall + 60000000;
}

// Ends a warden that has lost a job or is stuck: what it had in flight goes to the next.
static void give_up(sandbox *box, struct entry *entry) {
    struct link *link = &box->links[entry->link];
    if (link->warden > 0) kill(link->warden, SIGKILL);
    entry->watched = now_us();
    entry->probed = false;
}

void take_state(struct sandbox *box, const struct wire_state *state) {
    struct entry *entry = find_entry(box, state->ticket);
    if (!entry || entry->done || !entry->probed) return;
    // How long it waits for those before it says nothing of the warden; how long it runs does.
    bool lost = state->state == STATE_UNKNOWN || (state->state == STATE_RUNNING && state->elapsed > patience(entry));
    if (lost) return give_up(box, entry);
    entry->watched = now_us();
    entry->probed = false;
    pthread_cond_broadcast(finished(box, entry->ticket));
}

// Waits for news of an unanswered job; after long silence its warden is asked, and ended when that has none.
static void wait_watchfully(sandbox *box, struct entry *entry) {
    uint64_t now = now_us(), limit = entry->watched + (entry->probed ? PROBE_PATIENCE : patience(entry));
    if (now >= limit && entry->probed) give_up(box, entry);
    else if (now >= limit) {
        struct link *link = &box->links[entry->link];
        struct wire_request request = {.type = WIRE_PROBE, .ticket = entry->ticket};
        entry->probed = true;
        entry->watched = now;
        pthread_mutex_lock(&link->writing);
        send_message(link->socket, &request, sizeof request, NULL, 0);
        pthread_mutex_unlock(&link->writing);
    }
    limit = entry->watched + (entry->probed ? PROBE_PATIENCE : patience(entry));
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (time_t)((limit - now) / 1000000 + 1);
    pthread_cond_timedwait(finished(box, entry->ticket), &box->lock, &until);
}

bool sandbox_wait(sandbox *box, sandbox_ticket ticket, int64_t timeout, sandbox_result *result) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    if (timeout > 0) {
        until.tv_sec += timeout / 1000000;
        until.tv_nsec += timeout % 1000000 * 1000;
        if (until.tv_nsec >= 1000000000) until.tv_sec++, until.tv_nsec -= 1000000000;
    }
    unsigned held = forks_let();
    pthread_mutex_lock(&box->lock);
    box->waiting++;
    struct entry *entry = find_entry(box, ticket);
    bool late = false;
    while (entry && !entry->done && !late && timeout != 0) {
        if (timeout < 0) wait_watchfully(box, entry);
        else late = pthread_cond_timedwait(finished(box, ticket), &box->lock, &until) != 0;
        entry = find_entry(box, ticket);
    }
    bool done = entry && entry->done;
    if (done) {
        struct entry **place = &box->buckets[ticket % BUCKETS];
        while (*place != entry) place = &(*place)->next;
        *place = entry->next;
        *result = entry->result;
        free_entry(entry);
    }
    leave(box);
    pthread_mutex_unlock(&box->lock);
    forks_hold_again(held);
    return done;
}

void sandbox_cancel(sandbox *box, sandbox_ticket ticket) {
    pthread_mutex_lock(&box->lock);
    struct entry *entry = find_entry(box, ticket);
    if (entry && !entry->done) {
        entry->cancelled = true;
        struct link *link = &box->links[entry->link];
        struct wire_request request = {.type = WIRE_CANCEL, .ticket = ticket};
        pthread_mutex_lock(&link->writing);
        send_message(link->socket, &request, sizeof request, NULL, 0);
        pthread_mutex_unlock(&link->writing);
    }
    pthread_mutex_unlock(&box->lock);
}

void sandbox_run(sandbox *box, const sandbox_job *job, sandbox_result *result) {
    char error[256] = "";
    sandbox_ticket ticket = sandbox_submit(box, job, error, sizeof error);
    if (ticket) {
        sandbox_wait(box, ticket, -1, result);
        return;
    }
    memset(result, 0, sizeof *result);
    result->status = SANDBOX_JUDGE_ERROR;
    result->level = SANDBOX_LEVEL_NONE;
    result->exit_code = -1;
    snprintf(result->message, sizeof result->message, "%s", error);
}

void sandbox_result_free(sandbox_result *result) {
    free(result->storage);
    for (uint32_t i = 0; i < result->output_count; i++)
        if (result->outputs[i].fd >= 0) close(result->outputs[i].fd);
    memset(result, 0, sizeof *result);
}
