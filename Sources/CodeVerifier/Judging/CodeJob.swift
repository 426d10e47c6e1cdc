import AdjudgeBase

/// A program on its way to a verdict. Owns its bytes: the sample it came from may be gone when it runs.
final class CodeJob: LaneJob, @unchecked Sendable {
    let program: OwnedBytes
    let suite: TestSuite
    let settings: CodeSettings
    let language: Language
    /// Ends this job; used too when its verifier's is.
    let stop: CancelToken
    private var verdict = CodeVerdict(.cancelled)

    init(program: OwnedBytes, suite: TestSuite, settings: CodeSettings, language: Language, stop: CancelToken) {
        self.program = program
        self.suite = suite
        self.settings = settings
        self.language = language
        self.stop = CancelToken(under: stop)
        super.init(weight: program.view.count)
    }

    /// Whether the job need not go on.
    var isCancelled: Bool { stop.isCancelled }

    override func work() {
        verdict = isCancelled ? CodeVerdict(.cancelled, "cancelled before it ran") : CodeJudge(self).judge()
    }

    /// The verdict; blocks until it is there.
    func wait() -> CodeVerdict {
        waitUntilDone()
        return verdict
    }
}
