// The private directory: files in, files out, and nothing left behind.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "warden.h"

static bool is_dots(const char *name) {
    return name[0] == '.' && (name[1] == 0 || (name[1] == '.' && name[2] == 0));
}

// Removes what can be removed at once and hoists directories to the top, so that depth never matters: every level of a
// tree as deep as its maker liked is moved up, emptied and removed.
static bool empty_into(int top, int directory, unsigned *serial) {
    int copy = dup(directory);
    DIR *list = copy < 0 ? NULL : fdopendir(copy);
    if (!list) {
        if (copy >= 0) close(copy);
        return false;
    }
    rewinddir(list);
    struct dirent *entry;
    bool more = false;
    while ((entry = readdir(list))) {
        if (is_dots(entry->d_name)) continue;
        if (unlinkat(directory, entry->d_name, 0) == 0) continue;
        fchmodat(directory, entry->d_name, 0700, 0);
        if (unlinkat(directory, entry->d_name, AT_REMOVEDIR) == 0) continue;
        if (top != directory) {
            char name[32];
            snprintf(name, sizeof name, ".w%u", (*serial)++);
            if (renameat(directory, entry->d_name, top, name) != 0) fchmodat(directory, entry->d_name, 0700, 0);
        }
        more = true;
    }
    closedir(list);
    return !more;
}

bool wipe_directory(int directory) {
    char first[256];
    lseek(directory, 0, SEEK_SET);
    // The usual case in one call: only "." and ".." are there.
    long got = syscall(SYS_getdents64, directory, first, sizeof first);
    if (got >= 0 && got <= 48) return true;
    unsigned serial = 0;
    for (int round = 0; round < 100000; round++) {
        lseek(directory, 0, SEEK_SET);
        if (empty_into(directory, directory, &serial)) return true;
        // Directories with something in them are left at the top.
        DIR *list = fdopendir(dup(directory));
        struct dirent *entry;
        if (!list) return false;
        rewinddir(list);
        bool progress = false;
        while ((entry = readdir(list))) {
            if (is_dots(entry->d_name)) continue;
            int inner = openat(directory, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
            if (inner < 0) continue;
            empty_into(directory, inner, &serial);
            close(inner);
            if (unlinkat(directory, entry->d_name, AT_REMOVEDIR) == 0) progress = true;
        }
        closedir(list);
        if (!progress) return false;
    }
    return false;
}

// Removes every extended attribute, access lists included.
static bool strip_attributes(int directory) {
    char names[4096];
    for (int round = 0; round < 10000; round++) {
        ssize_t size = flistxattr(directory, names, sizeof names);
        if (size == 0 || (size < 0 && errno == ENOTSUP)) return true;
        if (size < 0) return false;
        bool progress = false;
        for (char *name = names; name < names + size; name += strlen(name) + 1)
            progress |= strncmp(name, "security.", 9) == 0 || fremovexattr(directory, name) == 0;
        if (!progress) return false;
        bool only_systems = true; // labels of the system's own come and go without anybody
        for (char *name = names; name < names + size; name += strlen(name) + 1)
            only_systems &= strncmp(name, "security.", 9) == 0;
        if (only_systems) return true;
    }
    return false;
}

bool renew_directory(int directory) {
    // A program owns its directory, so it can close it to others and write on it what no file holds.
    if (fchmod(directory, 0700) != 0 || !wipe_directory(directory) || !strip_attributes(directory)) return false;
    int flags = 0;
    if (ioctl(directory, FS_IOC_GETFLAGS, &flags) == 0 && flags & FS_FL_USER_MODIFIABLE) {
        flags &= ~FS_FL_USER_MODIFIABLE;
        if (ioctl(directory, FS_IOC_SETFLAGS, &flags) != 0) return false;
    }
    struct stat status;
    return futimens(directory, NULL) == 0 && fstat(directory, &status) == 0 && (status.st_mode & 07777) == 0700;
}

static bool make_parents(int directory, const char *name) {
    char part[512];
    for (const char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
        if ((size_t)(slash - name) >= sizeof part) return false;
        memcpy(part, name, (size_t)(slash - name));
        part[slash - name] = 0;
        if (mkdirat(directory, part, 0755) != 0 && errno != EEXIST) return false;
    }
    return true;
}

bool place_files(struct cell *cell, const char *bytes, size_t size) {
    const char *at = bytes, *end = bytes + size;
    while (end - at >= 16) {
        uint32_t mode, name_size;
        uint64_t length;
        memcpy(&mode, at, 4);
        memcpy(&name_size, at + 4, 4);
        memcpy(&length, at + 8, 8);
        at += 16;
        if (name_size == 0 || name_size > (size_t)(end - at) || length > (size_t)(end - at) - name_size) return false;
        const char *name = at;
        at += name_size;
        if (!make_parents(cell->directory_fd, name)) return false;
        int fd = openat(cell->directory_fd, name, O_CREAT | O_TRUNC | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, mode);
        if (fd < 0) return false;
        uint64_t done = 0;
        while (done < length) {
            ssize_t wrote = write(fd, at + done, length - done);
            if (wrote <= 0) break;
            done += (uint64_t)wrote;
        }
        if (cell->config.uid && fchown(fd, cell->config.uid, cell->config.uid) != 0) done = 0;
        fchmod(fd, mode);
        close(fd);
        if (done != length) return false;
        at += length;
    }
    return at == end;
}

void copy_all(int from, int to, uint64_t size) {
    off_t at = 0;
    while ((uint64_t)at < size) {
        ssize_t sent = sendfile(to, from, &at, size - (uint64_t)at);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return;
    }
}

int take_file(int directory, const char *name, uint64_t most, int64_t *size) {
    *size = -1;
    // A link that the program left must not lead out of its directory, whichever part of the name it stands in.
    struct open_how how = {.flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC, .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
    int fd = (int)syscall(SYS_openat2, directory, name, &how, sizeof how);
    if (fd < 0 && errno == ENOSYS && !strchr(name, '/'))
        fd = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return -1;
    struct stat status;
    int copy = -1;
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && (uint64_t)status.st_size <= most) {
        copy = (int)syscall(SYS_memfd_create, "adjudge-output", MFD_CLOEXEC);
        if (copy >= 0) {
            copy_all(fd, copy, (uint64_t)status.st_size);
            lseek(copy, 0, SEEK_SET);
            *size = status.st_size;
        }
    }
    close(fd);
    return copy;
}
