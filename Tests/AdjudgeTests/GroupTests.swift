import AdjudgeBase
import Testing

@testable import Adjudge

@Suite struct GroupTests {
    private func near(_ found: [Double?], _ expected: [Double?]) -> Bool {
        found.count == expected.count
            && zip(found, expected).allSatisfy { found, expected in
                guard let found, let expected else { return (found == nil) == (expected == nil) }
                return abs(found - expected) < 1e-9
            }
    }

    private func advantages(_ advantage: Advantage, _ rewards: [Double?]) -> [Double?] {
        advantage.advantages(of: rewards, scale: .group, epsilon: 1e-4, batchDeviation: nil)
    }

    @Test("each advantage, worked by hand; rows without a reward take no part")
    func formulas() {
        let rewards: [Double?] = [1, nil, 0, 0.5]
        let deviation = 0.5
        #expect(near(advantages(.grpo, rewards), [0.5 / (deviation + 1e-4), nil, -0.5 / (deviation + 1e-4), 0]))
        #expect(near(advantages(.drGRPO, rewards), [0.5, nil, -0.5, 0]))
        #expect(near(advantages(.meanCentre, rewards), [0.5, nil, -0.5, 0]))
        #expect(near(advantages(.rloo, rewards), [0.75, nil, -0.75, 0]))
    }

    @Test("one reward alone has nobody to be better than; equal ones have no advantage")
    func edges() {
        #expect(near(advantages(.grpo, [1]), [nil]) && near(advantages(.rloo, [1, nil]), [nil, nil]))
        #expect(near(advantages(.drGRPO, [1]), [0]) && near(advantages(.grpo, [nil, nil]), [nil, nil]))
        #expect(near(advantages(.grpo, [0.3, 0.3, 0.3]), [0, 0, 0]) && near(advantages(.rloo, [2, 2]), [0, 0]))
    }

    @Test("best@k is the mean of the greatest over every draw")
    func best() {
        let rewards = [0.1, 0.9, 0.4, 0.4, 0.0]
        for k in 1...5 {
            var draws = Moments()
            for mask in 0..<32 where mask.nonzeroBitCount == k {
                draws.add((0..<5).filter { mask >> $0 & 1 == 1 }.map { rewards[$0] }.max()!)
            }
            #expect(abs(Estimators.bestAtK(rewards, k: k)! - draws.mean!) < 1e-12)
        }
        #expect(Estimators.bestAtK(rewards, k: 6) == nil && Estimators.passAtK(2, right: 1, k: 3) == nil)
    }

    @Test("of answers with as many votes, the first goes, or their mean")
    func ties() {
        let votes: [Estimators.Vote] = [(2, 0), (1, 1), (nil, 1), (1, 1), (2, 0), (3, 0.5)]
        #expect(Estimators.firstMajority(votes) == 0 && Estimators.majority(votes) == 0.5)
        #expect(Estimators.firstMajority([(nil, 1)]) == nil && Estimators.majority([]) == nil)
    }

