import AdjudgeBase

/// Names and numbers of hosts, and mail addresses.
enum HostFormats {
    /// RFC 5321 and, for what is not ASCII, RFC 6531.
    static func isEmail(_ text: Bytes) -> Bool {
        guard let at = text.findLast(Bytes("@")), at > 0 else { return false }
        let (local, domain) = (text[0..<at], text.suffix(from: at + 1))
        guard isLocalPart(local) else { return false }
        if domain[0] == UInt8(ascii: "["), domain[domain.count - 1] == UInt8(ascii: "]") {
            let literal = domain[1..<domain.count - 1]
            return literal.hasPrefix("IPv6:") ? isIPv6(literal.suffix(from: 5)) : isIPv4(literal)
        }
        return domain.isASCII ? isHostname(domain) : isInternationalHostname(domain)
    }

    private static let atomMarks = ByteSet("!#$%&'*+-/=?^_`{|}~")

    private static func isLocalPart(_ text: Bytes) -> Bool {
        if text.count > 2, text[0] == UInt8(ascii: "\""), text[text.count - 1] == UInt8(ascii: "\"") {
            var at = 1
            while at < text.count - 1 {
                if text[at] == UInt8(ascii: "\"") || text[at] < 0x20 { return false }
                at += text[at] == UInt8(ascii: "\\") ? 2 : 1
            }
            return at == text.count - 1
        }
        var isDot = true
        for index in 0..<text.count {
            let byte = text[index]
            if byte == UInt8(ascii: ".") {
                if isDot { return false }
                isDot = true
                continue
            }
            guard byte >= 0x80 || byte.isASCIIAlphanumeric || text[index..<index + 1].findFirst(in: atomMarks) != nil
            else { return false }
            isDot = false
        }
        return !isDot
    }

    /// RFC 1123, with the labels of RFC 5891.
    static func isHostname(_ text: Bytes) -> Bool {
        guard !text.isEmpty, text.count <= 253 else { return false }
        var start = 0
        for at in 0...text.count where at == text.count || text[at] == UInt8(ascii: ".") {
            guard isLabel(text[start..<at]) else { return false }
            start = at + 1
        }
        return true
    }

    private static func isLabel(_ label: Bytes) -> Bool {
        guard !label.isEmpty, label.count <= 63, label[0] != UInt8(ascii: "-"),
            label[label.count - 1] != UInt8(ascii: "-")
        else { return false }
        for index in 0..<label.count {
            guard label[index].isASCIIAlphanumeric || label[index] == UInt8(ascii: "-") else { return false }
        }
        guard label[2] == UInt8(ascii: "-"), label[3] == UInt8(ascii: "-") else { return true }
        guard label[0] | 0x20 == UInt8(ascii: "x"), label[1] | 0x20 == UInt8(ascii: "n") else { return false }
        guard let decoded = Punycode.decoded(label.suffix(from: 4)) else { return false }
        return InternationalLabel.isValid(decoded)
    }

    /// RFC 5890: labels of letters of any script, between any of the four full stops.
    static func isInternationalHostname(_ text: Bytes) -> Bool {
        guard !text.isEmpty, text.invalidUTF8Offset == nil else { return false }
        let stops: [Unicode.Scalar] = [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"]
        let labels = text.string.unicodeScalars.split(omittingEmptySubsequences: false) { stops.contains($0) }
        guard labels.count <= 127, InternationalLabel.areDirected(labels.map { Array($0) }) else { return false }
        return labels.allSatisfy { label in
            let ascii = label.allSatisfy(\.isASCII)
            if ascii { return withBytes(of: String(label)) { isLabel($0) } }
            return label.count <= 59 && InternationalLabel.isValid(Array(label))
        }
    }

    static func isIPv4(_ text: Bytes) -> Bool {
        var (parts, digits, value) = (1, 0, 0)
        for index in 0..<text.count {
            let byte = text[index]
            if byte == UInt8(ascii: ".") {
                if digits == 0 { return false }
                (parts, digits, value) = (parts + 1, 0, 0)
                continue
            }
            guard byte.isASCIIDigit, digits == 0 || value > 0 else { return false }
            value = value * 10 + Int(byte - 0x30)
            digits += 1
            if value > 255 { return false }
        }
        return parts == 4 && digits > 0
    }

    static func isIPv6(_ text: Bytes) -> Bool {
        var (groups, digits, at, start) = (0, 0, 0, 0)
        var isShortened = false
        guard text.count >= 2, text.count <= 45 else { return false }
        if text[0] == UInt8(ascii: ":") {
            guard text[1] == UInt8(ascii: ":") else { return false }
            (isShortened, at, start) = (true, 2, 2)
        }
        while at < text.count {
            let byte = text[at]
            if byte == UInt8(ascii: ":") {
                if digits == 0 { return false }
                groups += 1
                digits = 0
                at += 1
                if text[at] == UInt8(ascii: ":") {
                    if isShortened { return false }
                    isShortened = true
                    at += 1
                } else if at == text.count {
                    return false
                }
                start = at
                continue
            }
            if byte == UInt8(ascii: ".") {
                guard isIPv4(text.suffix(from: start)) else { return false }
                groups += 2
                return isShortened ? groups <= 7 : groups == 8
            }
            guard byte.isHexDigit, digits < 4 else { return false }
            digits += 1
            at += 1
        }
        if digits > 0 { groups += 1 }
        return isShortened ? groups <= 7 : groups == 8
    }
}
