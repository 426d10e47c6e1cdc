import AdjudgeBase
import Glibc

/// A value that another thread sets once.
final class End<Value: Sendable>: Sendable {
    private let value = Monitor<Value?>(nil)

    func set(_ value: Value) { self.value.change { $0 = value } }

    /// Waits for the value; nil when the time is up.
    func wait(seconds: Int) -> Value? {
        var until = timespec()
        clock_gettime(CLOCK_REALTIME, &until)
        until.tv_sec += seconds
        return value.wait(until: until) { $0 }
    }
}
