/// The address of a server: `http[s]://host[:port]/path`.
public struct HTTPAddress: Sendable, Equatable {
    /// True for https.
    public var secure: Bool
    /// The host's name or IPv4 address.
    public var host: String
    /// The port.
    public var port: UInt16
    /// The path, from its slash on, without a slash at its end; empty for the root.
    public var path: String

    /// The host as the `Host` header names it.
    public var authority: String { port == (secure ? 443 : 80) ? host : "\(host):\(port)" }

    /// True for a loopback address, whose traffic does not leave this machine.
    public var isLoopback: Bool {
        host == "localhost" || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
    }

    /// The parts of a URL, valid or not, that may be shown: no user, no query, no fragment, at most 80 characters.
    static func redacted(_ url: String) -> String {
        var scheme = ""
        for known in ["https://", "http://"] where url.hasPrefix(known) { scheme = known }
        var rest = url.dropFirst(scheme.count)
        if let end = rest.firstIndex(where: { $0 == "?" || $0 == "#" }) { rest = rest[..<end] }
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        let shown = scheme + rest.prefix(80)
        return shown.utf8.count < url.utf8.count ? shown + "…" : shown
    }

    /// Parses a URL without query or user; nil when `url` is not one.
    public init?(_ url: String) {
        var rest = Substring(url)
        if rest.hasPrefix("https://") {
            secure = true
            rest = rest.dropFirst(8)
        } else if rest.hasPrefix("http://") {
            secure = false
            rest = rest.dropFirst(7)
        } else {
            return nil
        }
        let end = rest.firstIndex(of: "/") ?? rest.endIndex
        guard let (host, port) = HTTPAddress.split(rest[..<end], defaultPort: secure ? 443 : 80) else { return nil }
        self.host = host
        self.port = port
        path = String(rest[end...])
        while path.hasSuffix("/") { path.removeLast() }
        guard !path.contains(where: { $0 == "?" || $0 == "#" || $0 == " " }) else { return nil }
    }

    /// The http server at `host:port`, the format of `AWS_LAMBDA_RUNTIME_API`; nil when `authority` is malformed.
    public init?(authority: String) {
        guard let (host, port) = HTTPAddress.split(Substring(authority), defaultPort: 80) else { return nil }
        self.host = host
        self.port = port
        secure = false
        path = ""
    }

    private static func split(_ text: Substring, defaultPort: UInt16) -> (String, UInt16)? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, !host.isEmpty, parts.count <= 2, !host.contains("@") else { return nil }
        guard parts.count == 2 else { return (String(host), defaultPort) }
        return UInt16(parts[1]).map { (String(host), $0) }
    }
}
