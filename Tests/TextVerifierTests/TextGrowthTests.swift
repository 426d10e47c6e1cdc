import AdjudgeBase
import AdjudgeProse
import CaseFiles
import Testing

@testable import TextVerifier

/// Hostile texts: the work of a check grows with the text, or the check ends with a status.
@Suite struct TextGrowthTests {
    private static let documents: [DocumentValue] = [
        ["type": "answer_match"], ["type": "answer_match", "match": "contains"],
        ["type": "answer_match", "match": "f1"], ["type": "answer_match", "normalize": "drop", "match": "f1"],
        ["type": "text_similarity", "evaluation_metric": "fuzzy_match"],
        ["type": "text_similarity", "evaluation_metric": "rapidfuzz.WRatio"],
        ["type": "text_similarity", "evaluation_metric": "rapidfuzz.partial_ratio"],
        ["type": "text_similarity", "evaluation_metric": "rapidfuzz.DamerauLevenshtein.normalized_similarity"],
        ["type": "text_similarity", "evaluation_metric": "difflib.ratio"],
        ["type": "text_similarity", "evaluation_metric": "sacrebleu.ter", "as": "value"],
        ["type": "text_similarity", "evaluation_metric": "sacrebleu.chrf"],
        ["type": "text_similarity", "evaluation_metric": "rouge_score.rougeLsum"],
        ["type": "text_similarity", "evaluation_metric": "nltk.meteor_no_wordnet"],
        ["type": "citations", "grammar": "claim_wrap_xml", "valid": "{{item.ids}}"],
        ["type": "ruler", "mode": "compat:ruler"], ["type": "graphwalks"], ["type": "box"],
        ["type": "point", "mode": "compat:nemo_gui"], ["type": "confidence"], ["type": "abstain"],
        ["type": "choice", "mode": "compat:gpqa_slime"], ["type": "choice", "mode": "compat:simple_evals"],
    ]
    private static let pieces = [
        "a", "a ", "ab", "\n", "answer: ", "ANSWER:", "<cite index=\"citation_1\">", "<point>(", "\\boxed{", "[", "1,",
        "日", "the ", "-", ".", "Σ", "y", "Final Answer: [",
    ]

    /// More work than this a check may not do: steps of some nanoseconds.
    private static let most: UInt64 = 14_000_000

    @Test("work is bounded, and a check that would need more says so")
    func bounded() throws {
        let ids = Field(.json, Bytes("[\"citation_1\"]"))
        for document in TextGrowthTests.documents {
            let node = DocumentNode(document)
            let name = try node.required("type", "a type").string("a type")
            var context = CompileContext()
            let checker = try TextVerifiers.all.first { $0.name == name }!.compile(node, &context).makeChecker()
            let scratch = Scratch()
            for piece in TextGrowthTests.pieces {
                let response = String(repeating: piece, count: 20_000 / piece.utf8.count)
                let reference =
                    name == "box" ? "[0, 0, 1, 1]" : name == "point" ? "0,0" : String(response.prefix(9_000))
                scratch.beginSample()
                let outcome = withBytes(of: response) { response in
                    withBytes(of: reference) { reference in
                        [ids].withUnsafeBufferPointer {
                            checker.check(
                                CheckInput(
                                    answer: .text(response), reference: .text(reference), response: response,
                                    arguments: $0), scratch)
                        }
                    }
                }
                #expect(scratch.work <= TextGrowthTests.most, "\(document) \(piece): \(scratch.work)")
                #expect(outcome.reward.map { $0.isFinite } ?? true)
            }
        }
    }

    @Test("what is bit-parallel agrees with the table of edits, for texts of many words of 64")
    func distances() {
        var random = Seeded(seed: 3)
        let (scratch, prose) = (Scratch(), ProseScratch())
        for _ in 0..<60 {
            scratch.beginSample()
            prose.begin(scratch)
            let left = random.text(of: ["a", "b", "é", "日", "c"], most: 300)
            let right = random.text(of: ["a", "b", "é", "日", "d"], most: 300)
            let (a, b) = (Array(left.unicodeScalars.map(\.value)), Array(right.unicodeScalars.map(\.value)))
            let (levenshtein, alignment, indel) = TextGrowthTests.table(a, b)
            a.withUnsafeBufferPointer { a in
                b.withUnsafeBufferPointer { b in
                    guard let first = a.baseAddress, let second = b.baseAddress else { return }
                    let (left, right) = (
                        CodePoints(start: first, count: a.count), CodePoints(start: second, count: b.count)
                    )
                    #expect(Levenshtein.distance(left, right, prose) == levenshtein)
                    #expect(Levenshtein.alignment(left, right, prose).edits == levenshtein)
                    #expect(Transpositions.alignment(left, right, prose) == alignment)
                    #expect(left.count + right.count - 2 * Subsequence.length(left, right, prose) == indel)
                    #expect(Transpositions.unrestricted(left, right, prose) <= alignment)
                }
            }
        }
    }

    /// Levenshtein's, the optimal string alignment and the indel distance, by their definitions.
    private static func table(_ a: [UInt32], _ b: [UInt32]) -> (Int, Int, Int) {
        var tables = [[[Int]]](
            repeating: [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1), count: 3)
        for kind in 0..<3 {
            for i in 0...a.count { tables[kind][i][0] = i }
            for j in 0...b.count { tables[kind][0][j] = j }
            guard !a.isEmpty, !b.isEmpty else { continue }
            for i in 1...a.count {
                for j in 1...b.count {
                    let isEqual = a[i - 1] == b[j - 1]
                    var best = min(tables[kind][i - 1][j], tables[kind][i][j - 1]) + 1
                    best = min(best, tables[kind][i - 1][j - 1] + (isEqual ? 0 : kind == 2 ? 2 : 1))
                    if kind == 1, i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                        best = min(best, tables[kind][i - 2][j - 2] + 1)
                    }
                    tables[kind][i][j] = best
                }
            }
        }
        return (tables[0][a.count][b.count], tables[1][a.count][b.count], tables[2][a.count][b.count])
    }
}
