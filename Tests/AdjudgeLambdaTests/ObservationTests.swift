import AdjudgeBase
import Testing

@testable import AdjudgeLambda

/// Log lines, metrics and traces.
@Suite struct ObservationTests {
    private let moment = Clock.Instant(microseconds: 1_767_323_045_678_901)

    @Test func `times are written as ISO 8601`() {
        #expect(moment.timestamp == "2026-01-02T03:04:05.678Z")
    }

    @Test func `log lines are JSON unless Text is asked for`() {
        let fields: [(String, Log.Value)] = [("id", .string("a\"b")), ("level", .number(0.5))]
        var line = ByteWriter()
        Log.format(.warn, "said\n\"so\"", requestID: "r", fields, at: moment, json: true, to: &line)
        #expect(
            line.bytes.string
                == #"{"timestamp":"2026-01-02T03:04:05.678Z","level":"WARN","requestId":"r","message":"said\n\"so\"","id":"a\"b","level_":0.5}"#
        )
        line.removeAll()
        Log.format(.info, "one\ntwo", requestID: nil, fields, at: moment, json: false, to: &line)
        #expect(line.bytes.string == "2026-01-02T03:04:05.678Z\t-\tINFO\tone two\t{\"id\":\"a\\\"b\",\"level_\":0.5}")
    }

    @Test func `the log level is honoured`() throws {
        let event = "[{}," + row(#""\\boxed{42}""#) + "]"
        let levels: [(String, Int)] = [("DEBUG", 2), ("INFO", 2), ("WARN", 1), ("ERROR", 1), ("FATAL", 0)]
        for (level, lines) in levels {
            let function = try Function(
                "preset:math",
                ["AWS_LAMBDA_LOG_LEVEL": level, "ADJUDGE_LOG_SAMPLES": "1", "ADJUDGE_METRICS_NAMESPACE": "none"])
            _ = try function.answer(event)
            #expect(function.lines.count == lines, "\(level)")
        }
    }

    @Test func `a share of the samples is logged, all of those in error`() throws {
        let rows = Array(repeating: row(#""\\boxed{42}""#), count: 1000) + Array(repeating: "{}", count: 10)
        let function = try Function(
            "preset:math", ["ADJUDGE_LOG_SAMPLES": "0.1", "ADJUDGE_METRICS_NAMESPACE": "none"])
        _ = try function.answer("[" + rows.joined(separator: ",") + "]")
        #expect(function.lines.filter { $0.contains("sample not verified") }.count == 10)
        let sampled = function.lines.filter { $0.contains("sample scored") }.count
        #expect((50..<150).contains(sampled), "\(sampled)")
        #expect(
            function.lines.allSatisfy {
                $0.contains("\"aggregate_reward_score\":") && $0.contains("\"requestId\":\"r-1\"")
            })
    }

    @Test func `metrics are one line for a batch of at most a hundred samples`() throws {
        let function = try Function("preset:math", ["AWS_LAMBDA_FUNCTION_NAME": "f", "ADJUDGE_LOG_SAMPLES": "0"])
        let rows = [row(#""\\boxed{42}""#), row("\"no\""), row(#""\\boxed{1}? No: \\boxed{42}""#)]
        _ = try function.answer("[" + rows.joined(separator: ",") + "]")
        #expect(function.lines.count == 1)
        let line = try Document(function.lines[0])
        #expect(line.text("_aws.CloudWatchMetrics[0].Namespace") == "Adjudge")
        #expect(line["_aws.CloudWatchMetrics[0].Dimensions"] == #"[["FunctionName"]]"#)
        #expect(line.text("Grader") == function.door.engine.plan.hash)
        #expect(line.text("FunctionName") == "f")
        #expect(line["Reward"] == "[1,0,1]")
        #expect(line["Samples"] == "3")
        #expect(line["graded"] == "2")
        #expect(line["no_answer"] == "1")
        #expect(line["conflicting_answers"] == "1")
        #expect(line["Unscored"] == "0")
        #expect(line["_aws.CloudWatchMetrics[0].Metrics[2]"] == #"{"Name":"Latency","Unit":"Milliseconds"}"#)
        // What has not happened is no metric: each is paid for.
        #expect(line["unavailable"] == nil && line["length_outlier"] == nil)
        #expect(line.count("_aws.CloudWatchMetrics[0].Metrics") <= 100)
    }

    @Test func `no array of metrics holds more than a hundred values`() throws {
        let function = try Function("preset:math", ["ADJUDGE_LOG_SAMPLES": "0"])
        let rows = Array(repeating: row(#""\\boxed{42}""#), count: 250)
        _ = try function.answer("[" + rows.joined(separator: ",") + "]")
        let lines = try function.lines.map { try Document($0) }
        #expect(lines.map { $0.count("Reward") } == [100, 100, 50])
        #expect(lines.map { $0["Samples"] } == ["250", nil, nil])
        #expect(lines[1].count("_aws.CloudWatchMetrics[0].Metrics") == 1)
    }

    @Test func `trace headers are read field by field`() {
        let header = TraceHeader(
            "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=a:0")
        #expect(header?.root == "1-5759e988-bd862e3fe1be46a994272793")
        #expect(header?.parent == "53995c3f42cd8ad8")
        #expect(header?.sampled == true)
        #expect(TraceHeader("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8")?.sampled == false)
        for text in [
            "", "Root=1-x", "Parent=53995c3f42cd8ad8", "Root=2-x;Parent=53995c3f42cd8ad8", "Root=1-x;Parent=1",
        ] {
            #expect(TraceHeader(text) == nil, "\(text)")
        }
    }

    @Test func `a subsegment has the daemon's header line and X-Ray's fields`() throws {
        let segment = TraceSegment(
            header: TraceHeader("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1")!,
            start: moment, end: Clock.Instant(microseconds: moment.microseconds + 1500),
            steps: [.init(name: "score", start: moment, end: moment)], samples: 64, unverified: 2, grader: "abc",
            requestID: "r", fault: "it \"broke\"")
        var text = ByteWriter()
        segment.write(to: &text, identifier: { "00000000000000ff" })
        let lines = text.bytes.string.split(separator: "\n")
        #expect(lines[0] == #"{"format": "json", "version": 1}"#)
        let document = try Document(String(lines[1]))
        #expect(document.text("type") == "subsegment")
        #expect(document.text("trace_id") == "1-5759e988-bd862e3fe1be46a994272793")
        #expect(document.text("parent_id") == "53995c3f42cd8ad8")
        #expect(document["start_time"] == "1767323045.678901")
        #expect(document["end_time"] == "1767323045.680401")
        #expect(document["annotations"] == #"{"samples":64,"unverified":2,"grader":"abc"}"#)
        #expect(document.text("subsegments[0].name") == "score")
        #expect(document["fault"] == "true")
        #expect(document.text("cause.exceptions[0].message") == "it \"broke\"")
        #expect(TraceSegment.randomIdentifier().count == 16)
    }
}
