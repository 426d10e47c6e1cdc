// Jobs in order of arrival, each to a free slot; and what happens to a job's cells while it runs.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "warden.h"

#define ZYGOTE_PATIENCE (60000 * MILLISECOND)
#define MOST_STARTS 3
#define MOST_RESTARTS 2
#define ORDER_PATIENCE (20000 * MILLISECOND)

static struct job *queue, **queue_end = &queue;
static struct job *in_slot[MAX_SLOTS];
static unsigned busy;
static bool alone; // the running job wants nothing beside it

static void schedule(void);
static void advance(struct job *job);

void accept_job(const struct wire_job *head, const char *payload, size_t size, int payload_fd, int executable) {
    struct job *job = new_job(head, payload, size, payload_fd, executable);
    *queue_end = job;
    queue_end = &job->next;
    schedule();
}

static enum cell_role role_of(const struct job *job) {
    return job->head.kind == JOB_NODE ? CELL_NODE : CELL_UNTRUSTED;
}

static int zygote_of(const struct job *job) {
    return job->head.kind == JOB_EXEC || job->head.kind == JOB_NODE ? LAUNCHER : (int)job->head.interpreter;
}

// The job leaves its slot. Its answer has been sent.
static void leave_slot(struct job *job) {
    for (int role = 0; role < CELL_ROLES; role++)
        if (cells[job->slot][role].job == job) cells[job->slot][role].job = NULL;
    if (job->head.flags & WIRE_ALONE) alone = false;
    in_slot[job->slot] = NULL;
    busy--;
}

static void answer_fault(struct job *job, int status, const char *message, bool retriable) {
    job->fault = status;
    job->retriable = retriable;
    snprintf(job->message, sizeof job->message, "%.250s", message);
    finish_job(job);
    if (job->slot >= 0) leave_slot(job);
    free_job(job);
}

// A job that lost its interpreter before its run was told of begins again in cells made anew: the loss is none of its own.
// False where that has been tried often enough.
static bool begin_again(struct job *job) {
    if (job->cancelled || job->fault >= 0 || job->restarts == MOST_RESTARTS) return false;
    job->restarts++;
    job->launched = false;
    for (int role = 0; role < CELL_ROLES; role++)
        if (cells[job->slot][role].job == job) close_cell(&cells[job->slot][role]);
    advance(job);
    return true;
}

// One step of a cell towards the job: opened, where it is not or shows other interpreters than there are now.
static bool ready_cell(struct cell *cell, struct job *job, int which, char *problem) {
    if (cell->open && cell->paths_version != settings.paths_version) close_cell(cell);
    if (!open_cell(cell, problem)) return false;
    cell->job = job;
    return ensure_init(cell, problem) && start_zygote(cell, which, problem);
}

// Makes the cells of a job ready step by step; launches it when they are.
static void advance(struct job *job) {
    char problem[WIRE_TEXT] = "";
    struct cell *cell = &cells[job->slot][role_of(job)], *tests = &cells[job->slot][CELL_TRUSTED];
    bool split = job->head.kind == JOB_SPLIT;
    int which = zygote_of(job);
    if (which != LAUNCHER) {
        struct interpreter *python = &settings.pythons[which];
        ask_python(python);
        if (python->problem[0]) return answer_fault(job, STATUS_UNAVAILABLE, python->problem, false);
    } else if (job->head.kind == JOB_NODE) {
        ask_node();
        if (settings.node.problem[0]) return answer_fault(job, STATUS_UNAVAILABLE, settings.node.problem, false);
    }
    bool fine = ready_cell(cell, job, which, problem) && (!split || ready_cell(tests, job, which, problem));
    if (!fine) {
        close_cell(cell);
        if (split) close_cell(tests);
        return answer_fault(job, STATUS_JUDGE, problem[0] ? problem : "a cell cannot be opened", true);
    }
    if (cell->zygotes[which].state != ZYGOTE_READY || (split && tests->zygotes[which].state != ZYGOTE_READY)) return;
    switch (launch(job, problem)) {
    case LAUNCHED: return;
    case LAUNCH_FAILED:
        if (begin_again(job)) return;
        return answer_fault(job, STATUS_JUDGE, problem[0] ? problem : "a run cannot be started", true);
    case LAUNCH_LACKS_TESTS: return cell_failed(tests, problem);
    }
}

