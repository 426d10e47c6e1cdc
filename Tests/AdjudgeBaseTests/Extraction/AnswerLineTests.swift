import CaseFiles
import Testing

@testable import AdjudgeBase

/// `answer_line` against a plain reading of its rule, position by position from the end.
@Suite struct AnswerLineTests {
    /// Where the phrase that begins last ends, with its start.
    private static func plain(_ text: [UInt8], _ phrases: [[UInt8]]) -> (start: Int, past: Int)? {
        func letter(_ at: Int) -> Bool {
            text.indices.contains(at) && text[at] | 0x20 >= 0x61 && text[at] | 0x20 <= 0x7A
        }
        for start in text.indices.reversed() where !(letter(start) && letter(start - 1)) {
            for phrase in phrases {
                var at = start
                let holds = phrase.enumerated().allSatisfy { index, byte in
                    if byte == 0x3A, index > 0 { while at < text.count, text[at] == 0x2A { at += 1 } }
                    guard at < text.count else { return false }
                    defer { at += 1 }
                    let small = text[at] >= 0x41 && text[at] <= 0x5A ? text[at] | 0x20 : text[at]
                    return small == byte || text[at] == byte
                }
                let endsInLetter = phrase.last! | 0x20 >= 0x61 && phrase.last! | 0x20 <= 0x7A
                if holds, !(endsInLetter && letter(at)) { return (start, at) }
            }
        }
        return nil
    }

    private static let pieces =
        AnswerPhrases.standard + AnswerPhrases.standard.map { $0.uppercased() } + [
            "Answer", "**Answer**: 5", "answer***:", "the ", "swap", " w", "p", "W", "P", "\n", " 12", "x", "答", "о",
            "a",
            "la ", "respuest", "answers", "answer isn't", ".", "é", "\u{E9}p", "final answer: 7.",
        ]

    @Test("the phrase found is the one that begins last, on random texts and for any set of phrases")
    func differential() {
        var random = Seeded(seed: 77)
        let scratch = Scratch()
        let sets: [[String]] = [
            AnswerPhrases.standard, ["answer:"], ["a"], [":"], ["=", "=>", "= >"], ["result:", "the result is", "so"],
            ["Final"], ["ab", "bab", "abab"],
        ]
        var found = 0
        for set in sets {
            let finder = AnswerLineFinder(phrases: set)
            let phrases = set.sorted { $0.utf8.count > $1.utf8.count }.map { Array($0.utf8) }
            let pieces = AnswerLineTests.pieces + set + set + ["b", "ab", "=", ":"]
            for _ in 0..<1500 {
                let count = random.below(12)
                var text: [UInt8] = []
                for _ in 0..<count { text += Array(pieces[random.below(pieces.count)].utf8) }
                let expected = AnswerLineTests.plain(text, phrases)
                text.withUnsafeBufferPointer { buffer in
                    let bytes = Bytes(buffer)
                    scratch.beginSample()
                    let extraction = finder.find(in: bytes, scratch)
                    // The work counts back to where the phrase begins.
                    let start = extraction.reason == .nothingExtracted ? nil : text.count - Int(scratch.work)
                    #expect(start == expected?.start, "\(bytes.string), phrases \(set.prefix(3))")
                    if expected != nil { found += 1 }
                }
            }
        }
        #expect(found > 2000)
    }
}
