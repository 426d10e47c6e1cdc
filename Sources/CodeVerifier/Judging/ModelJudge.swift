import AdjudgeBase
import CSandbox
import Synchronization

/// EvalPlus: the function is called, and what a program known to be right answers is expected.
///
/// Values are the same by Python's rules, floats within 1e-6 absolute (or the problem's own bound) and 1e-7 relative.
struct ModelJudge: CaseJudge {
    let job: CodeJob
    private let sandbox: Sandbox
    private let solution: ModelSolution

    init(_ job: CodeJob, _ sandbox: Sandbox, _ solution: ModelSolution) {
        self.job = job
        self.sandbox = sandbox
        self.solution = solution
    }

    func judge() -> CodeVerdict {
        guard let calls = PlainCalls(job.suite.cases) else {
            return CodeVerdict(.badTests, "inputs that cannot be read")
        }
        let answers = job.suite.modelAnswers { answer(calls) }
        guard let answers else {
            return CodeVerdict(.badTests, "the canonical solution does not answer every input")
        }
        let expected = PlainRecords(answers.view)
        defer { withExtendedLifetime(answers) {} }
        let result = FunctionRun(job, sandbox, solution.function).run(calls)
        let records = PlainRecords(result.records)
        var comparator = PlainComparator()
        comparator.expectsJSON = false
        comparator.keepsIntegersExact = true
        comparator.tolerance = Tolerance(absolute: max(job.suite.tolerance?.absolute ?? 0, 1e-6), relative: 1e-7)
        let oracle = EvalPlusOracle(function: solution.function, tolerance: comparator.tolerance)
        var isFirst = true
        return judgeCases { number, verdict in
            if isFirst { verdict.add(result) }
            isFirst = false
            var failure = CodeVerdict.Failure(number: number, input: Trimmed.start(job.suite.cases[number].input.view))
            guard case .value(let wanted)? = expected.at(number) else {
                return CaseFailure(kind: .badTests, failure: failure)
            }
            failure.expected = PlainText.describe(wanted)
            switch records.at(number) {
            case .value(let got)?:
                let isRight =
                    oracle.accepts(got, wanted, arguments: job.suite.cases[number].input)
                    ?? comparator.equal(got, wanted)
                if isRight {
                    return CodeVerdict.Kind(result).flatMap {
                        number == records.count - 1
                            ? CaseFailure(kind: $0, ending: Self.ending(result), failure: failure) : nil
                    }
                }
                failure.got = PlainText.describe(got)
                return CaseFailure(kind: .wrongAnswer, failure: failure)
            case .raised(let what)?: return Self.unanswered(result, raised: what, failure)
            case nil: return Self.unanswered(result, raised: nil, failure)
            }
        }
    }

    /// The right program's answers, as records; nil when it does not answer all.
    private func answer(_ calls: PlainCalls) -> OwnedBytes? {
        var limits = job.settings.limits
        limits.cpuSeconds = max(60, limits.cpuSeconds)
        limits.outputMB = max(64, limits.outputMB)
        let run = FunctionRun(
            program: OwnedBytes(solution.program), limits: limits, sandbox, solution.function, job.settings.python,
            stop: job.stop)
        let result = run.run(calls)
        defer { withExtendedLifetime(result) {} }
        let records = PlainRecords(result.records)
        for number in job.suite.cases.indices {
            guard case .value? = records.at(number) else { return nil }
        }
        return OwnedBytes(result.records)
    }
}
