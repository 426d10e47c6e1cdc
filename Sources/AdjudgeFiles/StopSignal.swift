import AdjudgeWire
import Synchronization

/// Asks a run to stop after the current row. Raised from any thread, or from a signal handler.
public final class StopSignal: Sendable {
    private let raised = Atomic(false)

    /// A signal that has not been raised.
    public init() {}

    /// Asks for the stop. Async-signal-safe: takes no lock and allocates nothing.
    public func raise() { raised.store(true, ordering: .relaxed) }

    /// True once the stop has been asked for.
    public var isRaised: Bool { raised.load(ordering: .relaxed) }

    /// Throws once the stop has been asked for; called by loops that wait for input.
    func refuseWaiting() throws(InputError) {
        if isRaised { throw InputError(description: "interrupted while waiting for input") }
    }
}
