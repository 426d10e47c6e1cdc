import AdjudgeBase
import AdjudgeWire

/// The arena and parsers of one reading thread, pooled because making them costs as much as scoring a few samples.
/// `@unchecked Sendable`: they move from thread to thread through the pool, and only one thread has them at a time.
final class ReaderTools: @unchecked Sendable {
    let arena = Arena()
    let detector = SignalDetector()
    /// Parses JSON inside a row's text.
    let parser = JSONParser()

    private static let idle = Guarded<[ReaderTools]>([])

    /// Takes tools from the pool, or makes new ones.
    static func take() -> ReaderTools { idle.withLock { $0.popLast() } ?? ReaderTools() }

    /// Returns the tools to the pool.
    func giveBack() { ReaderTools.idle.withLock { $0.append(self) } }
}
