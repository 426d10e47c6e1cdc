// Control groups, v1 (memory and pids hierarchies) or v2. One per cell, made once and reused: attaching costs more than
// a run. Whatever the cell starts is born in it.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "warden.h"

static bool version2;
static char memory_root[512], pids_root[512]; // v2: the same

static bool write_text(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return false;
    bool done = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    int error = errno;
    close(fd);
    errno = error;
    return done;
}

static bool read_text(const char *path, char *text, size_t size) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    ssize_t got = read(fd, text, size - 1);
    close(fd);
    text[got < 0 ? 0 : got] = 0;
    return got >= 0;
}

// Where the hierarchy with this controller (v1) or type (v2: NULL) is mounted.
static bool find_mount(const char *controller, char *mount, size_t size) {
    FILE *mounts = fopen("/proc/self/mounts", "re");
    char line[1024], where[512], type[32], options[256];
    bool found = false;
    while (mounts && !found && fgets(line, sizeof line, mounts)) {
        if (sscanf(line, "%*s %511s %31s %255s", where, type, options) != 3) continue;
        if (!controller) found = strcmp(type, "cgroup2") == 0;
        else if (strcmp(type, "cgroup") == 0)
            for (char *option = strtok(options, ","); option && !found; option = strtok(NULL, ","))
                found = strcmp(option, controller) == 0;
        if (found) snprintf(mount, size, "%s", where);
    }
    if (mounts) fclose(mounts);
    return found;
}

// The path of this process in the hierarchy.
static bool find_own(const char *controller, char *own, size_t size) {
    FILE *groups = fopen("/proc/self/cgroup", "re");
    char line[1024];
    bool found = false;
    while (groups && !found && fgets(line, sizeof line, groups)) {
        char *names = strchr(line, ':'), *path = names ? strchr(names + 1, ':') : NULL;
        if (!path) continue;
        *path++ = 0;
        path[strcspn(path, "\n")] = 0;
        names++;
        if (!controller) found = *names == 0;
        else
            for (char *name = strtok(names, ","); name && !found; name = strtok(NULL, ",")) found = strcmp(name, controller) == 0;
        if (found) snprintf(own, size, "%s", strcmp(path, "/") == 0 ? "" : path);
    }
    if (groups) fclose(groups);
    return found;
}

static bool try_version1(const char *controller, char *root, size_t size, char *problem) {
    char mount[256], own[200];
    if (!find_mount(controller, mount, sizeof mount) || !find_own(controller, own, sizeof own)) {
        snprintf(problem, WIRE_TEXT, "no cgroup v1 hierarchy with %s", controller);
        return false;
    }
    snprintf(root, size, "%s%s/%s", mount, own, settings.base);
    if (mkdir(root, 0755) == 0 || errno == EEXIST) return true;
    snprintf(problem, WIRE_TEXT, "mkdir %.180s: %s", root, strerror(errno));
    return false;
}

static bool try_version2(char *problem) {
    char mount[256], own[200], path[640], text[256];
    if (!find_mount(NULL, mount, sizeof mount) || !find_own(NULL, own, sizeof own)) return false;
    // Controllers are handed down only by a group without processes, so a sibling is tried when the own one refuses.
    for (int attempt = 0; attempt < 2; attempt++) {
        snprintf(path, sizeof path, "%s%s/cgroup.controllers", mount, own);
        if (!read_text(path, text, sizeof text) || !strstr(text, "memory") || !strstr(text, "pids")) {
            snprintf(problem, WIRE_TEXT, "cgroup v2 hands no memory and pids controllers to %.120s/", own);
            return false;
        }
        snprintf(path, sizeof path, "%s%s/cgroup.subtree_control", mount, own);
        bool handed = write_text(path, "+memory +pids");
        snprintf(memory_root, sizeof memory_root, "%s%s/%s", mount, own, settings.base);
        if (handed && (mkdir(memory_root, 0755) == 0 || errno == EEXIST)) {
            snprintf(path, sizeof path, "%s/cgroup.subtree_control", memory_root);
            if (write_text(path, "+memory +pids")) {
                snprintf(pids_root, sizeof pids_root, "%s", memory_root);
                return true;
            }
            rmdir(memory_root);
        }
        snprintf(problem, WIRE_TEXT, "cgroup v2 below %.120s/: %s", own, strerror(errno));
        char *slash = strrchr(own, '/');
        if (!slash) return false;
        *slash = 0;
    }
    return false;
}

