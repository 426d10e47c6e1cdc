import Adjudge
import AdjudgeBase
import AdjudgeWire
import CZlib
import CZstd
import CaseFiles
import Glibc
import Testing

@testable import AdjudgeFiles

/// A folder that goes when the test ends.
final class TemporaryFolder {
    let path: String

    init() {
        var template = Array("/tmp/adjudge-test-XXXXXX".utf8CString)
        path = String(cString: mkdtemp(&template))
    }

    deinit { _ = system("rm -rf '\(path)'") }

    func write(_ name: String, _ bytes: some Collection<UInt8>) -> String {
        let file = "\(path)/\(name)"
        let handle = fopen(file, "wb")!
        let bytes = Array(bytes)
        fwrite(bytes, 1, bytes.count, handle)
        fclose(handle)
        return file
    }

    func read(_ name: String) -> [UInt8] {
        guard let handle = fopen("\(path)/\(name)", "rb") else { return [] }
        defer { fclose(handle) }
        var bytes = [UInt8](repeating: 0, count: 1 << 24)
        let count = fread(&bytes, 1, bytes.count, handle)
        return Array(bytes[0..<count])
    }
}

@Suite struct FileTests {
    private static let rows = (0..<40).map { #"{"id":"r\#($0)","response":"so \\boxed{\#($0 % 3)}","reference":"1"}"# }

    private func lines(_ path: String, block: Int, maxRow: Int = 1 << 20) throws -> [String] {
        let reader = try LineReader(path: path, blockBytes: block, maxRowBytes: maxRow, expectsRows: false)
        var lines: [String] = []
        while try reader.nextBlock() { lines += reader.lines.map { $0.isCut ? "(cut)" : $0.bytes.string } }
        return lines
    }

    @Test("lines come whole for any block size, line end and last line")
    func blocks() throws {
        let folder = TemporaryFolder()
        let expected = ["alpha", "b", "gamma delta", "é"]
        for end in ["\n", "\r\n", "\n\n"] {
            for last in ["", end] {
                let path = folder.write("f", Array(("\u{FEFF}" + expected.joined(separator: end) + last).utf8))
                for block in 16...40 { #expect(try lines(path, block: block) == expected) }
            }
        }
        #expect(try lines(folder.write("empty", []), block: 16).isEmpty)
    }

    @Test("lines of a block stay as they are while the next is read ahead, for any block size")
    func readAhead() throws {
        let folder = TemporaryFolder()
        let expected = (0..<200).map { "\($0) " + String(repeating: "x", count: $0 % 50) }
        let path = folder.write("f", Array(expected.joined(separator: "\n").utf8))
        for block in 16...80 {
            let reader = try LineReader(path: path, blockBytes: block, maxRowBytes: 1 << 10, expectsRows: false)
            var found: [String] = []
            var held: [LineReader.Line] = []
            var more = true
            while more {
                if found.count % 7 == 3 {
                    // Nothing is held: the block may be used again.
                    found += held.map(\.bytes.string)
                    held = []
                    more = try reader.nextBlock()
                } else {
                    more = try reader.readAhead() == .block
                    found += held.map(\.bytes.string)
                }
                held = reader.lines
            }
            #expect(found == expected, "block \(block)")
        }
    }

    @Test("a run that is stopped at any moment has written a whole prefix of the rows, and resumes to the rest")
    func stop() throws {
        let folder = TemporaryFolder()
        let rows = (0..<6000).map { #"{"id":\#($0),"response":"so \\boxed{\#($0 % 3)}","reference":"1"}"# }
        let input = folder.write("in.jsonl", Array(rows.joined(separator: "\n").utf8))
        for threads in [1, 2, 3] {
            let engine = try Engine(grader: "preset:math", threads: threads)
            func run(_ output: String, stopAfter microseconds: UInt32?) throws -> ScoringRun {
                var options = ScoringRun.Options(inputs: [input], output: output)
                options.resume = true
                let stop = StopSignal()
                let run = try ScoringRun(engine, options, stop: stop)
                var thread = pthread_t()
                if let microseconds {
                    let argument = UnsafeMutablePointer<(StopSignal, UInt32)>.allocate(capacity: 1)
                    argument.initialize(to: (stop, microseconds))
                    pthread_create(
                        &thread, nil,
                        { argument in
                            let (stop, microseconds) = argument!.assumingMemoryBound(to: (StopSignal, UInt32).self)
                                .move()
                            usleep(microseconds)
                            stop.raise()
                            return nil
                        }, argument)
                }
                while try run.step() {}
                if microseconds != nil { pthread_join(thread, nil) }
                return run
            }
            _ = try run("\(folder.path)/whole\(threads)", stopAfter: nil)
            let whole = folder.read("whole\(threads)")
            #expect(whole.filter { $0 == 0x0A }.count == rows.count)
            for delay in [0, 500, 2000, 5000, 10_000, 20_000] as [UInt32] {
                let stopped = try run("\(folder.path)/part\(threads)", stopAfter: delay)
                let part = folder.read("part\(threads)")
                #expect(whole.starts(with: part) && (part.last ?? 0x0A) == 0x0A, "\(threads) threads, \(delay) µs")
                // One that is stopped while it looks at what is there has not looked at all of it.
                let written = part.filter { $0 == 0x0A }.count
                #expect(stopped.summary.rows == written || stopped.summary.rows == stopped.resumedRows)
            }
            let last = try run("\(folder.path)/part\(threads)", stopAfter: nil)
            #expect(!last.isInterrupted && folder.read("part\(threads)") == whole)
        }
    }

    @Test("a row beyond the limit is marked and the rows around it are kept")
    func longRow() throws {
        let folder = TemporaryFolder()
        let long = String(repeating: "x", count: 100_000)
        let path = folder.write("f", Array("first\n\(long)\nlast\n".utf8))
        #expect(try lines(path, block: 8192, maxRow: 20_000) == ["first", "(cut)", "last"])
    }

    @Test("gzip and zstd are read, truncated ones give their rows and then an error")
    func compressed() throws {
        let folder = TemporaryFolder()
        let plain = folder.write("f", Array(FileTests.rows.joined(separator: "\n").utf8))
        for (tool, ending) in [("gzip -c", "gz"), ("zstd -qc", "zst")] {
            guard system("command -v \(tool.split(separator: " ")[0]) >/dev/null") == 0 else {
                print("skipped: \(#fileID): no \(tool) here")
                continue
            }
            _ = system("\(tool) '\(plain)' > '\(folder.path)/f.\(ending)'")
            let whole = folder.read("f.\(ending)")
            #expect(try lines("\(folder.path)/f.\(ending)", block: 64) == FileTests.rows)
            let twice = folder.write("twice.\(ending)", whole + whole)
            #expect(try lines(twice, block: 4096).count == 2 * FileTests.rows.count - 1)
            for cut in stride(from: 5, to: whole.count, by: 7) {
                let torn = folder.write("torn.\(ending)", whole[0..<cut])
                #expect(throws: InputError.self) { try lines(torn, block: 64) }
            }
        }
    }

    @Test("an output torn at any byte after its first row is resumed to the same bytes")
    func resume() throws {
        let folder = TemporaryFolder()
        let input = folder.write("in.jsonl", Array(FileTests.rows.joined(separator: "\n").utf8))
        let engine = try Engine(grader: "preset:math", threads: 2)
        func run(_ output: String, resume: Bool) throws {
            var options = ScoringRun.Options(inputs: [input], output: output)
            options.resume = resume
            let run = try ScoringRun(engine, options)
            while try run.step() {}
        }
        try run("\(folder.path)/whole", resume: false)
        let whole = folder.read("whole")
        #expect(whole.filter { $0 == 0x0A }.count == FileTests.rows.count)
        for cut in [0] + stride(from: whole.firstIndex(of: 0x0A)! + 1, through: whole.count, by: 97) {
            let torn = folder.write("torn", whole[0..<cut])
            try run(torn, resume: true)
            #expect(folder.read("torn") == whole, "cut at byte \(cut)")
        }
        let other = try Engine(grader: "preset:gsm8k", threads: 1)
        var options = ScoringRun.Options(inputs: [input], output: "\(folder.path)/whole")
        options.resume = true
        #expect(throws: InputError.self) { try ScoringRun(other, options).step() }
    }

    @Test("a row of too many values is bad_sample, says why, and the rows around it are scored")
    func complexRow() throws {
        let folder = TemporaryFolder()
        let good = #"{"response":"\\boxed{1}","reference":"1"}"#
        let many = #"{"response":"\\boxed{1}","reference":["# + String(repeating: "1,", count: 1 << 21) + "1]}"
        let input = folder.write("in.jsonl", Array([good, many, good].joined(separator: "\n").utf8))
        let run = try ScoringRun(
            Engine(grader: "preset:math", threads: 2), ScoringRun.Options(inputs: [input], output: "\(folder.path)/out")
        )
        while try run.step() {}
        let rows = String(decoding: folder.read("out"), as: UTF8.self).split(separator: "\n")
        #expect(rows.map { $0.contains(#""reward":1,"valid":true"#) } == [true, false, true])
        #expect(rows[1].contains(#""status":"bad_sample""#) && rows[1].contains(#""reason":"row_too_complex""#))
    }
}
