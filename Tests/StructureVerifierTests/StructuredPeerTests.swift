import Adjudge
import AdjudgeBase
import CaseFiles
import Testing

@testable import StructureVerifier

/// Peers' rules for structured texts against what the peers themselves said.
@Suite struct StructuredPeerTests {
    @Test("NeMo-Gym's structured_outputs and StructEval")
    func nemo() throws {
        guard let rows = CaseFiles.external("rules/structured_outputs") else { return }
        var context = CompileContext()
        let strict = try StructuredVerifier.kind.compile(
            DocumentNode([
                "type": "structured", "compat": "compat:nemo", "format": "{{item.schema_type}}",
                "schema": "{{item.schema_str}}",
            ]), &context
        ).makeChecker()
        context = CompileContext()
        let paths = try StructuredVerifier.kind.compile(
            DocumentNode([
                "type": "structured", "compat": "compat:structeval", "format": "{{item.output_type}}",
                "paths": "{{item.raw_output_metric}}",
            ]), &context
        ).makeChecker()
        let scratch = Scratch()
        var (agreed, misses) = (0, [String]())
        try CaseFiles.forEach(rows) { row in
            scratch.beginSample()
            let isPaths = row.text("fn") == "nemo_gym.structeval"
            let format = row.text(isPaths ? "params.output_type" : "params.schema_type")
            let second = JSONPath(isPaths ? "input.paths" : "input.schema")!.find(in: row)!
            let outcome = withBytes(of: row.text("input.response")) { response in
                withBytes(of: format) { format in
                    [Field.text(format), Field(.json, second.raw)].withUnsafeBufferPointer {
                        (isPaths ? paths : strict).check(
                            CheckInput(answer: .text(response), reference: .absent, response: response, arguments: $0),
                            scratch)
                    }
                }
            }
            let wanted = Double(row.member("expect")!.raw.string)!
            // A blank response is no answer before a check sees it.
            if outcome.reward == wanted { agreed += 1 } else { misses.append("\(row.text("id")): \(outcome)") }
        }
        print("structured outputs: \(agreed) agree, \(misses.count) do not")
        for miss in misses.prefix(20) { print("  \(miss)") }
        #expect(misses.isEmpty && agreed >= 380)
    }
}
