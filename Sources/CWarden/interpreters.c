// Where the interpreters really are: shims and links resolved by asking the interpreter itself, once.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "warden.h"

#define PATIENCE 20000 // milliseconds

static bool find_in_path(const char *name, char *found, size_t size) {
    const char *path = getenv("PATH");
    while (path && *path) {
        size_t length = strcspn(path, ":");
        if (length > 0 && length < 400) {
            snprintf(found, size, "%.*s/%s", (int)length, path, name);
            if (access(found, X_OK) == 0) return true;
        }
        path += length + (path[length] == ':');
    }
    return false;
}

// Runs a command and takes its output; what it starts dies with it.
static ssize_t output_once(const char *const *arguments, char *text, size_t size, bool *was_killed) {
    int out[2];
    if (pipe2(out, O_CLOEXEC) != 0) return -1;
    pid_t pid = fork();
    if (pid == 0) {
        setsid();
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        int null = open("/dev/null", O_RDWR);
        dup2(null, 0);
        dup2(out[1], 1);
        dup2(null, 2);
        execv(arguments[0], (char *const *)arguments);
        _exit(127);
    }
    close(out[1]);
    size_t total = 0;
    uint64_t end = now_ns() + PATIENCE * MILLISECOND;
    while (pid > 0 && total + 1 < size) {
        struct pollfd wait = {.fd = out[0], .events = POLLIN};
        uint64_t now = now_ns();
        if (now >= end || poll(&wait, 1, (int)((end - now) / MILLISECOND) + 1) <= 0) break;
        ssize_t got = read(out[0], text + total, size - 1 - total);
        if (got <= 0) break;
        total += (size_t)got;
    }
    close(out[0]);
    if (pid > 0) {
        if (now_ns() >= end) kill(-pid, SIGKILL);
        int status;
        waitpid(pid, &status, 0);
        *was_killed = WIFSIGNALED(status);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return -1;
    }
    text[total] = 0;
    return (ssize_t)total;
}

// The same; once more where something on the machine killed it.
static ssize_t output_of(const char *const *arguments, char *text, size_t size) {
    bool was_killed = false;
    ssize_t got = output_once(arguments, text, size, &was_killed);
    return was_killed ? output_once(arguments, text, size, &was_killed) : got;
}

// Takes the next line of `*text` into `line`.
static bool next_line(char **text, char *line, size_t size) {
    if (!**text) return false;
    size_t length = strcspn(*text, "\n");
    snprintf(line, size, "%.*s", (int)length, *text);
    *text += length + ((*text)[length] == '\n');
    return true;
}

// Does a directory on the way keep others out?
static bool lies_hidden(const char *path) {
    char part[512];
    for (size_t i = 1; path[i] && i < sizeof part; i++) {
        if (path[i] != '/') continue;
        memcpy(part, path, i);
        part[i] = 0;
        struct stat status;
        if (stat(part, &status) == 0 && !(status.st_mode & S_IXOTH)) return true;
    }
    return false;
}

void add_python(const char *path, const char *modules) {
    if (settings.python_count == MAX_PYTHONS) return;
    struct interpreter *python = &settings.pythons[settings.python_count++];
    snprintf(python->path, sizeof python->path, "%s", path);
    python->modules = strdup(modules);
}

static void ask(struct interpreter *python);
static void ask_visible(struct interpreter *python);

void note_failure(struct interpreter *interpreter, const char *why) {
    uint64_t seconds = interpreter->failures < 7 ? 2ull << interpreter->failures : 256;
    interpreter->failures++;
    interpreter->retry_at = now_ns() + seconds * 1000 * MILLISECOND;
    snprintf(interpreter->problem, sizeof interpreter->problem, "%.250s", why);
}

// Whether the interpreter is to be asked: never asked yet, or long enough ago in vain.
static bool is_due(struct interpreter *interpreter) {
    if (interpreter->asked && (!interpreter->problem[0] || now_ns() < interpreter->retry_at)) return false;
    if (!interpreter->asked) memcpy(interpreter->given, interpreter->path, sizeof interpreter->given);
    else memcpy(interpreter->path, interpreter->given, sizeof interpreter->path);
    interpreter->asked = true;
    interpreter->problem[0] = 0;
    settings.paths_version++;
    return true;
}

// What another one of the same name has answered: the templates of one interpreter differ by their modules only.
static bool is_answered(struct interpreter *python) {
    for (unsigned i = 0; i < settings.python_count; i++) {
        const struct interpreter *other = &settings.pythons[i];
        if (other == python || !other->asked || other->problem[0] || strcmp(other->given, python->given) != 0) continue;
        memcpy(python->path, other->path, sizeof python->path);
        memcpy(python->version, other->version, sizeof python->version);
        memcpy(python->prefixes, other->prefixes, sizeof python->prefixes);
        python->hidden = other->hidden;
        return true;
    }
    return false;
}

void ask_python(struct interpreter *python) {
    if (!is_due(python) || is_answered(python)) return;
    ask_visible(python);
    if (python->problem[0]) {
        char why[WIRE_TEXT];
        memcpy(why, python->problem, sizeof why);
        note_failure(python, why);
    }
}

static void ask_visible(struct interpreter *python) {
    bool any = !python->given[0];
    ask(python);
    // A private uid reads what others read; only namespaces, or Landlock with a capability, show it more.
    bool shown = !settings.uids[0] || settings.layers & (LAYER_NAMESPACES | LAYER_LANDLOCK);
    python->hidden = lies_hidden(python->path) || lies_hidden(python->prefixes[2]);
    if (python->problem[0] || !python->hidden || shown) return;
    snprintf(python->problem, sizeof python->problem, "%.150s lies where only root reads, and programs run as another user",
             python->path);
    static const char system_python[] = "/usr/bin/python3";
    if (!any || access(system_python, X_OK) != 0) return;
    memcpy(python->path, system_python, sizeof system_python);
    python->problem[0] = 0;
    ask(python);
    python->hidden = false;
}

