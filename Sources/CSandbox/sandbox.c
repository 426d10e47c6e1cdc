// Opening, closing and asking a sandbox.
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client.h"
#include "messages.h"

extern char **environ;

#define MOST_ARGUMENTS 128

static unsigned processors(void) {
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? (unsigned)CPU_COUNT(&set) : 1;
}

// Of the host's environment only what finding interpreters needs: a warden's memory holds no secrets.
static char **warden_environment(void) {
    static const char *const kept[] = {"PATH=", "HOME=", "TMPDIR=", "PYENV_ROOT=", "PYENV_VERSION=", "NODE_VERSION=", "NVM_DIR="};
    char **list = calloc(sizeof kept / sizeof kept[0] + 1, sizeof *list);
    size_t count = 0;
    for (char **variable = environ; *variable; variable++)
        for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
            if (strncmp(*variable, kept[i], strlen(kept[i])) == 0 && count < sizeof kept / sizeof kept[0])
                list[count++] = strdup(*variable);
    return list;
}

static void add_number(char **arguments, size_t *count, const char *name, int value) {
    char text[16];
    snprintf(text, sizeof text, "%d", value);
    arguments[(*count)++] = strdup(name);
    arguments[(*count)++] = strdup(text);
}

static char **warden_arguments(const sandbox_options *options, const char *path) {
    char **list = calloc(MOST_ARGUMENTS, sizeof *list);
    size_t count = 0;
    list[count++] = strdup(path);
    add_number(list, &count, "--slots", 1);
    add_number(list, &count, "--minimum-level", options->minimum_level);
    int most = options->cap_level ? options->maximum_level : 3;
    const char *cap = getenv("ADJUDGE_SANDBOX_LEVEL");
    if (cap && *cap >= '0' && *cap <= '3' && !cap[1] && *cap - '0' < most) most = *cap - '0';
    add_number(list, &count, "--maximum-level", most);
    if (options->node) list[count++] = strdup("--node"), list[count++] = strdup(options->node);
    if (options->tests_prelude) list[count++] = strdup("--tests-prelude"), list[count++] = strdup(options->tests_prelude);
    sandbox_python usual = {NULL, NULL};
    size_t pythons = options->python_count ? options->python_count : 1;
    for (size_t i = 0; i < pythons && i < 8; i++) {
        const sandbox_python *python = options->python_count ? &options->pythons[i] : &usual;
        list[count++] = strdup("--python");
        list[count++] = strdup(python->path ? python->path : "");
        list[count++] = strdup(python->modules ? python->modules : "*");
    }
    for (size_t i = 0; options->read_only_paths && options->read_only_paths[i] && i < 32; i++) {
        list[count++] = strdup("--read-only");
        list[count++] = strdup(options->read_only_paths[i]);
    }
    return list;
}

static void free_list(char **list) {
    for (size_t i = 0; list && list[i]; i++) free(list[i]);
    free(list);
}

static void free_box(sandbox *box) {
    free_list(box->arguments);
    free_list(box->environment);
    pthread_mutex_destroy(&box->lock);
    pthread_cond_destroy(&box->changed);
    for (int i = 0; i < CONDITIONS; i++) pthread_cond_destroy(&box->finished[i]);
    free(box);
}

sandbox *sandbox_open(const sandbox_options *options, char *error, size_t error_size) {
    char path[PATH_MAX], ignored[256];
    if (!error) error = ignored, error_size = sizeof ignored;
    if (!find_warden(options->warden, path, sizeof path)) {
        snprintf(error, error_size, "%s cannot be run: set ADJUDGE_WARDEN, or put adjudge-warden beside the program or into "
                 "../libexec/adjudge (`make sandbox` builds it)", path);
        return NULL;
    }
    if (options->python_count > 8) {
        snprintf(error, error_size, "%zu pythons; at most 8", options->python_count);
        return NULL;
    }
    sandbox *box = calloc(1, sizeof *box);
    pthread_mutex_init(&box->lock, NULL);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&box->changed, &monotonic);
    for (int i = 0; i < CONDITIONS; i++) pthread_cond_init(&box->finished[i], &monotonic);
    pthread_condattr_destroy(&monotonic);
    unsigned slots = options->slots ? options->slots : processors();
    if (slots > MOST_LINKS * SLOTS_PER_WARDEN) slots = MOST_LINKS * SLOTS_PER_WARDEN;
    box->most = options->in_flight ? options->in_flight : 4 * slots + 16;
    box->arguments = warden_arguments(options, path);
    box->environment = warden_environment();
    unsigned wardens = (slots + SLOTS_PER_WARDEN - 1) / SLOTS_PER_WARDEN;
    for (unsigned i = 0; i < wardens; i++) {
        struct link *link = &box->links[i];
        link->box = box;
        link->index = (int)i;
        link->socket = -1;
        link->slots = slots / wardens + (i < slots % wardens);
        pthread_mutex_init(&link->writing, NULL);
        if (!start_link(link, error, error_size) || pthread_create(&link->reader, NULL, read_link, link) != 0) {
            pthread_mutex_lock(&box->lock);
            box->closing = true;
            pthread_mutex_unlock(&box->lock);
            for (unsigned k = 0; k < i; k++) stop_link(&box->links[k]);
            free_box(box);
            return NULL;
        }
        box->link_count++;
    }
    return box;
}

