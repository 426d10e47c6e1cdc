import AdjudgeBase
import CaseFiles
import Glibc
import Testing

@testable import InstructionVerifier

/// Punkt, the word tokenizer and langdetect against the real packages: `Benchmarks/instructions/oracle.py` writes what they
/// say.
@Suite struct ProseOracleTests {
    @Test("sentences, words and languages are those of NLTK and langdetect")
    func oracle() throws {
        let path = "\(CaseFiles.root)/build/prose-oracle.jsonl"
        guard access(path, R_OK) == 0 else {
            print("skipped: \(#fileID): no build/prose-oracle.jsonl; Benchmarks/instructions/oracle.py writes it")
            return
        }
        let tools = ReadingTools()
        let scratch = Scratch()
        var (texts, differing) = (0, [String: Int]())
        var shown = 0
        try CaseFiles.forEach(CaseFiles.lines(path: path)) { row in
            scratch.beginSample()
            texts += 1
            let text = row.member("text")!.string(into: scratch.arena)!
            func note(_ what: String, _ found: [Bytes], _ wanted: [Bytes]) {
                guard !found.elementsEqual(wanted, by: ==) else { return }
                differing[what, default: 0] += 1
                shown += 1
                guard shown <= 20 else { return }
                print("\(what): \(text.string.debugDescription)\n  \(found.map(\.string))\n  \(wanted.map(\.string))")
            }
            func list(_ name: StaticString) -> [Bytes] {
                row.member(name)!.elements.map { $0.string(into: scratch.arena)! }
            }
            note("sentences", Array(Punkt.english.sentences(of: text, scratch.arena)), list("sentences"))
            note("tokens", Array(tools.tokenizer.words(of: text, scratch.arena)), list("tokens"))
            let language = tools.detector.detect(text, scratch.arena)
            note(
                "language", [language ?? Bytes("none")],
                [row.member("language").flatMap { $0.string(into: scratch.arena) } ?? Bytes("none")])
        }
        print("prose oracle: \(texts) texts, differing: \(differing)")
        #expect(differing.isEmpty)
    }
}
