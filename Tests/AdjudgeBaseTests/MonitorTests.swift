import AdjudgeBase
import Glibc
import Testing

@Suite("Monitor") struct MonitorTests {
    private static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t {
        final class Box {
            let body: @Sendable () -> Void; init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<Box>.fromOpaque(argument!).takeRetainedValue().body()
                return nil
            }, Unmanaged.passRetained(Box(body)).toOpaque())
        return thread
    }

    @Test("a change wakes who waits for it")
    func wakes() {
        let monitor = Monitor(0)
        let threads = (1...4).map { index in
            MonitorTests.start {
                // Each waits for the one before it.
                monitor.wait { $0 == index - 1 ? () : nil }
                monitor.change { $0 = index }
            }
        }
        monitor.wait { $0 == 4 ? () : nil }
        for thread in threads { pthread_join(thread, nil) }
        #expect(monitor.change { $0 } == 4)
    }

    @Test("a wait ends at its limit, and not before it has asked")
    func limit() {
        let monitor = Monitor(7)
        var past = timespec()
        clock_gettime(CLOCK_REALTIME, &past)
        #expect(monitor.wait(until: past) { $0 == 8 ? $0 : nil } == nil)
        #expect(monitor.wait(until: past) { $0 == 7 ? $0 : nil } == 7)
    }
}
