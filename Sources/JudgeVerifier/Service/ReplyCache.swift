import AdjudgeBase
import Glibc

/// The replies that were paid for: a file of JSON rows, one for each, that runs append to and later runs read.
///
/// A row is written with one call as its reply comes, so that a killed run has paid for nothing in vain; a row that a
/// crash cut off is skipped. Several processes may share the file: what one appends the others find. What a row answers
/// is compared as a whole. O(file) to open, O(row) to look up.
final class ReplyCache {
    private let file: Int32
    private var places: [String: (offset: Int, length: Int)] = [:]
    private var end = 0
    /// The endpoints whose judges took known wrong answers for right, with what was said of them.
    private(set) var untrusted: [String: String] = [:]
    private static let untrustedKey = "untrusted"
    /// Whether a row could not be written.
    private(set) var isBroken = false
    private static let longestRow = 1 << 26

    /// Opens or makes the file at `path`; throws where it cannot be.
    init(path: String) throws(JudgeFailure) {
        file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        if file < 0 {
            throw JudgeFailure(.unavailable, "the cache \(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        guard isCache else {
            throw JudgeFailure(
                .unavailable, "\(path) exists already and is no cache of replies, expected another file")
        }
        readOn()
        if end < size { append([0x0A]) }
    }

    deinit { close(file) }

    var count: Int { places.count }

    /// Whether the file is empty, or begins as the rows do that are written here.
    private var isCache: Bool {
        let head = Array("{\"key\":\"".utf8)
        var found = [UInt8](repeating: 0, count: head.count)
        let got = pread(file, &found, found.count, 0)
        return got >= 0 && head.starts(with: found.prefix(got))
    }

    /// How long the file is, in bytes.
    private var size: Int {
        var status = stat()
        return fstat(file, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Finds the rows that are new, of this process and of others, as far as they are whole.
    private func readOn() {
        let parser = JSONParser(maxDepth: 128)
        var rest: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: min(1 << 20, max(size - end, 1)))
        while rest.count <= ReplyCache.longestRow {
            let got = pread(file, &buffer, buffer.count, off_t(end + rest.count))
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { return }
            rest += buffer[0..<got]
            var start = 0
            while let newline = rest[start...].firstIndex(of: 0x0A) {
                note(rest[start..<newline], at: end + start, parser)
                start = newline + 1
            }
            rest.removeFirst(start)
            end += start
        }
    }

    private func note(_ row: ArraySlice<UInt8>, at offset: Int, _ parser: JSONParser) {
        row.withUnsafeBufferPointer { bytes in
            guard let row = try? parser.parse(Bytes(bytes)), let key = row.member("key")?.decodedString else { return }
            guard key == ReplyCache.untrustedKey else { return places[key] = (offset, bytes.count) }
            if let endpoint = row.member("endpoint")?.decodedString, let why = row.member("why")?.decodedString {
                untrusted[endpoint] = why
            }
        }
    }

    /// The reply to a question; nil where none was kept.
    func reply(to key: ReplyKey, _ parser: JSONParser) -> ModelReply? {
        if places[key.name] == nil, size > end { readOn() }
        guard let place = places[key.name] else { return nil }
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: max(place.length, 1))
        defer { memory.deallocate() }
        guard pread(file, memory, place.length, off_t(place.offset)) == place.length,
            let row = try? parser.parse(Bytes(start: memory, count: place.length)),
            let request = row.member("request"), let reply = row.member("reply"),
            row.member("endpoint")?.decodedString == key.endpoint, row.member("path")?.decodedString == key.path,
            row.member("draw")?.raw.string == "\(key.draw)",
            key.body.withUnsafeBufferPointer({ Bytes($0) == request.raw })
        else { return nil }
        return ModelReply(cached: reply)
    }

    /// Keeps a reply.
    func keep(_ reply: ModelReply, to key: ReplyKey) {
        var row = ObjectWriter()
        row.add("key", key.name)
        row.add("endpoint", key.endpoint)
        row.add("path", key.path)
        row.add("draw", Double(key.draw))
        row.add("request", json: String(decoding: key.body, as: UTF8.self))
        row.add("reply") { reply.write(to: &$0) }
        if append(row.finished() + [0x0A]) { readOn() }
    }

    /// Notes that the judge of an endpoint is not believed, for runs to come.
    func distrust(_ endpoint: String, _ why: String) {
        guard untrusted[endpoint] == nil else { return }
        var row = ObjectWriter()
        row.add("key", ReplyCache.untrustedKey)
        row.add("endpoint", endpoint)
        row.add("why", why)
        if append(row.finished() + [0x0A]) { readOn() }
    }

    @discardableResult
    private func append(_ text: [UInt8]) -> Bool {
        let wrote = write(file, text, text.count)
        if wrote == text.count { return true }
        isBroken = true
        return false
    }
}

extension ModelReply {
    fileprivate init(cached row: JSONValue) {
        text = row.member("text")?.decodedString ?? ""
        ending = row.member("ending")?.decodedString.flatMap(Ending.init) ?? .complete
        inputTokens = row.count("input_tokens")
        outputTokens = row.count("output_tokens")
        model = row.member("model")?.decodedString
        fingerprint = row.member("fingerprint")?.decodedString
        for token in row.member("first_tokens")?.elements.map({ $0 }) ?? [] {
            firstTokens.append(
                FirstToken(
                    text: token.member("token")?.decodedString ?? "",
                    logProbability: token.member("logprob")?.numberText.flatMap { Double($0.string) } ?? -.infinity))
        }
    }

    fileprivate func write(to row: inout ObjectWriter) {
        row.add("text", text)
        row.add("ending", ending.rawValue)
        row.add("input_tokens", Double(inputTokens))
        row.add("output_tokens", Double(outputTokens))
        if let model { row.add("model", model) }
        if let fingerprint { row.add("fingerprint", fingerprint) }
        if !firstTokens.isEmpty {
            row.add("first_tokens", each: firstTokens) { object, token in
                object.add("token", token.text)
                object.add("logprob", token.logProbability)
            }
        }
    }
}
