import AdjudgeBase

/// `sp^3`, `sp3`, `d^2sp^3`: orbitals that are mixed, each with how many of it.
struct HybridOrbital: Equatable {
    /// Letters and counts in their order, a count of one left out.
    private var parts: [UInt8] = []
    /// Some count stands directly behind its letter.
    private var isPlain = false

    static func == (a: HybridOrbital, b: HybridOrbital) -> Bool { a.parts == b.parts }

    /// Equal for the same hybrid, different for another one where the reference is written as no product is (`sp3`), and
    /// undecided there for what is none. Nil for every other reference. O(both).
    static func compare(_ reference: Bytes, _ answer: Bytes) -> Judgement? {
        guard let mine = HybridOrbital(reference) else { return nil }
        guard let theirs = HybridOrbital(answer) else { return mine.isPlain ? .undecided(.differentText) : nil }
        if mine == theirs { return .equal(.equalText) }
        return mine.isPlain || theirs.isPlain ? .different(.differentText) : nil
    }

    private init?(_ text: Bytes) {
        guard text.count >= 2, text.count <= 48, HybridOrbital.mayBegin(text[0]) else { return nil }
        var at = 0
        var (s, p, d) = (0, 0, 0)
        while true {
            at = ElectronConfiguration.skipSpace(text, at)
            guard at < text.count else { break }
            let letter = text[at]
            guard letter.isOne(of: "spd") else { return nil }
            at = ElectronConfiguration.skipSpace(text, at + 1)
            var hasPower = false
            if at < text.count, text[at] == UInt8(ascii: "^") {
                hasPower = true
                at = ElectronConfiguration.skipSpace(text, at + 1)
            }
            var count = 1
            if at < text.count, text[at].isASCIIDigit {
                count = Int(text[at] - 0x30)
                at += 1
                if !hasPower { isPlain = true }
            } else if hasPower {
                return nil
            }
            parts.append(letter)
            if count != 1 { parts.append(0x30 + UInt8(count)) }
            switch letter {
            case UInt8(ascii: "s") where s == 0 && p == 0 && count == 1: s = 1
            case UInt8(ascii: "p") where s == 1 && p == 0 && (1...3).contains(count): p = count
            case UInt8(ascii: "d") where d == 0 && (s == 0 || p > 0) && (1...3).contains(count): d = count
            default: return nil
            }
        }
        // `sp` alone is two letters.
        guard s == 1, p > 0, p > 1 || d > 0 else { return nil }
    }

    /// False for most answers: one of the two letters that come first, or what may stand before it.
    private static func mayBegin(_ byte: UInt8) -> Bool { byte <= 0x20 || byte.isOne(of: "sd{}$~,\\") }
}
