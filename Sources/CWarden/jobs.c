// Jobs in order of arrival, each to a free slot; and what happens to a job's rooms while it runs.
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "warden.h"

#define ZYGOTE_PATIENCE (60000 * MILLISECOND)
#define MOST_STARTS 3
#define ORDER_PATIENCE (20000 * MILLISECOND)

static struct job *queue, **queue_end = &queue;
static struct job *in_slot[MAX_SLOTS];
static unsigned busy;
static bool alone; // the running job wants nothing beside it

static void set_defaults(struct wire_limits *limits) {
    if (!limits->cpu) limits->cpu = 10000000;
    if (!limits->wall) limits->wall = 3 * limits->cpu + 1000000;
    if (!limits->memory) limits->memory = 512ull << 20;
    if (!limits->output) limits->output = 16ull << 20;
    if (!limits->directory) limits->directory = 256ull << 20;
    if (!limits->processes) limits->processes = 64;
    if (!limits->tests_cpu) limits->tests_cpu = 3 * limits->cpu + 5000000;
}

void accept_job(const struct wire_job *head, const char *payload, size_t size, int payload_fd, int executable) {
    struct job *job = calloc(1, sizeof *job);
    job->head = *head;
    job->executable = executable;
    job->fault = -1;
    job->slot = -1;
    job->arrived = now_ns();
    set_defaults(&job->head.limits);
    uint64_t total = 0;
    for (int i = 0; i < WIRE_SECTIONS; i++) total += head->sizes[i];
    if (payload_fd >= 0) {
        struct stat status;
        job->payload_size = fstat(payload_fd, &status) == 0 ? (size_t)status.st_size : 0;
        if (job->payload_size) job->payload = mmap(NULL, job->payload_size, PROT_READ, MAP_SHARED, payload_fd, 0);
        job->payload_mapped = job->payload_size && job->payload != MAP_FAILED;
        if (!job->payload_mapped) job->payload_size = 0;
        close(payload_fd);
    } else {
        char *copy = malloc(size + 1);
        memcpy(copy, payload, size);
        job->payload = copy;
        job->payload_size = size;
    }
    *queue_end = job;
    queue_end = &job->next;
    if (total != job->payload_size) job->fault = STATUS_JUDGE;
    schedule();
}

size_t job_offset(const struct wire_job *head, enum wire_section section) {
    size_t at = 0;
    for (int i = 0; i < (int)section; i++) at += head->sizes[i];
    return at;
}

void free_job(struct job *job) {
    if (job->payload_mapped) munmap((void *)job->payload, job->payload_size);
    else free((void *)job->payload);
    if (job->executable >= 0) close(job->executable);
    free(job);
}

static enum room_role role_of(const struct job *job) {
    return job->head.kind == JOB_NODE ? ROOM_NODE : ROOM_UNTRUSTED;
}

static int zygote_of(const struct job *job) {
    return job->head.kind == JOB_EXEC || job->head.kind == JOB_NODE ? LAUNCHER : (int)job->head.interpreter;
}

// One step of a room towards the job: opened, where it is not or shows other interpreters than there are now.
static bool ready_room(struct room *room, struct job *job, int which, char *problem) {
    if (room->open && room->paths_version != settings.paths_version) close_room(room);
    if (!open_room(room, problem)) return false;
    room->job = job;
    return ensure_init(room, problem) && start_zygote(room, which, problem);
}

// Makes the rooms of a job ready step by step; launches it when they are.
static void advance(struct job *job) {
    char problem[WIRE_TEXT] = "";
    struct room *room = &rooms[job->slot][role_of(job)], *tests = &rooms[job->slot][ROOM_TRUSTED];
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
    bool fine = ready_room(room, job, which, problem) && (!split || ready_room(tests, job, which, problem));
    if (!fine) {
        close_room(room);
        if (split) close_room(tests);
        return answer_fault(job, STATUS_JUDGE, problem[0] ? problem : "a room cannot be opened", true);
    }
    if (room->zygotes[which].state != ZYGOTE_READY || (split && tests->zygotes[which].state != ZYGOTE_READY)) return;
    if (!launch(job, problem)) answer_fault(job, STATUS_JUDGE, problem[0] ? problem : "a run cannot be started", true);
}

