import AdjudgeBase
import CaseFiles
import Testing

@testable import InstructionVerifier

/// Hostile texts: the time of every instruction grows with the text, or it ends with a status.
@Suite struct HostileTextTests {
    private static let pieces = [
        "\n", "[", "*", "**", "***", "* \n", "- ", "<<", ">>", ".", ". ", "!", "?!", "\"", "'", "' ", "`", "''", "a",
        "A",
        "a. ", "A.B.", "Mr. ", "Inc. ", "...", ". . ", "…", "<prd>", "<stop>", "P.", "p. s", "{\"a\":", "{", "((((",
        "@a",
        "a@", "http://", "Section 1 ", "n't ", "cannot ", "''s ", "日", "é", "Σ", "İ", "\u{300}", "\u{2028}", "  ", "\t",
        "1,", "1.", "-", "--", ",,", "Question 1", "a b", "******", "</think>",
    ]

    /// Arguments that let every instruction do its work.
    private static func arguments(of instruction: Instruction) -> String {
        let values: [String: String] = [
            "keywords": "[\"zebra\", \"quagga\"]", "keyword": "\"zebra\"", "frequency": "3", "relation": "\"at least\"",
            "forbidden_words": "[\"a\", \"mr\"]", "letter": "\"a\"", "let_frequency": "3",
            "let_relation": "\"at least\"", "key_sentences": "[\"Zebra.\"]", "num_sentences": "3",
            "num_words": "9", "num_paragraphs": "90000", "nth_paragraph": "2", "first_word": "\"zebra\"",
            "num_placeholders": "90000", "postscript_marker": "\"P.P.S\"", "language": "\"en\"",
            "original_paragraph": "\"a zebra\"", "low": "1", "high": "2", "num_bullets": "90000",
            "num_highlights": "90000", "section_spliter": "\"Section\"", "num_sections": "90000",
            "starter": "\"Zebra\"", "original_message": "\"a *b* c\"", "capital_frequency": "90000",
            "capital_relation": "\"at least\"", "end_phrase": "\"zebra\"", "prompt_to_repeat": "\"a zebra runs\"",
            "instruction": "\"x\"", "keyword1": "\"zebra\"", "keyword2": "\"quagga\"", "keyword3": "\"okapi\"",
            "keyword4": "\"gnu\"", "keyword5": "\"eland\"", "N": "3", "n_sent": "3", "n_words": "3",
            "last_word": "\"zebra\"",
            "n": "2", "m": "2", "n_start": "1", "n_end": "5", "phrase": "\"a zebra runs\"", "small_n": "2",
            "keyword_list": "[\"zebra\"]", "word": "\"zebra\"", "quantifier": "\"at least\"", "i": "2",
            "section_splitter": "\"Section\"", "options": "\"yes/no\"", "original_prompt": "\"a zebra\"",
            "min_words": "1", "max_words": "90000", "percentage": "50", "reference_text": "\"a zebra runs\"",
            "sep": "\"...\"", "func_name": "null",
        ]
        let names = instruction.arguments.map(Array.init) ?? []
        let own = "\(instruction.id)" == "validate_choice" ? "[\"yes\", \"no\"]" : nil
        return "[{"
            + names.map { "\"\($0)\": \("\($0)" == "options" ? own ?? values["\($0)"]! : values["\($0)"]!)" }
            .joined(separator: ", ") + "}]"
    }

    @Test("every instruction is linear in every hostile text", arguments: Catalogue.all.map { "\($0.id)" })
    func linear(_ id: String) {
        let instruction = withBytes(of: id) { Catalogue.instruction($0)!.takeUnretainedValue() }
        let arguments = HostileTextTests.arguments(of: instruction)
        let bench = InstructionBench(isLoose: true)
        for piece in HostileTextTests.pieces {
            let growth = Growth.ofTime(2_500 / piece.utf8.count) { count in
                let outcome = bench.check("[\"\(id)\"]", arguments, String(repeating: piece, count: count)).outcome
                #expect(outcome.status != .badSample && outcome.status != .internalError, "\(id) \(piece): \(outcome)")
            }
            #expect(growth <= Growth.linear, "\(id) on \(piece): \(growth)")
        }
    }

    @Test("patterns that backtrack end with a status")
    func backtracking() {
        let text = String(repeating: "a", count: 40_000) + "!"
        for pattern in ["(a+)+$", "(a|aa)+$", "(a*)*b", "a.*a.*a.*a.*b"] {
            let bench = InstructionBench()
            let outcome = bench.check("[\"keywords:existence\"]", "[{\"keywords\": [\"\(pattern)\"]}]", text).outcome
            let isKnown = outcome.status == .graded || outcome.status == .limitExceeded
            #expect(isKnown, "\(pattern): \(outcome)")
        }
    }

    @Test("what Python's patterns do not have is refused, what they write otherwise is understood")
    func patterns() {
        let bench = InstructionBench()
        for pattern in ["(*UTF)a", "(?R)", "\\\\Qa", "\\\\K", "*a", "a**", "(?P>x)", "[a", "(a", "a(?i)b", "\\\\"] {
            let outcome = bench.check("[\"keywords:existence\"]", "[{\"keywords\": [\"\(pattern)\"]}]", "a text")
                .outcome
            #expect(outcome.status == .badSample, "\(pattern): \(outcome)")
        }
        for (pattern, text, isFound) in [
            ("a{,2}b", "xaab", true), ("^b{,2}$", "bbb", false), ("\\\\u0041", "a", true), ("a\\\\Z", "ba", true),
            ("[[:alpha:]]", "z", false), ("x{}", "x{}", true), ("c++", "ccc", true), ("straße", "STRASSE", false),
            ("\\\\bcat\\\\b", "concatenate", false), ("sea", "\u{17F}ea", true), ("ink", "\u{130}nk", true),
        ] {
            let found = bench.check("[\"keywords:existence\"]", "[{\"keywords\": [\"\(pattern)\"]}]", text)
            #expect(found.followed == [isFound], "\(pattern) in \(text): \(found)")
        }
    }

    @Test("deep JSON is no verdict, and no crash")
    func deepJSON() {
        let outcome = InstructionBench().check(
            "[\"detectable_format:json_format\"]", "[{}]", String(repeating: "[", count: 40_000)
        ).outcome
        #expect(outcome.status == .limitExceeded)
    }
}
