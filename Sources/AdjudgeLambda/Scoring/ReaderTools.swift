import AdjudgeBase
import AdjudgeWire

/// What one thread needs to read samples, kept from batch to batch: making it costs as much as scoring a few. Unchecked
/// because it goes from thread to thread by way of the list of idle ones; at any time one thread has it.
final class ReaderTools: @unchecked Sendable {
    let arena = Arena()
    let detector = SignalDetector()
    /// For JSON inside a row's text.
    let parser = JSONParser()

    private static let idle = Guarded<[ReaderTools]>([])

    /// Tools that nobody uses.
    static func take() -> ReaderTools { idle.withLock { $0.popLast() } ?? ReaderTools() }

    /// Hands the tools to whoever asks next.
    func giveBack() { ReaderTools.idle.withLock { $0.append(self) } }
}
