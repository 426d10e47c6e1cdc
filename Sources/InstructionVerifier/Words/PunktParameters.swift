import AdjudgeBase
import CProseTables

/// What Punkt learnt of English: abbreviations, pairs of words around a full stop that ends nothing, words that begin
/// sentences, and how words were spelt where. Mapped from the program's own file.
struct PunktParameters: Sendable {
    static let upper: UInt8 = 0b0000_1110
    static let midUpper: UInt8 = 0b0000_0100
    static let beginningLower: UInt8 = 0b0001_0000
    static let lower: UInt8 = 0b0111_0000

    let abbreviations = StringTable(pt_punkt_abbreviations())
    private let shortAbbreviations = ShortStrings(of: StringTable(pt_punkt_abbreviations()))
    private let starters = StringTable(pt_punkt_starters())
    private let collocations = StringTable(pt_punkt_collocations())
    private let words = StringTable(pt_punkt_contexts())

    func isAbbreviation(_ word: Bytes) -> Bool { abbreviations.value(of: word) != nil }

    /// Whether a word of ASCII letters and digits is one in lower case.
    @inline(__always)
    func isAbbreviation(caseless word: Bytes) -> Bool {
        // None is longer without a full stop or a dash.
        word.count <= ShortStrings.maxCount && shortAbbreviations.contains(caseless: word)
    }

    func isSentenceStarter(_ word: Bytes) -> Bool { starters.value(of: word) != nil }

    /// Whether a full stop between these two ends no sentence.
    func isCollocation(_ first: Bytes, _ second: Bytes) -> Bool {
        // All but a few begin with a number or a single letter.
        guard first.count == 1 || first.equals("##number##"), first.count + 1 + second.count <= 64 else { return false }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { memory in
            let start = memory.baseAddress!
            start.update(from: first.start, count: first.count)
            start[first.count] = 0x09
            (start + first.count + 1).update(from: second.start, count: second.count)
            return collocations.value(of: Bytes(start: start, count: first.count + 1 + second.count)) != nil
        }
    }

    /// Where a word was seen in upper and lower case, as bits; 0 for a word that was not seen.
    func contexts(of word: Bytes) -> UInt8 { words.value(of: word).map { UInt8(truncatingIfNeeded: $0) } ?? 0 }
}
