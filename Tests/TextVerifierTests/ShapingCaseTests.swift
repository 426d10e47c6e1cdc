import Adjudge
import AdjudgeBase
import CaseFiles
import Testing

/// Rewards that peers' own code gave, under the grader documents that stand for it.
@Suite struct ShapingCaseTests {
    /// A row as a sample: its response, its reference, and as its item the row's whole input.
    private struct Rows {
        var engines: [String: Engine] = [:]

        mutating func reward(_ grader: String, response: String, reference: String?, item: JSONValue?) throws -> Double?
        {
            if engines[grader] == nil { engines[grader] = try Engine(grader: grader, threads: 1) }
            let (response, reference) = (OwnedBytes(response), reference.map { OwnedBytes($0) })
            defer { withExtendedLifetime((response, reference)) {} }
            let sample = Sample(
                response: .text(response.view), reference: reference.map { .text($0.view) } ?? .absent, item: item)
            return engines[grader]!.explain(sample).verdict.reward
        }
    }

    /// The document of a case, its response and its reference; nil for what is another family's.
    private struct Case {
        let grader: String
        var response: String
        var reference: String?
    }

    private func shaping(_ row: JSONValue) -> Case? {
        func parameter(_ name: String) -> String { JSONPath("params.\(name)")!.find(in: row)!.raw.string }
        let input = row.member("input")!
        let text = row.text("input.completion")
        let isRight = input.member("correct")?.raw.string == "true"
        switch row.text("fn") {
        case "trl.soft_overlong_punishment", "open_r1.soft_overlong_punishment":
            let profile = row.text("fn").hasPrefix("trl") ? "compat:trl" : "compat:open_r1"
            return Case(
                grader:
                    #"{"type":"overlong","profile":"\#(profile)","length":"{{item.length}}","max":\#(parameter("max_completion_len")),"buffer":\#(parameter("soft_punish_cache"))}"#,
                response: "")
        case "verl.dapo_overlong":
            return Case(
                grader:
                    #"{"type":"overlong","profile":"compat:verl","length":"{{item.length}}","max":\#(parameter("max_resp_len")),"buffer":\#(parameter("overlong_buffer_len")),"factor":\#(parameter("penalty_factor"))}"#,
                response: "")
        case "openrlhf.overlong":
            return Case(
                grader:
                    #"{"type":"overlong","profile":"compat:openrlhf","length":"{{item.length}}","max":\#(parameter("max_new_tokens")),"buffer":\#(parameter("overlong_buffer_len")),"factor":\#(parameter("overlong_penalty_factor"))}"#,
                response: "")
        case "trl.repetition_penalty":
            return Case(
                grader:
                    #"{"type":"repetition","tokens":"{{item.completion_ids}}","n":\#(parameter("ngram_size")),"penalty":\#(parameter("max_penalty"))}"#,
                response: "")
        case "open_r1.repetition_penalty":
            return Case(
                grader:
                    #"{"type":"repetition","n":\#(parameter("ngram_size")),"penalty":\#(parameter("max_penalty"))}"#,
                response: text)
        case "trl.cosine_scaled_reward", "open_r1.cosine_scaled_reward":
            let (profile, length) =
                row.text("fn").hasPrefix("trl") ? ("compat:trl", "{{item.length}}") : ("compat:open_r1", "characters")
            let ends = isRight ? #""from":1.0,"to":0.5"# : #""from":-1.0,"to":-0.5"#
            return Case(
                grader:
                    #"{"type":"cosine","profile":"\#(profile)","length":"\#(length)","max":\#(parameter("max_len")),\#(ends)}"#,
                response: text)
        case "open_instruct.MaxLen", "open_instruct.UpToMaxLen":
            let profile = row.text("fn").hasSuffix("UpToMaxLen") ? "compat:open_instruct_up_to" : "compat:open_instruct"
            return Case(
                grader:
                    #"{"type":"length","profile":"\#(profile)","length":"{{item.length}}","target":"{{reference}}","scale":\#(parameter("max_length"))}"#,
                response: "", reference: row.text("input.label"))
        case "trl.think_format_reward": return format("trl.think", text)
        case "open_r1.format_reward": return format("open_r1.format", text)
        case "open_r1.tag_count_reward": return format("open_r1.tag_count", text)
        case "open_r1.reasoning_steps_reward": return format("open_r1.reasoning_steps", text)
        case "open_r1.code_format_reward":
            return Case(
                grader: #"{"type":"format","preset":"open_r1.code_format","language":\#(parameter("language"))}"#,
                response: text)
        case "open_instruct.soft_format": return format("open_instruct.soft_format", text)
        case "verl.geo3k.format": return format("verl.geo3k", text)
        case "nemo_rl.format_reward": return format("nemo_rl.format", text)
        case "verifiers.think_format": return format("verifiers.think", text)
        case "verifiers.xml_format":
            return Case(
                grader: #"{"type":"format","preset":"verifiers.xml","fields":\#(parameter("fields"))}"#, response: text)
        default: return nil
        }
    }

    private func format(_ preset: String, _ text: String) -> Case {
        Case(grader: #"{"type":"format","preset":"\#(preset)"}"#, response: text)
    }

    @Test(
        "every shaping and format row has the peer's reward",
        arguments: [
            "rewards_trl_openr1", "rewards_verl_skyrl_slime_areal_nemorl", "rewards_open_instruct",
            "rewards_verifiers_rllm",
        ])
    func rewards(_ name: String) throws {
        guard let lines = CaseFiles.external("rules/\(name)") else { return }
        var rows = Rows()
        var checked: [String: Int] = [:]
        var others: [String: Int] = [:]
        var wrong = 0
        try CaseFiles.forEach(lines) { row in
            guard let each = shaping(row) else {
                others[row.text("fn"), default: 0] += 1
                return
            }
            checked[row.text("fn"), default: 0] += 1
            let reward = try rows.reward(
                each.grader, response: each.response, reference: each.reference, item: row.member("input"))
            let expected = Double(row.member("expect")!.raw.string)!
            guard reward.map({ abs($0 - expected) <= 1e-12 * max(1, abs(expected)) }) == true else {
                wrong += 1
                if wrong < 10 {
                    Issue.record("\(row.text("id")): \(reward.map { "\($0)" } ?? "none"), expected \(expected)")
                }
                return
            }
        }
        #expect(wrong == 0)
        func shown(_ counts: [String: Int]) -> String {
            counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        }
        print("shaping: \(shown(checked))")
        // Extractions, matches and geometry are other verifiers' rows; Kimi's length reward is a group's.
        print("shaping: not here: \(shown(others))")
        #expect(!checked.isEmpty)
    }
}
