import AdjudgeBase
import CaseFiles
import Testing

@testable import TextVerifier

/// Every text verifier and every peer's rule on texts that hurt: four times the response takes no more than about four
/// times as long, or ends with a status.
@Suite(.serialized) struct TextLinearityTests {
    private static let pieces = [
        "a ", "ab", "\n", "ANSWER: ", "the answer is (A) ", "<answer>", "</think>", "\\boxed{", "[", "1,", "日", " -",
        "<cite index=\"citation_1\">", "<point>(", "Final Answer: [", "((", "not ", "B. ",
    ]

    private static func typed(_ type: String, _ more: [(String, DocumentValue)] = []) -> DocumentValue {
        .object([.init(key: "type", value: .string(type))] + more.map { .init(key: $0.0, value: $0.1) })
    }

    /// Every document: kinds with each of their modes, metrics, forms and grammars.
    private static let documents: [DocumentValue] = {
        var all: [DocumentValue] = PeerAnswer.all.map { rule in
            typed(
                "answer_match",
                [("mode", .string("compat:\(rule.name)"))]
                    + (rule.keys.contains("pattern") ? [("pattern", "answer is (\\S+)")] : []))
        }
        all += ["exact", "f1", "contains", "contained", "any_of_words"].flatMap { match in
            ["squad", "triviaqa", "drop", "none"].map { form in
                typed(
                    "answer_match", [("match", .string(match)), ("normalize", .string(form)), ("max_words", 1_000_000)])
            }.map { document in
                ["contains", "any_of_words"].contains(match)
                    ? document
                    : { () -> DocumentValue in
                        guard case .object(let members) = document else { return document }
                        return .object(members.filter { $0.key != "max_words" })
                    }()
            }
        }
        all += PeerChoice.all.map {
            typed("choice", [("mode", .string("compat:\($0.name)")), ("options", "{{item.options}}")])
        }
        all += ["strict", "lenient", "list", "compat:lm_eval"].map {
            typed("choice", [("mode", .string($0)), ("options", "{{item.options}}")])
        }
        all += SimilarityMetric.all.map {
            typed(
                "text_similarity",
                [("evaluation_metric", .string($0.name))] + ($0.perfect == nil ? [("as", "value")] : []))
        }
        all += [
            "think_answer", "think", "boxed", "trl.think", "open_r1.format", "open_r1.tag_count", "open_r1.code_format",
            "open_r1.reasoning_steps", "open_instruct.soft_format", "verl.geo3k", "nemo_rl.format", "verifiers.think",
        ].map { typed("format", [("preset", .string($0))]) }
        all += ["xml", "balanced", "verifiers.xml"].map {
            typed("format", [("preset", .string($0)), ("fields", ["think", "answer"])])
        }
        all += [
            typed("format", [("preset", "lines"), ("patterns", ["^- ", "a+b"])]),
            typed("format", [("preset", "markers"), ("markers", ["a"]), ("patterns", ["\\[\\w\\]"])]),
            typed("format", [("preset", "nemo.format_verification")]),
        ]
        all += CitationGrammar.all.map {
            typed("citations", [("grammar", .string($0.name)), ("valid", "{{item.ids}}")])
        }
        return all + [
            typed("string_check"), typed("string_check", [("operation", "ilike")]),
            typed("string_check", [("normalize", ["squad", "unicode"])]), typed("regex", [("pattern", "a+b")]),
            typed("mrcr"), typed("ruler"), typed("ruler", [("mode", "compat:ruler")]), typed("graphwalks"),
            typed("box"),
            typed("box", [("metric", "compat:nemo_giou")]), typed("point"),
            typed("point", [("mode", "compat:nemo_gui")]),
            typed("confidence"), typed("abstain"), typed("repetition", [("n", 3), ("penalty", -1)]),
            typed("phrases", [("forbidden", ["a b", "not"])]), typed("prompt_copy"),
        ]
    }()

    private static func field(_ template: String) -> Field {
        if template.contains("ids") { return Field(.json, Bytes("[\"citation_1\"]")) }
        if template.contains("options") { return Field(.json, Bytes("[\"Paris\", \"Rome\"]")) }
        if template.contains("verifier") {
            return Field(.json, Bytes("{\"type\": \"regex\", \"verify_regex\": [\"^- \"]}"))
        }
        return template.contains("output_regex") ? .absent : .text(Bytes("a b c d e f g h i j k"))
    }

    private static func reference(_ type: String) -> StaticString {
        switch type {
        case "box": "[0, 0, 1, 1]"
        case "point": "0,0"
        case "choice": "A"
        case "graphwalks": "[\"a\"]"
        default: "the answer is 42, not a"
        }
    }

    @Test("every verifier and every flavour is linear in the response, or says that it gave up")
    func linear() throws {
        #expect(TextLinearityTests.documents.count > 140)
        for document in TextLinearityTests.documents {
            let node = DocumentNode(document)
            let type = try node.required("type", "a type").string("a type")
            let kind = try #require(TextVerifiers.all.first { $0.name == type }, "\(type)")
            var context = CompileContext()
            let checker = try kind.compile(node, &context).makeChecker()
            let arguments = context.arguments.map { TextLinearityTests.field($0.template) }
            let scratch = Scratch()
            for piece in TextLinearityTests.pieces {
                var gaveUp = false
                let growth = Growth.ofTime(6_000) { size in
                    let text = String(repeating: piece, count: size / piece.utf8.count)
                    scratch.beginSample()
                    let outcome = withBytes(of: text) { text in
                        arguments.withUnsafeBufferPointer {
                            checker.check(
                                CheckInput(
                                    answer: .text(text),
                                    reference: .text(Bytes(TextLinearityTests.reference(type))), response: text,
                                    arguments: $0), scratch)
                        }
                    }
                    gaveUp = gaveUp || outcome.status == .limitExceeded
                    #expect(outcome.reward?.isFinite ?? true)
                }
                #expect(gaveUp || growth < Growth.linear, "\(document) on \(piece): \(growth) times as long")
            }
        }
    }
}
