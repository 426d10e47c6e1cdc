import Adjudge
import AdjudgeBase
import AdjudgeWire
import Glibc
import Testing

@testable import AdjudgeFiles

/// A run over files of a folder of its own.
struct FileRun {
    let folder = TemporaryFolder()
    var engine: Engine

    init(grader: String = "preset:math", threads: Int = 1) throws {
        engine = try Engine(grader: grader, threads: threads)
    }

    func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    func options(_ input: String, _ output: String, resume: Bool = false) -> ScoringRun.Options {
        var options = ScoringRun.Options(inputs: [path(input)], output: path(output))
        options.resume = resume
        return options
    }

    @discardableResult
    func run(_ options: ScoringRun.Options) throws -> ScoringRun {
        let run = try ScoringRun(engine, options)
        while try run.step() {}
        return run
    }

    /// What the run is refused for; nil where it is not.
    func refusal(_ options: ScoringRun.Options) -> InputError? {
        do {
            try run(options)
            return nil
        } catch {
            return error as? InputError
        }
    }
}

func summary(_ run: ScoringRun) -> String {
    var writer = ByteWriter()
    run.summary.writeJSON(grader: "", to: &writer)
    return writer.bytes.string
}

@Suite struct ResumeTests {
    private static let rows = [
        #"{"id":"a","response":"so \\boxed{5}","reference":"5"}"#, #"{"response":"so \\boxed{6}","reference":"5"}"#,
        "{broken", #"{"id":"d","response":"nothing here","reference":"1/3"}"#,
        #"{"id":"e\n\u00e9","response":"\\boxed{1}"}"#, #"{"id":6,"response":"\\boxed{\\frac13}","reference":"1/3"}"#,
    ]
    private static let multi = #"""
        {"type": "multi", "graders": {"acc": {"type": "math"}, "fmt": {"type": "format", "preset": "boxed"}},
         "calculate_output": "0.9 * acc + 0.1 * fmt"}
        """#

    private static func text(_ rows: [String]) -> [UInt8] { Array(rows.map { $0 + "\n" }.joined().utf8) }

    @Test("output cut at every byte goes on to the same bytes and the same summary, or stays as it is")
    func everyByte() throws {
        let route = #"""
            {"type": "route", "by": "{{item.id}}", "cases": {"a": \#(ResumeTests.multi), "d": "preset:math"},
             "default": "preset:gsm8k"}
            """#
        for grader in ["preset:math", ResumeTests.multi, route] {
            let files = try FileRun(grader: grader)
            _ = files.folder.write("in", ResumeTests.text(ResumeTests.rows))
            let first = try files.run(files.options("in", "whole"))
            let whole = files.folder.read("whole")
            let firstRow = whole.firstIndex(of: 0x0A)! + 1
            for cut in 0...whole.count {
                let torn = Array(whole[0..<cut])
                _ = files.folder.write("torn", torn)
                if cut > 0, cut < firstRow {
                    #expect(files.refusal(files.options("in", "torn", resume: true))?.cause == .request)
                    #expect(files.folder.read("torn") == torn, "cut at byte \(cut)")
                } else {
                    let run = try files.run(files.options("in", "torn", resume: true))
                    #expect(files.folder.read("torn") == whole, "cut at byte \(cut)")
                    #expect(run.resumedRows == torn.filter { $0 == 0x0A }.count)
                    #expect(summary(run) == summary(first))
                }
            }
        }
    }

    @Test("no byte of a file that is not ours is changed, whatever it is")
    func foreignFiles() throws {
        let files = try FileRun()
        let input = ResumeTests.text(ResumeTests.rows)
        _ = files.folder.write("in", input)
        try files.run(files.options("in", "whole"))
        let ours = files.folder.read("whole")
        let firstRow = Array(ours[0...ours.firstIndex(of: 0x0A)!])
        let text = String(decoding: firstRow, as: UTF8.self)
        func changed(_ part: String, _ other: String) -> [UInt8] {
            #expect(text.contains(part), "\(part) is in the row")
            return Array(text.replacing(part, with: other).utf8)
        }
        var kinds: [(String, [UInt8])] = [
            ("a JSON object", Array(#"{"precious":"config"}"#.utf8)),
            ("a JSON object and a newline", Array("{\"precious\":\"config\"}\n".utf8)),
            ("an indented JSON object", Array("{\n  \"id\": 1\n}\n".utf8)), ("the input", input),
            ("a row with an id", Array("{\"id\":1}\n".utf8)), ("a row with an id, torn", Array("{\"id\":1".utf8)),
            ("one brace", [0x7B]), ("an empty line", [0x0A]), ("prose", Array("my notes".utf8)),
            ("prose in lines", Array("my\nnotes\n".utf8)), ("a table", Array("id,reward\n1,1\n".utf8)),
            ("zeros", [UInt8](repeating: 0, count: 5000)), ("Parquet", Array("PAR1\u{15}\u{04}".utf8)),
            ("gzip", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B, 4, 0]),
            ("bytes of any value", (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 73 ^ $0 >> 3) }),
            ("our rows and a note", ours + Array("checked by hand".utf8)),
            ("our rows and a foreign one", ours + Array("{\"id\":9,\"reward\":1}\n".utf8)),
            ("our rows and zeros", ours + [0, 0, 0]), ("our rows and an empty line", ours + [0x0A]),
            ("a mark before our rows", [0xEF, 0xBB, 0xBF] + ours),
            ("our rows with other line ends", Array(ours.map { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }.joined())),
            ("a row without the hash", changed(",\"input_hash\":\"", ",\"other\":\"")),
            ("another grader", changed("\"grader\":\"", "\"grader\":\"0")),
            ("an unknown status", changed("\"graded\"", "\"great\"")),
            ("a reward in words", changed("\"reward\":1", "\"reward\":\"1\"")),
            ("parts of another grader", changed("\"parts\":{}", "\"parts\":{\"a\":{}}")),
            ("an array around it", Array("[\(text)]".utf8)),
        ]
        // A row that broke within the file, as a disk leaves it: at each of its bytes.
        for byte in firstRow.count..<(firstRow.count + 60) {
            var broken = ours
            broken[byte] = 0
            kinds.append(("a zero at byte \(byte)", broken))
        }
        for (kind, bytes) in kinds {
            _ = files.folder.write("theirs", bytes)
            let refusal = files.refusal(files.options("in", "theirs", resume: true))
            #expect(refusal?.cause == .request, "\(kind)")
            #expect(files.folder.read("theirs") == bytes, "\(kind)")
        }
    }

    @Test("an input that is not the one it began with is refused, and the output stays as it is")
    func otherInput() throws {
        let files = try FileRun()
        let rows = ResumeTests.rows
        _ = files.folder.write("in", ResumeTests.text(rows))
        try files.run(files.options("in", "whole"))
        let whole = files.folder.read("whole")
        let part = Array(whole[0..<whole.count - 20])
        var edited = rows
        edited[1] = edited[1].replacing("6", with: "7")
        let others: [(String, [String])] = [
            ("an edited row", edited), ("other order", [rows[1], rows[0]] + rows[2...]),
            ("shorter", Array(rows[0..<2])),
            ("empty", []), ("one row more at the start", [rows[0]] + rows),
        ]
        for (name, rows) in others {
            _ = files.folder.write("other", ResumeTests.text(rows))
            _ = files.folder.write("out", part)
            let refusal = files.refusal(files.options("other", "out", resume: true))
            #expect(refusal?.cause == .request, "\(name)")
            #expect(files.folder.read("out") == part, "\(name)")
        }
        let changes: [(String, (inout ScoringRun.Options) throws -> Void)] = [
            ("map", { try $0.map.add("reference=gold") }), ("dialect", { $0.dialect = .verl }),
            ("on_error", { $0.onError = .zero }), ("limit", { $0.limit = 2 }),
        ]
        for (name, change) in changes {
            _ = files.folder.write("out", part)
            var options = files.options("in", "out", resume: true)
            try change(&options)
            #expect(files.refusal(options)?.cause == .request, "\(name)")
            #expect(files.folder.read("out") == part, "\(name)")
        }
        // More rows at the end are what a run that goes on is for.
        _ = files.folder.write("longer", ResumeTests.text(rows + [rows[0]]))
        _ = files.folder.write("out", part)
        #expect(try files.run(files.options("longer", "out", resume: true)).summary.rows == rows.count + 1)
        #expect(files.folder.read("out").starts(with: whole))
        // The ids are named where they differ.
        _ = files.folder.write("out", part)
        _ = files.folder.write("other", ResumeTests.text([rows[3]] + rows[1...]))
        let said = files.refusal(files.options("other", "out", resume: true))?.description ?? ""
        #expect(said.contains("row 0 has the id \"a\", in the input \"d\""))
    }

    @Test("a run that failed by on_error fail fails again when it is resumed")
    func onErrorFail() throws {
        let files = try FileRun()
        _ = files.folder.write("in", ResumeTests.text(ResumeTests.rows))
        for resume in [false, true, true] {
            var options = files.options("in", "out", resume: resume)
            options.onError = .fail
            #expect(files.refusal(options)?.cause == .rows)
        }
        let written = files.folder.read("out")
        #expect(!written.isEmpty)
        // What is wanted instead has to be said.
        var options = files.options("in", "out", resume: true)
        options.onError = .null
        try files.run(options)
        #expect(files.folder.read("out").starts(with: written))
    }

    @Test("no two runs write to one output")
    func lock() throws {
        let files = try FileRun()
        _ = files.folder.write("in", ResumeTests.text(ResumeTests.rows))
        let first = try ScoringRun(files.engine, files.options("in", "out"))
        for (resume, overwrite) in [(true, false), (false, true)] {
            var options = files.options("in", "out", resume: resume)
            options.overwrite = overwrite
            #expect(files.refusal(options)?.description.contains("another run") == true)
        }
        while try first.step() {}
        let whole = files.folder.read("out")
        try files.run(files.options("in", "out", resume: true))
        #expect(files.folder.read("out") == whole && whole.filter { $0 == 0x0A }.count == ResumeTests.rows.count)
    }

    @Test("the files of a run are different files, by whatever name")
    func roles() throws {
        let files = try FileRun()
        let input = ResumeTests.text(ResumeTests.rows)
        _ = files.folder.write("in", input)
        _ = files.folder.write("grader", Array("{}".utf8))
        #expect(symlink(files.path("in"), files.path("soft")) == 0)
        #expect(link(files.path("in"), files.path("hard")) == 0)
        #expect(symlink("nowhere", files.path("dangling")) == 0)
        #expect(mkdir(files.path("sub"), 0o755) == 0)
        let cases: [(output: String, summary: String)] = [
            ("in", "s"), ("soft", "s"), ("hard", "s"), ("grader", "s"), ("sub/../in", "s"), ("new", "in"),
            ("new", "soft"), ("new", "hard"), ("new", "grader"), ("new", "new"), ("new", "sub/../new"),
            ("nowhere", "dangling"), ("dangling", "nowhere"),
        ]
        for (output, summary) in cases {
            for (resume, overwrite) in [(true, false), (false, true), (false, false)] {
                var options = files.options("in", output, resume: resume)
                options.overwrite = overwrite
                options.summaryFile = files.path(summary)
                options.graderFile = files.path("grader")
                #expect(files.refusal(options)?.cause == .request, "\(output) \(summary)")
                #expect(files.folder.read("in") == input && files.folder.read("grader") == Array("{}".utf8))
            }
        }
        _ = files.folder.write("notes", Array("notes".utf8))
        #expect(throws: InputError.self) { try SummaryFile.check(files.path("notes"), mayReplace: false) }
        let run = try files.run(files.options("in", "out"))
        try SummaryFile.write(run.summary, to: files.path("s"), grader: "g")
        try SummaryFile.check(files.path("s"), mayReplace: false)
    }
}
