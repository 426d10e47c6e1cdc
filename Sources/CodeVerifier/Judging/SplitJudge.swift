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
        let result = run(job.program, nothing: false)
        defer { withExtendedLifetime(result) {} }
        var verdict = CodeVerdict(.ok)
        verdict.add(result)
        guard let report = SplitReport(result.records) else { return unreported(result, verdict) }
        switch report.status {
        case "own_objects":
            // Decided by the objects that the tests hand over, never by the program's.
            guard job.settings.allowsForgeable else {
                return CodeVerdict.forgeableOnly("the tests need one process with the program: \(report.failure)")
            }
            var shared = InProcessJudge(job, sandbox, tests).judge()
            if shared.message.isEmpty { shared.message = "in one process with the tests: \(report.failure)" }
            return shared
        case "bad_tests":
            verdict.kind = .badTests
            verdict.message = "the tests do not run: \(report.failure)"
            return verdict
        default: return judged(report, result, verdict)
        }
    }

    private func run(_ program: OwnedBytes, nothing: Bool) -> RunResult {
        let stops = job.settings.stopsAtFailure && job.settings.reward.endsAtFirstFailure
        let call = OwnedBytes(PythonText.call(tests, stops: stops, nothing: nothing, module: job.settings.module))
        let files = tests.files.map { (name: $0.name, text: OwnedBytes($0.text)) }
        defer { withExtendedLifetime((call, files, program)) {} }
        var run = SandboxJob(SANDBOX_PYTHON_SPLIT)
        let needsNumbers = [program.view, call.view].contains { text in
            ["numpy", "pandas"].contains { text.find(Bytes($0)) != nil }
        }
        run.interpreter = sandbox.interpreter(numeric: needsNumbers, job.settings.python)
        run.program = program.view
        run.tests = call.view
        run.files = files.map { SandboxJob.File(name: $0.name, bytes: $0.text.view) }
        run.limits = job.settings.limits
        return sandbox.run(run, stop: job.stop)
    }

    /// The nature of the tests, whatever the program: found once for the suite, by running them against nothing.
    private func nature() -> TestsNature? {
        job.suite.nature {
            let result = run(OwnedBytes(""), nothing: true)
            defer { withExtendedLifetime(result) {} }
            guard let report = SplitReport(result.records) else {
                // Tests that never end for want of a program are no pass for one.
                return CodeVerdict.Kind(result)?.isProgramsOwn == true ? .hold(skipped: []) : nil
            }
            switch report.status {
            case "holds": return .hold(skipped: Set(report.skipped))
            case "bad_tests": return .broken(report.failure)
            default: return .vacuous
            }
        }
    }

    private func judged(_ report: SplitReport, _ result: RunResult, _ so: CodeVerdict) -> CodeVerdict {
        var verdict = so
        var failure = report.failure
        var isUnran = report.isUnran
        if !report.isSure || !report.skipped.isEmpty {
            switch nature() {
            case .hold(let skipped):
                let left = report.skipped.first { !skipped.contains($0) }
                if failure.isEmpty, let left { failure = "skipped because of the program: \(left)" }
            case .vacuous?: return bad(verdict, Self.noCheck)
            case .broken(let why)?: return bad(verdict, "the tests do not run: \(why)")
            case nil:
                verdict.kind = .judgeError
                verdict.message = "the tests could not be run against nothing"
                return verdict
            }
        }
        if report.passed == 0, failure.isEmpty {
            failure = "no check ran"
            isUnran = true
        }
        verdict.total = max(report.total, 1)
        verdict.passed = min(report.passed, failure.isEmpty ? verdict.total : verdict.total - 1)
        verdict.share = share(verdict)
        let ended = CodeVerdict.Kind(result)
        if let ended, !ended.isProgramsOwn {
            verdict.kind = ended
            verdict.message = result.message
            return verdict
        }
        if failure.isEmpty, ended == nil, verdict.passed == verdict.total { return verdict }
        verdict.share = min(verdict.share, share(verdict))
        let isRaised = !failure.hasPrefix("AssertionError") && report.lastResult.hasPrefix("raised ")
        verdict.kind = ended ?? (failure == "the program ended" || isRaised ? .runtimeError : .wrongAnswer)
        if isRaised, report.lastResult.hasPrefix("raised MemoryError") { verdict.kind = .memoryLimit }
        if verdict.kind == .wrongAnswer, isUnran { verdict.reason = .noCheckRan }
        verdict.ending = Self.ending(result)
        verdict.failure = CodeVerdict.Failure(
            number: nil, input: report.lastCall, expected: report.line, got: report.lastResult,
            message: failure + (ended == nil ? "" : " " + Trimmed.end(result.candidateError)))
        return verdict
    }

    private static let noCheck =
        "the tests hold no check: they pass for a program whose every name gives an object that equals nothing (so does what "
        + "only asks for !=, hasattr or is not None), expected a check that such a program fails, like an equality"

    private func bad(_ so: CodeVerdict, _ message: String) -> CodeVerdict {
        var verdict = so
        verdict.kind = .badTests
        verdict.message = message
        return verdict
    }

    private func share(_ verdict: CodeVerdict) -> Double {
        switch job.settings.reward {
        case .allOrNothing, .firstFailure: verdict.passed == verdict.total ? 1 : 0
        default: Double(verdict.passed) / Double(verdict.total)
        }
    }

    /// The tests said nothing: the program was stopped, or what it answered ended the tests' own process. Either way it
    /// has not passed them, if they hold a check at all.
    private func unreported(_ result: RunResult, _ so: CodeVerdict) -> CodeVerdict {
        var verdict = so
        verdict.total = 1
        verdict.kind = CodeVerdict.Kind(result) ?? .runtimeError
        verdict.message = result.message
        guard verdict.kind.isProgramsOwn else { return verdict }
        switch nature() {
        case .hold?: break
        case .vacuous?: return bad(verdict, Self.noCheck)
        case .broken(let why)?: return bad(verdict, "the tests do not run: \(why)")
        case nil: verdict.kind = .judgeError
        }
        verdict.ending = Self.ending(result)
        verdict.failure = CodeVerdict.Failure(
            number: nil,
            message: "the tests did not come to their end: "
                + Trimmed.end(result.candidateError.isEmpty ? result.error : result.candidateError))
        return verdict
    }
}

/// The test program's report.
struct SplitReport {
    /// `done`; `own_objects`, `bad_tests`; of a run against nothing `holds` or `vacuous`.
    let status: String
    let passed: Int
    let total: Int
    let failure: String
    let line: String
    let lastCall: String
    let lastResult: String
    /// The text alone shows a check that no opaque result passes.
    let isSure: Bool
    /// The first failure is that of the checks of a test none ran.
    let isUnran: Bool
    /// The tests that were skipped.
    let skipped: [String]

    /// The last record; nil when it is no report.
    init?(_ records: Bytes) {
        guard let fields = PlainRecords(records).last?.elements, fields.count == 10 else { return nil }
        func text(_ index: Int) -> String { fields[index].kind == .string ? fields[index].content.string : "" }
        status = text(0)
        passed = fields[1].kind == .integer ? Int(fields[1].integer) : 0
        total = fields[2].kind == .integer ? Int(fields[2].integer) : 0
        failure = text(3)
        line = text(4)
        lastCall = text(5)
        lastResult = text(6)
        isSure = fields[7].kind == .isTrue
        isUnran = fields[8].kind == .isTrue
        skipped = text(9).split(separator: "\n").map(String.init)
    }
}
