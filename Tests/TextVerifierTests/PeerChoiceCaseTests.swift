import AdjudgeBase
import CaseFiles
import Testing

@testable import TextVerifier

/// Peers' rules for multiple choice against what the peers themselves extracted.
@Suite struct PeerChoiceCaseTests {
    private func input(
        _ bench: CaseBench, _ response: Bytes, options: JSONValue?, reference: Bytes, patterns: [RegexPattern] = []
    ) -> PeerChoice.Input {
        let question = ChoiceQuestion(letters: 0x41...0x5A)
        let field = options.map { Field(json: $0, arena: bench.scratch.arena) } ?? .absent
        let labelled = question.labelled(field, bench.scratch)
        // Views of the options lie in the row and the arena.
        return PeerChoice.Input(
            response: response, options: labelled, reference: reference, patterns: patterns, scratch: bench.scratch)
    }

    private func spelled(_ found: PeerChoice.Found) -> String {
        if case .letter(let letter) = found { return String(Unicode.Scalar(UInt8(0x41 + letter))) }
        return found == .text ? "text" : ""
    }

    @Test("NeMo-Gym's mcqa, in all modes and by rows' patterns")
    func nemo() throws {
        guard let rows = CaseFiles.external("rules/nemo_gym_verifiers") else { return }
        let modes = [
            "strict_single_letter_boxed": "nemo_strict", "lenient_boxed": "nemo_lenient",
            "lenient_answer_colon": "nemo_colon", "lenient_answer_colon_md": "nemo_colon_md",
        ]
        var bench = CaseBench()
        try CaseFiles.forEach(rows) { row in
            let name = row.text("fn")
            guard name == "nemo_gym.mcqa" || name == "nemo_gym.mcqa_regex", let given = row.member("input") else {
                return
            }
            bench.begin()
            let mode = name == "nemo_gym.mcqa" ? modes[row.text("params.grading_mode")]! : "nemo_regex"
            var patterns: [RegexPattern] = []
            for pattern in bench.texts(row.member("params")?.member("output_regex")) {
                patterns.append(try RegexPattern(pattern.string, options: [.ignoreCase]))
            }
            let rule = PeerChoice.all.first { $0.name == mode }!
            let found = rule.find(
                input(
                    bench, bench.texts(given.member("response"))[0], options: given.member("options"),
                    reference: bench.texts(given.member("expected_answer"))[0], patterns: patterns))
            bench.note(row, spelled(found), row.text("extracted"))
        }
        bench.report("nemo_gym.mcqa", least: 100)
    }

    @Test("slime's GPQA reward")
    func slime() throws {
        guard let rows = CaseFiles.external("rules/rewards_verl_skyrl_slime_areal_nemorl") else { return }
        var bench = CaseBench()
        try CaseFiles.forEach(rows) { row in
            guard row.text("fn") == "slime.gpqa", let given = row.member("input"),
                let metadata = given.member("metadata")
            else { return }
            // Letters and a correct one apart from the label are no part of rows that we read.
            guard metadata.member("valid_letters") == nil, metadata.member("correct_letter") == nil else { return }
            // An index for a label cannot be told from a text "1".
            guard given.member("label")?.kind == .string else { return }
            bench.begin()
            let rule = input(
                bench, bench.texts(given.member("completion"))[0], options: metadata.member("choices"),
                reference: bench.texts(given.member("label"))[0])
            let slime = SlimeChoice(input: rule)
            let score: Double
            switch slime.find() {
            case .text: score = 1
            case .letter(let letter): score = letter == slime.correctLetter ? 1 : 0
            case .none, .limitExceeded: score = 0
            }
            bench.note(row, score, bench.number(row))
        }
        bench.report("slime.gpqa", least: 50)
    }
}
