import AdjudgeBase
import Testing

@Suite struct FoldTests {
    private func fold(_ text: String, _ mode: FoldMode) -> String {
        let arena = Arena()
        defer { withExtendedLifetime(arena) {} }
        return withBytes(of: text) { $0.folded(mode, into: arena).string }
    }

    @Test(
        "characters take their plain form",
        arguments: [
            ("ＡＢＣ１２３", "ABC123", "ABC123"), ("x²", "x2", "x^{2}"), ("x¹²", "x12", "x^{12}"), ("x⁻¹", "x-1", "x^{-1}"),
            ("a₁₂", "a12", "a_{12}"), ("½", "1/2", "1/2"), ("2½", "21/2", "2 1/2"), ("−3", "-3", "-3"),
            ("3–4", "3-4", "3-4"),
            ("𝟑𝐱", "3x", "3x"), ("٣٤", "34", "34"), ("a\u{200B}b\u{FEFF}", "ab", "ab"), ("a\u{00A0}b", "a b", "a b"),
            ("2×3", "2x3", "2\\times3"), ("ﬁ", "fi", "fi"), ("①", "1", "①"), ("√2 π ≤ ∞", "√2 π ≤ ∞", "√2 π ≤ ∞"),
            ("日本", "日本", "日本"), ("plain", "plain", "plain"), ("", "", ""), ("’", "'", "'"), ("３．５％", "3.5%", "3.5%"),
        ])
    func forms(_ text: String, _ plain: String, _ math: String) {
        #expect(fold(text, .text) == plain)
        #expect(fold(text, .math) == math)
    }

    @Test("folding twice is folding once, and ASCII stays, for every character below U+30000")
    func idempotent() {
        for point in 0..<0x30000 {
            guard let scalar = Unicode.Scalar(UInt32(point)) else { continue }
            let text = String(Character(scalar))
            let once = fold(text, .text)
            if point < 0x80 { #expect(once.unicodeScalars.elementsEqual(text.unicodeScalars)) }
            if !fold(once, .text).utf8.elementsEqual(once.utf8) {
                Issue.record("U+\(String(point, radix: 16)): \(once)")
            }
        }
    }

    @Test("ill-formed bytes are kept, bidirectional controls are kept and found")
    func bytes() {
        let arena = Arena()
        defer { withExtendedLifetime(arena) {} }
        let bad: [UInt8] = [0xFF, 0xC3, 0x28, 0xE2, 0x82, 0xF0, 0x9F]
        bad.withUnsafeBufferPointer { buffer in
            #expect(Bytes(buffer).folded(.math, into: arena) == Bytes(buffer))
        }
        #expect(withBytes(of: "ab\u{202E}c") { $0.firstBidiControl } == 2)
        #expect(withBytes(of: "ab\u{2212}c") { $0.firstBidiControl } == nil)
        #expect(fold("\u{202E}x", .text) == "\u{202E}x")
    }
}
