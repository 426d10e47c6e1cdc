import Adjudge
import AdjudgeFiles
import CaseFiles
import Testing

@Suite struct CorpusTests {
    @Test(
        "every case of a corpus gets the verdict that it expects",
        arguments: [
            "extract", "number", "math", "compat", "string_check", "answer_match", "text_similarity", "citations",
            "long_context", "vision", "calibration", "regex", "choice",
            "format", "instructions", "language", "multi", "tree",
            "hostile", "code",
            "json_schema", "json_equal", "structured", "tool_call", "judge",
            "overlong", "cosine", "length", "repetition", "truncation", "phrases", "prompt_copy", "given",
        ])
    func corpus(_ name: String) throws {
        if name == "code", !CaseFiles.findWarden() {
            print("skipped: \(#fileID): no warden; `make sandbox` builds it")
            return
        }
        let report = try CaseFile.check(CaseFiles.corpus("\(name).jsonl"))
        for failure in report.failures { Issue.record("\(failure)") }
        #expect(report.passed > 0)
    }

    @Test("every math case, of every kind of answer, gets the verdict that it expects")
    func math() throws {
        let files = CaseFiles.corpora(in: "math")
        var passed = 0
        for file in files {
            let report = try CaseFile.check(file)
            for failure in report.failures { Issue.record("\(failure)") }
            passed += report.passed
        }
        print("math corpora: \(passed) cases of \(files.count) kinds")
        #expect(files.count >= 30 && passed >= 1_500)
    }
}
