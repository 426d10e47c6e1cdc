import AdjudgeBase
import Glibc

/// A thread that does one task at a time for a poller: the scoring of a batch, or the sending of a result. The poller
/// waits for it until its deadline at most.
///
/// A task that misses the deadline keeps its lane, and the poller continues with a new one.
final class WorkLane: Sendable {
    private struct State {
        var work: (@Sendable () -> Void)?
        var isBusy = false
        var isClosing = false
    }

    private let state = Monitor(State())

    /// A lane with an idle thread; nil when the system cannot start one.
    init?() {
        var thread = pthread_t()
        let me = Unmanaged.passRetained(self)
        let status = pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<WorkLane>.fromOpaque(argument!).takeRetainedValue().serve()
                return nil
            }, me.toOpaque())
        guard status == 0 else {
            me.release()
            return nil
        }
        pthread_detach(thread)
    }

    /// Starts `body` on the lane's thread, which must be idle.
    func start(_ body: @escaping @Sendable () -> Void) {
        state.change {
            $0.work = body
            $0.isBusy = true
        }
    }

    /// Waits for the task that was started; true when it was done by `time`.
    func wait(until time: Clock.Instant?) -> Bool {
        guard let time else {
            state.wait { $0.isBusy ? nil : () }
            return true
        }
        let limit = timespec(tv_sec: time.microseconds / 1_000_000, tv_nsec: time.microseconds % 1_000_000 * 1000)
        return state.wait(until: limit) { $0.isBusy ? nil : () } != nil
    }

    /// Ends the thread after its current task.
    func close() { state.change { $0.isClosing = true } }

    private func serve() {
        while let body = next() {
            body()
            state.change { $0.isBusy = false }
        }
    }

    /// Waits for a task; nil when the lane is closed.
    private func next() -> (@Sendable () -> Void)? {
        state.wait { state -> (@Sendable () -> Void)?? in
            guard let work = state.work else { return state.isClosing ? .some(nil) : nil }
            state.work = nil
            return work
        }
    }
}
