import AdjudgeBase
import CSandbox
import Glibc

/// How one run went. Owns what C handed out.
final class RunResult {
    private var raw: sandbox_result

    init(_ raw: sandbox_result) { self.raw = raw }

    /// A run that never was.
    convenience init(judgeError message: String) {
        var raw = sandbox_result()
        raw.status = SANDBOX_JUDGE_ERROR.rawValue
        raw.level = SANDBOX_LEVEL_NONE.rawValue
        withUnsafeMutableBytes(of: &raw.message) { buffer in
            for (index, byte) in message.utf8.prefix(buffer.count - 1).enumerated() { buffer[index] = byte }
        }
        self.init(raw)
    }

    deinit { sandbox_result_free(&raw) }

    var status: sandbox_status { sandbox_status(rawValue: raw.status) }
    var level: Int { Int(raw.level) }
    var exitCode: Int { Int(raw.exit_code) }
    var signal: Int { Int(raw.signal) }
    var attempts: Int { Int(raw.attempts) }
    var isContended: Bool { raw.contended }
    /// CPU time in microseconds.
    var cpu: UInt64 { raw.cpu }
    /// Wall time in microseconds.
    var wall: UInt64 { raw.wall }
    /// Most memory at once, in bytes.
    var peakMemory: UInt64 { raw.peak_memory }
    var output: Bytes { RunResult.view(raw.standard_output) }
    var error: Bytes { RunResult.view(raw.standard_error) }
    var records: Bytes { RunResult.view(raw.records) }
    var candidateError: Bytes { RunResult.view(raw.candidate_stderr) }

    var message: String {
        withUnsafeBytes(of: raw.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// The first file that was asked back: its descriptor, which the caller now owns; nil where it was not there.
    func takeFirstOutput() -> Int32? {
        guard raw.output_count > 0, raw.outputs.0.fd >= 0 else { return nil }
        defer { raw.outputs.0.fd = -1 }
        return raw.outputs.0.fd
    }

    private static func view(_ bytes: sandbox_bytes) -> Bytes {
        guard let start = bytes.bytes, bytes.size > 0 else { return .empty }
        return Bytes(start: start, count: bytes.size)
    }
}
