import AdjudgeBase
import CSandbox
import Glibc

/// Standard input in, standard output (or a file) back, compared here once the program is gone.
struct StdioJudge: CaseJudge {
    let job: CodeJob
    private let sandbox: Sandbox

    init(_ job: CodeJob, _ sandbox: Sandbox) {
        self.job = job
        self.sandbox = sandbox
    }

    func judge() -> CodeVerdict {
        switch Launcher.prepare(job.program, job.language, job.settings, sandbox, stop: job.stop) {
        case .failed(let verdict): return verdict
        case .ready(let launcher):
            defer { withExtendedLifetime(launcher) {} }
            return judgeCases { number, verdict in judge(job.suite.cases[number], number, launcher, &verdict) }
        }
    }

    private func judge(
        _ test: TestCase, _ number: Int, _ launcher: Launcher, _ verdict: inout CodeVerdict
    ) -> CaseFailure? {
        var run = launcher.job
        run.input = test.input.view
        if case .file(let name) = job.suite.form { run.outputs = [name] }
        let result = sandbox.run(run, stop: job.stop)
        verdict.add(result)
        if let kind = CodeVerdict.Kind(result) {
            return failure(kind, test, number, got: result.output, result)
        }
        var file: OwnedBytes?
        if !run.outputs.isEmpty {
            guard let content = result.takeFirstOutput().flatMap(Self.content) else {
                return failure(
                    .wrongAnswer, test, number, got: .empty, result, message: "left no file \(run.outputs[0])")
            }
            file = content
        }
        let output = file?.view ?? result.output
        defer { withExtendedLifetime((file, result)) {} }
        if let checker = job.settings.checker {
            guard let refusal = CheckerJudge(checker, job, sandbox).accepts(test, output) else { return nil }
            var failed = failure(refusal.kind, test, number, got: output, result, message: refusal.message)
            failed.share = refusal.share
            return failed
        }
        let arena = Arena(capacity: job.settings.comparator.ignoresCase ? 2 * output.count + 64 : 64)
        defer { withExtendedLifetime(arena) {} }
        let comparator = job.settings.comparator(for: job.suite)
        for expected in [test.expected] + test.alternatives
        where comparator.equal(output, expected.view, arena) { return nil }
        return failure(
            .wrongAnswer, test, number, got: output, result,
            message: "differs at " + comparator.firstDifference(output, test.expected.view))
    }

    private func failure(
        _ kind: CodeVerdict.Kind, _ test: TestCase, _ number: Int, got: Bytes, _ result: RunResult,
        message: String? = nil
    ) -> CaseFailure {
        let words = message ?? (kind.isProgramsOwn ? Trimmed.end(result.error) : result.message)
        return CaseFailure(
            kind: kind, ending: Self.ending(result),
            failure: CodeVerdict.Failure(
                number: number, input: Trimmed.start(test.input.view), expected: Trimmed.start(test.expected.view),
                got: Trimmed.start(got), message: words))
    }

    /// The contents of a descriptor, which is closed.
    static func content(_ descriptor: Int32) -> OwnedBytes? {
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress! + count, $0.count - count, count)
            }
            if got <= 0 { break }
            count += got
        }
        return bytes.withUnsafeBufferPointer { OwnedBytes(Bytes($0)[0..<count]) }
    }
}

extension CodeSettings {
    /// The comparison for a suite, which may say how near numbers must be.
    func comparator(for suite: TestSuite) -> OutputComparator {
        guard let tolerance = suite.tolerance else { return comparator }
        var comparator = comparator
        comparator.tolerance = tolerance
        if comparator.rule == .trailingWhitespace { comparator.rule = .numeric }
        return comparator
    }
}
