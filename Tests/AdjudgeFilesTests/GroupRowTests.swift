import Adjudge
import AdjudgeBase
import AdjudgeWire
import Testing

@testable import AdjudgeFiles

@Suite struct GroupRowTests {
    private static let grader = #"{"type":"math","group":{"by":"{{item.p}}","advantage":"dr_grpo","size":2}}"#

    /// Rows of groups of two whose members do not stand side by side; every third group has two right answers.
    private static func rows(_ groups: Int) -> [String] {
        (0..<groups * 2).map { row in
            let (group, member) = (row % groups, row / groups)
            let answer = member == 0 || group % 3 == 0 ? 1 : 2
            return #"{"id":"\#(row)","p":"g\#(group)","response":"\\boxed{\#(answer)}","reference":"1"}"#
        }
    }

    private func lines(_ files: FileRun, _ name: String) -> [Substring] {
        String(decoding: files.folder.read(name), as: UTF8.self).split(separator: "\n")
    }

    private func hasAdvantages(_ lines: [Substring], groups: Int) -> Bool {
        lines.enumerated().allSatisfy { row, line in
            let (group, member) = (row % groups, row / groups)
            let isConstant = group % 3 == 0
            let advantage = isConstant ? "0" : member == 0 ? "0.5" : "-0.5"
            return line.hasSuffix(",\"advantage\":\(advantage),\"zero_std\":\(isConstant)}")
        }
    }

    @Test("rows get the advantage over their group, in their order, for any number of threads")
    func advantages() throws {
        var written: [[UInt8]] = []
        for threads in [1, 3] {
            let files = try FileRun(grader: Self.grader, threads: threads)
            _ = files.folder.write("in", Self.rows(40).joined(separator: "\n").utf8)
            let run = try files.run(files.options("in", "out"))
            #expect(run.summary.rows == 80 && run.heldRows == 0)
            let lines = lines(files, "out")
            #expect(lines.count == 80 && hasAdvantages(lines, groups: 40))
            written.append(files.folder.read("out"))
        }
        #expect(written[0] == written[1])
    }

    @Test("without a size, rows wait for the end; a group may name itself by an option")
    func unsized() throws {
        let files = try FileRun(grader: "preset:math")
        _ = files.folder.write("in", Self.rows(9).joined(separator: "\n").utf8)
        var options = files.options("in", "out")
        try options.map.add("group=p")
        options.advantage = .drGRPO
        let run = try files.run(options)
        #expect(hasAdvantages(lines(files, "out"), groups: 9))
        let metrics = GroupMetrics(run.ledger!)
        #expect(metrics.groups == 9 && metrics.constant == 3 && metrics.allRight == 3)
    }

    @Test("a run that was cut anywhere is resumed to the same bytes")
    func resumed() throws {
        let files = try FileRun(grader: Self.grader)
        _ = files.folder.write("in", Self.rows(12).joined(separator: "\n").utf8)
        try files.run(files.options("in", "whole"))
        let whole = files.folder.read("whole")
        for cut in [0, 1, whole.count / 3, whole.count / 2, whole.count - 1, whole.count] {
            // A part of the first row alone is refused as an output.
            if cut > 0, !whole[0..<cut].contains(0x0A) { continue }
            _ = files.folder.write("torn", whole[0..<cut])
            try files.run(files.options("in", "torn", resume: true))
            #expect(files.folder.read("torn") == whole, "cut at \(cut)")
        }
    }

    @Test("a group of more rows than it may have is no group: nothing wrong is written")
    func surplus() throws {
        let files = try FileRun(grader: Self.grader)
        let rows = Self.rows(4) + [#"{"p":"g1","response":"\\boxed{1}","reference":"1"}"#]
        _ = files.folder.write("in", rows.joined(separator: "\n").utf8)
        let refusal = files.refusal(files.options("in", "out"))
        #expect(refusal?.description.contains("row 8: its group has more than 2 rows") == true)
    }

    @Test("advantages need groups")
    func unnamed() throws {
        let files = try FileRun(grader: "preset:math")
        _ = files.folder.write("in", Self.rows(2).joined(separator: "\n").utf8)
        var options = files.options("in", "out")
        options.advantage = .rloo
        #expect(files.refusal(options)?.description.contains("--group-by") == true)
    }

    @Test("metrics are lines with a step each; another file is left alone")
    func metrics() throws {
        let files = try FileRun(grader: Self.grader)
        _ = files.folder.write("in", Self.rows(3).joined(separator: "\n").utf8)
        let run = try files.run(files.options("in", "out"))
        let metrics = Metrics(run.summary, run.ledger)
        #expect(
            metrics.values.first { $0.name == "frac_reward_zero_std" }.map { abs($0.value - 1 / 3) < 1e-12 } == true)
        #expect(metrics.values.first { $0.name == "pass@2/accuracy" }?.value == 100)
        #expect(Set(metrics.values.map(\.name)).count == metrics.values.count)
        for step in [nil, 40, nil] { try MetricsFile.append(metrics, step: step, to: files.path("metrics")) }
        let lines = lines(files, "metrics")
        #expect(lines.map { $0.prefix(9) } == ["{\"step\":0", "{\"step\":4", "{\"step\":2"])
        _ = files.folder.write("other", "{\"a\":1}\n".utf8)
        #expect(throws: InputError.self) { try MetricsFile.lines(files.path("other")) }
    }

