#define _GNU_SOURCE
#include <linux/capability.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "containment.h"

static int set_capabilities(uint64_t effective, uint64_t inheritable) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    for (int i = 0; i < 2; i++) {
        data[i].effective = data[i].permitted = (uint32_t)(effective >> (32 * i));
        data[i].inheritable = (uint32_t)(inheritable >> (32 * i));
    }
    return (int)syscall(SYS_capset, &header, data);
}

bool no_new_privileges(void) {
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

void drop_capabilities(void) {
    set_capabilities(0, 0); // ambient capabilities fall with the inheritable ones
}

void keep_admin_over_exec(void) {
    uint64_t admin = 1ull << CAP_SYS_ADMIN;
    if (set_capabilities(admin, admin) == 0) prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_SYS_ADMIN, 0, 0);
}

void keep_setuid_only(bool search) {
    set_capabilities(1ull << CAP_SETUID | 1ull << CAP_SETGID | (search ? 1ull << CAP_DAC_READ_SEARCH : 0), 0);
}

void keep_search_only(void) {
    if (set_capabilities(1ull << CAP_DAC_READ_SEARCH, 0) != 0) set_capabilities(0, 0);
}
