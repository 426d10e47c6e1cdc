import Synchronization

/// Asks a run to stop after the row at hand. Raised from any thread, or from a signal handler.
public final class StopSignal: Sendable {
    private let raised = Atomic(false)

    /// A signal that is not raised.
    public init() {}

    /// Asks for the stop. Takes no lock and allocates nothing.
    public func raise() { raised.store(true, ordering: .relaxed) }

    /// True once the stop has been asked for.
    public var isRaised: Bool { raised.load(ordering: .relaxed) }
}
