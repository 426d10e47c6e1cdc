import AdjudgeBase
import CSandbox
import Glibc

/// Precompiled `bits/stdc++.h`, one for each set of flags, for programs that include it first.
///
/// Made once, contained, and kept in a folder of this user's that compilers may read, whoever they run as:
/// ADJUDGE_CACHE, else one below /var/tmp or /tmp. About 100 MB for each set of flags.
enum PrecompiledHeaders {
    private static let header = "bits/stdc++.h"
    private static let made = Guarded<[String: String?]>([:])

    /// The folder that programs may read; nil when none can be made.
    static let root: String? = {
        func value(_ name: String) -> String? {
            guard let text = getenv(name).map({ String(cString: $0) }), text.hasPrefix("/") else { return nil }
            return text
        }
        let candidates = [
            value("ADJUDGE_CACHE"), "/var/tmp/adjudge-\(getuid())", "/tmp/adjudge-\(getuid())",
        ]
        for case let folder? in candidates where makeFolder(folder + "/headers") { return folder + "/headers" }
        return nil
    }()

    /// A folder to search for headers before all others; nil where precompiling is no help or not possible.
    static func folder(for command: [String], _ source: Bytes, _ sandbox: Sandbox) -> String? {
        guard let root, command.first?.hasSuffix("g++") == true, includesFirst(source) else { return nil }
        let flags = command.dropFirst().filter { $0.hasPrefix("-O") || $0.hasPrefix("-std") || $0.hasPrefix("-f") }
        guard let compiler = ToolPath.find(command[0]) else { return nil }
        let key = ([compiler] + flags).joined(separator: " ")
        return made.withLock { made in
            if let known = made[key] { return known }
            let folder = make(compiler, Array(flags), root + "/" + name(of: key, compiler), sandbox)
            made[key] = .some(folder)
            return folder
        }
    }

    /// Whether nothing but comments and white space stands before `#include <bits/stdc++.h>`.
    private static func includesFirst(_ source: Bytes) -> Bool {
        var pieces = Pieces(source, .lines)
        while let line = pieces.next() {
            if line.hasPrefix("//") { continue }
            return line.hasPrefix("#include") && line.find(Bytes("<bits/stdc++.h>")) != nil
        }
        return false
    }

    /// Precompiles, contained, and puts the result where compilers find it; nil when that fails.
    private static func make(_ compiler: String, _ flags: [String], _ folder: String, _ sandbox: Sandbox) -> String? {
        let target = "\(folder)/\(header).gch"
        if access(target, R_OK) == 0 { return folder }
        guard makeFolder(folder + "/bits") else { return nil }
        var job = SandboxJob(SANDBOX_EXEC)
        job.executable = compiler
        job.arguments = ["g++"] + flags + ["-w", "-x", "c++-header", "-o", "header.gch", "header.h"]
        job.files = [SandboxJob.File(name: "header.h", bytes: Bytes("#include <bits/stdc++.h>\n"))]
        job.outputs = ["header.gch"]
        job.limits = RunLimits(cpuSeconds: 60, memoryMB: 2048, outputMB: 512)
        let result = sandbox.run(job)
        guard result.status == SANDBOX_OK, let descriptor = result.takeFirstOutput() else { return nil }
        guard let content = StdioJudge.content(descriptor) else { return nil }
        defer { withExtendedLifetime(content) {} }
        // Written beside and renamed, so that no compiler of another process sees half of it.
        let draft = "\(target).\(getpid())"
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { return nil }
        var written = 0
        while written < content.view.count {
            let count = write(file, content.view.start + written, content.view.count - written)
            if count <= 0 { break }
            written += count
        }
        close(file)
        guard written == content.view.count, rename(draft, target) == 0 else {
            unlink(draft)
            return nil
        }
        return folder
    }

    /// A name that changes with the flags and with the compiler's file.
    private static func name(of key: String, _ compiler: String) -> String {
        var status = stat()
        _ = stat(compiler, &status)
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in "\(key) \(status.st_size) \(status.st_mtim.tv_sec)".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        return String(hash, radix: 16)
    }

    /// Makes a folder and those above it; true when it is there and this user's to write.
    private static func makeFolder(_ path: String) -> Bool {
        var built = ""
        for part in path.split(separator: "/") {
            built += "/\(part)"
            mkdir(built, 0o755)
        }
        var status = stat()
        return stat(path, &status) == 0 && status.st_uid == getuid() && access(path, W_OK) == 0
    }
}
