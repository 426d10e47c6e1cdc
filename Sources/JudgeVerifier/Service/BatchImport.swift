import AdjudgeBase
import Glibc

/// Reads the replies of a batch into a cache.
public enum BatchImport {
    /// The counts of an import.
    public struct Report: Sendable {
        /// Replies that the cache has now.
        public var added = 0
        /// Replies that it had.
        public var known = 0
        /// Rows without a reply.
        public var failed = 0
        /// The problem of the first of them.
        public var firstProblem: String?
    }

    /// Why nothing can be imported.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        /// The text found, and the one expected.
        public let description: String
    }

    private static let maxFileBytes = 1 << 30

    /// Adds the replies in the files at `replies` to the cache of `settings`. `questions` is the batch file that was
    /// written for the endpoint; rows are matched by their names, in any order.
    public static func run(
        questions: String, replies: [String], endpoint name: String?, _ settings: JudgeSettings
    ) throws(Failure) -> Report {
        guard let endpoint = settings.endpoint(name) else {
            throw Failure(description: "found the endpoint \"\(name ?? "")\", expected one of the settings")
        }
        guard let path = settings.cache else {
            throw Failure(description: "found no cache, expected --judge-cache FILE, or \"cache\" in the settings")
        }
        let cache: ReplyCache
        do { cache = try ReplyCache(path: path) } catch { throw Failure(description: error.text) }
        let keys = try keys(of: questions, endpoint)
        var report = Report()
        for file in replies { try add(file, keys, endpoint, cache, &report) }
        if cache.isBroken { throw Failure(description: "a row could not be written to \(path)") }
        return report
    }

    /// The questions of a batch file by their names. Each name must follow from its question: an edited file would answer
    /// other questions.
    private static func keys(of path: String, _ endpoint: Endpoint) throws(Failure) -> [String: ReplyKey] {
        var keys: [String: ReplyKey] = [:]
        var number = 0
        for line in try lines(of: path) {
            number += 1
            let key = question(line, endpoint)
            guard let key else {
                throw Failure(
                    description:
                        "\(path): line \(number) is no question for the endpoint \(endpoint.name), expected the file "
                        + "that adjudge judge export wrote with these settings")
            }
            keys[BatchWriter.name(key)] = key
        }
        return keys
    }

    private static func question(_ line: String, _ endpoint: Endpoint) -> ReplyKey? {
        read(line) { row -> ReplyKey? in
            guard let name = (row.member("custom_id") ?? row.member("recordId"))?.decodedString,
                let body = row.member("body") ?? row.member("modelInput")
            else { return nil }
            let parts = name.split(separator: "-")
            guard parts.count == 3, parts[0] == "adjudge", let draw = Int(parts[1]) else { return nil }
            var request = ModelRequest(model: body.member("model")?.decodedString ?? "", messages: [])
            if endpoint.kind == .bedrock || endpoint.kind == .gemini {
                request.model = endpoint.serverName(of: nil) ?? ""
            }
            let raw = Array(UnsafeBufferPointer(start: body.raw.start, count: body.raw.count))
            let key = ReplyKey(
                endpoint: endpoint.name, path: endpoint.shape.path(of: request, at: endpoint), draw: draw, body: raw)
            return BatchWriter.name(key) == name ? key : nil
        }
    }

    private static func add(
        _ path: String, _ keys: [String: ReplyKey], _ endpoint: Endpoint, _ cache: ReplyCache, _ report: inout Report
    ) throws(Failure) {
        for line in try lines(of: path) {
            // Empty where all is well.
            let problem =
                read(line) { row -> String? in
                    guard let name = (row.member("custom_id") ?? row.member("recordId"))?.decodedString,
                        let key = keys[name]
                    else { return "a row whose name no question has" }
                    if cache.reply(to: key, JSONParser(maxDepth: 128)) != nil {
                        report.known += 1
                        return ""
                    }
                    let response = row.member("response")
                    guard let body = response?.member("body") ?? row.member("modelOutput") else {
                        return endpoint.shape.failure(row).text ?? "\(name): no reply"
                    }
                    if let status = response?.member("status_code")?.numberText, !status.equals("200") {
                        return "\(name): status \(status.string), \(endpoint.shape.failure(body).text ?? "no reason")"
                    }
                    do throws(ReplyDefect) {
                        cache.keep(try endpoint.shape.read(body), to: key)
                        report.added += 1
                        return ""
                    } catch {
                        return "\(name): \(error.text)"
                    }
                } ?? "a line that is no JSON"
            guard !problem.isEmpty else { continue }
            report.failed += 1
            report.firstProblem = report.firstProblem ?? problem
        }
    }

    /// The value that `body` makes of a line of JSON; nil for a line that is none.
    private static func read<Value>(_ line: String, _ body: (JSONValue) -> Value?) -> Value? {
        let parser = JSONParser(maxDepth: 128)
        let bytes = OwnedBytes(line)
        defer { withExtendedLifetime((parser, bytes)) {} }
        return (try? parser.parse(bytes.view)).flatMap(body)
    }

    private static func lines(of path: String) throws(Failure) -> [String] {
        guard let text = TextFile.read(path, atMost: maxFileBytes) else {
            throw Failure(description: "\(path): cannot be read, expected a file of JSON rows")
        }
        return text.split(separator: "\n").filter { $0.utf8.contains { $0 > 0x20 } }.map(String.init)
    }
}
