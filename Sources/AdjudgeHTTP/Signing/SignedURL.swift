/// The parts of a URL that a signature covers.
struct SignedURL {
    /// The value of the `Host` header: the host, and the port where it is not the scheme's own.
    let authority: String
    /// The path as it is sent; at least a slash.
    let path: String
    private let query: Substring

    init(_ url: String) {
        var rest = Substring(url)
        var standard = ""
        for (scheme, port) in [("https://", ":443"), ("http://", ":80")] where rest.lowercased().hasPrefix(scheme) {
            rest = rest.dropFirst(scheme.count)
            standard = port
            break
        }
        if let fragment = rest.firstIndex(of: "#") { rest = rest[..<fragment] }
        let mark = rest.firstIndex(of: "?") ?? rest.endIndex
        query = rest[mark...].dropFirst()
        rest = rest[..<mark]
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        path = slash == rest.endIndex ? "/" : String(rest[slash...])
        var host = rest[..<slash]
        if let at = host.lastIndex(of: "@") { host = host[host.index(after: at)...] }
        authority = String(!standard.isEmpty && host.hasSuffix(standard) ? host.dropLast(standard.count) : host)
    }

    /// The path without `.`, `..` and empty segments, encoded once more: of all services but S3.
    var canonicalPath: String {
        var kept: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = kept.popLast() } else { kept.append(segment) }
        }
        let end = path.hasSuffix("/") && !kept.isEmpty ? "/" : ""
        return PercentEncoding.encode("/" + kept.joined(separator: "/") + end, keepingSlashes: true)
    }

    /// The parameters in the order of their names and values.
    var canonicalQuery: String {
        guard !query.isEmpty else { return "" }
        let pairs = query.split(separator: "&", omittingEmptySubsequences: false).map {
            (pair: Substring) -> (name: Substring, value: Substring) in
            let mark = pair.firstIndex(of: "=") ?? pair.endIndex
            return (pair[..<mark], pair[mark...].dropFirst())
        }
        let sorted = pairs.sorted { left, right in
            left.name == right.name
                ? left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
                : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
        }
        return sorted.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }
}
