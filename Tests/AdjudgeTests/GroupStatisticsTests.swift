import AdjudgeBase
import Testing

@testable import Adjudge

@Suite struct GroupStatisticsTests {
    @Test("a group of nothing has no mean") func empty() {
        let group = GroupStatistics()
        #expect(group.rows == 0 && group.mean == nil && group.deviation == nil)
        #expect(group.minimum == nil && group.maximum == nil)
    }

    @Test("rows without a reward count as rows only") func withoutReward() {
        var group = GroupStatistics()
        for (reward, passed) in [(1.0, true), (nil, false), (0.0, false), (0.5, false)] {
            group.add(reward, passed: passed)
        }
        #expect(group.rows == 4 && group.rewarded == 3 && group.passed == 1)
        #expect(group.mean == 0.5 && group.minimum == 0 && group.maximum == 1)
        #expect(abs(group.deviation! - (1.0 / 6).squareRoot()) < 1e-15)
    }

    @Test("rows go to their groups") func groups() throws {
        let engine = try Engine(grader: "preset:math", threads: 1)
        let text = OwnedBytes(#"\boxed{1}\boxed{2}\boxed{1}"#)
        let golds = OwnedBytes("111")
        let (ends, goldEnds): ([UInt64], [UInt64]) = ([0, 9, 18, 27], [0, 1, 2, 3])
        let statistics = ends.withUnsafeBufferPointer { ends in
            goldEnds.withUnsafeBufferPointer { goldEnds in
                let batch = ColumnBatch(
                    count: 3, responses: .init(data: text.view.start, offsets: ends.baseAddress!),
                    references: .init(data: golds.view.start, offsets: goldEnds.baseAddress!))
                return withExtendedLifetime((text, golds)) {
                    engine.score(batch).statistics(groups: 3, plan: engine.plan) { $0 == 2 ? 0 : 1 }
                }
            }
        }
        #expect(statistics.map(\.rows) == [1, 2, 0])
        #expect(statistics.map(\.mean) == [1, 0.5, nil])
    }

    @Test("a plan knows whether it reads items") func items() throws {
        func reads(_ grader: String) throws -> Bool { try Engine(grader: grader, threads: 1).plan.readsItems }
        #expect(try !reads("preset:math"))
        #expect(try reads(#"{"type": "string_check", "reference": "{{item.gold}}"}"#))
        #expect(try reads(#"{"type": "string_check", "input": "{{item.said}}", "reference": "yes"}"#))
    }
}
