import AdjudgeBase

/// `1s^2 2s^2 2p^6`, `[Ne] 3s^1`: how many electrons are in each shell; read as products of letters they would say less.
struct ElectronConfiguration: Equatable {
    /// Electrons in the shell of principal number n and orbital l at `4 * n + l`.
    private var electrons = SIMD64<UInt8>()
    private var shells = 0
    private var hasCore = false

    /// Equal or different where the reference is a configuration of several shells, of a noble gas and more, or of one
    /// shell without signs (`2p4`), and the answer is one; undecided where the answer is none. `2p^4` may be a product as
    /// well, and is only found equal. Nil for every other reference. O(both).
    static func compare(_ reference: Bytes, _ answer: Bytes) -> Judgement? {
        guard mayBegin(reference), let mine = ElectronConfiguration(reference) else { return nil }
        let isPlain = reference.count <= 4 && (0..<reference.count).allSatisfy { reference[$0].isASCIIAlphanumeric }
        guard mine.shells > 1 || mine.hasCore || isPlain else {
            return ElectronConfiguration(answer)?.electrons == mine.electrons ? .equal(.equalText) : nil
        }
        guard let theirs = ElectronConfiguration(answer) else { return .undecided(.differentText) }
        return mine.electrons == theirs.electrons ? .equal(.equalText) : .different(.differentText)
    }

    private static func mayBegin(_ text: Bytes) -> Bool {
        guard text.count >= 3, text.count <= 200 else { return false }
        return text[0].isASCIIDigit
            ? orbital(text[1]) != nil || text[1] == UInt8(ascii: "\\") || text[1] <= 0x20
            : text[0] == UInt8(ascii: "[") || text[0] == UInt8(ascii: "\\") || text[0] == UInt8(ascii: "$")
    }

    /// Nil where the text is no configuration: a shell that is named twice, does not exist or is more than full.
    private init?(_ text: Bytes) {
        var at = 0
        while true {
            at = ElectronConfiguration.skipSpace(text, at)
            if at == text.count { break }
            if text[at] == UInt8(ascii: "[") {
                guard shells == 0, !hasCore, let end = takeCore(text, at) else { return nil }
                at = end
            } else {
                guard let end = takeShell(text, at) else { return nil }
                at = end
            }
        }
        guard shells > 0 else { return nil }
    }

    private mutating func takeShell(_ text: Bytes, _ start: Int) -> Int? {
        guard text[start].isASCIIDigit else { return nil }
        let number = Int(text[start] - 0x30)
        var at = ElectronConfiguration.skipSpace(text, start + 1)
        guard at < text.count, let orbital = ElectronConfiguration.orbital(text[at]), number <= 8, orbital < number
        else { return nil }
        at = ElectronConfiguration.skipSpace(text, at + 1)
        if at < text.count, text[at] == UInt8(ascii: "^") { at = ElectronConfiguration.skipSpace(text, at + 1) }
        var end = at
        while end < text.count, text[end].isASCIIDigit { end += 1 }
        // `^22s` begins the next shell with its last digit.
        if end < text.count, end - at > 1, ElectronConfiguration.orbital(text[end]) != nil { end -= 1 }
        guard end > at, end - at <= 2 else { return nil }
        let count = (at..<end).reduce(0) { $0 * 10 + Int(text[$1] - 0x30) }
        let place = 4 * number + orbital
        guard count > 0, count <= 4 * orbital + 2, electrons[place] == 0 else { return nil }
        electrons[place] = UInt8(count)
        shells += 1
        return end
    }

    private mutating func takeCore(_ text: Bytes, _ start: Int) -> Int? {
        let at = ElectronConfiguration.skipSpace(text, start + 1)
        guard at + 2 < text.count else { return nil }
        var filled = 0
        for (gas, count) in ElectronConfiguration.gases where text[at..<at + 2].equals(gas) { filled = count }
        let end = ElectronConfiguration.skipSpace(text, at + 2)
        guard filled > 0, end < text.count, text[end] == UInt8(ascii: "]") else { return nil }
        for (number, orbital) in ElectronConfiguration.order.prefix(filled) {
            electrons[4 * number + orbital] = UInt8(4 * orbital + 2)
        }
        hasCore = true
        return end + 1
    }

    /// How many shells of ``order`` each noble gas fills.
    private static let gases: [(StaticString, Int)] = [
        ("He", 1), ("Ne", 3), ("Ar", 5), ("Kr", 8), ("Xe", 11), ("Rn", 15),
    ]
    private static let order: [(number: Int, orbital: Int)] = [
        (1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (4, 0), (3, 2), (4, 1), (5, 0), (4, 2), (5, 1), (6, 0), (4, 3), (5, 2),
        (6, 1),
    ]

    private static func orbital(_ letter: UInt8) -> Int? {
        switch letter {
        case UInt8(ascii: "s"): 0
        case UInt8(ascii: "p"): 1
        case UInt8(ascii: "d"): 2
        case UInt8(ascii: "f"): 3
        default: nil
        }
    }

    /// The first byte from `start` on that is no space, comma, brace or command of style.
    static func skipSpace(_ text: Bytes, _ start: Int) -> Int {
        var at = start
        while at < text.count {
            switch text[at] {
            case 0x00...0x20, UInt8(ascii: ","), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "$"),
                UInt8(ascii: "~"):
                at += 1
            case UInt8(ascii: "\\"):
                var end = at + 1
                while end < text.count, text[end].isASCIILetter { end += 1 }
                let name = text[at + 1..<end]
                guard name.isEmpty || styles.contains(where: { name.equals($0) }) else { return at }
                at = name.isEmpty ? min(end + 1, text.count) : end
            default: return at
            }
        }
        return at
    }

    private static let styles: [StaticString] = ["mathrm", "text", "textrm", "rm", "quad", "left", "right"]
}
