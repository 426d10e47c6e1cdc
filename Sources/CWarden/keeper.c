// A cell's keeper: makes the namespaces and holds them, and starts what runs in them. It never runs a job.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "warden.h"

static struct cell_config config;
static uint64_t no_filter_here; // the keeper has no filter; the cookie is only read by one

static _Noreturn void refuse(const char *what) {
    struct cell_reply reply = {.pid = -errno, .ready = WORD_STARTED};
    snprintf(reply.text, sizeof reply.text, "%s: %s", what, strerror(errno));
    send_message(CELL_CONTROL, &reply, sizeof reply, NULL, 0);
    _exit(1);
}

static void write_map(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, text, strlen(text)) < 0) refuse(path);
    close(fd);
}

static void enter_user_namespace(void) {
    char map[64];
    uid_t uid = geteuid();
    gid_t gid = getegid();
    prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); // else /proc/self/uid_map belongs to another
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS) != 0)
        refuse("unshare(user, mount, net, ipc, uts)");
    write_map("/proc/self/setgroups", "deny");
    snprintf(map, sizeof map, "%d %u 1", CELL_INNER_UID, uid);
    write_map("/proc/self/uid_map", map);
    snprintf(map, sizeof map, "%d %u 1", CELL_INNER_UID, gid);
    write_map("/proc/self/gid_map", map);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static void become_private_uid(uid_t uid) {
    if (syscall(SYS_setgroups, 0, NULL) != 0 || syscall(SYS_setresgid, uid, uid, uid) != 0 ||
        syscall(SYS_setresuid, uid, uid, uid) != 0)
        refuse("setresuid to the private uid");
}

static void enter_namespaces(void) {
    const char *failed;
    if (config.uid) {
        // As root: the tree is made with root's rights (interpreters may lie where nobody else reads), then given up.
        if (unshare(CLONE_NEWNS) != 0) refuse("unshare(mount)");
        if ((failed = build_root(&config, config.uid))) refuse(failed);
        // The maps are written through a /proc that the new root does not show; the bound one does.
        if (mount("/.adjudge/proc", "/proc", NULL, MS_BIND | MS_REC, NULL) != 0) refuse("bind /proc");
        become_private_uid(config.uid);
        enter_user_namespace();
    } else {
        enter_user_namespace();
        if ((failed = build_root(&config, CELL_INNER_UID))) refuse(failed);
    }
    syscall(SYS_sethostname, "adjudge", 7);
}

// The first process of a pid namespace: whatever ends up an orphan there is its child, and when it dies all of it does.
// It hands out its namespace itself: nobody else may look at a process that cannot be dumped.
static _Noreturn void run_init(int keeper) {
    prctl(PR_SET_NAME, "adjudge-init", 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, NULL);
    int own = open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC);
    if (own < 0) prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); // no /proc here: the keeper's pidfd must do, and asks for this
    send_message(keeper, "", 1, &own, own >= 0 ? 1 : 0);
    drop_capabilities();
    for (int fd = 0; fd < 16; fd++) close(fd);
    signal(SIGCHLD, SIG_IGN); // the kernel reaps
    for (;;) pause();
}

static void start_init(void) {
    static bool referenced;
    if (!referenced) {
        // This proc covers the host's, which nobody may see, and stands for "a visible /proc" ever after.
        pid_t pid = (pid_t)syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, 0L, NULL, NULL, 0L);
        if (pid < 0) refuse("clone(pid namespace)");
        if (pid == 0) {
            bool over = mount("proc", "/.adjudge/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, NULL) == 0;
            if (!over) over = mount("none", "/.adjudge/proc", "tmpfs", MS_RDONLY, "size=4k") == 0;
            bool over_proc = !config.uid || mount("none", "/proc", "tmpfs", MS_RDONLY, "size=4k") == 0;
            _exit(over && over_proc ? 0 : 1);
        }
        int status = 0;
        if (waitpid(pid, &status, __WALL) != pid || status != 0) {
            errno = EPERM;
            refuse("cover the host's /proc");
        }
        referenced = true;
    } else {
        umount2("/proc", MNT_DETACH); // that of the init before
    }
    int pidfd = -1, pair[2], namespace = -1, count = 1;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) refuse("socketpair");
    pid_t pid = clone_sibling(CLONE_NEWPID, &pidfd, no_filter_here);
    if (pid == 0) run_init(pair[1]);
    struct cell_reply reply = {.pid = pid < 0 ? -errno : pid};
    close(pair[1]);
    char done;
    if (pid > 0 && (receive_message(pair[0], &done, 1, &namespace, &count, 0) != 1 || count == 0)) namespace = -1;
    close(pair[0]);
    send_message(CELL_CONTROL, &reply, sizeof reply, namespace >= 0 ? &namespace : &pidfd, pid < 0 ? 0 : 1);
    if (namespace >= 0) close(namespace);
    if (pidfd >= 0) close(pidfd);
}

