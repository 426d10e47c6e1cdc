/// Random texts of the shapes on which a kernel can go wrong.
enum TextShape: CaseIterable {
    case anyBytes, ascii, whitespace, punctuation, braces, letters, utf8, brokenUTF8, oneByte

    func text(_ length: Int, _ random: inout SplitMix64) -> [UInt8] {
        switch self {
        case .anyBytes:
            return (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        case .ascii:
            return (0..<length).map { _ in UInt8(random.below(128)) }
        case .whitespace:
            return from(" \t\n\u{0B}\u{0C}\r  ab\u{08}\u{0E}\u{1F}!\0", length, &random)
        case .punctuation:
            return from("!/09:@AZ[`az{~\u{7F} .,\u{20}x", length, &random)
        case .braces:
            return from("{}\\\\a", length, &random)
        case .letters:
            return from("aAbBzZ@[`{", length, &random)
        case .utf8:
            return Self.utf8(length, &random)
        case .brokenUTF8:
            var text = Self.utf8(length, &random)
            if length > 0 {
                // Bytes at which a rule of UTF-8 begins or ends.
                let edges: [UInt8] = [
                    0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xED, 0xEE, 0xEF,
                    0xF0,
                    0xF4, 0xF5, 0xF8, 0xFF,
                ]
                text[random.below(length)] = random.pick(edges)
            }
            return text
        case .oneByte:
            return [UInt8](repeating: UInt8(truncatingIfNeeded: random.next()), count: length)
        }
    }

    private func from(_ alphabet: String, _ length: Int, _ random: inout SplitMix64) -> [UInt8] {
        let bytes = Array(alphabet.utf8)
        return (0..<length).map { _ in bytes[random.below(bytes.count)] }
    }

    /// Well-formed text of exactly `length` bytes, in runs of one script so that both long ASCII and dense text occur.
    private static func utf8(_ length: Int, _ random: inout SplitMix64) -> [UInt8] {
        let scripts: [[Unicode.Scalar]] = [
            ["a", " ", "Z", "\0", "\u{7F}"], ["\u{80}", "é", "\u{7FF}"],
            ["\u{800}", "\u{FFF}", "\u{1000}", "中", "\u{D7FF}", "\u{E000}", "\u{FFFF}"],
            ["\u{10000}", "\u{3FFFF}", "\u{40000}", "😀", "\u{FFFFF}", "\u{100000}", "\u{10FFFF}"],
        ]
        var text: [UInt8] = []
        while text.count < length {
            let script = random.pick(scripts)
            for _ in 0...random.below(40) {
                let scalar = UTF8.encode(random.pick(script))!
                text.append(contentsOf: text.count + scalar.count <= length ? Array(scalar) : [0x2E])
                if text.count >= length {
                    break
                }
            }
        }
        return text
    }
}

/// Every length to 300, then both sides of a page and of 64 KB.
let denseLengths = Array(0...300)
let longLengths = [4031, 4032, 4033, 4095, 4096, 4097, 4160, 65471, 65535, 65536, 65537, 65601]
