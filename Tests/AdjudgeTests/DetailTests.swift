import AdjudgeBase
import Testing

@testable import Adjudge

/// The details of checks, in batches and explanations.
@Suite struct DetailTests {
    private func details(_ grader: String, _ response: String, _ reference: String) throws -> [String?] {
        let engine = try Engine(grader: grader, threads: 1)
        let (response, reference) = (OwnedBytes(response), OwnedBytes(reference))
        let sample = Sample(response: .text(response.view), reference: .text(reference.view))
        let verdicts = engine.score(Single(sample))
        withExtendedLifetime((response, reference)) {}
        return (0...verdicts.partNames.count).map { verdicts.detail(0, $0)?.text }
    }

    @Test("a check says what it saw where the grader asks, and only there")
    func asked() throws {
        let silent = try details(#"{"type":"math"}"#, "so \\boxed{0.5}", "1/2")
        #expect(silent == [nil])
        let told = try details(#"{"type":"math","detail":true}"#, "so \\boxed{0.5}", "1/2")
        #expect(told[0]?.hasPrefix(#"{"notes":[{"label":""#) == true && told[0]?.contains("1/2") == true)
        let parts = try details(
            #"""
            {"type": "multi", "calculate_output": "a + b", "graders": {
              "a": {"type": "string_check", "detail": true}, "b": {"type": "string_check"}}}
            """#, "one", "two")
        #expect(parts[0] == nil && parts[1]?.contains("first difference") == true && parts[2] == nil)
    }

    @Test("a row of instructions is told which argument is bad")
    func arguments() throws {
        let row = #"""
            {"instruction_id_list": ["punctuation:no_comma", "length_constraints:number_words"],
             "kwargs": [{}, {"relation": "more than", "num_words": 3}]}
            """#
        let engine = try Engine(grader: #"{"type":"instructions","detail":true}"#, threads: 1)
        let (response, item) = (OwnedBytes("four words, of mine"), OwnedBytes(row))
        let parser = JSONParser(maxDepth: 8)
        let explanation = engine.explain(
            Sample(response: .text(response.view), reference: .absent, item: try parser.parse(item.view)))
        withExtendedLifetime((response, item, parser)) {}
        #expect(explanation.verdict.status == .badSample)
        #expect(explanation.detail(of: nil)?.text.hasSuffix(#""arguments":[null,"relation"]}"#) == true)
        #expect(explanation.notes.contains { $0.value == "bad_arguments: relation" })
    }

    @Test("a route takes the detail of its case over, a cascade that of the child that decided")
    func adopted() throws {
        let cascade = try details(
            #"""
            {"type": "cascade", "escalate": ["different_text"], "graders": [
              {"type": "string_check", "detail": true}, {"type": "string_check", "operation": "like", "detail": true,
               "reference": "o"}]}
            """#, "one", "two")
        #expect(cascade[0]?.contains(#""reference compared as","value":"o""#) == true)
    }

    @Test("an explanation has them beside its notes, and the verdict is that of the batch")
    func explained() throws {
        let engine = try Engine(grader: #"{"type":"math","detail":true}"#, threads: 1)
        let (response, reference) = (OwnedBytes("so \\boxed{3}"), OwnedBytes("4"))
        let explanation = engine.explain(Sample(response: .text(response.view), reference: .text(reference.view)))
        withExtendedLifetime((response, reference)) {}
        #expect(!explanation.notes.isEmpty && explanation.detail(of: nil)?.text.contains("notes") == true)
        #expect(explanation.verdict.reward == 0 && explanation.detail(of: "no such part") == nil)
    }

    @Test("details of rows that run on several threads stand beside their own rows")
    func threads() throws {
        let texts = (0..<500).map { OwnedBytes("answer \($0)") }
        let references = (0..<500).map { OwnedBytes("answer \($0 % 2 == 0 ? $0 : -1)") }
        let responses = texts.map { Sample(response: .text($0.view)) }
        let samples = zip(responses, references).map { sample, reference in
            Sample(response: sample.response, reference: .text(reference.view))
        }
        func run(_ threads: Int) throws -> [String?] {
            let engine = try Engine(grader: #"{"type":"string_check","detail":true}"#, threads: threads)
            let verdicts = engine.score(Listed(samples))
            return (0..<500).map { verdicts.detail($0, 0)?.text }
        }
        let one = try run(1)
        #expect(try one == run(4))
        #expect((0..<500).allSatisfy { one[$0]?.contains("\"value\":\"answer \($0)\"") == true })
        withExtendedLifetime((texts, references)) {}
    }

    @Test("a program's rows have run anyway: a detail of it is refused")
    func refused() {
        let error = #expect(throws: DocumentError.self) { try Plan(Grader(#"{"type":"code","detail":true}"#)) }
        #expect(error?.path == "$.detail")
    }
}

/// Samples as a batch.
struct Listed: SampleSource, @unchecked Sendable {
    let samples: [Sample]
    var count: Int { samples.count }

    init(_ samples: [Sample]) { self.samples = samples }

    func makeReader() -> any SampleReader { Reader(samples) }

    private final class Reader: SampleReader {
        let samples: [Sample]
        init(_ samples: [Sample]) { self.samples = samples }
        func sample(at index: Int) -> Sample { samples[index] }
    }
}
