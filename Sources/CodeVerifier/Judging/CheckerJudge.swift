import AdjudgeBase
import CSandbox

/// A checker program's judgement of an output.
///
/// It is started with three arguments: files with the input, the expected output and the output. It accepts by ending
/// with exit code 0 after writing `1`, `true`, `ok`, `yes` or `accepted`, and refuses by writing something else or by
/// exit codes 1 and 2; any other end is a fault of the checker's.
struct CheckerJudge {
    /// What a checker says of an output that it does not accept.
    struct Refusal {
        var kind: CodeVerdict.Kind
        var message: String
    }

    private let checker: CheckerProgram
    private let settings: CodeSettings
    private let sandbox: Sandbox

    init(_ checker: CheckerProgram, _ settings: CodeSettings, _ sandbox: Sandbox) {
        self.checker = checker
        self.settings = settings
        self.sandbox = sandbox
    }

    /// Why the output is not accepted; nil when it is.
    func accepts(_ test: TestCase, _ output: Bytes) -> Refusal? {
        var limits = RunLimits()
        limits.outputMB = 1
        switch Launcher.prepare(checker.source, checker.language, settings, sandbox, limits: limits) {
        case .failed(let verdict):
            return Refusal(
                kind: verdict.kind.isProgramsOwn ? .judgeError : verdict.kind, message: "checker: \(verdict.message)")
        case .ready(let launcher):
            defer { withExtendedLifetime(launcher) {} }
            var run = launcher.job
            run.arguments += ["input.txt", "expected.txt", "output.txt"]
            run.files += [
                SandboxJob.File(name: "input.txt", bytes: test.input.view),
                SandboxJob.File(name: "expected.txt", bytes: test.expected.view),
                SandboxJob.File(name: "output.txt", bytes: output),
            ]
            return judge(sandbox.run(run))
        }
    }

    private func judge(_ result: RunResult) -> Refusal? {
        let said = Trimmed.start(result.output.trimmedOutput)
        if result.status == SANDBOX_OK {
            let word = said.split(whereSeparator: { $0 == " " || $0 == "\n" }).first.map { $0.lowercased() } ?? ""
            let isNumber = Double(word).map { $0 >= 1 } ?? false
            return isNumber || ["true", "ok", "yes", "accepted"].contains(word)
                ? nil : Refusal(kind: .wrongAnswer, message: said)
        }
        if result.status == SANDBOX_RUNTIME_ERROR, result.exitCode == 1 || result.exitCode == 2 {
            return Refusal(kind: .wrongAnswer, message: said + Trimmed.end(result.error))
        }
        let kind = CodeVerdict.Kind(result) ?? .judgeError
        return Refusal(
            kind: kind.isProgramsOwn ? .judgeError : kind,
            message: "the checker ended by \(kind.rawValue): \(Trimmed.end(result.error))\(result.message)")
    }
}
