import AdjudgeBase
import AdjudgeProse
import CaseFiles
import Testing

@testable import TextVerifier

/// rllm's letters and chrF, and NeMo-Gym's forms of lines and markers, against what those projects computed.
@Suite struct RLLMCaseTests {
    @Test("rllm's mcq and chrf")
    func rllm() throws {
        guard let rows = CaseFiles.external("rules/rewards_verifiers_rllm") else { return }
        var bench = CaseBench()
        try CaseFiles.forEach(rows) { row in
            guard let input = row.member("input") else { return }
            bench.begin()
            switch row.text("fn") {
            case "rllm.mcq_letter":
                let found = RLLMChoice.find(
                    PeerChoice.Input(
                        response: bench.texts(input.member("completion"))[0], options: [], reference: .empty,
                        patterns: [], scratch: bench.scratch))
                var letter = ""
                if case .letter(let index) = found { letter = String(Unicode.Scalar(UInt8(0x41 + index))) }
                bench.note(row, letter, row.text("expect"))
            case "rllm.chrf":
                let arena = bench.scratch.arena
                bench.note(
                    row,
                    Chrf.rllm(
                        ProseText(bench.texts(input.member("hypothesis"))[0], arena),
                        ProseText(bench.texts(input.member("reference"))[0], arena), bench.prose), bench.number(row))
            default: break
            }
        }
        bench.report("rllm.mcq_letter, rllm.chrf", least: 200)
    }

    @Test("NeMo-Gym's format_verification")
    func format() throws {
        guard let rows = CaseFiles.external("rules/nemo_gym_verifiers") else { return }
        var bench = CaseBench()
        try CaseFiles.forEach(rows) { row in
            let name = row.text("fn")
            guard name == "nemo_gym.format_regex" || name == "nemo_gym.format_string_match",
                let parameters = row.member("params"), let input = row.member("input")
            else { return }
            bench.begin()
            let type = name == "nemo_gym.format_regex" ? "regex" : "string_match"
            let form = "{\"type\": \"\(type)\", \(parameters.raw.string.dropFirst())"
            let outcome = withBytes(of: form) { form in
                [Field(.json, form)].withUnsafeBufferPointer {
                    NeMoFormatVerifier(argument: 0).makeChecker().check(
                        CheckInput(
                            answer: .text(bench.texts(input.member("response"))[0]), reference: .absent,
                            response: .empty, arguments: $0), bench.scratch)
                }
            }
            bench.note(row, outcome.reward, bench.number(row))
        }
        bench.report("nemo_gym.format_verification", least: 200)
    }
}
