import AdjudgeBase
import CaseFiles
import Testing

@testable import Adjudge

/// Compositions and groups against what peers' own code, or their formulas, gave.
@Suite struct GroupCaseTests {
    private func numbers(_ value: JSONValue?) -> [Double?] {
        value?.elements.map { $0.numberText.flatMap { Double($0.string) } } ?? []
    }

    /// A multi grader of parts that rows bring along, joined by `formula`, with other keys of its root.
    private func grader(_ parts: Int, _ formula: String, _ others: String = "") -> String {
        let graders = (0..<parts).map { #""p\#($0)":{"type":"given","value":"{{item.p\#($0)}}","required":false}"# }
        return
            #"{"type":"multi","graders":{\#(graders.joined(separator: ","))},"calculate_output":"\#(formula)"\#(others)}"#
    }

    /// The verdicts of rows that bring these scores along, and the group `row / size`.
    private func score(_ grader: String, _ rows: [[Double?]], size: Int) throws -> (Plan, VerdictBatch) {
        let engine = try Engine(grader: grader, threads: 1)
        var owned: [OwnedBytes] = []
        var samples: [Sample] = []
        var parsers: [JSONParser] = []
        for (row, scores) in rows.enumerated() {
            let members = scores.enumerated().map { "\"p\($0)\":" + ($1.map { "\($0)" } ?? "null") }
            let text = OwnedBytes("{\(members.joined(separator: ",")),\"g\":\(row / size)}")
            owned.append(text)
            // A parser holds one document at a time.
            let parser = JSONParser()
            parsers.append(parser)
            samples.append(Sample(response: .text(Bytes("x")), item: try parser.parse(text.view)))
        }
        let verdicts = engine.score(Listed(samples))
        withExtendedLifetime((owned, parsers)) {}
        return (engine.plan, verdicts)
    }

    private func isNear(_ found: Double?, _ expected: Double?, _ tolerance: Double) -> Bool {
        guard let found, let expected else { return (found == nil) == (expected == nil) }
        return abs(found - expected) <= tolerance
    }

    private func advantages(_ row: JSONValue) throws -> Bool {
        let parameters = row.member("params")!
        let weights = numbers(parameters.member("reward_weights")).map { $0! }
        let rows = row.member("input")!.member("rewards_per_func")!.elements.map { numbers($0) }
        let isGDPO = row.text("params.multi_objective_aggregation") == "normalize_then_sum"
        let scale = row.text("params.scale_rewards")
        let size = Int(parameters.member("num_generations")!.raw.string)!
        let formula = weights.enumerated().map { "(\($1)) * p\($0)" }.joined(separator: " + ")
        let how =
            isGDPO
            ? #""advantage":"gdpo","weights":{\#(weights.enumerated().map { "\"p\($0)\":\($1)" }.joined(separator: ","))}"#
            : #""advantage":"grpo","scale":"\#(scale)""#
        let (plan, verdicts) = try score(
            grader(weights.count, formula, #","group":{"by":"{{item.g}}",\#(how)}"#), rows, size: size)
        let ledger = GroupLedger(verdicts, plan)
        let expected = row.member("expect")!
        let rewards = numbers(expected.member("rewards"))
        var isRight = rewards.indices.allSatisfy { isNear(verdicts[$0].reward, rewards[$0], 1e-9) }
        let wanted = numbers(expected.member("advantages"))
        let results = ledger.results()
        isRight = isRight && wanted.indices.allSatisfy { isNear(results[$0].advantage, wanted[$0], 1e-6) }
        if !isGDPO, scale != "batch" {
            // Elsewhere TRL takes its deviation over the batch; ours is always that of groups.
            let share = Double(expected.member("frac_reward_zero_std")!.raw.string)
            isRight = isRight && isNear(GroupMetrics(ledger).zeroDeviationShare, share, 1e-9)
        }
        return isRight
    }

    private func weighted(_ row: JSONValue, isMean: Bool) throws -> Bool {
        let weights = numbers(row.member("params")!.member("weights")).map { $0! }
        let sum = weights.enumerated().map { "\($1) * p\($0)" }.joined(separator: " + ")
        let formula = isMean ? "(\(sum)) / (\(weights.map { "\($0)" }.joined(separator: " + ")))" : sum
        let scores = numbers(row.member("input")!.member("scores"))
        let (_, verdicts) = try score(grader(weights.count, formula), [scores], size: 1)
        return isNear(verdicts[0].reward, Double(row.member("expect")!.raw.string), 1e-12)
    }

    private func vote(_ row: JSONValue) -> Estimators.Vote {
        let text = row.member("ans")?.decodedString ?? (row.kind == .array ? row.element(0)?.decodedString : nil)
        let value = row.member("reward") ?? row.element(1)
        return (text.map { text in withBytes(of: text) { $0.hash64() } }, Double(value!.raw.string)!)
    }

    private func nemoGym(_ row: JSONValue) -> Bool {
        let tasks = row.member("input")!.member("tasks")!.elements.map { task in
            task.elements.map { vote($0) }
        }
        let largest = tasks.map(\.count).max() ?? 0
        var found: [String: Double] = [:]
        for k in 1...largest { for metric in GroupMetrics.nemoGym(k, tasks) { found[metric.name] = metric.value } }
        for (key, value) in row.member("expect")!.members {
            let name = key.decodedString ?? ""
            // One number for each attempt: not a metric of groups. Voters that name no answer are none of the majority.
            if name == "per_sample_aggregate" || name.hasPrefix("majority@") && name.hasSuffix("no_answer") { continue }
            guard isNear(found[name], Double(value.raw.string), 1e-9) else { return false }
        }
        return true
    }

    private func estimate(_ row: JSONValue) -> Double? {
        let number = { (path: String) in Int(JSONPath(path)!.find(in: row)!.raw.string)! }
        let (n, right, k) = (number("input.n"), number("input.c"), number("params.k"))
        return row.text("fn") == "pass_at_k"
            ? Estimators.passAtK(n, right: right, k: k) : Estimators.passHatK(n, right: right, k: k)
    }

    @Test("every composition and group row comes to what the peer has")
    func compositions() throws {
        guard let lines = CaseFiles.external("rules/composition_groups") else { return }
        var checked: [String: Int] = [:]
        var wrong = 0
        try CaseFiles.forEach(lines) { row in
            let isRight: Bool
            switch row.text("fn") {
            case "trl.group_advantage": isRight = try advantages(row)
            case "verifiers.rubric_sum": isRight = try weighted(row, isMean: false)
            case "promptfoo.weighted_mean", "nemo_rl.combine(normalised_weights)":
                isRight = try weighted(row, isMean: true)
            case "pass_at_k", "pass_hat_k":
                isRight = isNear(estimate(row), Double(row.member("expect")!.raw.string), 1e-12)
            case "verl.calc_maj_val":
                let votes = row.member("input")!.member("votes")!.elements.map { vote($0) }
                isRight = Estimators.firstMajority(votes) == Double(row.member("expect")!.raw.string)
            case "nemo_gym.pass_majority": isRight = nemoGym(row)
            default: isRight = false
            }
            checked[row.text("fn"), default: 0] += 1
            if isRight { return }
            wrong += 1
            if wrong < 10 { Issue.record("\(row.text("id"))") }
        }
        #expect(wrong == 0 && !checked.isEmpty)
        print("groups: \(checked.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))")
    }

    @Test("Kimi's length reward is open-r1's")
    func lengths() throws {
        guard let lines = CaseFiles.external("rules/rewards_trl_openr1") else { return }
        var checked = 0
        try CaseFiles.forEach(lines) { row in
            guard row.text("fn") == "open_r1.len_reward" else { return }
            checked += 1
            let input = row.member("input")!
            let lengths = input.member("completions")!.elements.map { Double($0.decodedString!.unicodeScalars.count) }
            let right = input.member("correct")!.elements.map { $0.boolValue == true }
            let found = GroupLedger.kimi(lengths, right: right)
            let expected = numbers(row.member("expect"))
            #expect(expected.indices.allSatisfy { isNear(found[$0], expected[$0], 1e-12) }, "\(row.text("id"))")
        }
        #expect(checked > 0)
        print("lengths: open_r1.len_reward \(checked)")
    }
}
