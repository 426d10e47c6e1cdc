/// A text made ready for reading choices: full-width forms and native option letters in ASCII, dashes set apart, a space
/// between a letter and the Chinese, Japanese or Korean beside it. Offsets lead back to the text. ASCII stays as it is.
public struct ChoiceText {
    /// The text to read.
    public let bytes: Bytes
    /// For each byte, where it stood; empty where nothing moved.
    private let offsets: [Int32]

    /// Makes `text` ready. O(text).
    public init(_ text: Bytes, _ arena: Arena) {
        guard !text.isASCII else {
            bytes = text
            offsets = []
            return
        }
        var writer = Writer(memory: arena.allocate(text.count * 3 + 8))
        var at = 0
        while at < text.count {
            let length = text[at] < 0x80 ? 1 : max(1, text.codePointLength(at: at))
            writer.origin = at
            writer.put(ChoiceText.scalar(text, at, length), text, at, length)
            at += length
        }
        writer.offsets.append(Int32(truncatingIfNeeded: text.count))
        bytes = Bytes(start: writer.memory, count: writer.count)
        offsets = writer.offsets
    }

    /// What stood at a range of ``bytes`` in the text that this was made from.
    public func origin(_ range: Range<Int>, in text: Bytes) -> Bytes {
        if offsets.isEmpty { return text[range] }
        let start = Int(offsets[range.lowerBound])
        return text[start..<max(start, Int(offsets[range.upperBound]))]
    }

    /// The code point at `at`; 0 where it is none.
    fileprivate static func scalar(_ text: Bytes, _ at: Int, _ length: Int) -> UInt32 {
        switch length {
        case 1: return text[at] < 0x80 ? UInt32(text[at]) : 0
        case 2: return UInt32(text[at] & 0x1F) << 6 | UInt32(text[at + 1] & 0x3F)
        case 3:
            return UInt32(text[at] & 0x0F) << 12 | UInt32(text[at + 1] & 0x3F) << 6 | UInt32(text[at + 2] & 0x3F)
        default: return 0
        }
    }

    /// The option letter that a letter of another script stands for. Cyrillic letters that look like another Latin one
    /// (В, С, Е) name neither.
    fileprivate static func native(_ scalar: UInt32) -> UInt8? {
        switch scalar {
        case 0x0410, 0x0623, 0x0627, 0x0915, 0x0905, 0x0995, 0x0985: 0x41
        case 0x0411, 0x0628, 0x0916, 0x092C, 0x0996, 0x09AC: 0x42
        case 0x062C, 0x0917, 0x0938, 0x0997, 0x09A1: 0x43
        case 0x0413, 0x062F, 0x0918, 0x0926, 0x0998, 0x09A2: 0x44
        default: nil
        }
    }
}

private struct Writer {
    let memory: UnsafeMutablePointer<UInt8>
    var count = 0
    var offsets: [Int32] = []
    var origin = 0

    init(memory: UnsafeMutablePointer<UInt8>) { self.memory = memory }

    private mutating func byte(_ byte: UInt8) {
        // A dash or a full stop brings its own space.
        if byte == 0x20, count > 0, memory[count - 1] == 0x20 { return }
        memory[count] = byte
        count += 1
        offsets.append(Int32(truncatingIfNeeded: origin))
    }

    private mutating func literal(_ text: StaticString) {
        for index in 0..<text.utf8CodeUnitCount { byte(text.utf8Start[index]) }
    }

    mutating func put(_ scalar: UInt32, _ text: Bytes, _ at: Int, _ length: Int) {
        switch scalar {
        case 1..<0x80:
            if UInt8(scalar).isASCIILetter, endsInIdeograph { byte(0x20) }
            byte(UInt8(scalar))
        case 0xFF01...0xFF5E:
            let plain = UInt8(scalar - 0xFEE0)
            if plain.isASCIILetter, endsInIdeograph { byte(0x20) }
            byte(plain)
        case 0x3002, 0x0964, 0x06D4: literal(". ")
        case 0x3001, 0x060C: literal(", ")
        case 0x2012...0x2015: literal(" - ")
        case 0x3010, 0x300C, 0x300E: byte(UInt8(ascii: "["))
        case 0x3011, 0x300D, 0x300F: byte(UInt8(ascii: "]"))
        case 0x2018, 0x2019: byte(UInt8(ascii: "'"))
        case 0x201C, 0x201D: byte(UInt8(ascii: "\""))
        case 0xA0, 0x2000...0x200A, 0x202F, 0x3000: byte(0x20)
        case 0x200B...0x200F, 0xFEFF: break
        default:
            if let letter = ChoiceText.native(scalar), stands(text, at, length), !isLoneCyrillic(scalar, text) {
                byte(letter)
                return
            }
            if isIdeograph(scalar), count > 0, memory[count - 1].isASCIILetter { byte(0x20) }
            for index in at..<at + length { byte(text[index]) }
        }
    }

    /// True for a Cyrillic letter that is the whole text: nothing tells whether it counts by its place or by its look.
    private func isLoneCyrillic(_ scalar: UInt32, _ text: Bytes) -> Bool {
        guard (0x0400...0x04FF).contains(scalar), text.count <= 16 else { return false }
        return (0..<text.count).count { text[$0] >= 0x80 || text[$0].isASCIIAlphanumeric } == 2
    }

    private func isIdeograph(_ scalar: UInt32) -> Bool {
        (0x3040...0x30FF).contains(scalar) || (0x3400...0x9FFF).contains(scalar) || (0xAC00...0xD7AF).contains(scalar)
    }

    /// True behind a character of three bytes from U+3000 to U+D7FF.
    private var endsInIdeograph: Bool {
        count >= 3 && memory[count - 1] & 0xC0 == 0x80 && (0xE3...0xED).contains(memory[count - 3])
    }

    /// True for a letter without another beside it.
    private func stands(_ text: Bytes, _ at: Int, _ length: Int) -> Bool {
        if at > 0, text[at - 1] >= 0x80 || text[at - 1].isASCIILetter { return false }
        guard at + length < text.count else { return true }
        let next = text.suffix(from: at + length)
        return next[0] < 0x80 && !next[0].isASCIILetter || next.hasPrefix("।") || next.hasPrefix("،")
    }
}
