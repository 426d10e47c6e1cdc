import AdjudgeBase
import Glibc
import Synchronization

/// A program on its way to a verdict. Owns its bytes: the sample it came from may be gone when it runs.
final class CodeJob: LaneJob, @unchecked Sendable {
    let program: OwnedBytes
    let suite: TestSuite
    let settings: CodeSettings
    let language: Language
    let stop: CancelToken
    private let generation: Int
    private var verdict = CodeVerdict(.cancelled)

    init(program: OwnedBytes, suite: TestSuite, settings: CodeSettings, language: Language, stop: CancelToken) {
        self.program = program
        self.suite = suite
        self.settings = settings
        self.language = language
        self.stop = stop
        generation = stop.generation
        super.init(weight: program.view.count)
    }

    /// Whether the job need not go on.
    var isCancelled: Bool { stop.generation != generation }

    override func work() {
        verdict = isCancelled ? CodeVerdict(.cancelled, "cancelled before it ran") : CodeJudge(self).judge()
    }

    /// The verdict; blocks until it is there.
    func wait() -> CodeVerdict {
        waitUntilDone()
        return verdict
    }
}

/// Ends the jobs of one verifier: those that were made before it was used.
final class CancelToken: Sendable {
    private let count = Atomic(0)

    init() {}

    /// How often it has been used.
    var generation: Int { count.load(ordering: .acquiring) }

    /// Ends the jobs that there are.
    func cancel() { count.add(1, ordering: .releasing) }
}
