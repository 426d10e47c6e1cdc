import AdjudgeBase
import CSandbox

/// A function called with plain arguments: what it returns comes back as plain data and is compared here.
struct CallJudge: CaseJudge {
    let job: CodeJob
    private let sandbox: Sandbox
    private let function: String

    init(_ job: CodeJob, _ sandbox: Sandbox, function: String) {
        self.job = job
        self.sandbox = sandbox
        self.function = function
    }

    func judge() -> CodeVerdict {
        guard job.language.runtime == .python else {
            return CodeVerdict(.badTests, "calls of a function are for Python, found \(job.language.name)")
        }
        var comparator = PlainComparator()
        comparator.tolerance = job.suite.tolerance ?? job.settings.comparator.tolerance
        comparator.isUnordered = job.settings.comparator.isUnordered
        if job.settings.sharesProcess {
            let cases = job.suite.cases
            guard let calls = PlainCalls(cases) else { return CodeVerdict(.badTests, "arguments that cannot be read") }
            let result = FunctionRun(job, sandbox, function).run(calls)
            let records = PlainRecords(result.records)
            var isFirst = true
            return judgeCases { number, verdict in
                if isFirst { verdict.add(result) }
                isFirst = false
                return compare(cases[number], number, records.at(number), result, comparator)
            }
        }
        return judgeCases { number, verdict in
            let test = job.suite.cases[number]
            guard let calls = PlainCalls([test]) else {
                return CaseFailure(
                    kind: .badTests, failure: .init(number: number, message: "arguments that cannot be read"))
            }
            let result = FunctionRun(job, sandbox, function).run(calls)
            verdict.add(result)
            return compare(test, number, PlainRecords(result.records).at(0), result, comparator)
        }
    }

    private func compare(
        _ test: TestCase, _ number: Int, _ record: PlainRecords.Record?, _ result: RunResult,
        _ comparator: PlainComparator
    ) -> CaseFailure? {
        defer { withExtendedLifetime(result) {} }
        var failure = CodeVerdict.Failure(
            number: number, input: Trimmed.start(test.input.view), expected: Trimmed.start(test.expected.view))
        switch record {
        case .value(let value)?:
            let isRight = ([test.expected] + test.alternatives).contains { expected in
                PlainExpected(expected)?.matches(value, comparator) ?? false
            }
            // A run that ended badly after the call is no pass.
            if isRight {
                return CodeVerdict.Kind(result).map {
                    CaseFailure(kind: $0, ending: Self.ending(result), failure: failure)
                }
            }
            failure.got = PlainText.describe(value)
            return CaseFailure(kind: .wrongAnswer, failure: failure)
        case .raised(let what)?: return Self.unanswered(result, raised: what, failure)
        case nil: return Self.unanswered(result, raised: nil, failure)
        }
    }
}

/// A function of a program, run with calls.
struct FunctionRun {
    private let program: OwnedBytes
    private let limits: RunLimits
    private let sandbox: Sandbox
    private let function: String
    private let python: PythonNeeds
    private let stop: CancelToken

    init(_ job: CodeJob, _ sandbox: Sandbox, _ function: String) {
        self.init(
            program: job.program, limits: job.settings.limits, sandbox, function, job.settings.python, stop: job.stop)
    }

    init(
        program: OwnedBytes, limits: RunLimits, _ sandbox: Sandbox, _ function: String, _ python: PythonNeeds,
        stop: CancelToken
    ) {
        self.python = python
        self.stop = stop
        self.program = program
        self.limits = limits
        self.sandbox = sandbox
        self.function = function
    }

    func run(_ calls: PlainCalls) -> RunResult {
        var run = SandboxJob(SANDBOX_PYTHON_CALL)
        run.interpreter = sandbox.interpreter(numeric: program.view.find(Bytes("numpy")) != nil, python)
        run.program = program.view
        run.placeSource()
        run.entry = function
        run.calls = calls.bytes.view
        run.limits = limits
        return sandbox.run(run, stop: stop)
    }
}
