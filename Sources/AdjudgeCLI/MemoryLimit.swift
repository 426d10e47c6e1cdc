import CProcess
import Glibc

/// What a limit on the address space (`ulimit -v`) means for the process: fewer threads, and where not even one fits an
/// error and an exit code. Swift ends a process that gets no memory, and nothing above can take that back.
enum MemoryLimit {
    /// What everything but threads takes at most, in bytes: blocks of rows, the grader, the message of an error.
    private static let base = 96 << 20
    /// What a thread takes beside its stack.
    private static let thread = 32 << 20

    /// True where the address space is limited.
    private static var isSet: Bool {
        var limit = rlimit()
        return getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 && limit.rlim_cur != rlim_t.max
    }

    /// Takes SIGABRT over, by which Swift ends a process that gets no memory. What aborts for another reason ends as it
    /// did. Where there is a limit, malloc keeps to one arena: each other one reserves 64 MB.
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
        // After a handler that returns, abort() ends the process by the signal itself.
        action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
        sigaction(SIGABRT, &action, nil)
    }

    /// How many of the `wanted` threads there is room for, 0 for one for each processor; as many as are wanted where
    /// nothing limits them. Throws where there is no room for one.
    static func affordableThreads(_ wanted: Int) throws -> Int {
        guard isSet else { return wanted }
        let room = freeSpace()
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        var stack = 8 << 20
        pthread_attr_getstacksize(&attributes, &stack)
        pthread_attr_destroy(&attributes)
        // The first thread is there already, with its stack.
        let affordable = (room - base) / (thread + stack)
        guard affordable >= 1 else {
            throw CommandFailure(
                code: 4,
                message: "adjudge: found \(room >> 20) MB of address space left under the limit (ulimit -v), "
                    + "expected at least \((base + thread + stack) >> 20)")
        }
        return min(wanted > 0 ? wanted : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), affordable)
    }

    /// The largest piece of address space that can be had, by trying: /proc may not be there.
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
