import Glibc
import Testing

@testable import AdjudgeBase

@Suite(.serialized) struct PerProcessTests {
    /// fork, which Swift hides.
    private static let fork = unsafeBitCast(
        dlsym(UnsafeMutableRawPointer(bitPattern: 0), "fork"), to: (@convention(c) () -> pid_t).self)

    @Test("a process has one value, and asks for it without end cost nothing more")
    func one() {
        let made = Guarded(0)
        let value = PerProcess { made.withLock { $0 += 1 } }
        for _ in 0..<1000 { value.value }
        #expect(made.withLock { $0 } == 1)
    }

    @Test("children of a fork while a lock is held come to an end, each with a value of its own")
    func children() {
        let shared = PerProcess { Guarded(0) }
        let isHeld = Guarded(false)
        let isOver = Guarded(false)
        let holder = Holder(shared, isHeld, isOver)
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<Holder>.fromOpaque(argument!).takeRetainedValue().hold()
                return nil
            }, Unmanaged.passRetained(holder).toOpaque())
        while !isHeld.withLock({ $0 }) { usleep(100) }
        var waiting: Set<pid_t> = []
        for _ in 0..<200 {
            let child = PerProcessTests.fork()
            if child == 0 {
                let own = shared.value.withLock { count -> Int in
                    count += 1
                    return count
                }
                _exit(own == 1 ? 0 : 1)
            }
            if child > 0 { waiting.insert(child) }
        }
        #expect(waiting.count == 200)
        var failed = 0
        for _ in 0..<3000 where !waiting.isEmpty {
            for child in waiting {
                var status: Int32 = 0
                guard waitpid(child, &status, WNOHANG) == child else { continue }
                waiting.remove(child)
                failed += status == 0 ? 0 : 1
            }
            usleep(10000)
        }
        for child in waiting { kill(child, SIGKILL) }
        #expect(waiting.isEmpty, "children hang")
        #expect(failed == 0)
        isOver.withLock { $0 = true }
        pthread_join(thread, nil)
    }

    /// Holds the lock of a value until it is told that all is over.
    private final class Holder: Sendable {
        private let shared: PerProcess<Guarded<Int>>
        private let isHeld: Guarded<Bool>
        private let isOver: Guarded<Bool>

        init(_ shared: PerProcess<Guarded<Int>>, _ isHeld: Guarded<Bool>, _ isOver: Guarded<Bool>) {
            self.shared = shared
            self.isHeld = isHeld
            self.isOver = isOver
        }

        func hold() {
            shared.value.withLock { _ in
                isHeld.withLock { $0 = true }
                while !isOver.withLock({ $0 }) { usleep(1000) }
            }
        }
    }
}