    @Test(
        "several responses in a row are rows of one group",
        arguments: [
            #"{"id":7,"completions":["\\boxed{1}","\\boxed{2}","none"],"prompt":"?","solution":"1"}"#,
            #"{"id":7,"responses":["\\boxed{1}","\\boxed{2}","none"],"reference":"1"}"#,
            #"{"id":7,"response":["\\boxed{1}","\\boxed{2}","none"],"reference":"1"}"#,
            #"{"doc_id":7,"doc":{},"resps":[["\\boxed{1}","\\boxed{2}","none"]],"target":"1"}"#,
            #"{"doc_id":7,"doc":{},"resps":[["\\boxed{1}"],["\\boxed{2}"],["none"]],"target":"1"}"#,
            #"{"id":7,"completions":[[{"role":"assistant","content":"\\boxed{1}"}],[{"role":"assistant","content":"\\boxed{2}"}],[{"role":"assistant","content":"none"}]],"prompt":"?","answer":"1"}"#,
        ])
    func several(_ row: String) throws {
        let files = try FileRun(grader: #"{"type":"math","group":{"advantage":"mean_centre"}}"#, threads: 2)
        _ = files.folder.write("in", (row + "\n" + row.replacing("7", with: "8")).utf8)
        let run = try files.run(files.options("in", "out"))
        #expect(run.summary.rows == 6)
        let lines = lines(files, "out")
        #expect(lines.count == 6)
        for (index, line) in lines.enumerated() {
            #expect(line.hasPrefix("{\"id\":\(index < 3 ? 7 : 8),"))
            #expect(line.contains(",\"choice\":\(index % 3),\"input_hash\""))
        }
        #expect(GroupMetrics(run.ledger!).groups == 2)
        #expect(lines[0].contains("\"reward\":1,") && lines[1].contains("\"reward\":0,"))
        #expect(Set(lines.map { $0.split(separator: "input_hash")[1].prefix(20) }).count == 6)
        try files.run(files.options("in", "out", resume: true))
        #expect(self.lines(files, "out") == lines)
    }

    @Test("each row is read by itself: a list of responses behind a single one, and in front of it")
    func mixed() throws {
        let rows = [
            #"{"id":0,"response":"\\boxed{1}","reference":"1"}"#,
            #"{"id":1,"response": [ "\\boxed{1}","\\boxed{2}"],"reference":"1"}"#,
            #"{"id":2,"completions":["\\boxed{1}","\\boxed{2}"],"reference":"1"}"#,
            #"{"id":3,"completions":["\\boxed{2}","\\boxed{1}"],"reference":"1"}"#,
        ]
        let files = try FileRun(grader: "preset:math", threads: 2)
        _ = files.folder.write("in", rows.joined(separator: "\n").utf8)
        _ = files.folder.write("back", rows.reversed().joined(separator: "\n").utf8)
        let run = try files.run(files.options("in", "out"))
        #expect(run.summary.rows == 7 && run.ledger == nil)
        #expect(try files.run(files.options("back", "turned")).summary.rows == 7)
        func bare(_ name: String) -> [String] { lines(files, name).map { "\($0.split(separator: ",\"parts\"")[0])" } }
        #expect(bare("out").sorted() == bare("turned").sorted())
        #expect(bare("out")[2].contains("\"reward\":0,"))
        try files.run(files.options("in", "out", resume: true))
        #expect(lines(files, "out").count == 7)
    }

    @Test("one response may be a conversation; a list of one is a response")
    func single() throws {
        let files = try FileRun(grader: "preset:math")
        let rows = [
            #"{"completion":[{"role":"user","content":"?"},{"role":"assistant","content":"\\boxed{1}"}],"prompt":"?","answer":"1"}"#,
            #"{"completion":[{"role":"assistant","content":"\\boxed{1}"}],"prompt":"?","answer":"1"}"#,
        ]
        _ = files.folder.write("in", rows.joined(separator: "\n").utf8)
        let run = try files.run(files.options("in", "out"))
        #expect(run.summary.passed == 2 && run.summary.rows == 2 && run.ledger == nil)
        _ = files.folder.write("one", #"{"responses":["\\boxed{1}"],"reference":"1"}"#.utf8)
        #expect(try files.run(files.options("one", "out1")).summary.passed == 1)
    }
}
