/// Addresses of schemas: RFC 3986, as far as references are resolved by it.
struct Address: Equatable {
    private var scheme: Substring = ""
    private var authority: Substring?
    private var path = ""
    private var query: Substring?
    /// Behind `#`, still percent-encoded; nil where there is no `#`.
    private(set) var fragment: Substring?

    /// Splits a text; every text is some address.
    init(_ text: String) {
        var rest = Substring(text)
        if let hash = rest.firstIndex(of: "#") {
            fragment = rest[rest.index(after: hash)...]
            rest = rest[..<hash]
        }
        if let mark = rest.firstIndex(of: "?") {
            query = rest[rest.index(after: mark)...]
            rest = rest[..<mark]
        }
        if let colon = rest.firstIndex(of: ":"), !rest[..<colon].contains("/"), rest.first?.isLetter == true {
            scheme = rest[..<colon]
            rest = rest[rest.index(after: colon)...]
        }
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex(of: "/") ?? rest.endIndex
            authority = rest[..<end]
            rest = rest[end...]
        }
        path = String(rest)
    }

    /// Whether it says where it is by itself.
    var isAbsolute: Bool { !scheme.isEmpty }

    /// What `reference` means where this is the base (RFC 3986, 5.2).
    func resolving(_ reference: Address) -> Address {
        var target = reference
        if reference.isAbsolute {
            target.path = Address.withoutDots(reference.path)
            return target
        }
        target.scheme = scheme
        if reference.authority != nil {
            target.path = Address.withoutDots(reference.path)
            return target
        }
        target.authority = authority
        if reference.path.isEmpty {
            target.path = path
            if reference.query == nil { target.query = query }
        } else if reference.path.hasPrefix("/") {
            target.path = Address.withoutDots(reference.path)
        } else {
            let folder =
                authority != nil && path.isEmpty
                ? "/" : path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
            target.path = Address.withoutDots(folder + reference.path)
        }
        return target
    }

    private static func withoutDots(_ path: String) -> String {
        guard path.contains(".") else { return path }
        var kept: [Substring] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            switch part {
            case ".": if isLast { kept.append("") }
            case "..":
                if kept.count > 1 || kept.first?.isEmpty == false { kept.removeLast() }
                if isLast { kept.append("") }
            default: kept.append(part)
            }
        }
        return kept.joined(separator: "/")
    }

    /// The address of the document, without the fragment.
    var document: String {
        var text = scheme.isEmpty ? "" : "\(scheme):"
        if let authority { text += "//\(authority)" }
        text += path
        if let query { text += "?\(query)" }
        return text
    }

    /// The fragment with `%` escapes decoded; empty where there is none.
    var decodedFragment: String {
        guard let fragment, fragment.contains("%") else { return String(fragment ?? "") }
        var bytes: [UInt8] = []
        var rest = Array(fragment.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