static void cell_path(const struct cell *cell, const char *root, const char *file, char *path, size_t size) {
    snprintf(path, size, "%s/%d.%d%s%s", root, cell->index, (int)cell->role, *file ? "/" : "", file);
}

// The files of a cell's groups stay open: a name costs more to look up than a number to read.
enum { FILE_USAGE, FILE_LIMIT, FILE_SWAP, FILE_PEAK, FILE_OOM, FILE_PIDS };

static const char *file_name(int file) {
    static const char *const names[CGROUP_FILES][2] = {
        {"memory.usage_in_bytes", "memory.current"},     {"memory.limit_in_bytes", "memory.max"},
        {"memory.memsw.limit_in_bytes", "memory.swap.max"}, {"memory.max_usage_in_bytes", "memory.peak"},
        {"memory.oom_control", "memory.events"},         {"pids.max", "pids.max"}};
    return names[file][version2];
}

static void open_files(struct cell *cell) {
    for (int i = 0; i < CGROUP_FILES; i++) {
        char path[640];
        cell_path(cell, i == FILE_PIDS ? pids_root : memory_root, file_name(i), path, sizeof path);
        cell->cgroup.files[i] = open(path, (i == FILE_USAGE || i == FILE_OOM ? O_RDONLY : O_RDWR) | O_CLOEXEC);
    }
}

static bool read_file(const struct cell *cell, int file, char *text, size_t size) {
    ssize_t got = pread(cell->cgroup.files[file], text, size - 1, 0);
    text[got < 0 ? 0 : got] = 0;
    return got >= 0;
}

static uint64_t read_number(const struct cell *cell, int file) {
    char text[64];
    return read_file(cell, file, text, sizeof text) ? strtoull(text, NULL, 10) : 0;
}

static bool write_number(const struct cell *cell, int file, uint64_t value) {
    char text[32];
    int size = snprintf(text, sizeof text, "%llu", (unsigned long long)value);
    return pwrite(cell->cgroup.files[file], text, (size_t)size, 0) == size;
}

bool find_cgroups(char *problem) {
    if (try_version1("memory", memory_root, sizeof memory_root, problem)) {
        if (try_version1("pids", pids_root, sizeof pids_root, problem)) {
            remove_all_cgroups(settings.base);
            problem[0] = 0;
            return true;
        }
        rmdir(memory_root);
    }
    memory_root[0] = pids_root[0] = 0;
    version2 = try_version2(problem);
    if (!version2) memory_root[0] = pids_root[0] = 0;
    else rmdir(memory_root);
    return version2;
}

bool make_cgroup(struct cell *cell) {
    char path[640];
    mkdir(memory_root, 0755);
    if (!version2) mkdir(pids_root, 0755);
    if (version2) {
        snprintf(path, sizeof path, "%s/cgroup.subtree_control", memory_root);
        write_text(path, "+memory +pids");
    }
    cell_path(cell, memory_root, "", path, sizeof path);
    memset(&cell->cgroup, 0, sizeof cell->cgroup);
    for (int i = 0; i < CGROUP_FILES; i++) cell->cgroup.files[i] = -1;
    cell->cgroup.made = true; // removed with the cell, whatever of it was made
    if (mkdir(path, 0755) != 0 && errno != EEXIST) return false;
    cell_path(cell, pids_root, "", path, sizeof path);
    if (mkdir(path, 0755) != 0 && errno != EEXIST) return false;
    open_files(cell);
    return true;
}

void enter_cgroup(struct cell *cell, pid_t pid) {
    char path[640], text[16];
    snprintf(text, sizeof text, "%d", pid);
    cell_path(cell, memory_root, "cgroup.procs", path, sizeof path);
    write_text(path, text);
    cell_path(cell, pids_root, "cgroup.procs", path, sizeof path);
    if (!version2) write_text(path, text);
}