static void schedule(void) {
    while (queue && !alone && busy < settings.slots) {
        struct job *job = queue;
        bool wants_alone = job->head.flags & WIRE_ALONE;
        if (wants_alone && busy > 0) return;
        queue = job->next;
        if (!queue) queue_end = &queue;
        job->next = NULL;
        if (settings.level < settings.minimum_level || job->fault >= 0 || job->cancelled ||
            (zygote_of(job) != LAUNCHER && job->head.interpreter >= settings.python_count)) {
            char text[WIRE_TEXT];
            snprintf(text, sizeof text, "level %d is the best here, %d was asked for: see the missing layers", settings.level,
                     settings.minimum_level);
            if (job->cancelled) answer_fault(job, STATUS_CANCELLED, "", false);
            else if (settings.level < settings.minimum_level) answer_fault(job, STATUS_UNAVAILABLE, text, false);
            else answer_fault(job, STATUS_JUDGE, "a malformed job", false);
            continue;
        }
        int slot = 0;
        while (in_slot[slot]) slot++;
        in_slot[slot] = job;
        job->slot = slot;
        busy++;
        alone = wants_alone;
        advance(job);
    }
}

static void zygote_changed(struct cell *cell) {
    struct job *job = cell->job;
    if (!job || job->launched) return;
    advance(job);
    schedule(); // a job that could not be started has left its slot
}

static struct cell *other_cell(const struct job *job, const struct cell *cell) {
    if (job->head.kind != JOB_SPLIT) return NULL;
    return &cells[job->slot][cell->role == CELL_TRUSTED ? CELL_UNTRUSTED : CELL_TRUSTED];
}

static void run_started(struct cell *cell, pid_t pid, const char *problem) {
    struct run *run = &cell->run;
    run->awaited = false;
    if (pid <= 0 && run->reason >= 0) {
        // Its end was decided before it began, as when tests ask the program nothing: it was to begin in a namespace that is
        // gone, which is no failure.
        static const struct rusage nothing;
        return run_ended(cell, 0, &nothing);
    }
    if ((problem[0] && run->reason < 0) || pid <= 0) {
        run->pid = pid > 0 ? pid : 0;
        if (pid <= 0) run->running = false;
        cell->init_killed = true; // a fork that fails is a namespace that is gone, as often as not
        cell_failed(cell, problem[0] ? problem : strerror(-pid));
        return;
    }
    int status;
    struct rusage usage;
    if (take_early_end(pid, run->started, &status, &usage)) return run_ended(cell, status, &usage);
    run->pid = pid;
    if (run->reason >= 0) kill(pid, SIGKILL); // its end was decided before it began
    if (cell->job && cell->job->cancelled) kill_run(cell, STATUS_CANCELLED);
    else zygote_changed(cell); // a node that is now there for its job
}

static void finish_if_done(struct job *job) {
    struct cell *cell = &cells[job->slot][role_of(job)], *tests = other_cell(job, cell);
    if (tests) {
        // The tests decide when it is over; a program that is gone makes them find out.
        if (tests->run.ended && !cell->run.ended) end_program(cell);
        if (!tests->run.ended && cell->run.ended) end_orphans(cell);
        if (!tests->run.ended) return;
    }
    if (!cell->run.ended) return;
    finish_job(job);
    int slot = job->slot;
    bool node = job->head.kind == JOB_NODE;
    leave_slot(job);
    free_job(job);
    char problem[WIRE_TEXT] = "";
    if (node && cells[slot][CELL_NODE].open) prepare_node(&cells[slot][CELL_NODE], problem); // warm for the next one
    schedule();
}

void run_ended(struct cell *cell, int status, const struct rusage *usage) {
    struct run *run = &cell->run;
    run->status = status;
    run->ended = true;
    run->running = false;
    run->finished = now_ns();
    uint64_t used = ((uint64_t)usage->ru_utime.tv_sec + (uint64_t)usage->ru_stime.tv_sec) * 1000000000u +
                    ((uint64_t)usage->ru_utime.tv_usec + (uint64_t)usage->ru_stime.tv_usec) * 1000u;
    used = used > run->cpu_before ? used - run->cpu_before : 0;
    if (used > run->cpu) run->cpu = used;
    run->peak = (uint64_t)usage->ru_maxrss * 1024;
    run->pid = 0;
    if (cell->job) finish_if_done(cell->job);
    else if (cell->node_fd >= 0) { // a warm node that died waiting
        close(cell->node_fd);
        cell->node_fd = -1;
        sweep_cell(cell);
    }
}

