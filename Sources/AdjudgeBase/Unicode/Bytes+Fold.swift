import CFolding

/// The purpose of a folded text.
public enum FoldMode: Sendable {
    /// Plain words: `x²` becomes `x2`, `½` becomes `1/2`.
    case text
    /// Formulas, with their structure: `x²` becomes `x^{2}`, `2½` becomes `2 1/2`, `×` becomes `\times`.
    case math
}

extension Bytes {
    /// The text with compatibility characters in their plain form: full-width letters and digits, super- and
    /// subscripts, vulgar fractions, mathematical alphabets, dashes and minus signs, spaces, digits of every script.
    /// Invisible characters are dropped; bidirectional controls and ill-formed bytes are kept.
    ///
    /// ASCII text is returned unchanged. Source: Unicode's compatibility decompositions, see
    /// `Scripts/generate-folding.py`. O(count); the result is at most 9 times as long.
    public func folded(_ mode: FoldMode, into arena: Arena) -> Bytes {
        guard !isASCII else { return self }
        var writer = FoldWriter(memory: arena.allocate(count * FoldWriter.growth), mode: mode)
        var at = 0
        while at < count {
            let byte = start[at]
            if byte < 0x80 {
                writer.plain(byte)
                at += 1
                continue
            }
            let (scalar, length) = Bytes.decode(start + at, count - at)
            var form = cf_form()
            if let scalar, cf_lookup(scalar, mode == .math, &form) {
                writer.append(form)
            } else {
                for offset in 0..<length { writer.plain(start[at + offset]) }
            }
            at += length
        }
        writer.closeScript()
        arena.shrinkLast(writer.memory, to: writer.count)
        return Bytes(start: writer.memory, count: writer.count)
    }

    /// The offset of the first bidirectional control, which can make a text look like another; nil without one.
    public var firstBidiControl: Int? {
        var at = 0
        while let found = suffix(from: at).findFirst(in: Bytes.bidiLead) {
            at += found
            guard at + 2 < count else { return nil }
            let tail = (start[at + 1], start[at + 2])
            if tail.0 == 0x80, (0x8E...0x8F).contains(tail.1) || (0xAA...0xAE).contains(tail.1) { return at }
            if tail.0 == 0x81, (0xA6...0xA9).contains(tail.1) { return at }
            at += 1
        }
        return nil
    }

    /// The lead byte of U+2000 to U+2FFF, the range of the controls.
    private static let bidiLead: ByteSet = {
        var set = ByteSet("")
        set.insert(0xE2)
        return set
    }()

    /// The scalar at `offset` and its length; nil and 1 when the bytes are ill formed.
    public func scalar(at offset: Int) -> (value: UInt32?, length: Int) {
        let rest = suffix(from: offset)
        return rest.isEmpty ? (nil, 1) : Bytes.decode(rest.start, rest.count)
    }

    /// The scalar at `text` and its length; nil and 1 when the bytes are ill formed.
    static func decode(_ text: UnsafePointer<UInt8>, _ count: Int) -> (UInt32?, Int) {
        let lead = text[0]
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1
        guard length > 1, length <= count, lead <= 0xF4 else { return (nil, 1) }
        var scalar = UInt32(lead) & (0x7F >> UInt32(length))
        for offset in 1..<length {
            guard text[offset] & 0xC0 == 0x80 else { return (nil, 1) }
            scalar = scalar << 6 | UInt32(text[offset] & 0x3F)
        }
        return (scalar, length)
    }
}

/// Writes folded text, with braces around runs of superscripts and subscripts.
private struct FoldWriter {
    /// The most bytes that one byte of text can become. The largest cases are a two-byte superscript as `^{2}`, a
    /// three-byte ligature of up to 18 bytes, and a space before a fraction; all stay below it.
    static let growth = 9

    let memory: UnsafeMutablePointer<UInt8>
    let mode: FoldMode
    var count = 0
    private var script = CF_PLAIN

    init(memory: UnsafeMutablePointer<UInt8>, mode: FoldMode) {
        self.memory = memory
        self.mode = mode
    }

    mutating func plain(_ byte: UInt8) {
        closeScript()
        put(byte)
    }

    mutating func append(_ form: cf_form) {
        if mode == .math, form.kind == CF_SUPERSCRIPT || form.kind == CF_SUBSCRIPT {
            if script != form.kind {
                closeScript()
                put(form.kind == CF_SUPERSCRIPT ? UInt8(ascii: "^") : UInt8(ascii: "_"))
                put(UInt8(ascii: "{"))
                script = form.kind
            }
        } else {
            closeScript()
            if mode == .math, form.kind == CF_FRACTION, count > 0, memory[count - 1].isASCIIDigit {
                put(0x20)
            }
        }
        for index in 0..<form.length { put(form.text[index]) }
    }

    mutating func closeScript() {
        if script != CF_PLAIN { put(UInt8(ascii: "}")) }
        script = CF_PLAIN
    }

    private mutating func put(_ byte: UInt8) {
        memory[count] = byte
        count += 1
    }
}
