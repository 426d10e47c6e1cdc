// The system call filter: everything the C library, CPython, node and compilers need, and no door out of the cell.
//
// It is installed once in a zygote and inherited by each run at no cost. Denied calls fail with an errno, so that a
// program sees an ordinary refusal; only calls of a foreign architecture kill. Numbers above the newest one known here
// are "not implemented", so that a new kernel opens nothing.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "containment.h"

#if defined(__x86_64__)
#define THIS_ARCH AUDIT_ARCH_X86_64
#define X32_BIT 0x40000000u
#elif defined(__aarch64__)
#define THIS_ARCH AUDIT_ARCH_AARCH64
#endif
#define NEWEST_CALL 450
#define IOPRIO_WHO_PROCESS 1

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define LOAD_LOW(i) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[i]))
#define LOAD_HIGH(i) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[i]) + 4)
#define EQUAL(k, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (k), (yes), (no))
#define ABOVE(k, yes, no) BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, (k), (yes), (no))
#define HAS(k, yes, no) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (k), (yes), (no))
#define RETURN(k) BPF_STMT(BPF_RET | BPF_K, (k))
#define REFUSE(e) RETURN(SECCOMP_RET_ERRNO | (e))
#define ALLOW RETURN(SECCOMP_RET_ALLOW)
#define KILL RETURN(SECCOMP_RET_KILL_PROCESS)

// Flags with which a clone would leave the cell or its parent.
#define CLONE_DOORS                                                                                                    \
    (CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP |       \
     CLONE_PARENT | CLONE_PTRACE)

// Not implemented: their callers fall back, or they hide their arguments from a filter.
static const int absent[] = {
    SYS_clone3, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
};

static const int denied[] = {
    // sockets: socketpair alone stays, for pipes between a program's own processes
    SYS_socket, SYS_bind, SYS_listen, SYS_connect, SYS_accept, SYS_accept4,
    // other processes
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp, SYS_pidfd_getfd, SYS_pidfd_send_signal,
    SYS_pidfd_open, SYS_process_madvise, SYS_migrate_pages, SYS_move_pages,
    // the kernel's own
    SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_keyctl, SYS_add_key, SYS_request_key, SYS_kexec_load,
    SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_reboot, SYS_swapon, SYS_swapoff, SYS_acct, SYS_syslog,
    SYS_quotactl, SYS_personality, SYS_lookup_dcookie, SYS_vhangup, SYS_fanotify_init,
    // namespaces, mounts, clocks, names
    SYS_unshare, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_open_tree, SYS_move_mount, SYS_fsopen,
    SYS_fsconfig, SYS_fsmount, SYS_fspick, SYS_name_to_handle_at, SYS_open_by_handle_at, SYS_settimeofday,
    SYS_clock_settime, SYS_clock_adjtime, SYS_adjtimex, SYS_sethostname, SYS_setdomainname,
    // objects that outlive their maker
    SYS_shmget, SYS_shmat, SYS_shmctl, SYS_msgget, SYS_msgsnd, SYS_msgrcv, SYS_msgctl, SYS_semget, SYS_semop,
    SYS_semctl, SYS_semtimedop, SYS_mq_open, SYS_mq_unlink, SYS_mknodat,
#if defined(__x86_64__)
    SYS_iopl, SYS_ioperm, SYS_modify_ldt, SYS_mknod, SYS_uselib, SYS__sysctl,
#endif
#ifdef SYS_kexec_file_load
    SYS_kexec_file_load,
#endif
#ifdef SYS_mount_setattr
    SYS_mount_setattr,
#endif
#ifdef SYS_quotactl_fd
    SYS_quotactl_fd,
#endif
#ifdef SYS_process_mrelease
    SYS_process_mrelease,
#endif
#ifdef SYS_memfd_secret
    SYS_memfd_secret,
#endif
};

// Calls that take a process first: only 0, the caller itself, is allowed.
static const int own_only[] = {
    SYS_prlimit64, SYS_sched_setaffinity, SYS_sched_setscheduler, SYS_sched_setparam, SYS_sched_setattr,
};

