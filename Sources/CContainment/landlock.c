// File access rules. The numbers of the Landlock interface are spelled out, since headers are older than kernels.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "containment.h"

#define ACCESS_EXECUTE (1ull << 0)
#define ACCESS_WRITE_FILE (1ull << 1)
#define ACCESS_READ_FILE (1ull << 2)
#define ACCESS_READ_DIR (1ull << 3)
#define ACCESS_ALL_1 ((1ull << 13) - 1) // ABI 1: up to MAKE_SYM
#define ACCESS_REFER (1ull << 13)       // ABI 2
#define ACCESS_TRUNCATE (1ull << 14)    // ABI 3
#define ACCESS_IOCTL_DEV (1ull << 15)   // ABI 5
#define NET_TCP 3ull                    // ABI 4: bind and connect
#define SCOPE_BOTH 3ull                 // ABI 6: abstract sockets and signals

struct ruleset {
    uint64_t access_fs, access_net, scoped;
};

static int create(const struct ruleset *rules, int abi) {
    size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
    return (int)syscall(SYS_landlock_create_ruleset, rules, size, 0u);
}

int landlock_abi(int *error) {
    int abi = (int)syscall(SYS_landlock_create_ruleset, NULL, 0ul, LANDLOCK_CREATE_RULESET_VERSION);
    if (error) *error = abi < 0 ? errno : 0;
    return abi < 0 ? 0 : abi;
}

static void allow(int rules, const char *path, uint64_t access) {
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0) return; // not there: nothing to allow
    struct stat status;
    uint64_t files = ACCESS_EXECUTE | ACCESS_WRITE_FILE | ACCESS_READ_FILE | ACCESS_TRUNCATE | ACCESS_IOCTL_DEV;
    if (fstat(fd, &status) == 0 && !S_ISDIR(status.st_mode)) access &= files;
    struct landlock_path_beneath_attr rule = {.allowed_access = access, .parent_fd = fd};
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0u);
    close(fd);
}

int install_landlock(const char *const *paths, const char *directory) {
    int abi = landlock_abi(NULL);
    if (abi < 1) return -1;
    uint64_t all = ACCESS_ALL_1;
    if (abi >= 2) all |= ACCESS_REFER;
    if (abi >= 3) all |= ACCESS_TRUNCATE;
    if (abi >= 5) all |= ACCESS_IOCTL_DEV;
    struct ruleset rules = {.access_fs = all, .access_net = abi >= 4 ? NET_TCP : 0};
    int fd = create(&rules, abi);
    if (fd < 0) return -1;
    for (size_t i = 0; paths[i]; i++) allow(fd, paths[i], ACCESS_EXECUTE | ACCESS_READ_FILE | ACCESS_READ_DIR);
    allow(fd, directory, all & ~ACCESS_IOCTL_DEV);
    static const char *const devices[] = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"};
    for (size_t i = 0; i < sizeof devices / sizeof devices[0]; i++)
        allow(fd, devices[i], (ACCESS_READ_FILE | ACCESS_WRITE_FILE | ACCESS_TRUNCATE) & all);
    int done = (int)syscall(SYS_landlock_restrict_self, fd, 0u);
    close(fd);
    return done;
}

int install_landlock_scope(void) {
    int abi = landlock_abi(NULL);
    if (abi < 6) return -1;
    struct ruleset rules = {.scoped = SCOPE_BOTH};
    int fd = create(&rules, abi);
    if (fd < 0) return -1;
    int done = (int)syscall(SYS_landlock_restrict_self, fd, 0u);
    close(fd);
    return done;
}
