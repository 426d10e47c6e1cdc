import Adjudge
import AdjudgeFiles
import CaseFiles
import Testing

@Suite struct CorpusTests {
    @Test(
        "every case of a corpus gets the verdict that it expects",
        arguments: [
            "extract", "number", "math", "compat", "string_check", "regex", "choice", "format", "multi", "hostile",
            "code",
        ])
    func corpus(_ name: String) throws {
        if name == "code", !CaseFiles.findWarden() {
            print("skipped: no warden; `make sandbox` builds it")
            return
        }
        let report = try CaseFile.check(CaseFiles.corpus("\(name).jsonl"))
        for failure in report.failures { Issue.record("\(failure)") }
        #expect(report.passed > 0)
    }
}
