import AdjudgeBase
import CSandbox

/// Runs the tests of one job and says how they went. Works on a lane; blocks.
struct CodeJudge {
    let job: CodeJob
    var suite: TestSuite { job.suite }
    var settings: CodeSettings { job.settings }

    init(_ job: CodeJob) { self.job = job }

    /// The verdict. Never traps on any program or tests.
    func judge() -> CodeVerdict {
        let sandbox: Sandbox
        do {
            sandbox = try Sandbox.current()
        } catch {
            return CodeVerdict(.unavailable, error.description)
        }
        guard sandbox.level >= settings.minimumLevel else {
            return CodeVerdict(
                .unavailable,
                "sandbox level \(sandbox.level), expected at least \(settings.minimumLevel); see adjudge doctor")
        }
        switch suite.form {
        case .stdio, .file: return StdioJudge(job, sandbox).judge()
        case .call(let function): return CallJudge(job, sandbox, function: function).judge()
        case .model(let solution): return ModelJudge(job, sandbox, solution).judge()
        case .script(let tests):
            if job.language.runtime == .python { return SplitJudge(job, sandbox, tests).judge() }
            return settings.allowsForgeable
                ? InProcessJudge(job, sandbox, tests).judge()
                : .forgeableOnly("test scripts in \(job.language.name) run in one process with the program")
        }
    }
}

/// Members that judges of every form share.
protocol CaseJudge {
    var job: CodeJob { get }
}

extension CaseJudge {
    /// How a run ended, in words.
    static func ending(_ result: RunResult) -> String {
        if result.signal > 0 { return "signal \(result.signal)" }
        return result.exitCode > 0 ? "exit \(result.exitCode)" : ""
    }

    /// A call without a value: it raised, or the run ended before it answered.
    static func unanswered(_ result: RunResult, raised: String?, _ failure: CodeVerdict.Failure) -> CaseFailure {
        var failure = failure
        if let raised {
            failure.message = raised
            return CaseFailure(kind: .runtimeError, ending: "exception", failure: failure)
        }
        let kind = CodeVerdict.Kind(result) ?? .runtimeError
        failure.message = kind.isProgramsOwn ? Trimmed.end(result.error) : result.message
        return CaseFailure(kind: kind, ending: ending(result), failure: failure)
    }

    /// Runs the cases in the order of the settings and sums up. `run` says of a case how it failed, or nil.
    func judgeCases(_ run: (Int, inout CodeVerdict) -> CaseFailure?) -> CodeVerdict {
        let settings = job.settings
        let cases = job.suite.cases
        var verdict = CodeVerdict(.ok)
        verdict.total = cases.count
        var failed: [Int: CaseFailure] = [:]
        var shares = [Double](repeating: 0, count: cases.count)
        let budget = UInt64((settings.rowCPUSeconds ?? 30 * settings.limits.cpuSeconds) * 1e6)
        var wasted: UInt64 = 0
        for number in settings.order(cases.count) {
            if wasted > budget {
                verdict.message =
                    "the row's tests reached their time limits for \(budget / 1_000_000) s; the rest count as failed"
                break
            }
            let before = verdict
            if job.isCancelled { return CodeVerdict(.cancelled, "cancelled") }
            guard let failure = run(number, &verdict) else {
                shares[number] = 1
                verdict.passed += 1
                continue
            }
            if !failure.kind.isProgramsOwn {
                verdict.kind = failure.kind
                verdict.message = failure.failure.message
                return verdict
            }
            if failure.kind == .timeLimitCPU || failure.kind == .timeLimitWall {
                wasted += max(verdict.cpu - before.cpu, (verdict.wall - before.wall) / 3)
            }
            failed[number] = failure
            shares[number] = failure.share
            // A program that does not compile fails every test alike.
            if failure.kind == .compileError { break }
            if settings.stopsAtFailure, settings.reward.endsAtFirstFailure { break }
        }
        if let first = failed.keys.min(), let failure = failed[first] {
            verdict.kind = failure.kind
            verdict.ending = failure.ending
            verdict.failure = failure.failure
        }
        verdict.share = CaseReward.share(shares, cases: cases, settings.reward)
        return verdict
    }
}

/// How one case failed.
struct CaseFailure {
    var kind: CodeVerdict.Kind
    var ending = ""
    var failure: CodeVerdict.Failure
    /// The points that a checker gave all the same, 0 to less than 1.
    var share = 0.0
}

/// The worth of the cases that passed.
enum CaseReward {
    /// The share of the reward, 0 to 1, of cases that earned these shares of their own.
    static func share(_ shares: [Double], cases: [TestCase], _ reward: CodeSettings.Reward) -> Double {
        let count = Double(max(shares.count, 1))
        let all = shares.allSatisfy { $0 == 1 }
        switch reward {
        case .allOrNothing: return all ? 1 : 0
        case .fraction: return shares.reduce(0, +) / count
        case .firstFailure: return Double(shares.firstIndex { $0 < 1 } ?? shares.count) / count
        case .weighted:
            let total = cases.reduce(0) { $0 + $1.weight }
            let won = zip(shares, cases).reduce(0) { $0 + $1.0 * $1.1.weight }
            return total > 0 ? won / total : 0
        case .primeCode:
            // All tests earn 1; else the share of the first ten that pass.
            if all { return 1 }
            let first = shares.prefix(10)
            return Double(first.count { $0 == 1 }) / Double(max(first.count, 1))
        }
    }
}

extension CodeVerdict.Kind {
    /// How a run ended as a kind of verdict; nil when it ended well.
    init?(_ result: RunResult) {
        switch result.status {
        case SANDBOX_OK: return nil
        case SANDBOX_TIME_LIMIT_CPU: self = .timeLimitCPU
        case SANDBOX_TIME_LIMIT_WALL: self = .timeLimitWall
        case SANDBOX_MEMORY_LIMIT: self = .memoryLimit
        case SANDBOX_OUTPUT_LIMIT: self = .outputLimit
        case SANDBOX_RUNTIME_ERROR: self = .runtimeError
        case SANDBOX_COMPILE_ERROR: self = .compileError
        case SANDBOX_FORBIDDEN: self = .forbidden
        case SANDBOX_UNAVAILABLE: self = .unavailable
        case SANDBOX_CANCELLED: self = .cancelled
        default: self = .judgeError
        }
    }
}
