import AdjudgeBase
import CaseFiles
import Testing

@testable import StructureVerifier

/// Peers' rules for calls of tools against what the peers themselves said.
@Suite struct PeerCallTests {
    private final class Bench {
        let scratch = Scratch()
        private let expected = ExpectedCalls()
        private let made = CallList()
        var agreed = 0
        var misses: [String] = []

        func reward(_ rule: any PeerCallRule, _ calls: JSONValue, _ gold: JSONValue, _ arguments: [Field] = [])
            -> Double?
        {
            let turn = expected.read(Field(.json, gold.raw), scratch, isStrict: false)
            guard let found = scratch.toolCalls.readJSON(calls), made.read(found, scratch, isStrict: false) == nil
            else {
                return nil
            }
            if case .unreadable = turn { return nil }
            return arguments.withUnsafeBufferPointer {
                rule.reward(
                    turn, expected.list.calls, made.calls,
                    CheckInput(answer: .text(calls.raw), reference: .absent, response: calls.raw, arguments: $0),
                    scratch)
            }
        }

        func note(_ row: JSONValue, _ isRight: Bool, _ found: String) {
            if isRight { agreed += 1 } else { misses.append("\(row.text("id")): \(found)") }
        }

        func report(_ name: String, least: Int, most misses: Int = 0) {
            print("\(name): \(agreed) agree, \(self.misses.count) do not")
            for miss in self.misses.prefix(20) { print("  \(miss)") }
            #expect(self.misses.count <= misses && agreed >= least)
        }
    }

    @Test("NeMo-Gym's comparison of calls, and xlam's")
    func nemo() throws {
        guard let rows = CaseFiles.external("rules/nemo_gym_verifiers") else { return }
        let bench = Bench()
        try CaseFiles.forEach(rows) { row in
            bench.scratch.beginSample()
            let rule: any PeerCallRule
            switch row.text("fn") {
            case "nemo_gym.tool_compare":
                var settings = NeMoCalls.Settings()
                let parameters = row.member("params")!
                settings.threshold = Double(parameters.member("word_count_similarity_threshold")!.raw.string)!
                settings.isParallel = parameters.member("parallel_tool_call_rewarding")?.boolValue ?? false
                settings.allowsSubset = parameters.member("allow_subset")?.boolValue ?? false
                settings.allowsSuperset = parameters.member("allow_superset")?.boolValue ?? false
                settings.mode =
                    ["fractional": .fractional, "f1": .f1][row.text("params.parallel_tool_call_reward_mode")] ?? .strict
                rule = NeMoCalls(settings)
            case "nemo_gym.xlam_fc": rule = XLAMCalls()
            default: return
            }
            let reward = bench.reward(
                rule, JSONPath("input.predicted")!.find(in: row)!, JSONPath("input.expected")!.find(in: row)!)
            bench.note(row, reward == Double(row.member("expect")!.raw.string)!, "\(reward as Any)")
        }
        bench.report("NeMo-Gym's calls", least: 400)
    }

    @Test("ToolRL's reward")
    func rlla() throws {
        guard let rows = CaseFiles.external("rules/rewards_verl_skyrl_slime_areal_nemorl") else { return }
        let bench = Bench()
        let rule = RLLACalls()
        try CaseFiles.forEach(rows) { row in
            guard row.text("fn") == "verl.rlla_tool" else { return }
            bench.scratch.beginSample()
            let reward = withBytes(of: row.text("input.completion")) { answer in
                withBytes(of: row.text("input.ground_truth")) { gold in
                    rule.reward(
                        .calls, [], [], CheckInput(answer: .text(answer), reference: .text(gold), response: answer),
                        bench.scratch)
                }
            }
            let wanted = Double(JSONPath("expect.score")!.find(in: row)!.raw.string)!
            bench.note(row, reward.map { abs($0 - wanted) <= 1e-12 } ?? false, "\(reward as Any)")
        }
        bench.report("ToolRL", least: 50)
    }

    @Test("the Berkeley leaderboard's checker")
    func bfcl() throws {
        guard let rows = CaseFiles.external("rules/bfcl_ast") else { return }
        let bench = Bench()
        try CaseFiles.forEach(rows) { row in
            bench.scratch.beginSample()
            let category = row.text("params.category")
            let rule = BFCLCalls(
                functions: 0,
                language: ["java": .java, "javascript": .javascript][row.text("params.language")] ?? .python,
                category: category.contains("parallel")
                    ? .parallel : category.contains("multiple") ? .multiple : .simple)
            let reward = bench.reward(
                rule, JSONPath("input.calls")!.find(in: row)!, JSONPath("input.possible_answer")!.find(in: row)!,
                [Field(.json, JSONPath("input.function")!.find(in: row)!.raw)])
            bench.note(row, (reward == 1) == row.member("expect")!.boolValue!, "\(reward as Any)")
        }
        bench.report("BFCL", least: 2_000)
    }

    @Test("Python's syntax as the leaderboard decodes it")
    func decoding() throws {
        guard let rows = CaseFiles.external("rules/bfcl_python_decode") else { return }
        let bench = Bench()
        let parsers = (JSONParser(), JSONParser())
        var rules = ToolCallReader.Rules()
        rules.isBFCL = true
        try CaseFiles.forEach(rows) { row in
            bench.scratch.beginSample()
            let scratch = bench.scratch
            let text = JSONPath("input.text")!.find(in: row)!.string(into: scratch.arena)!
            let calls = scratch.toolCalls.read(text, rules: rules)
            guard let expected = row.member("expect"), expected.kind != .null else {
                bench.note(row, calls.count == 0, "read")
                return
            }
            let wanted = try parsers.0.parse(scratch.toolCalls.readJSON(expected)?.json ?? Bytes("[]"))
            let isEqual = JSONComparison(scratch: scratch).equal(wanted, try parsers.1.parse(calls.json))
            bench.note(row, isEqual && calls.count > 0, calls.json.string)
        }
        bench.report("BFCL's decoding", least: 700)
    }

    @Test("many calls: time grows as they do, alike or not", arguments: [true, false])
    func linear(_ areAlike: Bool) throws {
        var context = CompileContext()
        let checker = try ToolCallVerifier.kind.compile(DocumentNode(["type": "tool_call"]), &context).makeChecker()
        let scratch = Scratch()
        func calls(_ count: Int) -> String {
            let list = (0..<count).map { "{\"name\":\"f\",\"arguments\":{\"a\":\(areAlike ? 1 : $0)}}" }
            return "[" + list.joined(separator: ",") + "]"
        }
        var spent: [UInt64] = []
        for count in [75, 300] {
            withBytes(of: calls(count)) { text in
                scratch.beginSample()
                let outcome = checker.check(
                    CheckInput(answer: .text(text), reference: .text(text), response: text), scratch)
                #expect(outcome.reward == 1)
                spent.append(scratch.work)
            }
        }
        print("300 calls: \(spent[1]) units")
        #expect(spent[1] < 1_000_000 && (!areAlike || spent[1] < 8 * spent[0]))
    }
}
