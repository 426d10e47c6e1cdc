#include "ccurl.h"
#include "libcurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

// Since OpenSSL 1.1.1; source: include/openssl/crypto.h.
#define OPENSSL_INIT_NO_ATEXIT UINT64_C(0x00080000)

// With OpenSSL first: on Debian and Ubuntu "libcurl.so.4" is that one, and others have no second.
static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4", NULL};

struct libcurl libcurl;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *problem;
static char text[512];
static char version[32];

#define NAME_OPTION(name, number) {#name, number},
static const ccurl_option options[] = {CURL_OPTIONS(NAME_OPTION){NULL, 0}};

const ccurl_option *ccurl_options(void) { return options; }

void *ccurl_open(const char *const *candidates, char *problem, size_t size) {
    size_t used = 0;
    for (; *candidates; candidates++) {
        // Never unloaded: its exit handlers and its threads would outlive it.
        void *library = dlopen(*candidates, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
        if (library) return library;
        const char *reason = dlerror();
        int count = snprintf(problem + used, size - used, "%s%s", used > 0 ? "; " : "", reason ? reason : *candidates);
        used = count < 0 || (size_t)count >= size - used ? size - 1 : used + (size_t)count;
    }
    return NULL;
}

static void load(void) {
    char reason[256] = "";
    void *library = ccurl_open(names, reason, sizeof reason);
    if (!library) {
        snprintf(text, sizeof text,
            "libcurl cannot be loaded (%s); install the package libcurl4 (Debian, Ubuntu: libcurl4t64 since 24.04) or "
            "libcurl (Amazon Linux, Fedora, RHEL)",
            reason);
        problem = text;
        return;
    }
#define FIND(result, name, parameters)                                                                                  \
    if (!(libcurl.name = (__typeof__(libcurl.name))dlsym(library, #name))) {                                            \
        problem = "libcurl is older than 7.76: it has no " #name;                                                       \
        return;                                                                                                         \
    }
    CURL_CALLS(FIND)
    // OpenSSL would free its state at exit even while a thread is about to begin using it.
    int (*init_crypto)(uint64_t, const void *) = (int (*)(uint64_t, const void *))dlsym(library, "OPENSSL_init_crypto");
    if (init_crypto) init_crypto(OPENSSL_INIT_NO_ATEXIT, NULL);
    if (libcurl.curl_global_init(CURL_GLOBAL_DEFAULT) != 0) {
        problem = "libcurl cannot be initialised";
        return;
    }
    // "libcurl/7.88.1 OpenSSL/3.0.19 …"
    const char *told = libcurl.curl_version();
    if (!strncmp(told, "libcurl/", 8)) told += 8;
    snprintf(version, sizeof version, "%.*s", (int)strcspn(told, " -"), told);
    ccurl_watch_forks();
    // Once more: OpenSSL's own handler, where somebody else has made it register one by now, must come after this.
    ccurl_watch_exit();
}

const char *ccurl_load(void) {
    pthread_once(&once, load);
    return problem;
}

const char *ccurl_version(void) { return version[0] ? version : NULL; }

int ccurl_option_number(const char *name) {
    const struct curl_easyoption *option = libcurl.curl_easy_option_by_name(name);
    return option ? option->id : -1;
}
