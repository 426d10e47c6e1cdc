import AdjudgeBase
import AdjudgeHTTP

/// A call that brought no reply.
struct CallFailure: Sendable {
    /// The way on from it.
    enum Remedy: Sendable {
        /// The same call may succeed later.
        case again
        /// The server takes no more calls for so many milliseconds; nil where it does not say.
        case wait(Double?)
        /// The same call would fail again.
        case none
    }

    var remedy: Remedy
    var failure: JudgeFailure
    /// Whether the server seems to be down.
    var isOutage = false

    /// Longer than this nobody waits for a server, in milliseconds.
    static let longestWait = 120_000.0
    private static let longestText = 200

    /// One that the same call would meet again.
    init(lasting failure: JudgeFailure) {
        remedy = .none
        self.failure = failure
    }

    init(_ failure: HTTPFailure, _ endpoint: Endpoint) {
        let text = "\(endpoint.name): \(failure.text)"
        switch failure.kind {
        case .libraryMissing, .badURL, .cancelled: remedy = .none
        default: remedy = .again
        }
        self.failure = JudgeFailure(.unavailable, text)
        isOutage = true
    }

    /// The class of an answer with a status that is no success. `secret` stands in no text.
    init(_ reply: HTTPReply, _ endpoint: Endpoint, _ parser: JSONParser, secret: String?) {
        let (code, words) = CallFailure.explanation(reply.body, endpoint.shape, parser)
        var text = "\(endpoint.name) answered \(reply.status)" + (code.map { ", \($0)" } ?? "")
        // What a server says of a key repeats parts of it.
        if let words, reply.status != 401, reply.status != 403 {
            text += ": " + CallFailure.bounded(words, endpoint, secret)
        }
        let isFiltered = code.map { ["content_filter", "content_policy_violation"].contains($0) } ?? false
        let isThrottled = reply.status == 429 && code != "ModelNotReadyException" || code?.contains("Throttl") == true
        if isFiltered {
            (remedy, failure) = (.none, JudgeFailure(.refused, text))
        } else if isThrottled {
            (remedy, failure) = (.wait(CallFailure.wait(reply)), JudgeFailure(.throttled, text))
        } else if [408, 409, 424, 425, 429].contains(reply.status) || reply.status >= 500 {
            (remedy, failure) = (.again, JudgeFailure(.unavailable, text))
            isOutage = reply.status >= 500
        } else {
            (remedy, failure) = (.none, JudgeFailure(.unavailable, text))
        }
        switch reply.header("x-should-retry") {
        case "true": if case .none = remedy { remedy = .again }
        case "false": remedy = .none
        default: break
        }
    }

    /// A body of success without a reply in it.
    init(defect text: String, _ endpoint: Endpoint) {
        remedy = .again
        failure = JudgeFailure(.unavailable, "\(endpoint.name) answered without a reply: \(text)")
    }

    /// How long the server asks to wait, in milliseconds.
    private static func wait(_ reply: HTTPReply) -> Double? {
        if let text = reply.header("retry-after-ms"), let value = Double(text), value >= 0 { return value }
        guard let text = reply.header("retry-after") else { return nil }
        if let seconds = Double(text), seconds >= 0 { return seconds * 1000 }
        return HTTPDate.milliseconds(until: text)
    }

    private static func explanation(
        _ body: [UInt8], _ shape: any WireShape, _ parser: JSONParser
    ) -> (code: String?, text: String?) {
        body.withUnsafeBufferPointer { body in
            guard let value = try? parser.parse(Bytes(body)) else { return (nil, nil) }
            return shape.failure(value)
        }
    }

    /// A server's words without the key, and without the values of the operator's headers.
    static func masked(_ words: String, _ endpoint: Endpoint, _ secret: String?) -> String {
        let secrets = [secret ?? ""] + endpoint.headers.map(\.value)
        return secrets.filter { $0.utf8.count >= 4 && words.firstRange(of: $0) != nil }
            .reduce(words) { $0.replacing($1, with: "…") }
    }

    /// A server's words as one line that is not long, and has no key in it.
    static func bounded(_ words: String, _ endpoint: Endpoint, _ secret: String?) -> String {
        let text = masked(words, endpoint, secret)
        let line = text.split { $0 == "\n" || $0 == "\r" }.joined(separator: " ")
        return line.count > longestText ? line.prefix(longestText) + "…" : line
    }
}

extension String {
    /// The text with every `part` replaced; the text itself for an empty part.
    fileprivate func replacing(_ part: String, with other: String) -> String {
        guard !part.isEmpty else { return self }
        var (rest, result) = (Substring(self), "")
        while !rest.isEmpty {
            if rest.utf8.starts(with: part.utf8) {
                result += other
                rest = Substring(rest.utf8.dropFirst(part.utf8.count))
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result
    }
}
