// Where the warden is.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client.h"

static bool usable(const char *path) {
    return access(path, X_OK) == 0;
}

// Beside the file, in ../libexec/adjudge from its directory, and, for a checkout's own builds, in build/libexec/adjudge
// of the directories above.
static bool near(const char *file, char *path, size_t size) {
    char directory[PATH_MAX];
    if (!realpath(file, directory)) return false;
    char *slash = strrchr(directory, '/');
    if (!slash) return false;
    *slash = 0;
    snprintf(path, size, "%s/adjudge-warden", directory);
    if (usable(path)) return true;
    snprintf(path, size, "%s/../libexec/adjudge/adjudge-warden", directory);
    if (usable(path)) return true;
    if (!strstr(directory, "/.build")) return false;
    *strstr(directory, "/.build") = 0;
    snprintf(path, size, "%s/build/libexec/adjudge/adjudge-warden", directory);
    return usable(path);
}

bool find_warden(const char *given, char *path, size_t size) {
    const char *named = given ? given : getenv("ADJUDGE_WARDEN");
    if (named && *named) {
        snprintf(path, size, "%s", named);
        return usable(path);
    }
    Dl_info self;
    if (dladdr((void *)find_warden, &self) && self.dli_fname && near(self.dli_fname, path, size)) return true;
    if (near("/proc/self/exe", path, size)) return true;
    snprintf(path, size, "adjudge-warden");
    return false;
}
