import AdjudgeBase
import CSandbox

/// Tests written in Python, in a trusted process of their own: the program never sees them.
struct SplitJudge: CaseJudge {
    let job: CodeJob
    private let sandbox: Sandbox
    private let tests: ScriptTests

    init(_ job: CodeJob, _ sandbox: Sandbox, _ tests: ScriptTests) {
        self.job = job
        self.sandbox = sandbox
        self.tests = tests
    }

    func judge() -> CodeVerdict {
        let stops = job.settings.stopsAtFailure && job.settings.reward.endsAtFirstFailure
        let call = OwnedBytes(PythonText.call("run", tests, stops: stops))
        var run = SandboxJob(SANDBOX_PYTHON_SPLIT)
        let needsNumbers = [job.program.view, call.view].contains { $0.find(Bytes("numpy")) != nil }
        run.interpreter = sandbox.interpreter(numeric: needsNumbers)
        run.program = job.program.view
        run.tests = call.view
        run.limits = job.settings.limits
        let result = sandbox.run(run, stop: job.stop)
        withExtendedLifetime(call) {}
        var verdict = CodeVerdict(.ok)
        verdict.add(result)
        defer { withExtendedLifetime(result) {} }
        guard let report = SplitReport(result.records) else { return unreported(result, verdict) }
        switch report.status {
        case "done": return judged(report, result, verdict)
        case "own_objects":
            var fallback = InProcessJudge(job, sandbox, tests).judge()
            if fallback.message.isEmpty {
                fallback.message = "the tests need the program's own objects: \(report.failure)"
            }
            return fallback
        default:
            verdict.kind = .badTests
            verdict.message = "the tests do not compile: \(report.failure)"
            return verdict
        }
    }

    private func judged(_ report: SplitReport, _ result: RunResult, _ so: CodeVerdict) -> CodeVerdict {
        var verdict = so
        verdict.total = max(report.total, 1)
        verdict.passed = report.failure.isEmpty ? max(report.passed, report.total == 0 ? 1 : 0) : report.passed
        verdict.share = share(verdict)
        let ended = CodeVerdict.Kind(result)
        if let ended, !ended.isProgramsOwn {
            verdict.kind = ended
            verdict.message = result.message
            return verdict
        }
        if report.failure.isEmpty, ended == nil, verdict.passed == verdict.total { return verdict }
        verdict.share = min(verdict.share, share(verdict))
        let isRaised = !report.failure.hasPrefix("AssertionError") && report.lastResult.hasPrefix("raised ")
        verdict.kind = ended ?? (report.failure == "the program ended" || isRaised ? .runtimeError : .wrongAnswer)
        verdict.ending = Self.ending(result)
        verdict.failure = CodeVerdict.Failure(
            number: nil, input: report.lastCall, expected: report.line, got: report.lastResult,
            message: report.failure + (ended == nil ? "" : " " + Trimmed.end(result.candidateError)))
        return verdict
    }

    private func share(_ verdict: CodeVerdict) -> Double {
        switch job.settings.reward {
        case .allOrNothing, .firstFailure: verdict.passed == verdict.total ? 1 : 0
        default: Double(verdict.passed) / Double(verdict.total)
        }
    }

    /// The tests said nothing: the program was stopped, or the tests' own process failed, which is no verdict on it.
    private func unreported(_ result: RunResult, _ so: CodeVerdict) -> CodeVerdict {
        var verdict = so
        verdict.total = 1
        verdict.kind = CodeVerdict.Kind(result) ?? .judgeError
        verdict.message = result.message
        if verdict.kind == .runtimeError {
            verdict.kind = .judgeError
            verdict.message = "the tests' process ended without a report: \(Trimmed.end(result.error))"
        } else if verdict.kind.isProgramsOwn {
            verdict.failure = CodeVerdict.Failure(number: nil, message: Trimmed.end(result.candidateError))
        }
        return verdict
    }
}

/// What the test program reported.
struct SplitReport {
    let status: String
    let passed: Int
    let total: Int
    let failure: String
    let line: String
    let lastCall: String
    let lastResult: String

    /// The last record; nil when it is no report.
    init?(_ records: Bytes) {
        guard let fields = PlainRecords(records).last?.elements, fields.count == 7 else { return nil }
        func text(_ index: Int) -> String { fields[index].kind == .string ? fields[index].content.string : "" }
        status = text(0)
        passed = fields[1].kind == .integer ? Int(fields[1].integer) : 0
        total = fields[2].kind == .integer ? Int(fields[2].integer) : 0
        failure = text(3)
        line = text(4)
        lastCall = text(5)
        lastResult = text(6)
    }
}