static void ask(struct interpreter *python) {
    char asked[512], text[4096], *at = text, line[64];
    snprintf(asked, sizeof asked, "%s", python->path);
    python->path[0] = 0;
    if (!asked[0] && !find_in_path("python3", asked, sizeof asked) && !find_in_path("python", asked, sizeof asked)) {
        snprintf(python->problem, sizeof python->problem, "no python3 in PATH");
        return;
    }
    static const char question[] =
        "import os, sys, sysconfig\n"
        "print(sys.implementation.name, *sys.version_info[:3], sysconfig.get_config_var('Py_GIL_DISABLED') or 0)\n"
        "print(os.path.abspath(sys.executable))\n"
        "print(os.path.dirname(os.path.realpath(sys.executable)))\n"
        "print(sys.prefix); print(sys.base_prefix); print(sys.base_exec_prefix)\n";
    const char *const arguments[] = {asked, "-I", "-B", "-c", question, NULL};
    char name[32] = "";
    int major = 0, minor = 0, micro = 0, free_threaded = 0;
    if (output_of(arguments, text, sizeof text) < 0 || !next_line(&at, line, sizeof line) ||
        sscanf(line, "%31s %d %d %d %d", name, &major, &minor, &micro, &free_threaded) != 5) {
        snprintf(python->problem, sizeof python->problem, "%.200s is no Python that answers", asked);
        return;
    }
    snprintf(python->version, sizeof python->version, "%d.%d.%d", major, minor, micro);
    next_line(&at, python->path, sizeof python->path);
    for (int i = 0; i < 4; i++) next_line(&at, python->prefixes[i], sizeof python->prefixes[i]);
    if (strcmp(name, "cpython") != 0 || major != 3 || minor < 8 || free_threaded)
        snprintf(python->problem, sizeof python->problem, "%s %s%s: CPython 3.8 or later with its lock is needed", name,
                 python->version, free_threaded ? " (free-threaded)" : "");
}

static void ask_for_node(struct interpreter *node);

void ask_node(void) {
    struct interpreter *node = &settings.node;
    if (!is_due(node)) return;
    ask_for_node(node);
    if (node->problem[0]) {
        char why[WIRE_TEXT];
        memcpy(why, node->problem, sizeof why);
        note_failure(node, why);
    } else node->failures = 0;
}

static void ask_for_node(struct interpreter *node) {
    char asked[512], text[1024], *at = text;
    snprintf(asked, sizeof asked, "%s", node->path);
    node->path[0] = 0;
    if (!asked[0] && !find_in_path("node", asked, sizeof asked) && !find_in_path("nodejs", asked, sizeof asked)) {
        snprintf(node->problem, sizeof node->problem, "no node in PATH");
        return;
    }
    const char *const arguments[] = {asked, "-p", "process.version + '\\n' + fs.realpathSync(process.execPath)", NULL};
    if (output_of(arguments, text, sizeof text) < 0 || !next_line(&at, node->version, sizeof node->version) ||
        !next_line(&at, node->path, sizeof node->path)) {
        snprintf(node->problem, sizeof node->problem, "%.200s is no node that answers", asked);
        return;
    }
    snprintf(node->prefixes[0], sizeof node->prefixes[0], "%s", node->path);
    char *slash = strrchr(node->prefixes[0], '/');
    if (slash) *slash = 0;
}

// A directory that would open more than an interpreter's own: the root, or a home.
static bool too_wide(const char *path) {
    static const char *const never[] = {"", "/", "/root", "/home", "/tmp", "/var", "/etc", "/proc", "/sys", "/dev"};
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        if (strcmp(path, never[i]) == 0) return true;
    const char *home = getenv("HOME");
    return home && strcmp(path, home) == 0;
}

void cell_paths(const char **paths) {
    static const char *const system_paths[] = {
        "/usr", "/bin", "/sbin", "/lib", "/lib64", "/lib32", "/libx32", "/etc/alternatives", "/etc/ld.so.cache",
        "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime", "/etc/mime.types", "/etc/ssl/openssl.cnf", "/etc/java-11-openjdk", "/etc/java-17-openjdk",
        "/etc/java-21-openjdk"};
    size_t count = 0;
    if (settings.probing) { // a trial of the namespaces, not of the interpreters
        paths[0] = "/usr";
        paths[1] = NULL;
        return;
    }
    for (size_t i = 0; i < sizeof system_paths / sizeof system_paths[0]; i++) paths[count++] = system_paths[i];
    for (unsigned i = 0; i < settings.python_count; i++) {
        ask_python(&settings.pythons[i]);
        for (int k = 0; k < 4 && count + 8 < CELL_MAX_PATHS; k++) {
            const char *prefix = settings.pythons[i].prefixes[k];
            // bin directories stand for their prefixes
            if (k == 0 && strncmp(prefix, settings.pythons[i].prefixes[2], strlen(settings.pythons[i].prefixes[2])) == 0) continue;
            if (!too_wide(prefix)) paths[count++] = prefix;
        }
    }
    ask_node();
    if (!too_wide(settings.node.prefixes[0])) paths[count++] = settings.node.prefixes[0];
    for (unsigned i = 0; i < settings.path_count && count + 2 < CELL_MAX_PATHS; i++) paths[count++] = settings.paths[i];
    paths[count] = NULL;
}