static int install(struct sock_filter *code, size_t count) {
    struct sock_fprog program = {.len = (unsigned short)count, .filter = code};
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

#define ADD(...)                                                                                                       \
    do {                                                                                                               \
        const struct sock_filter part[] = {__VA_ARGS__};                                                               \
        for (size_t k = 0; k < sizeof part / sizeof part[0]; k++) code[n++] = part[k];                                 \
    } while (0)

int install_seccomp(uint64_t cookie, bool counts_memory, bool guards_channel) {
    struct sock_filter code[400];
    size_t n = 0;
    ADD(LOAD(arch), EQUAL(THIS_ARCH, 1, 0), KILL, LOAD(nr));
#ifdef X32_BIT
    ADD(HAS(X32_BIT, 0, 1), KILL);
#endif
    ADD(ABOVE(NEWEST_CALL, 0, 1), REFUSE(ENOSYS));
    for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++) ADD(EQUAL((unsigned)absent[i], 0, 1), REFUSE(ENOSYS));
    // Memory that is no process's is seen by a control group alone.
    if (!counts_memory) ADD(EQUAL(SYS_memfd_create, 0, 1), REFUSE(ENOSYS));
    for (size_t i = 0; i < sizeof denied / sizeof denied[0]; i++) ADD(EQUAL((unsigned)denied[i], 0, 1), REFUSE(EPERM));
    for (size_t i = 0; i < sizeof own_only / sizeof own_only[0]; i++)
        ADD(EQUAL((unsigned)own_only[i], 0, 4), LOAD_LOW(0), EQUAL(0, 0, 1), ALLOW, REFUSE(EPERM));
    // Priorities: of the caller alone. A user's are those of its zygote, and where it shares the host's uid those of the host.
    ADD(EQUAL(SYS_setpriority, 0, 6), LOAD_LOW(0), EQUAL(PRIO_PROCESS, 0, 2), LOAD_LOW(1), EQUAL(0, 1, 0), REFUSE(EPERM), ALLOW);
    ADD(EQUAL(SYS_ioprio_set, 0, 6), LOAD_LOW(0), EQUAL(IOPRIO_WHO_PROCESS, 0, 2), LOAD_LOW(1), EQUAL(0, 1, 0), REFUSE(EPERM), ALLOW);
    uint32_t low = (uint32_t)cookie, high = (uint32_t)(cookie >> 32);
    ADD(EQUAL(SYS_clone, 0, 9), LOAD_LOW(0), HAS(CLONE_DOORS, 1, 0), ALLOW, LOAD_LOW(5), EQUAL(low, 0, 3), LOAD_HIGH(5),
        EQUAL(high, 0, 1), ALLOW, REFUSE(EPERM));
    ADD(EQUAL(SYS_setns, 0, 6), LOAD_LOW(5), EQUAL(low, 0, 3), LOAD_HIGH(5), EQUAL(high, 0, 1), ALLOW, REFUSE(EPERM));
    // kill(0) and kill(-1): the group of a process whose parent is outside reads as 0.
    ADD(EQUAL(SYS_kill, 0, 4), LOAD_LOW(0), EQUAL(0, 1, 0), EQUAL(0xffffffffu, 0, 1), REFUSE(EPERM));
    if (guards_channel) {
        ADD(EQUAL(SYS_close, 0, 4), LOAD_LOW(0), EQUAL(CELL_CHANNEL, 0, 1), REFUSE(EBADF), ALLOW);
        // Programs that close a range fall back on closing one by one.
        ADD(EQUAL(SYS_close_range, 0, 6), LOAD_LOW(0), ABOVE(CELL_CHANNEL, 2, 0), LOAD_LOW(1), ABOVE(CELL_CHANNEL - 1, 1, 0),
            ALLOW, REFUSE(ENOSYS));
    }
    ADD(ALLOW);
    return install(code, n);
}

int install_signal_filter(void) {
    struct sock_filter code[32];
    size_t n = 0;
    uint32_t self = (uint32_t)getpid();
    ADD(LOAD(nr), EQUAL(SYS_kill, 3, 0), EQUAL(SYS_tgkill, 2, 0), EQUAL(SYS_rt_sigqueueinfo, 1, 0), ALLOW, LOAD_LOW(0),
        EQUAL(self, 1, 0), REFUSE(EPERM), ALLOW);
    return install(code, n);
}
