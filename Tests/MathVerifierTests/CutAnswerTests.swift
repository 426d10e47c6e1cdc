import AdjudgeBase
import Testing

@testable import MathVerifier

/// Answers that end in the middle: a reader that runs off their end takes the process with it.
struct CutAnswerTests {
    @Test(arguments: [
        #"x \in \mathbb{Q}_{>0}^{\mathbb N}"#, #"\mathbb{C}^{n \times n} \setminus \{\mathbb R\}"#, #"ℤ_{12}^{*}"#,
        #"\left\{\begin{array}{cc} \text{if } x & \mathrm{ e } \end{array}\right."#, #"P(1, \sqrt[3]{2}) \pmod{\pi}"#,
        #"3\frac12 \text{ cm}^{2} \approx 1\,234{,}5\overline{67} = BAD_{16} \sum_{k=1}^{n} a_{k}"#,
    ])
    func `an answer cut at any byte is read or refused`(text: String) {
        let equivalence = Equivalence(.strict)
        for length in 0...text.utf8.count {
            let cut = String(decoding: text.utf8.prefix(length), as: UTF8.self)
            let verdicts = [(text, cut), (cut, text)].map { MathComparison.verdict(equivalence, $0, $1) }
            // Up to `\right.` nothing may be missing at the end.
            if length < text.utf8.count - 7 { #expect(!verdicts.contains(.equal), "\(cut)") }
        }
    }

    @Test func `a blackboard letter takes no brace that another opened`() {
        let equivalence = Equivalence(.strict)
        #expect(MathComparison.kind(equivalence, #"2^{\mathbb N}"#) == .power)
        #expect(MathComparison.kind(equivalence, #"\frac{\mathbb Q}{7}"#) == .quotient)
        #expect(MathComparison.verdict(equivalence, #"\mathbb R"#, #"\mathbb{ R}"#) == .equal)
        #expect(MathComparison.verdict(equivalence, #"\{\Bbb Q\}"#, #"\{ℚ\}"#) == .equal)
    }

    @Test func `a power of a set of numbers is not the set of that index`() {
        let equivalence = Equivalence(.strict)
        #expect(MathComparison.verdict(equivalence, #"\mathbb{Z}_{2}"#, #"\mathbb{Z}^{2}"#) != .equal)
        #expect(MathComparison.kind(equivalence, #"\mathbb{R}^{\mathbb N}"#) == .power)
        #expect(MathComparison.verdict(equivalence, #"\mathbb{Q}^{+}"#, "ℚ^+") == .equal)
        #expect(MathComparison.verdict(equivalence, #"\mathbb{Q}^{7}"#, "ℚ^7") == .equal)
        #expect(MathComparison.verdict(equivalence, #"\mathbb{F}"#, #"\mathbb{P}"#) != .equal)
        #expect(MathComparison.verdict(equivalence, #"\mathbb{F}_7"#, #"\mathbb F_{7}"#) == .equal)
    }

    @Test func `an unclosed brace behind a set of numbers is refused`() {
        for text in [#"\mathbb{Q}_{"#, #"\mathbb{Z}^{7"#, "ℕ_{", "ℝ^{2"] {
            #expect(MathComparison.kind(Equivalence(.strict), text) == nil, "\(text)")
        }
    }

    @Test func `tokens beyond the last are the end`() {
        var tokens = Tokens()
        defer { tokens.free() }
        #expect(tokens[0].kind == .end)
        tokens.append(Token(kind: .comma, start: 0, end: 1))
        tokens.append(Token(kind: .end, start: 1, end: 1))
        #expect(tokens[-3].kind == .comma)
        #expect(tokens[2].kind == .end && tokens[Int.max].kind == .end)
        #expect(tokens.suffix(from: 9).isEmpty && tokens.prefix(9).count == 2)
    }
}