void schedule(void) {
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

// The job leaves its slot. Its answer has been sent.
static void leave_slot(struct job *job) {
    for (int role = 0; role < ROOM_ROLES; role++)
        if (rooms[job->slot][role].job == job) rooms[job->slot][role].job = NULL;
    if (job->head.flags & WIRE_ALONE) alone = false;
    in_slot[job->slot] = NULL;
    busy--;
}

void answer_fault(struct job *job, int status, const char *message, bool retriable) {
    job->fault = status;
    job->retriable = retriable;
    snprintf(job->message, sizeof job->message, "%.250s", message);
    finish_job(job);
    if (job->slot >= 0) leave_slot(job);
    free_job(job);
}

void zygote_changed(struct room *room) {
    struct job *job = room->job;
    if (!job || job->launched) return;
    advance(job);
    schedule(); // a job that could not be started has left its slot
}

static struct room *other_room(const struct job *job, const struct room *room) {
    if (job->head.kind != JOB_SPLIT) return NULL;
    return &rooms[job->slot][room->role == ROOM_TRUSTED ? ROOM_UNTRUSTED : ROOM_TRUSTED];
}

// Ends of children that no room knew when they were reaped. A run can live its whole life between its zygote's clone
// and the zygote's word of it: its end is kept here until that word comes.
struct early_end {
    struct early_end *next;
    pid_t pid;
    int status;
    struct rusage usage;
    uint64_t reaped;
};
static struct early_end *early_ends;

// When the oldest order was given that a zygote has not answered; UINT64_MAX: there is none.
static uint64_t oldest_order(void) {
    uint64_t oldest = UINT64_MAX;
    for (unsigned i = 0; i < settings.slots; i++)
        for (int role = 0; role < ROOM_ROLES; role++) {
            const struct room *room = &rooms[i][role];
            if (room->open && room->run.awaited && room->run.started < oldest) oldest = room->run.started;
        }
    return oldest;
}

void keep_early_end(pid_t pid, int status, const struct rusage *usage) {
    uint64_t oldest = oldest_order();
    for (struct early_end **place = &early_ends; *place;) {
        struct early_end *end = *place;
        if (end->reaped >= oldest) {
            place = &end->next;
            continue;
        }
        *place = end->next;
        free(end);
    }
    struct early_end *end = oldest == UINT64_MAX ? NULL : malloc(sizeof *end);
    if (!end) return;
    *end = (struct early_end){early_ends, pid, status, *usage, now_ns()};
    early_ends = end;
}

// Takes the end of a run that was ordered at `ordered`: pids are used again, so what was reaped before was another's.
static bool take_early_end(pid_t pid, uint64_t ordered, int *status, struct rusage *usage) {
    for (struct early_end **place = &early_ends; *place; place = &(*place)->next) {
        struct early_end *end = *place;
        if (end->pid != pid || end->reaped < ordered) continue;
        *status = end->status;
        *usage = end->usage;
        *place = end->next;
        free(end);
        return true;
    }
    return false;
}

void run_started(struct room *room, pid_t pid, const char *problem) {
    struct run *run = &room->run;
    run->awaited = false;
    if (pid <= 0 && run->reason >= 0) {
        // Its end was decided before it began, as when tests ask the program nothing: it was to begin in a namespace that is
        // gone, which is no failure.
        static const struct rusage nothing;
        return run_ended(room, 0, &nothing);
    }
    if ((problem[0] && run->reason < 0) || pid <= 0) {
        run->pid = pid > 0 ? pid : 0;
        if (pid <= 0) run->running = false;
        room->init_killed = true; // a fork that fails is a namespace that is gone, as often as not
        room_failed(room, problem[0] ? problem : strerror(-pid));
        return;
    }
    int status;
    struct rusage usage;
    if (take_early_end(pid, run->started, &status, &usage)) return run_ended(room, status, &usage);
    run->pid = pid;
    if (run->reason >= 0) kill(pid, SIGKILL); // its end was decided before it began
    if (room->job && room->job->cancelled) kill_run(room, STATUS_CANCELLED);
    else zygote_changed(room); // a node that is now there for its job
}

static void finish_if_done(struct job *job) {
    struct room *room = &rooms[job->slot][role_of(job)], *tests = other_room(job, room);
    if (tests) {
        // The tests decide when it is over; a program that is gone makes them find out.
        if (tests->run.ended && !room->run.ended) kill_run(room, STATUS_OK);
        if (!tests->run.ended) return;
    }
    if (!room->run.ended) return;
    finish_job(job);
    int slot = job->slot;
    bool node = job->head.kind == JOB_NODE;
    leave_slot(job);
    free_job(job);
    char problem[WIRE_TEXT] = "";
    if (node && rooms[slot][ROOM_NODE].open) prepare_node(&rooms[slot][ROOM_NODE], problem); // warm for the next one
    schedule();
}

void run_ended(struct room *room, int status, const struct rusage *usage) {
    struct run *run = &room->run;
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
    if (room->job) finish_if_done(room->job);
    else if (room->node_fd >= 0) { // a warm node that died waiting
        close(room->node_fd);
        room->node_fd = -1;
        sweep_room(room);
    }
}

void room_failed(struct room *room, const char *why) {
    struct job *job = room->job;
    if (!job) {
        if (room->keeper == 0) close_room(room);
        return;
    }
    if (job->fault < 0) {
        job->fault = STATUS_JUDGE;
        job->retriable = true;
        snprintf(job->message, sizeof job->message, "%.250s", why);
    }
    // A Python that does not come up is no fault of this run's. One that was ended is tried again at once; one that says
    // why, or is ended again and again, is left alone for a while.
    if (!job->launched && zygote_of(job) != LAUNCHER && room->keeper) {
        struct interpreter *python = &settings.pythons[job->head.interpreter];
        if (room->zygotes[zygote_of(job)].said || python->failures >= MOST_STARTS) {
            note_failure(python, why);
            job->fault = STATUS_UNAVAILABLE;
            job->retriable = false;
        } else python->failures++;
    }
    struct room *other = other_room(job, room);
    struct room *both[2] = {room, other};
    for (int i = 0; i < 2; i++) {
        if (!both[i] || !both[i]->open) continue;
        struct run *each = &both[i]->run;
        if (each->running && each->pid > 0) {
            kill_run(both[i], STATUS_JUDGE);
            int status;
            struct rusage usage;
            if (wait4(each->pid, &status, __WALL, &usage) == each->pid) each->status = status;
        }
        // A run whose pid was never told dies with its room.
        if (each->awaited || both[i]->keeper == 0) close_room(both[i]);
        else {
            each->ended |= each->running;
            each->running = false;
            each->pid = 0;
            sweep_room(both[i]);
        }
    }
    finish_job(job);
    leave_slot(job);
    free_job(job);
    schedule();
}

void cancel_job(uint64_t ticket) {
    for (struct job *job = queue; job; job = job->next)
        if (job->head.ticket == ticket) job->cancelled = true;
    for (unsigned i = 0; i < settings.slots; i++) {
        struct job *job = in_slot[i];
        if (!job || job->head.ticket != ticket) continue;
        job->cancelled = true;
        for (int role = 0; role < ROOM_ROLES; role++)
            if (rooms[i][role].job == job) kill_run(&rooms[i][role], STATUS_CANCELLED);
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
        if (job->launched) state.elapsed = (now_ns() - rooms[i][role_of(job)].run.started) / 1000;
    }
    send_host(&state, sizeof state, NULL, 0);
}

uint64_t next_deadline(uint64_t now) {
    uint64_t next = UINT64_MAX;
    for (unsigned i = 0; i < settings.slots; i++) {
        if (!in_slot[i]) continue;
        for (int role = 0; role < ROOM_ROLES; role++) {
            struct room *room = &rooms[i][role];
            if (!room->open || !room->job) continue;
            for (int z = 0; z < ZYGOTES && room->job; z++) {
                struct zygote *zygote = &room->zygotes[z];
                bool starting = zygote->state == ZYGOTE_STARTING;
                if (!starting && !(zygote->asked && room->run.awaited)) continue;
                uint64_t limit = starting ? zygote->starting_since + ZYGOTE_PATIENCE : room->run.started + ORDER_PATIENCE;
                if (now >= limit) kill(zygote->pid, SIGKILL); // its end is its answer
                else if (limit < next) next = limit;
            }
            uint64_t at = check_limits(room, now);
            if (at < next) next = at;
        }
    }
    return next;
}
