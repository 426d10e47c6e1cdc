import AdjudgeBase

/// The reason why there is no reply. A reply of status 500 is no failure.
public struct HTTPFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of failure.
    public enum Kind: Sendable, CaseIterable {
        /// libcurl cannot be loaded here.
        case libraryMissing
        /// The request cannot be sent: its URL, its method, a header or its proxy is malformed.
        case badURL
        /// The host, or the proxy, was not found or takes no connection.
        case unreachable
        /// There is no TLS between the two, or the server's certificate is not trusted.
        case tls
        /// The time is up.
        case timeout
        /// The connection broke off before the whole answer had come.
        case reset
        /// The answer is larger than the request allows.
        case tooLarge
        /// The call was cancelled.
        case cancelled
        /// All else.
        case other
    }

    /// The kind of failure.
    public var kind: Kind
    /// The failure and its cause: the scheme, the host and the port, never a header's value or a URL's user, path or query.
    public var text: String

    /// A failure from its parts.
    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    /// The text.
    public var description: String { text }
}

extension HTTPFailure {
    fileprivate static func isBreak(_ detail: String) -> Bool {
        withBytes(of: detail) { detail in
            ["SYSCALL", "reset by peer", "unexpected eof"].contains { sign in
                withBytes(of: sign) { detail.find($0) != nil }
            }
        }
    }
}

extension HTTPFailure.Kind {
    /// The kind of an error of libcurl. Source: curl.se/libcurl/c/libcurl-errors.html.
    init(code: Int32, detail: String) {
        switch code {
        case 3: self = .badURL
        case 5, 6, 7, 97: self = .unreachable
        case 28: self = .timeout
        case 16, 18, 52, 55, 56, 92: self = .reset
        // A server that breaks off in the midst of the handshake may not do so again; the text depends on the library.
        case 35: self = HTTPFailure.isBreak(detail) ? .reset : .tls
        case 51, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90, 91, 98: self = .tls
        case 63: self = .tooLarge
        default: self = .other
        }
    }
}

/// The part of a URL that may be shown: its scheme, its host and its port, at most 120 characters.
func shownPlace(of url: String) -> String {
    withBytes(of: url) { bytes in
        guard let mark = bytes.find(Bytes("://")), mark > 0, mark <= 8 else { return "the URL" }
        var rest = bytes.suffix(from: mark + 3)
        if let end = rest.findFirst(in: ByteSet("/?#\\")) { rest = rest[0..<end] }
        if let at = rest.findLast(Bytes("@")) { rest = rest.suffix(from: at + 1) }
        // A port that is none may be a password whose host was forgotten.
        if let colon = rest.findLast(Bytes(":")), rest.suffix(from: colon + 1).find(Bytes("]")) == nil,
            !rest.suffix(from: colon + 1).string.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
        {
            rest = rest[0..<colon]
        }
        return rest.isEmpty ? "the URL" : bytes[0..<(mark + 3)].string + String(rest.string.prefix(120))
    }
}
