// The file system that a cell sees: an empty tmpfs with read-only views of what interpreters need, and /work.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "warden.h"

// mkdir -p of `path`. Parents that exist for their sake alone can be passed through and not listed.
static int make_directories(const char *path) {
    char part[1024];
    size_t length = strlen(path);
    if (length >= sizeof part) return -1;
    for (size_t i = 1; i <= length; i++) {
        if (path[i] != '/' && path[i] != 0) continue;
        memcpy(part, path, i);
        part[i] = 0;
        if (mkdir(part, path[i] ? 0111 : 0755) != 0 && errno != EEXIST) return -1;
    }
    return 0;
}

// Binds keep the flags that their source is locked to; what is more than the kernel allows fails, so they are tried.
static int make_read_only(const char *target, unsigned long more) {
    static const unsigned long kept[] = {0, MS_NODEV, MS_NOEXEC, MS_NODEV | MS_NOEXEC, MS_NOATIME, MS_RELATIME};
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        if (mount(NULL, target, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | more | kept[i], NULL) == 0) return 0;
    return -1;
}

static bool below_another(const char *path, const char *const *paths, size_t index) {
    for (size_t i = 0; i < index; i++) {
        size_t length = strlen(paths[i]);
        if (strncmp(path, paths[i], length) == 0 && (path[length] == '/' || path[length] == 0)) return true;
    }
    return false;
}

static int bind_path(const char *path) {
    char source[1100];
    snprintf(source, sizeof source, "/.old%s", path);
    struct stat status;
    if (lstat(source, &status) != 0) return 0; // not there: nothing to show
    if (S_ISLNK(status.st_mode)) {
        char target[1024];
        ssize_t length = readlink(source, target, sizeof target - 1);
        if (length < 0) return -1;
        target[length] = 0;
        return symlink(target, path) == 0 || errno == EEXIST ? 0 : -1;
    }
    if (S_ISDIR(status.st_mode)) {
        if (make_directories(path) != 0) return -1;
    } else {
        char parent[1024];
        snprintf(parent, sizeof parent, "%s", path);
        char *slash = strrchr(parent, '/');
        if (slash != parent) {
            *slash = 0;
            if (make_directories(parent) != 0) return -1;
        }
        int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
        if (fd < 0) return -1;
        close(fd);
    }
    if (mount(source, path, NULL, MS_BIND | MS_REC, NULL) != 0) return -1;
    return make_read_only(path, 0);
}

static int write_file(const char *path, const void *bytes, size_t size, mode_t mode) {
    int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, mode);
    if (fd < 0) return -1;
    const char *at = bytes;
    while (size > 0) {
        ssize_t wrote = write(fd, at, size);
        if (wrote <= 0) break;
        at += wrote;
        size -= (size_t)wrote;
    }
    close(fd);
    return size == 0 ? 0 : -1;
}

static int make_devices(void) {
    if (mkdir("/dev", 0755) != 0) return -1;
    static const char *const devices[] = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"};
    for (size_t i = 0; i < sizeof devices / sizeof devices[0]; i++) {
        char source[64];
        snprintf(source, sizeof source, "/.old%s", devices[i]);
        int fd = open(devices[i], O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
        if (fd >= 0) close(fd);
        if (mount(source, devices[i], NULL, MS_BIND, NULL) != 0) return -1;
    }
    static const char *const links[][2] = {{"/proc/self/fd", "/dev/fd"},       {"/proc/self/fd/0", "/dev/stdin"},
                                           {"/proc/self/fd/1", "/dev/stdout"}, {"/proc/self/fd/2", "/dev/stderr"},
                                           {CELL_DIRECTORY, "/dev/shm"},       {CELL_DIRECTORY, "/tmp"}};
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++)
        if (symlink(links[i][0], links[i][1]) != 0 && errno != EEXIST) return -1;
    return 0;
}

#define STEP(what)                                                                                                     \
    do {                                                                                                               \
        if ((what) != 0) return #what;                                                                                 \
    } while (0)

const char *build_root(const struct cell_config *config, uid_t owner) {
    STEP(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
    STEP(mount("adjudge", "/tmp", "tmpfs", MS_NOSUID, "size=8m,mode=0755"));
    STEP(chdir("/tmp"));
    STEP(mkdir(".old", 0755));
    STEP(syscall(SYS_pivot_root, ".", ".old") != 0);
    STEP(chdir("/"));
    for (size_t i = 0; config->paths[i]; i++)
        if (!below_another(config->paths[i], config->paths, i)) STEP(bind_path(config->paths[i]));
    STEP(make_devices());
    STEP(make_directories("/.adjudge"));
    STEP(write_file(CELL_ZYGOTE, zygote_image, zygote_image_size, 0755));
    STEP(make_directories("/etc"));
    if (access("/etc/passwd", F_OK) != 0) {
        static const char passwd[] = "program:x:1000:1000::/work:/bin/sh\n", group[] = "program:x:1000:\n";
        STEP(write_file("/etc/passwd", passwd, sizeof passwd - 1, 0644));
        STEP(write_file("/etc/group", group, sizeof group - 1, 0644));
    }
    // A visible /proc must stay somewhere, or the kernel refuses the cell's own; the first of those comes to lie over it.
    STEP(make_directories("/.adjudge/proc"));
    STEP(make_directories("/proc"));
    mount("/.old/proc", "/.adjudge/proc", NULL, MS_BIND | MS_REC, NULL);
    STEP(make_directories(CELL_DIRECTORY));
    char options[96];
    snprintf(options, sizeof options, "size=%llu,nr_inodes=4096,mode=0700,uid=%u,gid=%u",
             (unsigned long long)config->directory_size, owner, owner);
    STEP(mount("work", CELL_DIRECTORY, "tmpfs", MS_NOSUID | MS_NODEV, options));
    STEP(umount2("/.old", MNT_DETACH));
    STEP(rmdir("/.old"));
    STEP(mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID, NULL));
    return NULL;
}
