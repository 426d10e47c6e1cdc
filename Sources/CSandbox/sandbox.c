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

#define MOST_ARGUMENTS 160
#define MOST_PYTHONS 16

static unsigned affinity(void) {
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0 ? (unsigned)CPU_COUNT(&set) : 1;
}

// The processors that a control group's quota comes to, rounded up; 0: it has none.
static unsigned quota_of(const char *root, const char *group, bool version2) {
    char path[1200];
    long long quota = -1, period = 0;
    snprintf(path, sizeof path, "%s%s/%s", root, group, version2 ? "cpu.max" : "cpu.cfs_quota_us");
    FILE *file = fopen(path, "re");
    if (!file) return 0;
    // "max" is no number: then there is no quota.
    int got = version2 ? fscanf(file, "%lld %lld", &quota, &period) : fscanf(file, "%lld", &quota);
    fclose(file);
    if (!version2) {
        snprintf(path, sizeof path, "%s%s/cpu.cfs_period_us", root, group);
        file = fopen(path, "re");
        if (file && fscanf(file, "%lld", &period) != 1) period = 0;
        if (file) fclose(file);
    }
    return got < 1 || quota <= 0 || period <= 0 ? 0 : (unsigned)((quota + period - 1) / period);
}

// The least quota of the groups that this process is in, from its own up to the root; 0: none.
static unsigned quota(void) {
    FILE *groups = fopen("/proc/self/cgroup", "re");
    char line[1024];
    unsigned least = 0;
    while (groups && fgets(line, sizeof line, groups)) {
        char *names = strchr(line, ':'), *group = names ? strchr(names + 1, ':') : NULL;
        if (!group) continue;
        *group++ = 0;
        group[strcspn(group, "\n")] = 0;
        bool version2 = names[1] == 0;
        if (!version2 && !strstr(names, "cpu")) continue;
        // In a container its own group is often the root of what is mounted.
        for (char *slash = group + strlen(group); slash; slash = strrchr(group, '/')) {
            *slash = 0;
            const char *const roots[] = {"/sys/fs/cgroup", "/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu,cpuacct"};
            for (size_t i = version2 ? 0 : 1; i < (version2 ? 1u : sizeof roots / sizeof roots[0]); i++) {
                unsigned found = quota_of(roots[i], group, version2);
                if (found && (!least || found < least)) least = found;
            }
            if (slash == group) break;
        }
    }
    if (groups) fclose(groups);
    return least;
}

uint32_t sandbox_processors(void) {
    unsigned most = quota(), able = affinity();
    return most && most < able ? most : able;
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
    for (size_t i = 0; i < pythons && i < MOST_PYTHONS; i++) {
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

static sandbox *open_box(const sandbox_options *options, char *error, size_t error_size) {
    char path[PATH_MAX], ignored[256];
    if (!error) error = ignored, error_size = sizeof ignored;
    if (!find_warden(options->warden, path, sizeof path)) {
        snprintf(error, error_size, "%s cannot be run: set ADJUDGE_WARDEN, or put adjudge-warden beside the program or into "
                 "../libexec/adjudge (`make sandbox` builds it)", path);
        return NULL;
    }
    if (options->python_count > MOST_PYTHONS) {
        snprintf(error, error_size, "%zu pythons; at most 16", options->python_count);
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
    unsigned slots = options->slots ? options->slots : sandbox_processors();
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

sandbox *sandbox_open(const sandbox_options *options, char *error, size_t error_size) {
    unsigned held = forks_let(); // a warden takes its time to answer
    sandbox *box = open_box(options, error, error_size);
    forks_hold_again(held);
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

static size_t pythons_of(const sandbox *box) {
    size_t count = 0;
    for (char **argument = box->arguments; *argument; argument++) count += strcmp(*argument, "--python") == 0;
    return count;
}

int32_t sandbox_add_python(sandbox *box, const sandbox_python *python, char *error, size_t error_size) {
    struct wire_python message = {.type = WIRE_PYTHON};
    const char *path = python->path ? python->path : "", *modules = python->modules ? python->modules : "";
    if (strlen(path) >= sizeof message.path || strlen(modules) + strlen(path) >= sizeof message.modules) {
        if (error) snprintf(error, error_size, "the interpreter's path and modules are longer than %zu bytes", sizeof message.modules);
        return -1;
    }
    strcpy(message.path, path);
    strcpy(message.modules, modules);
    pthread_mutex_lock(&box->lock);
    size_t index = pythons_of(box), count = 0;
    while (box->arguments[count]) count++;
    bool fits = index < MOST_PYTHONS && count + 4 < MOST_ARGUMENTS;
    if (fits) {
        // A warden that is started later reads it here; one that runs is told.
        box->arguments[count++] = strdup("--python");
        box->arguments[count++] = strdup(path);
        box->arguments[count++] = strdup(modules);
        for (int i = 0; i < box->link_count; i++) {
            struct link *link = &box->links[i];
            pthread_mutex_lock(&link->writing);
            if (link->socket >= 0) send_message(link->socket, &message, sizeof message, NULL, 0);
            pthread_mutex_unlock(&link->writing);
        }
    } else if (error) snprintf(error, error_size, "more than %d interpreters with different modules", MOST_PYTHONS);
    pthread_mutex_unlock(&box->lock);
    return fits ? (int32_t)index : -1;
}

bool sandbox_python_info(sandbox *box, uint32_t index, sandbox_interpreter *info) {
    return index < pythons_of(box) && ask(box, (int)index, info);
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
