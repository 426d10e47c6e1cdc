import AdjudgeBase
import CSandbox
import Glibc

/// Precompiled `bits/stdc++.h`, one for each set of flags, for programs that include it first.
///
/// Made once, contained, and kept in a folder of this user's that compilers may read, whoever they run as:
/// ADJUDGE_CACHE, else one below /var/tmp or /tmp. About 100 MB for each set of flags.
enum PrecompiledHeaders {
    private static let header = "bits/stdc++.h"
    /// How often making them is tried for one set of flags.
    private static let maxFailures = 3

    private struct Made {
        var folders: [String: String] = [:]
        var failures: [String: Int] = [:]
    }
    private static let made = PerProcess { Guarded(Made()) }

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
    static func folder(for command: [String], _ source: Bytes, _ sandbox: Sandbox, _ stop: CancelToken?) -> String? {
        guard let root, command.first?.hasSuffix("g++") == true, includesFirst(source) else { return nil }
        let flags = command.dropFirst().filter { flag in ["-O", "-std", "-f", "-D"].contains { flag.hasPrefix($0) } }
        guard let compiler = ToolPath.find(command[0]) else { return nil }
        let key = ([compiler] + flags).joined(separator: " ")
        return made.value.withLock { made in
            if let folder = made.folders[key] { return folder }
            guard made.failures[key, default: 0] < maxFailures else { return nil }
            let folder = make(compiler, Array(flags), root + "/" + name(of: key, compiler), sandbox, stop)
            if let folder { made.folders[key] = folder } else { made.failures[key, default: 0] += 1 }
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
    private static func make(
        _ compiler: String, _ flags: [String], _ folder: String, _ sandbox: Sandbox, _ stop: CancelToken?
    ) -> String? {
        let target = "\(folder)/\(header).gch"
        if access(target, R_OK) == 0 { return folder }
        guard makeFolder(folder + "/bits") else { return nil }
        var job = SandboxJob(SANDBOX_EXEC)
        job.executable = compiler
        job.arguments = ["g++"] + flags + ["-w", "-x", "c++-header", "-o", "header.gch", "header.h"]
        job.files = [SandboxJob.File(name: "header.h", bytes: Bytes("#include <bits/stdc++.h>\n"))]
        job.outputs = ["header.gch"]
        job.limits = RunLimits(cpuSeconds: 60, memoryMB: 2048, outputMB: 512)
        let result = sandbox.run(job, stop: stop)
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
        let made = "\(key) \(status.st_size) \(status.st_mtim.tv_sec)"
        return String(withBytes(of: made) { $0.hash64() }, radix: 16)
    }

    /// Makes a folder and those above it; true when it is there, this user's, and nobody else can put another in its place.
    static func makeFolder(_ path: String) -> Bool {
        var built = ""
        for part in path.split(separator: "/") {
            built += "/\(part)"
            mkdir(built, 0o755)
        }
        guard let resolved = realpath(path, nil) else { return false }
        defer { free(resolved) }
        built = ""
        for part in String(cString: resolved).split(separator: "/") {
            // A folder's owner, and everybody who may write into it where names are not kept to owners, chooses its
            // contents.
            var status = stat()
            guard stat(built.isEmpty ? "/" : built, &status) == 0, isTrusted(status, keepsNames: true) else {
                return false
            }
            built += "/\(part)"
        }
        var status = stat()
        return stat(built, &status) == 0 && status.st_uid == getuid() && isTrusted(status, keepsNames: false)
            && access(built, W_OK) == 0
    }

    private static func isTrusted(_ status: stat, keepsNames: Bool) -> Bool {
        guard status.st_uid == 0 || status.st_uid == getuid() else { return false }
        let isOthersToWrite = status.st_mode & 0o022 != 0
        return !isOthersToWrite || (keepsNames && status.st_mode & 0o1000 != 0)
    }
}
