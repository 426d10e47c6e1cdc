import Adjudge
import AdjudgeBase
import CaseFiles
import Testing

/// The test suites of other graders, each scored as its own project scores it, with graders that a user would write.
@Suite struct PeerSuiteTests {
    /// What the rows of a suite are.
    enum Form: String {
        /// Whole responses; references are taken out of solutions as answers are out of responses.
        case responses
        /// Whole responses and plain references.
        case plainResponses
        /// Answers.
        case answers
    }

    struct Suite: CustomTestStringConvertible {
        let name: String
        let form: Form
        /// The share of the rows that must be judged as expected.
        let bar: Double
        var testDescription: String { name }
    }

    static let suites = [
        Suite(name: "math_verify", form: .responses, bar: 1),
        Suite(name: "lighteval", form: .responses, bar: 0.97),
        Suite(name: "trl_openr1", form: .responses, bar: 0.97),
        Suite(name: "open_instruct", form: .plainResponses, bar: 0.97),
        Suite(name: "mario", form: .answers, bar: 0.97),
        Suite(name: "nemo_skills", form: .answers, bar: 0.97),
        Suite(name: "hendrycks", form: .answers, bar: 0.97),
        Suite(name: "qwen", form: .answers, bar: 0.97),
    ]

    private let evaluation: Engine
    private let answers: Engine
    private let choices: Engine
    private let extraction: Engine

    init() throws {
        evaluation = try Engine(grader: #"{"type": "math", "profile": "lenient"}"#, threads: 1)
        answers = try Engine(grader: #"{"type": "math", "profile": "lenient", "extract": ["whole"]}"#, threads: 1)
        choices = try Engine(grader: #"{"type": "choice"}"#, threads: 1)
        extraction = try Engine(
            grader: #"{"type": "string_check", "extract": [["answer_line", "last_value"], ["whole", "last_value"]]}"#,
            threads: 1)
    }

    /// Rows, by ``id(_:)``, that are judged otherwise than their suite expects, and why. They count as misses.
    static let argued: [String: String] = [
        "d12d881f88d9c149": "a line break inside a formula does not make its right value wrong",
        "8877ff2105c451d0": "two printed digits do not prove a third",
        "fd874314236c1116": "the last box is the answer; a sentence after it that says otherwise does not outvote it",
    ]

    @Test("of the corpora's own rows lenient grading takes all that are right, and their answers alone as well")
    func own() throws {
        var count = 0
        for row in try OwnRow.math() where row.isRight {
            let whole = explained(evaluation, row.response, row.reference)
            #expect(whole.verdict.reward == 1, "\(row.id): \(whole.verdict.reason.name)")
            // Of boxes that say one answer together the last alone says another.
            guard let answer = whole.answer, row.response.split(separator: "\\boxed").count < 3 else { continue }
            let alone = explained(answers, answer, row.reference)
            #expect(alone.verdict.reward == 1, "\(row.id), its answer alone: \(alone.verdict.reason.name)")
            count += 1
        }
        #expect(count > 1_000)
    }

    @Test("other projects' suites, judged as they expect but for what is argued", arguments: suites)
    func suite(_ suite: Suite) throws {
        guard let rows = CaseFiles.external("math/\(suite.name)") else { return }
        let debatable = try PeerSuiteTests.debatable()
        var (right, total) = (0, 0)
        var misses: [String] = []
        try CaseFiles.forEach(rows) { row in
            guard let expected = PeerSuiteTests.expected(row), row.member("gold") != nil else { return }
            let key = PeerSuiteTests.key(row)
            // Expectations that a survey filled in, where the project prints its verdicts only, are no doubt.
            let review = row.text("review")
            guard review.isEmpty || review.hasPrefix("assigned"), !debatable.contains(key) else { return }
            total += 1
            let explanation = judged(row, suite)
            if (explanation.verdict.reward == 1) == expected {
                right += 1
            } else {
                let id = PeerSuiteTests.id(row)
                misses.append(
                    "\(id) (\(key)): \(explanation.answer ?? "no answer"), \(explanation.verdict.reason.name)"
                        + "; \(PeerSuiteTests.argued[id] ?? "not argued")")
            }
        }
        print("\(suite.name): \(right) of \(total)")
        for miss in misses { print("  miss: \(miss)") }
        #expect(Double(right) >= suite.bar * Double(total))
        #expect(total > 0)
    }

    /// Rows of Math-Verify's suite that its reviewers hold debatable; lighteval has copies of some.
    private static func debatable() throws -> Set<String> {
        var keys: Set<String> = []
        try CaseFiles.forEach(CaseFiles.external("math/math_verify") ?? []) { row in
            if row.member("review") != nil { keys.insert(key(row)) }
        }
        return keys
    }

    private static func expected(_ row: JSONValue) -> Bool? {
        switch row.member("expected")?.raw.string {
        case "1", "1.0", "true": true
        case "0", "0.0", "false": false
        default: nil
        }
    }

    private static func value(_ row: JSONValue, _ name: StaticString) -> String {
        guard let member = row.member(name) else { return "" }
        return member.decodedString ?? member.raw.string
    }

    /// What a row is called: its two texts, the beginnings of long ones left out.
    private static func key(_ row: JSONValue) -> String {
        "\(value(row, "gold").suffix(60)) / \(value(row, "pred").suffix(60))"
    }

    /// FNV-1a of both texts: names a row without repeating it.
    private static func id(_ row: JSONValue) -> String {
        let hash = (value(row, "gold") + "\n" + value(row, "pred")).utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        return String(hash, radix: 16)
    }

    private func judged(_ row: JSONValue, _ suite: Suite) -> Explanation {
        let (reference, response) = (PeerSuiteTests.value(row, "gold"), PeerSuiteTests.value(row, "pred"))
        if row.text("group").hasSuffix("extraction_abc") {
            return explained(choices, response, explained(choices, reference, "A").answer ?? reference)
        }
        switch suite.form {
        case .answers: return explained(answers, response, reference)
        case .plainResponses: return explained(evaluation, response, reference)
        case .responses: return explained(evaluation, response, solution(reference))
        }
    }

    /// The answer of a solution: the boxes that share its last one's sentence, or what else it ends in.
    private func solution(_ text: String) -> String {
        withBytes(of: text) { bytes in
            guard let offset = bytes.findLast(Bytes("boxed{")) else {
                return explained(extraction, text, "").answer ?? text
            }
            let open = offset + 5
            // Some lost the brace that closes the box.
            guard let close = bytes.matchingBrace(open: open) else { return bytes.suffix(from: open + 1).string }
            let last = bytes[open + 1..<close]
            let boxes = BoxRun.contents(of: last, in: bytes)?.map(\.string) ?? [last.string]
            return Set(boxes).count == 1 ? boxes[0] : boxes.joined(separator: ", ")
        }
    }

    private func explained(_ engine: Engine, _ response: String, _ reference: String) -> Explanation {
        withBytes(of: response) { response in
            withBytes(of: reference) { engine.explain(Sample(response: .text(response), reference: .text($0))) }
        }
    }
}
