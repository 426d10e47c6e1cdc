import AdjudgeBase
import AdjudgeProse
import CaseFiles
import Testing

@testable import TextVerifier

/// The scans of texts of ASCII say what the general rules say.
@Suite struct PlainScanTests {
    private static let pieces = [
        "a", "the", "An ", "word", " ", "  ", "\n", "\t", "\u{1C}", "\u{1}", ".", ",", "-", "-\n", "<skipped>",
        "&quot;",
        "&", "3", "3.5", "1,000", "U.S.", "'s", "(", ")", "!", "<", "running", "flies", "INF", "nan", "-5", "_",
        "$2.50",
        "ponies", "x-y", "\"", "/",
    ]

    private func words<Scan: WordScan>(_ scan: Scan) -> (words: [String], scan: Scan) {
        var scan = scan
        var words: [String] = []
        while let word = scan.next() { words.append(word.string) }
        return (words, scan)
    }

    @Test("splitting, jiwer's, 13a, SQuAD's and ROUGE's words, on random soup")
    func scans() {
        var random = Seeded(seed: 11)
        let (scratch, prose) = (Scratch(), ProseScratch())
        var (beyond, plain) = (0, 0)
        for _ in 0..<6_000 {
            let text = random.text(of: PlainScanTests.pieces, most: 14)
            scratch.beginSample()
            prose.begin(scratch)
            let arena = scratch.arena
            func strings(_ words: [CodePoints]) -> [String] { words.map { $0.bytes(arena).string } }
            withBytes(of: text) { bytes in
                let points = CodePoints(bytes, arena)
                #expect(words(SpacedWords(bytes)).words == strings(points.words()), "\(text)")
                #expect(words(TranscriptWords(bytes)).words == strings(WordErrors.words(points)), "\(text)")
                let translated = words(MTWords(bytes))
                if translated.scan.isBeyond {
                    beyond += 1
                } else {
                    plain += 1
                    #expect(translated.words == strings(MTTokenizer.words(points, arena)), "\(text)")
                }
                let squad = words(SquadWords(bytes, arena))
                if !squad.scan.isBeyond {
                    #expect(squad.words == strings(AnswerText.squad(points, arena).words()), "\(text)")
                }
                for stems in [false, true] {
                    let rouge = Rouge(stems: stems, scratch: prose)
                    #expect(
                        words(RougeWords(bytes, stems: stems, prose)).words == strings(rouge.tokens(points)), "\(text)")
                }
            }
        }
        #expect(beyond > 500 && plain > 500)
    }

    @Test("DROP's score of plain spans is that of any")
    func drop() {
        var random = Seeded(seed: 12)
        let (scratch, prose) = (Scratch(), ProseScratch())
        var read = 0
        for _ in 0..<6_000 {
            let left = random.text(of: PlainScanTests.pieces, most: 8)
            let right = random.below(3) == 0 ? left : random.text(of: PlainScanTests.pieces, most: 8)
            scratch.beginSample()
            prose.begin(scratch)
            withBytes(of: left) { left in
                withBytes(of: right) { right in
                    let bags = DropBags(scratch: prose)
                    guard let plain = bags.plain(left, right, scale: 100) else { return }
                    read += 1
                    let general = bags.score(
                        [CodePoints(left, scratch.arena)], [CodePoints(right, scratch.arena)], scale: 100)
                    #expect(
                        plain.exact == general.exact && plain.f1 == general.f1, "\(left.string) | \(right.string)")
                }
            }
        }
        #expect(read > 500)
    }

    @Test("n-grams shared are those counted one by one")
    func grams() {
        var random = Seeded(seed: 13)
        let (scratch, prose) = (Scratch(), ProseScratch())
        for _ in 0..<400 {
            scratch.beginSample()
            prose.begin(scratch)
            let size = random.below(3) == 0 ? 200 : 40
            // Elements of 256 and more go by the table.
            let kinds: [UInt32] = random.below(2) == 0 ? [0, 1, 2, 3] : [7, 300, 8, 9]
            let left = (0..<random.below(size)).map { _ in kinds[random.below(4)] }
            let right = (0..<random.below(size)).map { _ in kinds[random.below(4)] }
            left.withUnsafeBufferPointer { a in
                right.withUnsafeBufferPointer { b in
                    guard let first = a.baseAddress, let second = b.baseAddress else { return }
                    let overlaps = Grams.overlaps(
                        CodePoints(start: first, count: a.count), CodePoints(start: second, count: b.count), orders: 6,
                        prose)
                    for order in 1...6 {
                        var open: [[UInt32]: Int] = [:]
                        var matches = 0
                        for at in 0..<max(0, right.count - order + 1) {
                            open[Array(right[at..<at + order]), default: 0] += 1
                        }
                        for at in 0..<max(0, left.count - order + 1) {
                            let gram = Array(left[at..<at + order])
                            if let count = open[gram], count > 0 {
                                matches += 1
                                open[gram] = count - 1
                            }
                        }
                        #expect(overlaps[order - 1].matches == matches)
                        #expect(overlaps[order - 1].left == max(0, left.count - order + 1))
                    }
                }
            }
        }
    }

    @Test("characters' n-grams by sorted suffixes are those of the table")
    func characters() throws {
        var random = Seeded(seed: 14)
        let (scratch, prose) = (Scratch(), ProseScratch())
        for _ in 0..<1_500 {
            let left = random.text(of: ["a", "ab", "b", "c ", "abcabc", "z"], most: 20)
            let right = random.below(4) == 0 ? left : random.text(of: ["a", "ab", "ba", "c ", "abcabc", "y"], most: 20)
            scratch.beginSample()
            prose.begin(scratch)
            withBytes(of: left) { left in
                withBytes(of: right) { right in
                    let plain = CharacterGrams.overlaps(left, right, prose)
                    let general = Grams.overlaps(
                        CodePoints(left, scratch.arena), CodePoints(right, scratch.arena), orders: 6, prose)
                    for order in 0..<6 {
                        #expect(plain?[order].matches == general[order].matches, "\(left.string)|\(right.string)")
                        #expect(
                            plain?[order].left == general[order].left && plain?[order].right == general[order].right)
                    }
                }
            }
        }
        #expect(withBytes(of: "a\0b") { CharacterGrams.overlaps($0, $0, prose) } == nil)
    }

    @Test("a table of many words, long ones and such that begin alike, tells all of them")
    func table() {
        let (scratch, prose) = (Scratch(), ProseScratch())
        for round in 0..<3 {
            scratch.beginSample()
            prose.begin(scratch)
            prose.words.begin(prose)
            let texts =
                (0..<5_000).map { "prefix-of-more-than-eight-\($0 * (round + 1))" } + (0..<2_000).map { "\($0)" }
            var held: [Bytes] = []
            for text in texts { withBytes(of: text) { held.append(scratch.arena.copy($0)) } }
            for _ in 0..<2 {
                for (index, word) in held.enumerated() {
                    let start = UnsafeRawPointer(word.start)
                    #expect(Int(prose.words.number(start, word.count, before: start + word.count)) == index)
                }
            }
            #expect(prose.words.count == texts.count)
        }
    }
}