// The zygote's shared object, as a run's cell sees it.
static const char *zygote_object(void) {
    return config.layers & LAYER_NAMESPACES ? CELL_ZYGOTE : "/proc/self/fd/9";
}

static const char *const *run_environment(void) {
    static char home[1100], temporary[1100], preload[1100];
    static const char *environment[] = {
        "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "PYTHONHASHSEED=0", "LD_BIND_NOW=1", preload, "OPENBLAS_NUM_THREADS=1",
        "OMP_NUM_THREADS=1", "MKL_NUM_THREADS=1", home, temporary, NULL};
    const char *directory = config.layers & LAYER_NAMESPACES ? CELL_DIRECTORY : config.directory;
    snprintf(preload, sizeof preload, "LD_PRELOAD=%s", zygote_object());
    snprintf(home, sizeof home, "HOME=%s", directory);
    snprintf(temporary, sizeof temporary, "TMPDIR=%s", directory);
    return environment;
}

static _Noreturn void exec_python(const struct cell_message *message) {
    const char *executable = message->text;
    const char *modules = executable + strlen(executable) + 1;
    char layers[24], uid[24];
    bool search = message->flags & MESSAGE_SEARCH && config.uid && config.layers & LAYER_LANDLOCK &&
                  !(config.layers & LAYER_NAMESPACES);
    snprintf(layers, sizeof layers, "%u", config.layers | (search ? LAYER_SEARCH : 0u));
    snprintf(uid, sizeof uid, "%u", config.uid);
    const char *arguments[CELL_MAX_PATHS + 16] = {executable, "-I", "-B", "-X", "utf8", "-c", (const char *)python_bootstrap,
                                                  zygote_object(), modules, layers, uid,
                                                  config.layers & LAYER_NAMESPACES ? CELL_DIRECTORY : config.directory,
                                                  config.prelude ? config.prelude : ""};
    size_t count = 13;
    for (size_t i = 0; config.paths[i]; i++) arguments[count++] = config.paths[i];
    if (!(config.layers & LAYER_NAMESPACES)) {
        int image = (int)syscall(SYS_memfd_create, "adjudge-zygote", 0u);
        if (image < 0 || write(image, zygote_image, zygote_image_size) != (ssize_t)zygote_image_size) _exit(126);
        if (image != 9) dup2(image, 9);
    }
    execve(executable, (char *const *)arguments, (char *const *)run_environment());
    refuse(executable);
}

static void spawn(const struct cell_message *message, int control) {
    pid_t pid = clone_sibling(0, NULL, no_filter_here);
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        dup2(control, CELL_CONTROL);
        close(control);
        if (chdir(config.layers & LAYER_NAMESPACES ? CELL_DIRECTORY : config.directory) != 0) _exit(126);
        // The limit at exec becomes the size of every thread's stack; the main one's is raised in each run.
        struct rlimit stack = {8ul << 20, RLIM_INFINITY};
        setrlimit(RLIMIT_STACK, &stack);
        if (config.layers & LAYER_NAMESPACES) keep_admin_over_exec();
        if (message->order == ORDER_SPAWN_PYTHON) exec_python(message);
        launcher_main(&config);
    }
    struct cell_reply reply = {.pid = pid < 0 ? -errno : pid};
    send_message(CELL_CONTROL, &reply, sizeof reply, NULL, 0);
}

_Noreturn void keeper_main(const struct cell_config *made) {
    config = *made;
    prctl(PR_SET_NAME, "adjudge-keeper", 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    setsid();
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    for (int i = 0; i < 3; i++) dup2(CELL_NOISE, i); // nothing of the host's: a stray message ends in a memfd
    if (config.layers & LAYER_NAMESPACES) {
        enter_namespaces();
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    }
    no_new_privileges();
    struct cell_reply reply = {.pid = getpid(), .ready = WORD_READY};
    int directory = -1;
    if (config.layers & LAYER_NAMESPACES) directory = open(CELL_DIRECTORY, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    send_message(CELL_CONTROL, &reply, sizeof reply, &directory, directory >= 0 ? 1 : 0);
    if (directory >= 0) close(directory);
    for (;;) {
        struct cell_message message;
        int fds[2], count = 2;
        ssize_t got = receive_message(CELL_CONTROL, &message, sizeof message, fds, &count, 0);
        if (got < (ssize_t)CELL_MESSAGE_HEAD) _exit(0);
        if (message.order == ORDER_INIT) start_init();
        else if (count > 0) spawn(&message, fds[0]);
        while (count > 0) close(fds[--count]);
    }
}
