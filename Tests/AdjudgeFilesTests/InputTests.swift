import Adjudge
import AdjudgeWire
import Glibc
import Testing

@testable import AdjudgeFiles

@Suite struct InputTests {
    private static let row = #"{"id":"r","response":"so \\boxed{5}","reference":"5"}"#

    @Test("several inputs are all scored, each in its own dialect, for any number of threads")
    func several() throws {
        let plain = (0..<500).map { #"{"response":"so \\boxed{\#($0 % 3)}","reference":"1"}"# }
        let verl = (0..<300).map { #"{"input":"?","output":"so \\boxed{\#($0 % 3)}","gts":"1"}"# }
        for threads in [1, 3] {
            let files = try FileRun(threads: threads)
            _ = files.folder.write("plain", Array(plain.joined(separator: "\n").utf8))
            _ = files.folder.write("empty", [])
            _ = files.folder.write("verl", Array((verl.joined(separator: "\n") + "\n").utf8))
            var options = files.options("plain", "out")
            options.inputs = ["plain", "empty", "verl", "empty", "plain"].map { files.path($0) }
            let run = try files.run(options)
            #expect(run.summary.rows == 1300 && run.summary.rewarded == 1300)
            let rows = String(decoding: files.folder.read("out"), as: UTF8.self).split(separator: "\n")
            #expect(rows.count == 1300)
            for (number, row) in rows.enumerated() { #expect(row.hasPrefix("{\"id\":\(number),")) }
            // Cut in the second file, it goes on there.
            let whole = files.folder.read("out")
            _ = files.folder.write("out", Array(whole[0..<whole.count / 2]))
            options.resume = true
            #expect(try files.run(options).summary.rows == 1300)
            #expect(files.folder.read("out") == whole)
            options.inputs[2] = files.path("missing")
            options.output = files.path("never")
            #expect(files.refusal(options)?.description.contains("missing: No such file") == true)
            #expect(access(files.path("never"), F_OK) != 0)
        }
    }

    private static let foreign: [(bytes: [UInt8], name: String)] = [
        (Array("PAR1\u{15}\u{0}\u{0}".utf8), "Parquet"), (Array("ARROW1\u{0}\u{0}".utf8), "Arrow"),
        (Array("BZh91AY&SY".utf8), "bzip2"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 0x00], "xz"),
        ([0x50, 0x4B, 0x03, 0x04, 0x14, 0x00], "zip"), (Array("SQLite format 3\u{0}".utf8), "SQLite"),
        ([0x80, 0x04, 0x95, 0x10], "pickle"), ([0x04, 0x22, 0x4D, 0x18, 0x64], "lz4"),
        ([0xFF, 0xFE] + "{\"id\":1}\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }, "UTF-16"),
        ([0xFE, 0xFF] + "{\"id\":1}\n".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }, "UTF-16"),
        ("{\"id\":1}\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }, "UTF-16"),
        (Array("[\(row),\(row)]".utf8), "a JSON array"), (Array("[\(row),\n\(row)]\n".utf8), "a JSON array"),
        (Array("[\n  {\n    \"id\": 1\n  }\n]\n".utf8), "a JSON array"), (Array("[\n\(row)\n]\n".utf8), "a JSON array"),
        (Array(" [\n\(row),\n\(row)\n]\n".utf8), "a JSON array"),
        (Array("{\n  \"id\": 1,\n  \"response\": \"x\"\n}\n".utf8), "one JSON object over several lines"),
        (Array("\u{FEFF}{\r\n  \"id\": 1\r\n}\r\n".utf8), "one JSON object over several lines"),
        (Array("id,response,reference\n1,\"\\boxed{5}\",5\n".utf8), "a table"),
        (Array("id\tresponse\n1\t5\n".utf8), "a table"), (Array("# Notes\n\nnothing\n".utf8), "text without"),
    ]

    @Test("a file of another kind is refused by one sentence that names it and says what to do")
    func otherKinds() throws {
        for threads in [1, 2] {
            let files = try FileRun(threads: threads)
            for (bytes, name) in InputTests.foreign {
                _ = files.folder.write("in", bytes)
                let refusal = files.refusal(files.options("in", "out"))
                #expect(refusal?.cause == .request, "\(name)")
                let said = refusal?.description ?? ""
                #expect(said.contains("found \(name)") || said.contains(name), "\(name): \(said)")
                #expect(said.contains("expected JSONL") && !said.contains("\n") && !said.contains("FILE"), "\(said)")
                #expect(access(files.path("out"), F_OK) != 0, "\(name): nothing is made")
                // Also where it is not the first, and in gzip.
                _ = files.folder.write("good", Array(InputTests.row.utf8))
                var options = files.options("good", "out")
                options.inputs.append(files.path("in"))
                #expect(files.refusal(options)?.description == said)
                #expect(system("gzip -c '\(files.path("in"))' > '\(files.path("in.gz"))'") == 0)
                #expect(files.refusal(files.options("in.gz", "out"))?.cause == .request, "\(name) in gzip")
            }
        }
    }

    @Test("rows with damage stay rows, wherever it is")
    func damagedRows() throws {
        let files = try FileRun()
        let row = InputTests.row
        let texts = [
            "oops\n\(row)\n", "[1,2]\n\(row)\n", "[oops\n\(row)\n", "{\n\(row)\n", "{\"id\":\n\(row)\n", "null\n\(row)",
            "\n\n  \(row)\n", "\u{FEFF}\(row)\n", "\(row)\n[\n", "a,b\n\(row)\n", "{\"id\":1,\"x\":[\n\(row)", "\(row)",
            "{  \"response\":\"\\\\boxed{5}\",\"reference\":\"5\"}",
            String(repeating: "x", count: 100_000) + "\n\(row)",
        ]
        for text in texts {
            _ = files.folder.write("in", Array(text.utf8))
            _ = unlink(files.path("out"))
            let run = try files.run(files.options("in", "out"))
            #expect(run.summary.passed == 1, "\(text.prefix(60))")
        }
    }

    @Test("a torn archive and a full disk are failures of their own, and what is complete is written")
    func transfer() throws {
        let files = try FileRun()
        let rows = (0..<3000).map { #"{"id":\#($0),"response":"so \\boxed{\#($0 &* 7919 % 1000)}","reference":"1"}"# }
        _ = files.folder.write("in", Array((rows.joined(separator: "\n") + "\n").utf8))
        #expect(system("gzip -c '\(files.path("in"))' > '\(files.path("in.gz"))'") == 0)
        let packed = files.folder.read("in.gz")
        for cut in [10, 40, packed.count / 2, packed.count - 4] {
            _ = files.folder.write("torn.gz", packed[0..<cut])
            _ = unlink(files.path("out"))
            #expect(files.refusal(files.options("torn.gz", "out"))?.cause == .transfer, "cut at \(cut)")
        }
        #expect(files.folder.read("out").count > 100_000)
        var options = files.options("in", "out")
        options.output = "/dev/full"
        #expect(files.refusal(options)?.cause == .transfer)
        options.output = "/dev/null"
        #expect(try files.run(options).summary.rows == rows.count)
        options.resume = true
        #expect(files.refusal(options)?.cause == .request)
    }

    @Test("a block that is scored and written in pieces, as under a slow grader, loses no row")
    func pieces() throws {
        for threads in [1, 2] {
            let files = try FileRun(threads: threads)
            let rows = (0..<20_000).map { #"{"id":\#($0),"response":"so \\boxed{\#($0 % 97)}","reference":"1"}"# }
            _ = files.folder.write("in", Array(rows.joined(separator: "\n").utf8))
            var options = files.options("in", "out")
            options.patience = 0.001
            let run = try files.run(options)
            #expect(run.summary.rows == rows.count)
            let written = String(decoding: files.folder.read("out"), as: UTF8.self).split(separator: "\n")
            #expect(written.count == rows.count, "\(threads) threads")
            for (number, row) in written.enumerated() where !row.hasPrefix("{\"id\":\(number),") {
                Issue.record("row \(number) is \(row)")
                break
            }
        }
    }

    @Test("output is compressed by its name: the same rows, and no resuming")
    func compressedOutput() throws {
        for threads in [1, 2] {
            let files = try FileRun(threads: threads)
            let rows = (0..<20_000).map { #"{"id":\#($0),"response":"so \\boxed{\#($0 % 97)}","reference":"1"}"# }
            _ = files.folder.write("in", Array(rows.joined(separator: "\n").utf8))
            try files.run(files.options("in", "out"))
            for (name, tool) in [("out.gz", "gzip -dc"), ("out.zst", "zstd -qdc")] {
                try files.run(files.options("in", name))
                #expect(files.folder.read(name).count < files.folder.read("out").count / 4)
                #expect(system("\(tool) '\(files.path(name))' | cmp -s - '\(files.path("out"))'") == 0, "\(name)")
                let refusal = files.refusal(files.options("in", name, resume: true))
                #expect(refusal?.description.contains("compressed") == true)
            }
        }
    }
}
