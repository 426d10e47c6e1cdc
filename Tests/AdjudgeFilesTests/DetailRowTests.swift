import Testing

@testable import AdjudgeFiles

@Suite struct DetailRowTests {
    @Test("rows carry a detail where the grader asks for one, null where a row has none, and resume over them")
    func rows() throws {
        let files = try FileRun(grader: #"{"type":"string_check","detail":true}"#, threads: 2)
        let rows = [#"{"response":"one","reference":"two"}"#, #"{"response":"one"}"#]
        _ = files.folder.write("in", rows.joined(separator: "\n").utf8)
        try files.run(files.options("in", "out"))
        let written = String(decoding: files.folder.read("out"), as: UTF8.self).split(separator: "\n")
        #expect(written.count == 2)
        #expect(written[0].contains(#""detail":{"notes":[{"label":"answer compared as","value":"one"}"#))
        #expect(written[1].contains(#""status":"no_reference""#) && written[1].contains(#""detail":null"#))
        #expect(!written[0].contains("\"run\""))
        let again = try files.run(files.options("in", "out", resume: true))
        #expect(again.resumedRows == 2)
    }
}
