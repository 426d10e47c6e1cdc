import AdjudgeBase
import AdjudgeWire
import Testing

@testable import AdjudgeLambda

/// Metrics that cost little, what is held back, what is held out.
@Suite struct MonitoringTests {
    private func time(_ seconds: Double) -> Clock.Instant { Clock.Instant(microseconds: Int(seconds * 1e6)) }

    private func tally(_ rewards: [Double], failed: Int = 0) -> MetricTally {
        var tally = MetricTally()
        tally.rewards = rewards
        tally.samples = rewards.count + failed
        tally.latencies = [1]
        return tally
    }

    private func journal(_ variables: [String: String] = [:]) throws -> MetricJournal {
        MetricJournal(try Configuration(Environment(variables)))
    }

    @Test func `batches share a line a second, and none is lost while others follow`() throws {
        let journal = try journal()
        var written: [MetricJournal.Entry] = []
        for batch in 0..<100 { written += journal.add(tally([Double(batch)]), at: time(1000 + Double(batch) / 10)) }
        #expect(written.count == 10)
        #expect(written.map(\.tally.samples) == [1] + Array(repeating: 10, count: 9))
        #expect(journal.flush()?.tally.rewards == (91..<100).map(Double.init))
        #expect(journal.flush() == nil)
    }

    @Test func `what was held over a pause keeps its own time`() throws {
        let journal = try journal()
        #expect(journal.add(tally([1]), at: time(1000)).count == 1)
        #expect(journal.add(tally([0]), at: time(1000.5)).isEmpty)
        let later = journal.add(tally([1, 1]), at: time(1900))
        #expect(later.map(\.time) == [time(1000.5), time(1900)])
        #expect(later.map(\.tally.samples) == [1, 2])
    }

    @Test func `without an interval every batch has its line`() throws {
        let journal = try journal(["ADJUDGE_METRICS_INTERVAL_MS": "0"])
        for batch in 0..<5 { #expect(journal.add(tally([1]), at: time(1000 + Double(batch) / 1e6)).count == 1) }
    }

    @Test func `the run's beginning is what its rewards are held against`() throws {
        let journal = try journal(["ADJUDGE_BASELINE_SAMPLES": "4", "ADJUDGE_METRICS_INTERVAL_MS": "0"])
        #expect(journal.add(tally([0, 1], failed: 9), at: time(1000))[0].baseline == nil)
        #expect(journal.add(tally([0, 0]), at: time(1001))[0].baseline == 0.25)
        let late = journal.add(tally([1, 1, 1, 1]), at: time(1002))[0]
        #expect(late.baseline == 0.25)
        #expect(
            late.tally.metrics(baseline: late.baseline).contains {
                "\($0.name)" == "BaselineReward" && $0.values == [0.25]
            })
        let known = try self.journal(["ADJUDGE_BASELINE_REWARD": "0.5"])
        #expect(known.add(tally([1]), at: time(1000))[0].baseline == 0.5)
        let none = try self.journal(["ADJUDGE_BASELINE_SAMPLES": "0"])
        #expect(none.add(tally([1]), at: time(1000))[0].baseline == nil)
    }

