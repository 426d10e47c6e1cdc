import AdjudgeBase
import Testing

@testable import MathVerifier

@Suite struct NumberTests {
    private func value(_ text: String) -> Rational? { withBytes(of: text) { NumberReader.read($0).value } }

    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    @Test("a number is the same in every form, and another when a digit changes")
    func forms() throws {
        var random = Seeded(state: 1)
        for _ in 0..<5000 {
            let digits = Int.random(in: 1...45, using: &random)
            let text =
                String(Int.random(in: 1...9, using: &random))
                + (1..<digits).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
            let plain = try #require(value(text), "\(text)")
            var groups = ""
            for (index, digit) in text.enumerated() {
                if index > 0, (text.count - index) % 3 == 0 { groups += "," }
                groups.append(digit)
            }
            for form in [
                "00" + text, text + ".0", text + ".", "+" + text, groups, "$" + text + "$", "\\text{\(text)}",
                text + "/1", "\\frac{\(text)}{1}", text + "00\\%", text + "e0", "\(text)0e-1",
            ] {
                let other = try #require(value(form), "\(form)")
                #expect(Rational.compare(plain, other) == 0, "\(form)")
            }
            var changed = Array(text)
            let at = Int.random(in: 0..<changed.count, using: &random)
            changed[at] = changed[at] == "7" ? "8" : "7"
            if String(changed) != text { #expect(Rational.compare(plain, value(String(changed))!) != 0) }
            #expect(Rational.compare(plain, value("-" + text)!) == 1)
        }
    }

    @Test("128-bit arithmetic agrees with GMP, across the overflow")
    func arithmetic() throws {
        var random = Seeded(state: 2)
        func number() -> Int128 {
            let bits = Int.random(in: 1...126, using: &random)
            let value = Int128(truncatingIfNeeded: random.next()) << 64 | Int128(random.next())
            return value >> Int128(127 - bits)
        }
        for _ in 0..<20_000 {
            let (a, b, c, d) = (number(), max(1, number().magnitude >> 1), number(), max(1, number().magnitude >> 1))
            let left = Rational.small(a, Int128(b))
            let right = Rational.small(c, Int128(d))
            let (bigLeft, bigRight) = (left.asBig, right.asBig)
            #expect(Rational.compare(left, right) == bigLeft.compare(bigRight))
            #expect((left + right).asBig.compare(BigRational(sum: bigLeft, bigRight)) == 0)
            #expect((left - right).asBig.compare(BigRational(difference: bigLeft, bigRight)) == 0)
            #expect((left * right).asBig.compare(BigRational(product: bigLeft, bigRight)) == 0)
            if c != 0 {
                #expect(Rational.quotient(left, right)!.asBig.compare(BigRational(quotient: bigLeft, bigRight)) == 0)
            }
        }
        #expect(Rational.quotient(.integer(1), .integer(0)) == nil)
        #expect((Rational.small(.min, 1) - .integer(0)).asBig.compare(BigRational(.min, 1)) == 0)
    }

    @Test("no bytes crash the reader")
    func fuzz() {
        var random = Seeded(state: 3)
        let pieces = [
            "1", "23", ",", ".", "/", "-", "+", "%", "\\%", "e", "\\frac", "{", "}", "$", "\\text{", " ", "10^",
            "\\times", "{,}", "\\,", "½", "x", "\u{0}",
        ]
        for _ in 0..<50_000 {
            let text = (0..<Int.random(in: 0...9, using: &random)).map { _ in pieces.randomElement(using: &random)! }
                .joined()
            _ = value(text)
        }
    }
}
