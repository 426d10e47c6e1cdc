import AdjudgeBase

/// `\pi^0`, `\bar{K}^0`, `B_s^0`: particles without charge, which as powers would all be 1.
enum NeutralParticle {
    /// Another particle is different, and whatever is none is left open; a reference that is none has no particle for a 1.
    /// O(both).
    static func judge(_ reference: Bytes, _ answer: Bytes, _ given: Judgement) -> Judgement {
        let (mine, theirs) = (name(reference), name(answer))
        if let mine, let theirs { return mine == theirs ? .equal(.equalText) : .different(.differentText) }
        // `n^0` may be a 1 that was not simplified, unless it is the reference.
        let isParticle = mine != nil || theirs.map { !isVariable($0) } ?? false
        return given.isEqual && isParticle ? .undecided(.differentText) : given
    }

    private static func isVariable(_ name: [UInt8]) -> Bool {
        name == [UInt8(ascii: "n")] || name == [UInt8(ascii: "p")]
    }

    private static func endsWithZero(_ text: Bytes) -> Bool {
        var end = text.count
        while end > 0, text[end - 1] <= 0x20 || text[end - 1].isOne(of: "{}$") { end -= 1 }
        return end > 0 && text[end - 1] == 0x30
    }

    /// The particle's letters, marks and subscript without braces; nil for all else.
    private static func name(_ text: Bytes) -> [UInt8]? {
        guard text.count >= 3, text.count <= 40, endsWithZero(text), text.find(Bytes("^")) != nil else { return nil }
        var plain: [UInt8] = []
        for index in 0..<text.count where text[index] > 0x20 && !text[index].isOne(of: "{}$") {
            plain.append(text[index])
        }
        guard plain.suffix(2) == [UInt8(ascii: "^"), UInt8(ascii: "0")] else { return nil }
        plain.removeLast(2)
        let mark = [[UInt8]("\\bar".utf8), [UInt8]("\\overline".utf8)].first { plain.starts(with: $0) }
        var letter = Array(plain.dropFirst(mark?.count ?? 0))
        let base = letter.firstIndex(of: UInt8(ascii: "_")).map { Array(letter[..<$0]) } ?? letter
        guard letters.contains(where: { Array($0.utf8) == base }), letter.count <= base.count + 3 else { return nil }
        if mark != nil { letter.append(UInt8(ascii: "~")) }
        return letter
    }

    private static let letters = [
        "\\pi", "K", "D", "B", "\\Lambda", "\\Sigma", "\\Xi", "\\Delta", "Z", "H", "\\rho", "\\eta", "n", "p",
    ]
}