    @Test func `a sample scored alone costs less than a tenth of a line`() throws {
        let function = try Function(
            "preset:math", ["ADJUDGE_LOG_SAMPLES": "0", "AWS_LAMBDA_FUNCTION_NAME": "SageMaker-f"])
        for _ in 0..<200 { _ = try function.answer("[" + row(#""\\boxed{42}""#) + "]") }
        // However slow the machine, no two lines within a second.
        let bytes = function.lines.reduce(0) { $0 + $1.utf8.count }
        #expect(function.lines.count < 20)
        #expect(bytes / 200 < 200, "\(bytes / 200) bytes a sample")
    }

    @Test func `grader and function are dimensions of their own only on demand`() throws {
        let function = try Function("preset:math", ["ADJUDGE_METRICS_BY_GRADER": "true", "ADJUDGE_LOG_SAMPLES": "0"])
        _ = try function.answer("[" + row(#""\\boxed{42}""#) + "]")
        let line = try Document(function.lines[0])
        #expect(line["_aws.CloudWatchMetrics[0].Dimensions"] == #"[["FunctionName"],["FunctionName","Grader"]]"#)
    }

    @Test func `samples that fail in masses share their lines`() throws {
        let function = try Function("preset:math", ["ADJUDGE_METRICS_NAMESPACE": "none"])
        _ = try function.answer("[" + Array(repeating: "{}", count: 5000).joined(separator: ",") + "]")
        #expect((16...20).contains(function.lines.count))
        let lines = FailureLines()
        for _ in 0..<16 { #expect(lines.take(at: time(1000)) == 0) }
        for _ in 0..<7 { #expect(lines.take(at: time(1000.2)) == nil) }
        #expect(lines.take(at: time(1001)) == 7)
        #expect(lines.take(at: time(1001)) == nil)
        for _ in 0..<16 { #expect(lines.take(at: time(9000)) != nil) }
        #expect(lines.take(at: time(9000)) == nil)
    }

    @Test func `lines do not grow with what an event holds`() throws {
        let long = String(repeating: "é", count: 5000)
        let function = try Function("preset:math", ["ADJUDGE_LOG_SAMPLES": "1", "ADJUDGE_METRICS_NAMESPACE": "none"])
        _ = try function.answer("[" + row(#""\\boxed{42}""#, id: "\"\(long)\"") + "]")
        _ = try function.answer(#"[{"id":{"a":"\#(long)"},"messages":[{"role":"\#(long)","content":"x"}]}]"#)
        _ = function.failure(#"{"Records":[{"eventSource":"\#(long)"}]}"#)
        #expect(function.lines.count == 3)
        for line in function.lines {
            #expect(line.utf8.count < 1200)
            _ = try Document(line)
        }
    }

    @Test func `a part's name is its own, in results and in the log`() throws {
        let grader = #"""
            {"type":"multi","graders":{"error":{"type":"math"},"no_answer":{"type":"math"},"status":{"type":"math"}},
             "calculate_output":"error*no_answer*status"}
            """#
        let function = try Function(grader, ["ADJUDGE_LOG_SAMPLES": "1", "ADJUDGE_METRICS_NAMESPACE": "none"])
        let answer = try function.document("[" + row(#""\\boxed{42}""#) + "]")
        let names = (0..<answer.count("[0].metrics_list")).map { answer.text("[0].metrics_list[\($0)].name")! }
        #expect(Set(names).count == names.count)
        #expect(answer.metric("error", of: 0) == 1 && answer.metric("error_", of: 0) == 0)
        #expect(answer.metric("no_answer_", of: 0) == 0)
        let line = try Document(function.lines[0])
        #expect(line.text("status") == "graded" && line["status_"] == "1")
    }

    @Test func `a batch fails above the share of unscored rows that is allowed`() throws {
        let good = row(#""\\boxed{42}""#)
        let function = try Function("preset:math", ["ADJUDGE_MAX_UNSCORED_SHARE": "0.25"])
        #expect(function.failure("[\(good),\(good),\(good),{}]") == nil)
        let failure = function.failure("[\(good),{},\(good),{}]")
        #expect(failure?.kind == .unverified)
        #expect(failure?.message.contains("2 of 4 samples are not verified") == true)
        #expect(failure?.message.hasPrefix("sample 1: bad_sample") == true)
        // Wrong answers and missing ones are verified.
        #expect(function.failure("[\(row("\"no\"")),\(row(#""\\boxed{1}""#))]") == nil)
        #expect(function.failure("[]") == nil)
    }

    @Test func `held-out prompts are scored, reported apart, and never a target`() throws {
        let function = try Function(
            "preset:math",
            ["ADJUDGE_HOLDOUT_SHARE": "0.25", "ADJUDGE_METRICS_INTERVAL_MS": "0", "ADJUDGE_LOG_SAMPLES": "0"])
        func rollout(_ prompt: Int, _ content: String) -> String {
            #"{"id":\#(prompt),"messages":[{"role":"user","content":"question \#(prompt)"},"#
                + #"{"role":"assistant","content":"\#(content)"}],"reference_answer":"42"}"#
        }
        let prompts = 400
        let rows = (0..<prompts).flatMap { [rollout($0, #"\\boxed{42}"#), rollout($0, #"\\boxed{41} and more text"#)] }
        let answer = try function.document("[\(rows.joined(separator: ","))]")
        var held = 0
        for prompt in 0..<prompts {
            let pair = [2 * prompt, 2 * prompt + 1]
            let flags = pair.map { answer.metric("held_out", of: $0) }
            // What a model writes does not choose where it goes.
            #expect(flags[0] == flags[1])
            let rewards = pair.map { answer.number("[\($0)].aggregate_reward_score") }
            if flags[0] == 1 {
                held += 1
                #expect(rewards == [0, 0])
                #expect(pair.map { answer.metric("held_out_reward", of: $0) } == [1, 0])
                #expect(answer.metric("correctness", of: pair[0]) == nil)
            } else {
                #expect(rewards == [1, 0])
                #expect(answer.metric("held_out_reward", of: pair[0]) == nil)
            }
        }
        #expect((60...140).contains(held), "\(held)")
        let lines = try function.lines.map { try Document($0) }
        #expect(lines.reduce(0) { $0 + $1.count("HeldOutReward") } == 2 * held)
        #expect(lines.reduce(0) { $0 + $1.count("Reward") } == 2 * (prompts - held))
        #expect(lines[0]["Samples"] == "800" && lines[0]["Unscored"] == "0")
    }
}
