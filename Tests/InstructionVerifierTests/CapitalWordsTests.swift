import AdjudgeBase
import Testing

@testable import InstructionVerifier

/// Words in capitals are as many as the words that the tokenizer makes.
@Suite struct CapitalWordsTests {
    private static let pieces = [
        "A", "B", "AB", "I", "NASA", "Word", "word", "x", "s", "S", "t", "T", "n", "N", "ll", "RE", "Ve", "D", "5",
        "10", "_",
        " ", " ", " ", " ", "\n", "\t", "\u{A0}", "\u{2003}", "\u{1F}", ".", ".", "..", "...", ",", ",", ":", ":", ";",
        "!",
        "?", "-", "--", "'", "'", "''", "'S", "'s", "'ll", "n't", "N'T", "\"", "`", "``", "(", ")", "[", "]", "{", "<",
        ">",
        "*", "**", "#", "$", "%", "&", "@", "/", "=", "+", "~", "|", "\\", "^", "’", "‘", "“", "”", "«", "»", "„", "—",
        "…",
        "é", "É", "ª", "٣", "日", "😀", "Ⓐ", "CANNOT", "Cannot", "GONNA", "'TIS", "D'YE", "MORE'N", "U.S.A.", "Mr. ",
        "St. ",
        "e.g. ", "I'm ", "I’m ", "IT'S. ", "DON'T ", "O'NEIL ", "A.'B", "A.:5B", "1,000A ", "A,B", "A,5",
    ]

    @Test("the count is that of the words themselves, wherever there is one")
    func sameAsWords() {
        var state: UInt64 = 7
        func draw(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let tokenizer = TreebankTokenizer()
        let arena = Arena()
        var known = 0
        let rounds = 60_000
        for _ in 0..<rounds {
            var text = ""
            for _ in 0..<1 + draw(9) { text += CapitalWordsTests.pieces[draw(CapitalWordsTests.pieces.count)] }
            arena.reset()
            withBytes(of: text) { bytes in
                guard let count = CapitalWords.count(in: bytes, arena) else { return }
                known += 1
                let words = tokenizer.words(of: bytes, arena)
                #expect(
                    count == words.count { $0.isPythonUpper }, "\(text.debugDescription): \(words.map(\.string))")
            }
        }
        #expect(known > rounds / 4)
    }

    @Test(
        "plain prose has a count",
        arguments: [
            ("NASA and the U.S.A. agree: it's fine.", 2), ("I don't know; I CAN'T say, \"NO\"!", 5),
            ("“Stop,” HE said — A–B.", 2),
            ("Prices: $1,000 IN 2020", 1), ("A-B, C/D e.g. E.", 3), ("", 0),
        ])
    func prose(_ text: String, _ count: Int) {
        #expect(withBytes(of: text) { CapitalWords.count(in: $0, Arena()) } == count)
    }
}
