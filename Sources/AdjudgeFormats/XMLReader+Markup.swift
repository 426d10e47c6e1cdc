import AdjudgeBase

/// Names, texts, references and what is passed over.
extension XMLReader {
    func starts(_ prefix: StaticString) -> Bool { text.suffix(from: at).hasPrefix(prefix) }

    func unexpected(_ expected: String) -> StructureError {
        StructureError(at: at, "\(named(at < text.count ? text[at] : 0)), expected \(expected)")
    }

    /// Whether there was white space, which is then passed over.
    mutating func skipSpace() -> Bool {
        let begun = at
        while at < text.count, text[at].isXMLSpace { at += 1 }
        return at > begun
    }

    mutating func skip(past end: StaticString) throws(StructureError) {
        guard let found = text.suffix(from: at).find(Bytes(end)) else {
            throw StructureError(at: at, "no \(end) behind it, expected one")
        }
        at += found + end.utf8CodeUnitCount
    }

    mutating func skipComment() throws(StructureError) {
        let begun = at
        at += 4
        try skip(past: "--")
        guard starts(">") else { throw StructureError(at: begun, "-- within a comment, expected it at its end only") }
        at += 1
    }

    /// `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`: the text is UTF-8 whatever it says.
    mutating func skipDeclaration() throws(StructureError) {
        let begun = at
        at += 5
        var next = 0
        while true {
            let hadSpace = skipSpace()
            if starts("?>") { break }
            let name = hadSpace ? try readName() : .empty
            let places: [StaticString] = ["version", "encoding", "standalone"]
            _ = skipSpace()
            guard let place = places.firstIndex(where: { name.equals($0) }), place >= next, next > 0 || place == 0,
                starts("=")
            else { throw StructureError(at: begun, "another declaration, expected such as <?xml version=\"1.0\"?>") }
            at += 1
            _ = skipSpace()
            let value = try readAttributeValue()
            let isRight =
                place == 2 ? value.equals("yes") || value.equals("no") : !value.isEmpty && value.isDeclarationValue
            guard isRight else {
                throw StructureError(at: begun, "\(value.string) in the declaration, expected such as version=\"1.0\"")
            }
            next = place + 1
        }
        guard next > 0 else {
            throw StructureError(at: begun, "a declaration without a version, expected <?xml version=\"1.0\"?>")
        }
        at += 2
    }

    /// `<?name …?>`; `<?xml` stands at the very start only.
    mutating func skipInstruction() throws(StructureError) {
        let begun = at
        at += 2
        let name = try readName()
        guard name.string.lowercased() != "xml" else {
            throw StructureError(at: begun, "an XML declaration, expected it at the very start only")
        }
        guard starts("?>") || at < text.count && text[at].isXMLSpace else { throw unexpected("a space or ?>") }
        try skip(past: "?>")
    }

    /// Passes over what may stand around the root element.
    mutating func skipRemarks(takesDoctype: Bool) throws(StructureError) {
        var takesDoctype = takesDoctype
        while true {
            _ = skipSpace()
            if starts("<!--") {
                try skipComment()
            } else if starts("<?") {
                try skipInstruction()
            } else if takesDoctype, starts("<!DOCTYPE") {
                try skipDoctype()
                takesDoctype = false
            } else {
                return
            }
        }
    }

    /// A document type may be named; declarations of its own are refused.
    private mutating func skipDoctype() throws(StructureError) {
        let begun = at
        at += 9
        guard skipSpace() else { throw unexpected("a space") }
        _ = try readName()
        if skipSpace(), starts("SYSTEM") || starts("PUBLIC") {
            let literals = starts("PUBLIC") ? 2 : 1
            at += 6
            for _ in 0..<literals {
                guard skipSpace() else { throw unexpected("a space") }
                try skipLiteral()
            }
            _ = skipSpace()
        }
        guard !starts("[") else {
            throw StructureError(.entities, at: begun, "a document type with declarations of its own, expected none")
        }
        guard starts(">") else { throw unexpected(">") }
        at += 1
    }

    private mutating func skipLiteral() throws(StructureError) {
        guard starts("\"") || starts("'") else { throw unexpected("an address in quotes") }
        let quote = starts("'") ? Bytes("'") : Bytes("\"")
        at += 1
        guard let end = text.suffix(from: at).find(quote) else { throw unexpected("another quote") }
        at += end + 1
    }

    mutating func readName() throws(StructureError) -> Bytes {
        let begun = at
        while at < text.count {
            if text[at] < 0x80 {
                guard text[at].isXMLNameByte, at > begun || text[at].isXMLNameStart else { break }
                at += 1
            } else {
                guard let length = text.xmlNameLength(at: at, isFirst: at == begun) else { break }
                at += length
            }
        }
        guard at > begun else { throw unexpected("a name") }
        return text[begun..<at]
    }

    private static let textStops = ByteSet("<&]\r")

    /// Text up to the next tag.
    mutating func readText() throws(StructureError) {
        while at < text.count, text[at] != UInt8(ascii: "<") {
            let rest = text.suffix(from: at)
            let length = rest.findFirst(in: XMLReader.textStops) ?? rest.count
            texts.append(rest[0..<length])
            at += length
            guard at < text.count else { return }
            switch text[at] {
            case UInt8(ascii: "&"): try readReference()
            case UInt8(ascii: "]"):
                guard !starts("]]>") else { throw unexpected("]]> only at the end of CDATA") }
                texts.append(text[at])
                at += 1
            case UInt8(ascii: "\r"):
                if !starts("\r\n") { texts.append(UInt8(ascii: "\n")) }
                at += 1
            default: break
            }
        }
    }

