import AdjudgeBase
import CSandbox
import Glibc

/// Compiled programs by what they were made of: a program that comes again, as every case of it does, is compiled once.
final class CompiledPrograms: Sendable {
    /// How many are kept.
    static let maxCount = 256

    private static let ofProcess = PerProcess { CompiledPrograms() }
    /// Those of this process.
    static var shared: CompiledPrograms { ofProcess.value }

    /// A compiled program as an open file without a name.
    final class Binary: Sendable {
        let descriptor: Int32
        init(_ descriptor: Int32) { self.descriptor = descriptor }
        deinit { close(descriptor) }
    }

    struct Failure: Error {
        var verdict: CodeVerdict
    }

    private final class Entry: Sendable {
        let source: OwnedBytes
        let command: [String]
        let result: Result<Binary, Failure>

        init(_ source: OwnedBytes, _ command: [String], _ result: Result<Binary, Failure>) {
            self.source = source
            self.command = command
            self.result = result
        }
    }

    /// By hash, with the order of use; the newest last.
    private let entries = Guarded<(table: [UInt64: Entry], order: [UInt64])>(([:], []))

    /// The binary of a program, from the cache or compiled now, contained.
    func binary(
        of source: OwnedBytes, _ language: Language, _ command: [String], _ limits: RunLimits, _ sandbox: Sandbox,
        _ stop: CancelToken?
    ) -> Result<Binary, Failure> {
        let key = CompiledPrograms.hash(source.view, command)
        let known = entries.withLock { $0.table[key] }
        if let known, known.command == command, known.source.view == source.view { return known.result }
        var (result, isCertain) = CompiledPrograms.compile(source, language, command, limits, sandbox, stop)
        for other in language.otherCompilations {
            guard case .failure(let failure) = result, failure.verdict.kind == .compileError else { break }
            let next = CompiledPrograms.compile(source, language, other, limits, sandbox, stop)
            // The message is that of the first way.
            guard case .failure = next.result else {
                (result, isCertain) = next
                break
            }
            isCertain = isCertain && next.isCertain
        }
        if !isCertain { return result }
        let entry = Entry(source, command, result)
        entries.withLock { entries in
            if entries.table.updateValue(entry, forKey: key) == nil { entries.order.append(key) }
            if entries.order.count > CompiledPrograms.maxCount {
                entries.table.removeValue(forKey: entries.order.removeFirst())
            }
        }
        return result
    }

    /// Compiles, and tells whether another time would give the same: what the compiler says of the source would, and so
    /// would the program's own limit of CPU time; a compiler that something on the machine killed might not. Such an end
    /// is tried once more, alone.
    private static func compile(
        _ source: OwnedBytes, _ language: Language, _ command: [String], _ limits: RunLimits, _ sandbox: Sandbox,
        _ stop: CancelToken?
    ) -> (result: Result<Binary, Failure>, isCertain: Bool) {
        guard let tool = ToolPath.find(command[0]) else {
            return (.failure(Failure(verdict: Launcher.missing(command[0], language))), false)
        }
        var job = SandboxJob(SANDBOX_EXEC)
        job.executable = tool
        job.arguments = command.map {
            $0.replacing("{source}", with: language.source).replacing("{binary}", with: "program")
        }
        if let headers = PrecompiledHeaders.folder(for: command, source.view, sandbox, stop) {
            job.arguments.insert("-I" + headers, at: 1)
        }
        job.files = [SandboxJob.File(name: language.source, bytes: source.view)]
        job.outputs = ["program"]
        job.limits = limits
        var result = sandbox.run(job, stop: stop)
        if !isDiagnosed(result, language) {
            job.isAlone = true
            result = sandbox.run(job, stop: stop)
        }
        if result.status == SANDBOX_OK, let descriptor = result.takeFirstOutput() {
            return (.success(Binary(descriptor)), true)
        }
        var verdict: CodeVerdict
        switch result.status {
        case SANDBOX_UNAVAILABLE: verdict = CodeVerdict(.unavailable, result.message)
        case SANDBOX_CANCELLED: verdict = CodeVerdict(.cancelled, "cancelled")
        case SANDBOX_JUDGE_ERROR: verdict = CodeVerdict(.judgeError, result.message)
        default:
            verdict = CodeVerdict(.compileError, Trimmed.start(result.error))
            if result.status != SANDBOX_RUNTIME_ERROR { verdict.ending = "the compiler reached a limit" }
        }
        verdict.add(result)
        return (.failure(Failure(verdict: verdict)), isDiagnosed(result, language) && verdict.kind.isProgramsOwn)
    }

    /// Whether the compiler came to an end of its own: it is done, it names what is wrong with the source, or it used up
    /// the CPU time that it is given.
    private static func isDiagnosed(_ result: RunResult, _ language: Language) -> Bool {
        switch result.status {
        case SANDBOX_OK, SANDBOX_TIME_LIMIT_CPU, SANDBOX_CANCELLED, SANDBOX_UNAVAILABLE: true
        case SANDBOX_RUNTIME_ERROR:
            result.signal <= 0 && withBytes(of: language.source) { result.error.find($0) != nil }
                && ["Killed", "terminated with signal", "Signal terminated"].allSatisfy {
                    withBytes(of: $0) { result.error.find($0) == nil }
                }
        default: false
        }
    }

    private static func hash(_ source: Bytes, _ command: [String]) -> UInt64 {
        command.reduce(source.hash64()) { hash, word in withBytes(of: word) { $0.hash64(seed: hash) } }
    }
}
