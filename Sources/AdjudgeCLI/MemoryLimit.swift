import CProcess
import Glibc

/// Adapts the process to a limit on its address space (`ulimit -v`): it uses fewer threads, and where not even one fits
/// it ends with an error and an exit code. Swift aborts the process when an allocation fails, which nobody can catch.
enum MemoryLimit {
    /// The most memory for everything but threads, in bytes: blocks of rows, the grader, an error message.
    private static let baseBytes = 96 << 20
    /// The most memory for one thread beside its stack, in bytes.
    private static let threadBytes = 32 << 20

    /// True when the address space is limited.
    private static var isSet: Bool {
        var limit = rlimit()
        return getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 && limit.rlim_cur != rlim_t.max
    }

    /// Handles SIGABRT, by which Swift ends a process that is out of memory; any other abort ends the process as usual.
    /// Under a limit, malloc is restricted to one arena, because each further one reserves 64 MB.
    static func install() {
        if isSet { cp_keep_one_arena() }
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in
            let memory = mmap(nil, 8 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            guard memory == MAP_FAILED else { return }
            let message: StaticString = "adjudge: found no more memory, expected a higher limit or fewer --jobs\n"
            write(2, message.utf8Start, message.utf8CodeUnitCount)
            _exit(4)
        }
        // After the handler returns, abort() raises the signal again, with the default action.
        action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
        sigaction(SIGABRT, &action, nil)
    }

    /// The number of threads that fit, at most `wanted` (0: one for each processor); `wanted` itself without a limit.
    /// Throws when not even one fits.
    static func affordableThreads(_ wanted: Int) throws -> Int {
        guard isSet else { return wanted }
        let room = freeSpace()
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        var stack = 8 << 20
        pthread_attr_getstacksize(&attributes, &stack)
        pthread_attr_destroy(&attributes)
        // `room` excludes the main thread's stack, which is mapped already.
        let affordable = (room - baseBytes) / (threadBytes + stack)
        guard affordable >= 1 else {
            throw CommandFailure(
                code: 4,
                message: "adjudge: found \(room >> 20) MB of address space left under the limit (ulimit -v), "
                    + "expected at least \((baseBytes + threadBytes + stack) >> 20)")
        }
        return min(wanted > 0 ? wanted : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), affordable)
    }

    /// The largest block of address space that can be mapped, found by trying: /proc may be missing.
    private static func freeSpace() -> Int {
        var (fits, fails) = (0, 1 << 40)
        while fails - fits > 1 << 20 {
            let size = (fits + fails) / 2
            let memory = mmap(nil, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
            if memory == MAP_FAILED {
                fails = size
            } else {
                munmap(memory, size)
                fits = size
            }
        }
        return fits
    }
}
