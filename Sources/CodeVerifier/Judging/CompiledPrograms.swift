import AdjudgeBase
import CSandbox
import Glibc

/// Compiled programs by what they were made of: a program that comes again, as every case of it does, is compiled once.
final class CompiledPrograms: Sendable {
    /// How many are kept.
    static let maxCount = 256

    static let shared = CompiledPrograms()

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
        of source: OwnedBytes, _ language: Language, _ command: [String], _ limits: RunLimits, _ sandbox: Sandbox
    ) -> Result<Binary, Failure> {
        let key = CompiledPrograms.hash(source.view, command)
        let known = entries.withLock { $0.table[key] }
        if let known, known.command == command, known.source.view == source.view { return known.result }
        let result = CompiledPrograms.compile(source, language, command, limits, sandbox)
        if case .failure(let failure) = result, !failure.verdict.kind.isProgramsOwn { return result }
        let entry = Entry(source, command, result)
        entries.withLock { entries in
            if entries.table.updateValue(entry, forKey: key) == nil { entries.order.append(key) }
            if entries.order.count > CompiledPrograms.maxCount {
                entries.table.removeValue(forKey: entries.order.removeFirst())
            }
        }
        return result
    }

    private static func compile(
        _ source: OwnedBytes, _ language: Language, _ command: [String], _ limits: RunLimits, _ sandbox: Sandbox
    ) -> Result<Binary, Failure> {
        guard let tool = ToolPath.find(command[0]) else {
            return .failure(Failure(verdict: Launcher.missing(command[0], language)))
        }
        var job = SandboxJob(SANDBOX_EXEC)
        job.executable = tool
        job.arguments = command.map {
            $0.replacing("{source}", with: language.source).replacing("{binary}", with: "program")
        }
        if let headers = PrecompiledHeaders.folder(for: command, source.view, sandbox) {
            job.arguments.insert("-I" + headers, at: 1)
        }
        job.files = [SandboxJob.File(name: language.source, bytes: source.view)]
        job.outputs = ["program"]
        job.limits = limits
        let result = sandbox.run(job)
        if result.status == SANDBOX_OK, let descriptor = result.takeFirstOutput() {
            return .success(Binary(descriptor))
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
        return .failure(Failure(verdict: verdict))
    }

    private static func hash(_ source: Bytes, _ command: [String]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in 0..<source.count { hash = (hash ^ UInt64(source[index])) &* 0x100_0000_01B3 }
        for word in command {
            for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        }
        return hash
    }
}
