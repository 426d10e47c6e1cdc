import CaseFiles
import Testing

@testable import AdjudgeBase

/// The filter `last_value`.
@Suite struct ProseValueTests {
    private static let pieces = [
        "5", "12", " ", "  ", "\n", ". ", "?", "$", "$$", "\\(", "\\)", "\\[", "\\]", "(", ")", "[", "]", "=", "-", "+",
        "*",
        "**", ",", ":", "x", "A", "sqrt", "the ", " is ", " or ", " and ", " of ", "答", "。", "é", "²", "°", "€",
        "\\frac{1}{2}",
        "\\$", "%", "```", "<|im_end|>", "</s>", "cm", "!=", "\u{FEFF}", "।",
    ]

    @Test("what it gives is a part of the text, whatever the text")
    func part() {
        var random = Seeded(seed: 5)
        var narrowed = 0
        for _ in 0..<20_000 {
            let text = (0..<random.below(24)).map { _ in
                ProseValueTests.pieces[random.below(ProseValueTests.pieces.count)]
            }
            withBytes(of: text.joined()) { bytes in
                let value = ProseValue.of(bytes)
                #expect(value.isEmpty || value.offset(in: bytes) != nil, "\(text.joined())")
                if !value.isEmpty, value.count < bytes.trimmed.count { narrowed += 1 }
            }
        }
        #expect(narrowed > 2_000)
    }

    @Test("a response that is nothing but a value stays as it is")
    func values() {
        for text in [
            "5", "-5", "3/4", "x = 5", "(1, 2]", "5 cm", "1, 2 and 3", "x^2 + 1", "\\frac{1}{2}", "$x$ or $y$", "50%",
            "\\text{no solution}", "yes", "5 + \\sqrt{2}", "x < 5 or x > 7", "π/2", "2½", "1 234", "５",
            "[1, 2] ∪ [3, 4]", "5 ± 2", "1…5",
        ] {
            withBytes(of: text) { #expect(ProseValue.of($0).string == text) }
        }
    }

    @Test("prose that ends in signs that cannot be read stays as it is")
    func signs() {
        for text in ["the result is 2½", "the result is 5 ± 2", "the set is [1, 2] ∪ [3, 4]", "it is 1…5"] {
            withBytes(of: text) { #expect(ProseValue.of($0).string == text) }
        }
    }

    @Test("the first turn ends where another's token stands behind text")
    func turns() {
        for (text, first) in [
            ("a<|im_end|>b", "a"), ("<|im_start|>assistant\na", "<|im_start|>assistant\na"), ("a <|x|> b", "a <|x|> b"),
            ("a\n<|im_start|>user\nb<|im_end|>", "a"), ("", ""), ("<|", "<|"),
        ] {
            withBytes(of: text) { #expect(TemplateTokens.firstTurn(of: $0).string == first) }
        }
    }
}