void sandbox_close(sandbox *box) {
    if (!box) return;
    pthread_mutex_lock(&box->lock);
    box->closing = true;
    pthread_cond_broadcast(&box->changed);
    pthread_mutex_unlock(&box->lock);
    for (int i = 0; i < box->link_count; i++) stop_link(&box->links[i]);
    pthread_mutex_lock(&box->lock);
    while (box->waiting > 0) pthread_cond_wait(&box->changed, &box->lock);
    pthread_mutex_unlock(&box->lock);
    for (int bucket = 0; bucket < BUCKETS; bucket++)
        for (struct entry *entry = box->buckets[bucket], *next; entry; entry = next) {
            next = entry->next;
            if (entry->done) sandbox_result_free(&entry->result);
            free_entry(entry);
        }
    free_box(box);
}

sandbox_level sandbox_current_level(const sandbox *box) {
    return (sandbox_level)box->level;
}

const char *sandbox_layer_missing(const sandbox *box, sandbox_layer layer) {
    if ((int)layer < 0 || layer >= SANDBOX_LAYERS) return "no such layer";
    return box->missing[layer][0] ? box->missing[layer] : NULL;
}

static bool ask(sandbox *box, int index, sandbox_interpreter *found) {
    struct info_wait wait = {0};
    pthread_mutex_lock(&box->lock);
    wait.ticket = ++box->next_ticket;
    wait.next = box->infos;
    box->infos = &wait;
    box->waiting++;
    struct wire_request request = {.type = WIRE_INFO, .index = index, .ticket = wait.ticket};
    struct link *link = &box->links[0];
    pthread_mutex_lock(&link->writing);
    bool sent = !link->gone && send_message(link->socket, &request, sizeof request, NULL, 0) == 0;
    pthread_mutex_unlock(&link->writing);
    while (sent && !wait.done) pthread_cond_wait(&box->changed, &box->lock);
    struct info_wait **place = &box->infos;
    while (*place != &wait) place = &(*place)->next;
    *place = wait.next;
    if (--box->waiting == 0 && box->closing) pthread_cond_broadcast(&box->changed);
    pthread_mutex_unlock(&box->lock);
    memset(found, 0, sizeof *found);
    memcpy(found->path, wait.info.path, sizeof found->path);
    memcpy(found->version, wait.info.version, sizeof found->version);
    memcpy(found->problem, wait.info.problem, sizeof found->problem);
    if (!sent) snprintf(found->problem, sizeof found->problem, "the warden is gone");
    return true;
}

bool sandbox_python_info(sandbox *box, uint32_t index, sandbox_interpreter *info) {
    size_t count = 0;
    for (char **argument = box->arguments; *argument; argument++) count += strcmp(*argument, "--python") == 0;
    return index < count && ask(box, (int)index, info);
}

bool sandbox_node_info(sandbox *box, sandbox_interpreter *info) {
    return ask(box, -1, info);
}

void sandbox_get_statistics(sandbox *box, sandbox_statistics *statistics) {
    memset(statistics, 0, sizeof *statistics);
    pthread_mutex_lock(&box->lock);
    statistics->jobs = box->jobs;
    statistics->warden_restarts = box->restarts;
    statistics->retries = box->retries;
    for (int i = 0; i < box->link_count; i++) {
        statistics->zygote_starts += box->links[i].zygote_starts;
        if (!box->links[i].gone) statistics->warden_pids[statistics->wardens++] = box->links[i].warden;
    }
    pthread_mutex_unlock(&box->lock);
}
