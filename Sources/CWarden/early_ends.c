// Ends of children that no cell knew when they were reaped. A run can live its whole life between its zygote's clone
// and the zygote's word of it: its end is kept here until that word comes.
#include <stdlib.h>

#include "warden.h"

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
        for (int role = 0; role < CELL_ROLES; role++) {
            const struct cell *cell = &cells[i][role];
            if (cell->open && cell->run.awaited && cell->run.started < oldest) oldest = cell->run.started;
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

bool take_early_end(pid_t pid, uint64_t ordered, int *status, struct rusage *usage) {
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
