/// What a short text says is chosen: option letters, in the forms in which models write them.
///
/// `B`, `(B)`, `b`, `B. Paris`, `B - Paris`, `option B`, `B because …`, `B, not A`, `\textbf{(B)}\ 5`, `A, C`, `A and C`,
/// `ACD`. A letter that runs on into a sentence ("A dog") is none.
public struct ChoiceStatement: Sendable {
    /// What was read.
    public enum Reading: Sendable, Equatable {
        /// Letters that are all named: bit 0 is A.
        case letters(UInt32)
        /// Letters between which the text does not decide: "A or B".
        case hedge(UInt32)
        /// A letter that is said to be wrong.
        case negated(UInt32)
        case none
    }

    /// The letters that count.
    public let letters: ClosedRange<UInt8>

    /// Reads with these letters.
    public init(letters: ClosedRange<UInt8>) { self.letters = letters }

    /// Reads a text that was made ready (``ChoiceText``). O(text).
    public func read(_ text: Bytes) -> Reading { locate(text).reading }

    /// Letters in capital order, for evidence.
    public static func spell(_ set: UInt32) -> String {
        let letters = (0..<26).filter { set >> UInt32($0) & 1 == 1 }.map { String(Unicode.Scalar(UInt8(0x41 + $0))) }
        return letters.isEmpty ? "no choice" : letters.joined(separator: ", ")
    }

    /// The reading, and where its letters stand.
    func locate(_ text: Bytes) -> (reading: Reading, range: Range<Int>) {
        let text = TemplateTokens.trimmed(text)
        let nothing: (Reading, Range<Int>) = (.none, 0..<0)
        var scan = ChoiceScan(text: text, letters: letters)
        let isNegated = scan.skipLead()
        guard let first = scan.letter() ?? scan.run() else { return nothing }
        var set = first.set
        var range = first.range
        if isNegated { return (.negated(set), range) }
        if first.isRun { return (.letters(set), range) }
        var isOpen = false
        while let next = scan.joined() {
            set |= next.letter.set
            range = range.lowerBound..<next.letter.range.upperBound
            isOpen = isOpen || next.isAlternative
        }
        if isOpen { return (.hedge(set), range) }
        guard set.nonzeroBitCount == 1 else { return (.letters(set), range) }
        switch scan.ending(first) {
        case .prose: return nothing
        case .wrong: return (.negated(set), range)
        case .chosen: break
        }
        let others = scan.others(than: set)
        return (others == 0 ? .letters(set) : .hedge(set | others), range)
    }
}