void cell_failed(struct cell *cell, const char *why) {
    struct job *job = cell->job;
    if (!job) {
        if (cell->keeper == 0) close_cell(cell);
        return;
    }
    // A Python that does not come up is no fault of this run's. One that was ended is tried again at once; one that says
    // why, or is ended again and again, is left alone for a while.
    bool unavailable = false;
    if (!job->launched && zygote_of(job) != LAUNCHER && cell->keeper) {
        struct interpreter *python = &settings.pythons[job->head.interpreter];
        unavailable = cell->zygotes[zygote_of(job)].said || python->failures >= MOST_STARTS;
        if (unavailable) note_failure(python, why);
        else python->failures++;
    }
    bool is_told = job->launched && !cell->run.awaited;
    if (!unavailable && !is_told && begin_again(job)) return schedule();
    if (job->fault < 0 || unavailable) {
        job->fault = unavailable ? STATUS_UNAVAILABLE : STATUS_JUDGE;
        job->retriable = !unavailable;
        snprintf(job->message, sizeof job->message, "%.250s", why);
    }
    struct cell *other = other_cell(job, cell);
    struct cell *both[2] = {cell, other};
    for (int i = 0; i < 2; i++) {
        if (!both[i] || !both[i]->open) continue;
        struct run *each = &both[i]->run;
        if (each->running && each->pid > 0) {
            kill_run(both[i], STATUS_JUDGE);
            int status;
            struct rusage usage;
            if (wait4(each->pid, &status, __WALL, &usage) == each->pid) each->status = status;
        }
        // A run whose pid was never told dies with its cell.
        if (each->awaited || both[i]->keeper == 0) close_cell(both[i]);
        else {
            each->ended |= each->running;
            each->running = false;
            each->pid = 0;
            sweep_cell(both[i]);
        }
    }
    finish_job(job);
    leave_slot(job);
    free_job(job);
    schedule();
}

void hear(struct cell *cell, const struct news *news) {
    switch (news->kind) {
    case NEWS_NONE: return;
    case NEWS_ZYGOTE_READY: return zygote_changed(cell);
    case NEWS_RUN_STARTED: return run_started(cell, news->pid, news->text);
    case NEWS_CELL_FAILED: return cell_failed(cell, news->text);
    }
}

void cancel_job(uint64_t ticket) {
    for (struct job *job = queue; job; job = job->next)
        if (job->head.ticket == ticket) job->cancelled = true;
    for (unsigned i = 0; i < settings.slots; i++) {
        struct job *job = in_slot[i];
        if (!job || job->head.ticket != ticket) continue;
        job->cancelled = true;
        for (int role = 0; role < CELL_ROLES; role++)
            if (cells[i][role].job == job) kill_run(&cells[i][role], STATUS_CANCELLED);
    }
    schedule();
}

void answer_probe(uint64_t ticket) {
    struct wire_state state = {.type = WIRE_STATE, .ticket = ticket, .state = STATE_UNKNOWN};
    for (struct job *job = queue; job; job = job->next)
        if (job->head.ticket == ticket) state.state = STATE_WAITING;
    for (unsigned i = 0; i < settings.slots; i++) {
        struct job *job = in_slot[i];
        if (!job || job->head.ticket != ticket) continue;
        state.state = job->launched ? STATE_RUNNING : STATE_WAITING;
        if (job->launched) state.elapsed = (now_ns() - cells[i][role_of(job)].run.started) / 1000;
    }
    send_host(&state, sizeof state, NULL, 0);
}

uint64_t next_deadline(uint64_t now) {
    uint64_t next = UINT64_MAX;
    for (unsigned i = 0; i < settings.slots; i++) {
        if (!in_slot[i]) continue;
        for (int role = 0; role < CELL_ROLES; role++) {
            struct cell *cell = &cells[i][role];
            if (!cell->open || !cell->job) continue;
            for (int z = 0; z < ZYGOTES && cell->job; z++) {
                struct zygote *zygote = &cell->zygotes[z];
                bool starting = zygote->state == ZYGOTE_STARTING;
                if (!starting && !(zygote->asked && cell->run.awaited)) continue;
                uint64_t limit = starting ? zygote->starting_since + ZYGOTE_PATIENCE : cell->run.started + ORDER_PATIENCE;
                if (now < limit) next = limit < next ? limit : next;
                else if (zygote->pid > 0) kill(zygote->pid, SIGKILL); // its end is its answer
            }
            uint64_t at = check_limits(cell, now);
            if (at < next) next = at;
        }
    }
    return next;
}
