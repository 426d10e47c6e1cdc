import AdjudgeBase
import Glibc

/// Writes questions as a batch file of OpenAI's or of Bedrock's, each once.
///
/// Source: OpenAI's Batch API, "Prepare your batch file"; Amazon Bedrock user guide, "Format and upload your batch
/// inference data".
final class BatchWriter {
    private let file: Int32
    private var written: Set<String> = []
    private(set) var isBroken = false

    init(path: String) throws(JudgeFailure) {
        file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        if file < 0 {
            throw JudgeFailure(.unavailable, "\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
        guard BatchWriter.isBatch(file) else {
            throw JudgeFailure(.unavailable, "\(path) exists already and is no batch file, expected another file")
        }
        ftruncate(file, 0)
    }

    /// Whether a file is empty, or begins as a batch file does.
    private static func isBatch(_ file: Int32) -> Bool {
        var found = [UInt8](repeating: 0, count: 32)
        let got = pread(file, &found, found.count, 0)
        let head = String(decoding: found.prefix(max(got, 0)), as: UTF8.self)
        return got == 0 || head.hasPrefix("{\"custom_id\":\"adjudge-") || head.hasPrefix("{\"recordId\":\"adjudge-")
    }

    deinit { close(file) }

    func write(_ key: ReplyKey) {
        guard written.insert(key.name).inserted else { return }
        let body = String(decoding: key.body, as: UTF8.self)
        var row = ObjectWriter()
        if key.path.hasPrefix("/model/") {
            row.add("recordId", BatchWriter.name(key))
            row.add("modelInput", json: body)
        } else {
            row.add("custom_id", BatchWriter.name(key))
            row.add("method", "POST")
            row.add("url", "/v1" + key.path)
            row.add("body", json: body)
        }
        let text = row.finished() + [0x0A]
        if Glibc.write(file, text, text.count) != text.count { isBroken = true }
    }

    /// The name by which a reply is found again: the draw and the key.
    static func name(_ key: ReplyKey) -> String { "adjudge-\(key.draw)-\(key.name)" }
}
