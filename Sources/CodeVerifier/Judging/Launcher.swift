import AdjudgeBase
import CSandbox
import Glibc

/// A program that is ready to be started any number of times: compiled where its language is.
final class Launcher {
    /// The job that starts it; input is still to be set.
    private(set) var job: SandboxJob
    private let held: [AnyObject]

    private init(_ job: SandboxJob, holding held: [AnyObject] = []) {
        self.job = job
        self.held = held
    }

    /// The outcome.
    enum Prepared {
        case ready(Launcher)
        case failed(CodeVerdict)
    }

    /// Makes a program ready, compiling it where there is need.
    static func prepare(
        _ program: OwnedBytes, _ language: Language, _ settings: CodeSettings, _ sandbox: Sandbox,
        limits: RunLimits? = nil, stop: CancelToken? = nil
    ) -> Prepared {
        let limits = limits ?? settings.limits
        let language = language.adapted(to: program.view)
        switch language.runtime {
        case .python:
            var job = SandboxJob(SANDBOX_PYTHON)
            job.interpreter = sandbox.interpreter(
                numeric: program.view.find(Bytes("numpy")) != nil, settings.python)
            job.program = program.view
            job.placeSource()
            job.limits = limits
            return .ready(Launcher(job, holding: [program]))
        case .node:
            var job = SandboxJob(SANDBOX_NODE)
            job.program = program.view
            job.programName = language.source
            job.limits = limits
            return .ready(Launcher(job, holding: [program]))
        case .commands(let compile, let run):
            return commands(program, language, compile, run, settings, limits, sandbox, stop)
        }
    }

    private static func commands(
        _ program: OwnedBytes, _ language: Language, _ compile: [String]?, _ run: [String], _ settings: CodeSettings,
        _ limits: RunLimits, _ sandbox: Sandbox, _ stop: CancelToken?
    ) -> Prepared {
        var job = SandboxJob(SANDBOX_EXEC)
        job.limits = limits
        guard let compile else {
            guard let tool = ToolPath.find(run[0]) else { return .failed(missing(run[0], language)) }
            job.executable = tool
            job.arguments = run.map { $0.replacing("{source}", with: language.source) }
            job.files = [SandboxJob.File(name: language.source, bytes: program.view)]
            return .ready(Launcher(job, holding: [program]))
        }
        let compiled = CompiledPrograms.shared.binary(
            of: program, language, compile, settings.compileLimits, sandbox, stop)
        switch compiled {
        case .failure(let failure): return .failed(failure.verdict)
        case .success(let binary):
            if run == ["{binary}"] {
                job.executableDescriptor = binary.descriptor
                job.arguments = ["program"]
                return .ready(Launcher(job, holding: [binary]))
            }
            guard let content = StdioJudge.content(dup(binary.descriptor)) else {
                return .failed(CodeVerdict(.judgeError, "the compiled program cannot be read"))
            }
            guard let tool = ToolPath.find(run[0]) else { return .failed(missing(run[0], language)) }
            job.executable = tool
            job.arguments = run.map {
                $0.replacing("{binary}", with: "program").replacing("{source}", with: language.source)
            }
            job.files = [
                SandboxJob.File(name: "program", bytes: content.view, isExecutable: true),
                SandboxJob.File(name: language.source, bytes: program.view),
            ]
            return .ready(Launcher(job, holding: [binary, content, program]))
        }
    }

    static func missing(_ tool: String, _ language: Language) -> CodeVerdict {
        CodeVerdict(.unavailable, "\(language.name): found no \(tool) by PATH, expected it installed")
    }
}

extension String {
    /// With every `old` replaced.
    func replacing(_ old: String, with new: String) -> String {
        guard !old.isEmpty, contains(old) else { return self }
        var result = ""
        var rest = Substring(self)
        while !rest.isEmpty {
            if rest.hasPrefix(old) {
                result += new
                rest = rest.dropFirst(old.count)
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result
    }
}
