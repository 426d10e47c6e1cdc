import AdjudgeBase
import CSandbox

/// A checker program's judgement of an output.
///
/// By the convention `files` it is started with three files, the input, the expected output and the output, and answers on
/// standard output: `1`, `true`, `ok`, `yes` or `accepted` accepts, a number below 1 gives that share of the test, anything
/// else refuses. By testlib's it is started with the input, the output and the jury's answer and answers by its exit code: 0
/// accepts, 7 and 16 to 115 give points. By both, exit codes 1 and 2 refuse.
///
/// Any other end is looked into: a checker that ends well on the expected output was broken by the program's, which is then
/// refused; one that does not is broken itself, and there is no verdict.
struct CheckerJudge {
    /// A checker's word on an output that it does not accept.
    struct Refusal {
        var kind: CodeVerdict.Kind
        var message: String
        /// The points that it gives all the same, 0 to less than 1.
        var share = 0.0
    }

    private enum Answer {
        case accepted
        case refused(Refusal)
        /// Neither: it crashed, or reached a limit.
        case broken(String)
        /// The sandbox's word, not the checker's.
        case none(Refusal)
    }

    private let checker: CheckerProgram
    private let job: CodeJob
    private let sandbox: Sandbox

    init(_ checker: CheckerProgram, _ job: CodeJob, _ sandbox: Sandbox) {
        self.checker = checker
        self.job = job
        self.sandbox = sandbox
    }

    /// Why the output is not accepted; nil when it is.
    func accepts(_ test: TestCase, _ output: Bytes) -> Refusal? {
        var limits = RunLimits()
        limits.outputMB = 1
        switch Launcher.prepare(checker.source, checker.language, job.settings, sandbox, limits: limits, stop: job.stop)
        {
        case .failed(let verdict):
            let kind = verdict.kind.isProgramsOwn ? ownFault : verdict.kind
            return Refusal(kind: kind, message: "checker: \(verdict.message)")
        case .ready(let launcher):
            defer { withExtendedLifetime(launcher) {} }
            switch judge(launcher, test, output) {
            case .accepted: return nil
            case .refused(let refusal), .none(let refusal): return refusal
            case .broken(let how):
                switch judge(launcher, test, test.expected.view) {
                case .accepted, .refused:
                    return Refusal(kind: .wrongAnswer, message: "the checker cannot read this output: \(how)")
                case .none(let refusal): return refusal
                case .broken(let how):
                    return Refusal(kind: ownFault, message: "the checker fails on the expected output too: \(how)")
                }
            }
        }
    }

    /// The verdict where the checker itself is at fault.
    private var ownFault: CodeVerdict.Kind { checker.isOfTests ? .badTests : .judgeError }

    private func judge(_ launcher: Launcher, _ test: TestCase, _ output: Bytes) -> Answer {
        var run = launcher.job
        let names = ["input.txt", "expected.txt", "output.txt"]
        run.arguments += checker.convention == .files ? names : [names[0], names[2], names[1]]
        run.files += [
            SandboxJob.File(name: names[0], bytes: test.input.view),
            SandboxJob.File(name: names[1], bytes: test.expected.view),
            SandboxJob.File(name: names[2], bytes: output),
        ]
        let result = sandbox.run(run, stop: job.stop)
        defer { withExtendedLifetime(result) {} }
        return answer(result)
    }

    private func answer(_ result: RunResult) -> Answer {
        let said = Trimmed.start(result.output.trimmedOutput)
        let whole = said + Trimmed.end(result.error)
        switch result.status {
        case SANDBOX_OK:
            if said.isEmpty, checker.convention == .testlib || CheckerJudge.word(Trimmed.start(result.error)) == "ok" {
                return .accepted
            }
            return CheckerJudge.answer(said)
        case SANDBOX_RUNTIME_ERROR where result.signal <= 0:
            switch result.exitCode {
            case 1, 2: return .refused(Refusal(kind: .wrongAnswer, message: whole))
            case 4 where checker.convention == .testlib, 8 where checker.convention == .testlib:
                return .refused(Refusal(kind: .wrongAnswer, message: whole))
            case 7 where checker.convention == .testlib:
                return .refused(Refusal(kind: .wrongAnswer, message: whole, share: CheckerJudge.points(whole)))
            case 16...115 where checker.convention == .testlib:
                return .refused(Refusal(kind: .wrongAnswer, message: whole, share: Double(result.exitCode - 16) / 100))
            default: return .broken("exit \(result.exitCode): \(Trimmed.end(result.error))")
            }
        default:
            let kind = CodeVerdict.Kind(result) ?? .judgeError
            if !kind.isProgramsOwn { return .none(Refusal(kind: kind, message: "checker: \(result.message)")) }
            return .broken("\(kind.rawValue): \(Trimmed.end(result.error))")
        }
    }

    /// The verdict that a word on standard output stands for.
    private static func answer(_ said: String) -> Answer {
        let word = word(said)
        if ["true", "ok", "yes", "accepted"].contains(word) { return .accepted }
        guard let number = Double(word), number.isFinite else {
            return .refused(Refusal(kind: .wrongAnswer, message: said))
        }
        if number >= 1 { return .accepted }
        return .refused(Refusal(kind: .wrongAnswer, message: said, share: max(0, number)))
    }

    private static func word(_ text: String) -> String {
        text.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" }).first.map { $0.lowercased() } ?? ""
    }

    /// testlib's `points 0.5 …`: the share, where it is one.
    private static func points(_ text: String) -> Double {
        let words = text.split(whereSeparator: { $0 == " " || $0 == "\n" })
        guard let at = words.firstIndex(of: "points"), at + 1 < words.count, let number = Double(words[at + 1]) else {
            return 0
        }
        return number >= 0 && number < 1 ? number : 0
    }
}