static uint64_t oom_kills(const struct cell *cell) {
    char text[512];
    if (!read_file(cell, FILE_OOM, text, sizeof text)) return 0;
    char *line = strstr(text, "oom_kill ");
    return line ? strtoull(line + 9, NULL, 10) : 0;
}

// The cell's own processes: keeper, first process, zygotes.
static uint32_t own_processes(const struct cell *cell) {
    uint32_t count = 2;
    for (int i = 0; i < ZYGOTES; i++) count += cell->zygotes[i].pid > 0;
    return count;
}

void set_cgroup_limits(struct cell *cell, uint64_t memory, uint32_t processes) {
    struct cgroup *group = &cell->cgroup;
    if (!group->made) return;
    group->memory_base = read_number(cell, FILE_USAGE);
    group->oom_kills = oom_kills(cell); // those of earlier runs are none of this one's
    uint64_t most = group->memory_base + memory, away = most > group->limit ? most - group->limit : group->limit - most;
    if (away > memory / 64) { // what the idle cell holds varies by a few pages
        group->limit = most;
        write_number(cell, FILE_LIMIT, most);
        // With swap may never be below without: one of the two orders is refused, depending on which way the limit moves.
        write_number(cell, FILE_SWAP, version2 ? 0 : most);
        if (!version2) write_number(cell, FILE_LIMIT, most);
    }
    uint32_t tasks = own_processes(cell) + processes;
    if (tasks != group->tasks && write_number(cell, FILE_PIDS, tasks)) group->tasks = tasks;
    write_number(cell, FILE_PEAK, 0);
}

bool cgroup_ran_out(struct cell *cell) {
    if (!cell->cgroup.made) return false;
    return oom_kills(cell) > cell->cgroup.oom_kills;
}

uint64_t cgroup_peak(struct cell *cell) {
    if (!cell->cgroup.made) return 0;
    uint64_t peak = read_number(cell, FILE_PEAK);
    return peak > cell->cgroup.memory_base ? peak - cell->cgroup.memory_base : 0;
}

void remove_cgroup(struct cell *cell) {
    if (!cell->cgroup.made) return;
    for (int i = 0; i < CGROUP_FILES; i++)
        if (cell->cgroup.files[i] >= 0) close(cell->cgroup.files[i]);
    char path[640];
    cell_path(cell, memory_root, "", path, sizeof path);
    rmdir(path);
    cell_path(cell, pids_root, "", path, sizeof path);
    rmdir(path);
    cell->cgroup.made = false;
}

// Removes what a warden named `base` left; groups hold no files of their own, only groups.
static void remove_below(const char *root) {
    DIR *directory = opendir(root);
    struct dirent *entry;
    while (directory && (entry = readdir(directory))) {
        if (entry->d_type != DT_DIR || entry->d_name[0] == '.') continue;
        char path[1100];
        snprintf(path, sizeof path, "%s/%s", root, entry->d_name);
        rmdir(path);
    }
    if (directory) closedir(directory);
    rmdir(root);
}

static void remove_stale(const char *root, const char *base) {
    char parent[512];
    snprintf(parent, sizeof parent, "%s", root);
    char *slash = strrchr(parent, '/');
    if (!slash) return;
    *slash = 0;
    DIR *directory = opendir(parent);
    struct dirent *entry;
    while (directory && (entry = readdir(directory))) {
        int pid = 0;
        if (sscanf(entry->d_name, "adjudge-%d", &pid) != 1) continue;
        if (strcmp(entry->d_name, base) != 0 && (kill(pid, 0) == 0 || errno != ESRCH)) continue;
        char path[1100];
        snprintf(path, sizeof path, "%s/%s", parent, entry->d_name);
        remove_below(path);
    }
    if (directory) closedir(directory);
}

void remove_all_cgroups(const char *base) {
    if (memory_root[0]) remove_stale(memory_root, base);
    if (pids_root[0] && !version2) remove_stale(pids_root, base);
}