    @Test("where no row has an answer nobody votes, and no majority is told")
    func noVotes() throws {
        let rows: [(String?, String, String?)] = [("a", "x", "x"), ("a", "y", "x")]
        let silent = GroupMetrics(
            try ledger(#"{"type":"string_check","operation":"eq","group":{"advantage":"grpo"}}"#, rows))
        #expect(!silent.attempts.isEmpty && !silent.attempts.contains { $0.name.contains("maj") })
        let voting = GroupMetrics(
            try ledger(
                #"{"type":"math","group":{"advantage":"grpo"}}"#, [("a", "\\boxed{1}", "1"), ("a", "\\boxed{2}", "1")]))
        #expect(voting.attempts.contains { $0.name == "maj@2" && $0.value == 1 })
    }

    private func ledger(_ grader: String, _ rows: [(group: String?, response: String, reference: String?)]) throws
        -> GroupLedger
    {
        let engine = try Engine(grader: grader, threads: 1)
        let texts = rows.map { (OwnedBytes($0.group ?? ""), OwnedBytes($0.response), OwnedBytes($0.reference ?? "")) }
        let samples = zip(rows, texts).map { row, text in
            var sample = Sample(
                response: .text(text.1.view), reference: row.reference == nil ? .absent : .text(text.2.view))
            sample.group = row.group == nil ? .absent : .text(text.0.view)
            return sample
        }
        let verdicts = engine.score(Listed(samples))
        withExtendedLifetime(texts) {}
        return GroupLedger(verdicts, engine.plan)
    }

    @Test("rows of one group meet wherever they stand; rows of none stay alone, and a constant group is marked")
    func meeting() throws {
        let ledger = try ledger(
            #"{"type":"math","group":{"advantage":"dr_grpo"}}"#,
            [
                ("p", "\\boxed{1}", "1"), ("q", "\\boxed{1}", "1"), ("p", "\\boxed{2}", "1"), (nil, "\\boxed{1}", "1"),
                ("q", "\\boxed{1}", "1"), ("p", "\\boxed{1}", nil),
            ])
        let results = ledger.results()
        #expect(near(results.map(\.advantage), [0.5, 0, -0.5, nil, 0, nil]))
        #expect(results.map(\.isConstant) == [false, true, false, false, true, false])
        let metrics = GroupMetrics(ledger)
        #expect(metrics.groups == 2 && metrics.allRight == 1 && metrics.constant == 1 && ledger.ungrouped == 1)
        #expect(metrics.solveRates == [0, 0, 1, 0, 0, 1] && metrics.zeroDeviationShare == 0.5)
        #expect(metrics.attempts.first { $0.name == "pass@1" }!.value == 0.75)
        #expect(metrics.attempts.first { $0.name == "pass@2" }!.value == 1)
    }

    @Test("GDPO leaves out a row without a reward, whose parts may have some")
    func unrewarded() throws {
        let grader = #"""
            {"type": "multi", "graders": {"acc": {"type": "math"}, "fmt": {"type": "format", "preset": "boxed"}},
             "calculate_output": "acc + fmt", "group": {"advantage": "gdpo"}}
            """#
        let rows: [(group: String?, response: String, reference: String?)] = [
            ("p", "\\boxed{1}", "1"), ("p", "\\boxed{2}", "1"), ("p", "1", "1"),
        ]
        let without = try ledger(grader, rows).results().map(\.advantage)
        let with = try ledger(grader, rows + [("p", "\\boxed{1}", nil)]).results().map(\.advantage)
        #expect(with.last! == nil && without.allSatisfy { $0 != nil })
        #expect(near(Array(with.dropLast()), without))
    }

    @Test("Kimi's length reward is added before rewards are compared; all of one length leaves them")
    func kimi() throws {
        let grader = #"{"type":"math","group":{"advantage":"dr_grpo","length_reward":{"weight":2}}}"#
        let results = try ledger(
            grader, [("p", "\\boxed{1}", "1"), ("p", "so \\boxed{1}", "1"), ("p", "so, then: \\boxed{2}", "1")]
        ).results()
        // Lengths 9, 12 and 19: λ is 0.5, 0.2 and at most 0 for the wrong one, −0.5.
        #expect(near(results.map(\.shapedReward), [2, 1.4, -1]))
        #expect(near(results.map(\.advantage), [1.2, 0.6, -1.8]))
        let same = try ledger(grader, [("p", "\\boxed{1}", "1"), ("p", "\\boxed{2}", "1")]).results()
        #expect(near(same.map(\.shapedReward), [1, 0]))
    }

    @Test(
        "a group that cannot be is refused with its path",
        arguments: [
            (#"{"type":"math","group":{"advantag":"grpo"}}"#, "did you mean \"advantage\""),
            (#"{"type":"math","group":{"advantage":"grop"}}"#, "did you mean \"grpo\""),
            (#"{"type":"math","group":{"advantage":"rloo","scale":"batch"}}"#, "$.group.scale"),
            (#"{"type":"math","group":{"by":"prompt"}}"#, "$.group.by"),
            (#"{"type":"math","group":{"by":"{{response}}"}}"#, "$.group.by"),
            (#"{"type":"math","group":{"by":"{{extract.final}}"}}"#, "$.group.by"),
            (#"{"type":"math","group":{"advantage":"gdpo"}}"#, "a multi grader"),
            (#"{"type":"math","group":{"k":[0]}}"#, "$.group.k[0]"),
            (#"{"type":"math","group":{"size":0}}"#, "$.group.size"),
            (#"{"type":"math","group":{"length_reward":{"profile":"kimmi"}}}"#, "did you mean \"kimi\""),
            (
                #"{"type":"multi","graders":{"acc":"math"},"calculate_output":"acc","group":{"advantage":"gdpo","weights":{"ac":1}}}"#,
                "did you mean \"acc\""
            ),
            (#"{"type":"multi","graders":{"acc":{"type":"math","group":{}}},"calculate_output":"acc"}"#, "group"),
        ])
    func errors(_ grader: String, _ part: String) {
        let error = #expect(throws: DocumentError.self) { try Plan(Grader(grader)) }
        #expect(error.map { "\($0)".contains(part) } == true, "\(error.map { "\($0)" } ?? "")")
    }
}
