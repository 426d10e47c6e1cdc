import AdjudgeBase

/// URIs and IRIs by RFC 3986 and 3987, and templates by RFC 6570.
enum AddressFormats {
    private static let never: ByteSet = {
        var set = ByteSet("\"<>\\^`{|} ")
        for byte in UInt8(0)..<0x20 { set.insert(byte) }
        set.insert(0x7F)
        return set
    }()

    static func isAddress(_ text: Bytes, isAbsolute: Bool) -> Bool {
        guard text.findFirst(in: never) == nil, arePercentsRight(text), text.invalidUTF8Offset == nil else {
            return false
        }
        var rest = text
        if let hash = rest.find(Bytes("#")) {
            if rest.suffix(from: hash + 1).findFirst(in: ByteSet("#[]")) != nil { return false }
            rest = rest[0..<hash]
        }
        if let mark = rest.find(Bytes("?")) {
            if rest.suffix(from: mark + 1).findFirst(in: ByteSet("[]")) != nil { return false }
            rest = rest[0..<mark]
        }
        let stop = rest.findFirst(in: ByteSet(":/"))
        if let stop, rest[stop] == UInt8(ascii: ":") {
            guard isScheme(rest[0..<stop]) else { return false }
            rest = rest.suffix(from: stop + 1)
        } else if isAbsolute {
            return false
        }
        if rest.hasPrefix("//") {
            let behind = rest.suffix(from: 2)
            let end = behind.find(Bytes("/")) ?? behind.count
            guard isAuthority(behind[0..<end]) else { return false }
            rest = behind.suffix(from: end)
        }
        return rest.findFirst(in: ByteSet("[]")) == nil
    }

    private static func isScheme(_ text: Bytes) -> Bool {
        guard text[0].isASCIILetter else { return false }
        for index in 0..<text.count {
            let byte = text[index]
            let isMark = byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            guard byte.isASCIIAlphanumeric || isMark else { return false }
        }
        return true
    }

    private static func isAuthority(_ text: Bytes) -> Bool {
        var host = text
        if let at = text.findLast(Bytes("@")) {
            if text[0..<at].findFirst(in: ByteSet("[]@")) != nil { return false }
            host = text.suffix(from: at + 1)
        }
        if host[0] == UInt8(ascii: "[") {
            guard let close = host.find(Bytes("]")) else { return false }
            let inner = host[1..<close]
            let isFuture = inner[0] | 0x20 == UInt8(ascii: "v") && inner.find(Bytes(".")) ?? 0 > 1
            guard isFuture || HostFormats.isIPv6(inner) else { return false }
            host = host.suffix(from: close + 1)
            return host.isEmpty || host[0] == UInt8(ascii: ":") && isPort(host.suffix(from: 1))
        }
        if let colon = host.find(Bytes(":")) {
            guard isPort(host.suffix(from: colon + 1)) else { return false }
            host = host[0..<colon]
        }
        return host.findFirst(in: ByteSet("[]")) == nil
    }

    private static func isPort(_ text: Bytes) -> Bool {
        for index in 0..<text.count where !text[index].isASCIIDigit { return false }
        return true
    }

    private static func arePercentsRight(_ text: Bytes) -> Bool {
        var at = 0
        while let found = text.suffix(from: at).find(Bytes("%")) {
            at += found + 1
            guard text[at].isHexDigit, text[at + 1].isHexDigit else { return false }
        }
        return true
    }

    /// RFC 6570: literals, and expressions in braces.
    static func isTemplate(_ text: Bytes) -> Bool {
        var at = 0
        while at < text.count {
            let byte = text[at]
            if byte == UInt8(ascii: "{") {
                guard let close = text.suffix(from: at).find(Bytes("}")), isExpression(text[at + 1..<at + close]) else {
                    return false
                }
                at += close + 1
                continue
            }
            if byte == UInt8(ascii: "%") {
                guard text[at + 1].isHexDigit, text[at + 2].isHexDigit else { return false }
            } else if byte < 0x80, text[at..<at + 1].findFirst(in: never) != nil {
                return false
            }
            at += 1
        }
        return true
    }

    private static func isExpression(_ text: Bytes) -> Bool {
        var names = text
        if names[0..<1].findFirst(in: ByteSet("+#./;?&=,!@|")) != nil { names = names.suffix(from: 1) }
        var start = 0
        for at in 0...names.count where at == names.count || names[at] == UInt8(ascii: ",") {
            guard isVariable(names[start..<at]) else { return false }
            start = at + 1
        }
        return true
    }

    private static func isVariable(_ text: Bytes) -> Bool {
        var name = text
        if name[name.count - 1] == UInt8(ascii: "*") {
            name = name[0..<name.count - 1]
        } else if let colon = name.find(Bytes(":")) {
            let length = name.suffix(from: colon + 1)
            guard (1...4).contains(length.count), length[0] != UInt8(ascii: "0"), isPort(length) else { return false }
            name = name[0..<colon]
        }
        guard !name.isEmpty, name[0] != UInt8(ascii: "."), name[name.count - 1] != UInt8(ascii: "."),
            name.find(Bytes("..")) == nil, arePercentsRight(name)
        else { return false }
        for index in 0..<name.count {
            let byte = name[index]
            let isMark = byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "%")
            guard byte.isASCIIAlphanumeric || isMark else { return false }
        }
        return true
    }
}