    /// Text without markup: CDATA. Line ends are line feeds.
    mutating func appendText(_ part: Bytes) {
        var rest = part
        while let carriage = rest.find(Bytes("\r")) {
            texts.append(rest[0..<carriage])
            rest = rest.suffix(from: carriage + 1)
            if !rest.hasPrefix("\n") { texts.append(UInt8(ascii: "\n")) }
        }
        texts.append(rest)
    }

    mutating func readAttributeValue() throws(StructureError) -> Bytes {
        guard at < text.count, text[at] == UInt8(ascii: "\"") || text[at] == UInt8(ascii: "'") else {
            throw unexpected("a value in quotes")
        }
        let quote = text[at]
        let begun = texts.count
        at += 1
        while at < text.count, text[at] != quote {
            switch text[at] {
            case UInt8(ascii: "<"): throw unexpected("&lt; in a value")
            case UInt8(ascii: "&"): try readReference()
            case 0x0D:
                if !starts("\r\n") { texts.append(0x20) }
                at += 1
            case 0x09, 0x0A:
                texts.append(0x20)
                at += 1
            default:
                texts.append(text[at])
                at += 1
            }
        }
        guard at < text.count else { throw unexpected("another quote") }
        at += 1
        let value = arena.copy(texts.bytes.suffix(from: begun))
        texts.truncate(to: begun)
        return value
    }

    private static let entities: [(StaticString, StaticString)] = [
        ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&quot;", "\""), ("&apos;", "'"),
    ]

    /// `&lt;`, `&#10;` and so on.
    private mutating func readReference() throws(StructureError) {
        for (name, value) in XMLReader.entities where starts(name) {
            texts.append(value)
            at += name.utf8CodeUnitCount
            return
        }
        guard starts("&#") else { throw unexpected("&lt; &gt; &amp; &quot; &apos; or &# and a number") }
        let begun = at
        let isHex = starts("&#x")
        at += isHex ? 3 : 2
        var value: UInt32 = 0
        let digits = at
        while at < text.count, let digit = text[at].hexDigit, isHex || digit < 10 {
            value = min(value * (isHex ? 16 : 10) + UInt32(digit), 0x11_0000)
            at += 1
        }
        guard at > digits, starts(";"), let scalar = UnicodeScalar(value), scalar.isXMLCharacter else {
            throw StructureError(at: begun, "a reference to no character, expected such as &#10;")
        }
        at += 1
        texts.append(scalar: scalar)
    }
}

extension ByteWriter {
    /// Appends a code point as UTF-8.
    package mutating func append(scalar: UnicodeScalar) {
        for byte in UTF8.encode(scalar)! { append(byte) }
    }
}

extension UInt8 {
    var isXMLSpace: Bool { self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D }
    fileprivate var isXMLNameStart: Bool { isASCIILetter || self == UInt8(ascii: "_") || self == UInt8(ascii: ":") }
    fileprivate var isXMLNameByte: Bool {
        isXMLNameStart || isASCIIDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
    }

    /// The value of a hexadecimal digit.
    var hexDigit: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x37
        case 0x61...0x66: self - 0x57
        default: nil
        }
    }
}

extension UnicodeScalar {
    /// `Char` of XML 1.0.
    fileprivate var isXMLCharacter: Bool {
        value >= 0x20 ? value != 0xFFFE && value != 0xFFFF : value == 0x09 || value == 0x0A || value == 0x0D
    }

    /// `NameStartChar` of XML 1.0, fifth edition, beyond ASCII.
    fileprivate var isXMLNameStart: Bool {
        switch value {
        case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F,
            0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
            true
        default: false
        }
    }

    /// What else `NameChar` has beyond ASCII.
    fileprivate var isXMLNameRest: Bool {
        value == 0xB7 || (0x300...0x36F).contains(value) || (0x203F...0x2040).contains(value)
    }
}

extension Bytes {
    /// Whether this may be a version or an encoding.
    fileprivate var isDeclarationValue: Bool {
        (0..<count).allSatisfy { self[$0].isXMLNameByte && self[$0] != UInt8(ascii: ":") }
    }

    /// The length of the name's character at `offset`, which is beyond ASCII; nil where it is none.
    fileprivate func xmlNameLength(at offset: Int, isFirst: Bool) -> Int? {
        let (value, length) = scalar(at: offset)
        guard let value, let scalar = UnicodeScalar(value), scalar.isXMLNameStart || !isFirst && scalar.isXMLNameRest
        else { return nil }
        return length
    }

    /// Where the first character is that XML 1.0 has not. O(text).
    var forbiddenXMLCharacter: Int? {
        if let control = findFirst(in: Bytes.xmlControls) { return control }
        return find(Bytes("\u{FFFE}")) ?? find(Bytes("\u{FFFF}"))
    }

    private static let xmlControls: ByteSet = {
        var set = ByteSet("")
        for byte in UInt8(0)..<0x20 where byte != 0x09 && byte != 0x0A && byte != 0x0D { set.insert(byte) }
        return set
    }()
}
