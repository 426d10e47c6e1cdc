import AdjudgeBase

/// A formula of chemistry as a name: `H_2O`, `Fe2O3`, `\ce{SO4^2-}`, `^{14}C`, `\pi^+`.
///
/// Read as a product, `CO2` and `C2O` are the same. As a name it is its symbols, counts and groups in their order.
struct Substance {
    /// How many of them: the 2 of `2H_2O`.
    private(set) var coefficient = 1
    /// Symbols, counts and groups without TeX.
    var sequence: [UInt8] = []
    /// Whether symbols were counted, by digits behind them or below them.
    private(set) var isCounted = false
    /// How many symbols are written.
    var symbols = 0
    private var atoms: [(element: Int, count: Int)] = []
    private var charge = 0
    /// `O2-` may be either of two ions.
    private var isAmbiguous = false
    var mass: Int?
    private var atomicNumber: Int?
    /// Digits stand directly behind a symbol, where no product has them.
    private(set) var hasPlainCount = false
    private var hasLongSymbol = false
    private var hasHydrate = false
    /// `aq`, `s`, `l` or `g` behind it.
    var state: [UInt8] = []
    /// `\pi^+`: a Greek or small letter with a charge.
    var isParticle = false
    var isMarkedAsChemistry = false

    let text: Bytes
    var at = 0

    // MARK: What it is

    /// The formula that a reference is, beyond doubt or at least as likely as a product; nil for all else.
    static func reference(_ text: Bytes) -> Substance? {
        guard mayBegin(text), let formula = Substance(text), formula.isFormula || formula.mayBeProduct else {
            return nil
        }
        return formula
    }

    /// True where no product of variables is written like this.
    var isFormula: Bool {
        if isMarkedAsChemistry || charge != 0 || mass != nil || isParticle { return true }
        if hasLongSymbol { return symbols > 1 || isCounted }
        guard isCounted else { return false }
        // `P_1V_1` is a product, of O nobody makes one.
        return hasPlainCount && symbols > 1 || holds("O")
            || symbols > 1 && holds("H") && ["C", "N", "S", "P"].contains { holds($0) }
    }

    /// `C2`: a name, or a factor and a number; `10C3` counts ways.
    var mayBeProduct: Bool { hasPlainCount && symbols == 1 && coefficient == 1 }

    private func holds(_ symbol: StaticString) -> Bool {
        let number = PeriodicTable.number(Bytes(symbol))
        return atoms.contains { $0.element == number }
    }

    /// The judgement of two texts that as products, words or numbers got the one given.
    static func judge(_ reference: Bytes, _ answer: Bytes, _ given: Judgement) -> Judgement {
        if let judgement = Substance.reference(reference)?.compare(answer) { return judgement }
        // As products `CO2` and `C2O` are equal.
        return given.isEqual && !haveSameFormulas(reference, answer) ? .undecided(.differentText) : given
    }

    /// Equal for the same formula, different for another composition; nil where the answer is none, or of the same atoms
    /// in another order.
    private func compare(_ answer: Bytes) -> Judgement? {
        guard let other = Substance(answer) else { return nil }
        if isSame(as: other) { return hasState(of: other) ? .equal(.equalText) : stateJudgement(other) }
        guard isFormula,
            other.symbols > 1 || other.isCounted || other.charge != 0 || other.mass != nil || other.coefficient != 1
        else {
            return nil
        }
        if isAmbiguous || other.isAmbiguous { return .undecided(.differentText) }
        if isParticle || other.isParticle { return .different(.differentText) }
        if let mass, let theirs = other.mass, mass != theirs { return .different(.differentText) }
        if let number = other.atomicNumber, number != other.atoms[0].element { return .different(.differentText) }
        let hasOtherAtoms = !hasSameAtoms(as: other)
        return coefficient != other.coefficient || charge != other.charge || hasOtherAtoms
            ? .different(.differentText) : nil
    }

    /// Number, symbols and charge, by which terms of reactions are the same.
    var term: [UInt8] { Array("\(coefficient) ".utf8) + sequence + Array(" \(charge)".utf8) }

    /// Where it stands among the terms of a side: by ``term``, then by its state.
    var order: [UInt8] { term + [0x20] + state }

    /// True for the same substance in the same number.
    func isSame(as other: Substance) -> Bool {
        guard coefficient == other.coefficient, charge == other.charge, mass == other.mass,
            isAmbiguous == other.isAmbiguous, isParticle == other.isParticle, sequence == other.sequence
        else { return false }
        // The number of protons says what the symbol says.
        return [self, other].allSatisfy { $0.atomicNumber == nil || $0.atomicNumber == $0.atoms.first?.element }
    }

    private func hasSameAtoms(as other: Substance) -> Bool {
        var difference = [Int](repeating: 0, count: PeriodicTable.count + 1)
        for atom in atoms { difference[atom.element] += atom.count }
        for atom in other.atoms { difference[atom.element] -= atom.count }
        return difference.allSatisfy { $0 == 0 }
    }

    // MARK: Reading

    /// Nil where the text is anything else. O(text).
    init?(_ text: Bytes) {
        self.text = text
        guard text.count <= 160, Substance.mayBeOne(text), text.findFirst(in: Substance.foreign) == nil else {
            return nil
        }
        skip()
        if let digits = number() {
            guard digits > 0 else { return nil }
            coefficient = digits
            skip()
        }
        guard takeIsotope() else { return nil }
        guard takeRun(depth: 0) || takeParticle() else { return nil }
        while takeHydrate() {}
        takeState()
        guard takeCharge() else { return nil }
        takeState()
        guard at == text.count else { return nil }
        if isParticle, charge == 0 { return nil }
        // Beta radiation is electrons, or positrons.
        if isParticle, sequence.elementsEqual("beta".utf8) { sequence = [UInt8(ascii: "e")] }
        stripBrackets()
    }

    /// True for a text without anything that no formula has; most references have some. O(text).
    static func mayBegin(_ text: Bytes) -> Bool { text.count <= 160 && text.findFirst(in: foreign) == nil }

    /// False where neither a symbol stands, which begins with a capital, nor a charge at the end, as particles have one.
    private static func mayBeOne(_ text: Bytes) -> Bool {
        guard text.findFirst(in: beginnings) != nil else { return false }
        var sign: Int?
        for at in 0..<text.count {
            let byte = text.start[at]
            if byte >= 0x41, byte <= 0x5A { return true }
            if isSign(byte) { sign = at }
        }
        guard let sign else { return false }
        // Brackets, spaces, and commands of style.
        return (sign + 1..<text.count).allSatisfy { text[$0].isOne(of: " {}$~") }
            || (sign + 1..<text.count).contains { text[$0] == UInt8(ascii: "\\") }
    }

    /// Capitals and signs.
    private static let beginnings = ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZ+-")

    /// All that no formula has.
    private static let foreign: ByteSet = {
        var set = ByteSet("")
        for byte in UInt8.min...UInt8.max where !isKnown(byte) { set.insert(byte) }
        return set
    }()

    private static func isKnown(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || byte == 0x20 || "_^{}()[]+-$\\*~,;.".utf8.contains(byte)
            // Greek letters.
            || byte >= 0xCE && byte <= 0xCF || byte >= 0x80 && byte <= 0xBF
    }

    /// Passes spaces, braces and commands of style.
    mutating func skip() {
        while at < text.count {
            switch text[at] {
            case 0x20, UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "$"), UInt8(ascii: "~"): at += 1
            case UInt8(ascii: "\\"):
                let name = command()
                if name.isEmpty {
                    // `\,` and other spaces.
                    guard at + 1 < text.count, !text[at + 1].isASCIIAlphanumeric, text[at + 1] != UInt8(ascii: "[")
                    else { return }
                    at += 2
                    continue
                }
                guard Substance.styles.contains(where: { name.equals($0) }) else { return }
                if name.equals("ce") { isMarkedAsChemistry = true }
                at += 1 + name.count
            default: return
            }
        }
    }

    private static let styles: [StaticString] = [
        "mathrm", "text", "textrm", "rm", "ce", "left", "right", "operatorname",
    ]

    /// The name of the command here; empty for others.
    func command() -> Bytes {
        var end = at + 1
        while end < text.count, text[end].isASCIILetter { end += 1 }
        return text[at + 1..<end]
    }

    private mutating func number() -> Int? {
        let start = at
        while at < text.count, text[at].isASCIIDigit { at += 1 }
        guard at > start, at - start <= 4 else {
            at = start
            return nil
        }
        return (start..<at).reduce(0) { $0 * 10 + Int(text[$1] - 0x30) }
    }

    func isNext(_ byte: UInt8) -> Bool { at < text.count && text[at] == byte }

    /// `^{14}`, `^{14}_6` before a symbol. False where something else is raised there.
    private mutating func takeIsotope() -> Bool {
        for _ in 0..<2 {
            let isMass = isNext(UInt8(ascii: "^"))
            guard isMass || isNext(UInt8(ascii: "_")) else { break }
            at += 1
            skip()
            guard let value = number(), (isMass ? mass : atomicNumber) == nil else { return false }
            if isMass { mass = value } else { atomicNumber = value }
            skip()
        }
        return atomicNumber == nil || mass != nil
    }

    /// Symbols and groups, each with its count; false where there is none.
    private mutating func takeRun(depth: Int) -> Bool {
        let first = symbols
        while true {
            skip()
            guard at < text.count, depth < 4 else { break }
            let start = atoms.count
            if startsState { break }
            if text[at] == UInt8(ascii: "(") || text[at] == UInt8(ascii: "[") {
                let close = text[at] == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "]")
                sequence.append(close == UInt8(ascii: ")") ? UInt8(ascii: "(") : UInt8(ascii: "["))
                at += 1
                guard takeRun(depth: depth + 1), isNext(close) else { return false }
                at += 1
                sequence.append(close)
                takeCount(from: start, isGroup: true)
            } else if let (element, length) = PeriodicTable.symbol(text, at) {
                for index in at..<at + length { sequence.append(text[index]) }
                at += length
                symbols += 1
                if length == 2 { hasLongSymbol = true }
                atoms.append((element, 1))
                takeCount(from: start, isGroup: false)
            } else {
                break
            }
        }
        return symbols > first
    }

    /// Digits behind a symbol or below it. Those before a charge at the end may be its.
    private mutating func takeCount(from start: Int, isGroup: Bool) {
        var ahead = self
        ahead.skip()
        let isScript = ahead.isNext(UInt8(ascii: "_"))
        if isScript {
            ahead.at += 1
            ahead.skip()
        }
        let begin = ahead.at
        guard var count = ahead.number() else { return }
        if !isScript, isSignAtEnd(ahead.at) {
            let digits = ahead.at - begin
            // `Fe2+`, `[Fe(CN)6]3-`, `SO42-`: the last digit is the charge's; but `NH4+`.
            if digits == 1, symbols == 1 || isGroup && text[begin - 1] == UInt8(ascii: "]") {
                isAmbiguous = !isGroup && !hasLongSymbol
                return
            }
            if digits > 1 {
                ahead.at -= 1
                count /= 10
            }
        }
        isAmbiguous = ahead.isAmbiguous
        isMarkedAsChemistry = ahead.isMarkedAsChemistry
        at = ahead.at
        isCounted = true
        if !isScript { hasPlainCount = true }
        for index in start..<atoms.count { atoms[index].count = min(atoms[index].count * count, 1 << 30) }
        sequence.append(contentsOf: String(count).utf8)
    }

    /// True where a sign is the last thing of the text.
    private func isSignAtEnd(_ place: Int) -> Bool {
        var rest = self
        rest.at = place
        guard rest.at < text.count, Substance.isSign(text[rest.at]) else { return false }
        rest.at += 1
        rest.skip()
        return rest.at == text.count
    }

    private static func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") }

    /// `\cdot5H_2O`, `.5H2O`
    private mutating func takeHydrate() -> Bool {
        skip()
        let isPoint = isNext(UInt8(ascii: "\\")) && command().equals("cdot")
        let isSign = isNext(UInt8(ascii: "*")) || isNext(UInt8(ascii: "."))
        guard isPoint || isSign, symbols > 1, !hasHydrate else { return false }
        let place = at
        at += isPoint ? 5 : 1
        skip()
        let count = number() ?? 1
        let (start, written) = (atoms.count, sequence.count)
        guard takeRun(depth: 1), sequence[written...].elementsEqual("H2O".utf8) else {
            at = place
            return false
        }
        for index in start..<atoms.count { atoms[index].count = min(atoms[index].count * count, 1 << 30) }
        sequence.insert(contentsOf: "*\(count)*".utf8, at: written)
        hasHydrate = true
        return true
    }

    /// `^{2+}`, `^-`, `^{+2}`, `+` at the end; a count may still stand below. False for any other power.
    private mutating func takeCharge() -> Bool {
        skip()
        guard at < text.count else { return true }
        let isRaised = isNext(UInt8(ascii: "^"))
        if isRaised { at += 1 }
        skip()
        var size = number()
        skip()
        let start = at
        while at < text.count, Substance.isSign(text[at]), text[at] == text[start] { at += 1 }
        guard at > start, isRaised || at == start + 1 else { return false }
        let sign = text[start] == UInt8(ascii: "+") ? 1 : -1
        if at > start + 1 {
            guard size == nil else { return false }
            size = at - start
        } else if size == nil, isRaised, let digits = number() {
            // `K^{-1}` and `Pa^{-1}` are powers.
            guard sign > 0 || isCounted || hasLongSymbol && symbols > 1 else { return false }
            size = digits
        }
        if isParticle, size != nil { return false }
        charge = sign * (size ?? 1)
        skip()
        if isNext(UInt8(ascii: "_")), isRaised, !isParticle, !atoms.isEmpty {
            guard sequence.last != UInt8(ascii: ")"), sequence.last != UInt8(ascii: "]"),
                sequence.last?.isASCIIDigit != true
            else { return false }
            takeCount(from: atoms.count - 1, isGroup: false)
            skip()
        }
        return charge != 0
    }

    /// Square brackets without a count mark a complex and say no more; with one they are a group as others are.
    private mutating func stripBrackets() {
        guard sequence.contains(UInt8(ascii: "[")) else { return }
        var plain: [UInt8] = []
        var open: [Int] = []
        for (index, byte) in sequence.enumerated() {
            switch byte {
            case UInt8(ascii: "["):
                open.append(plain.count)
                plain.append(UInt8(ascii: "("))
            case UInt8(ascii: "]"):
                let start = open.removeLast()
                if index + 1 < sequence.count, sequence[index + 1].isASCIIDigit {
                    plain.append(UInt8(ascii: ")"))
                } else {
                    plain.remove(at: start)
                }
            default: plain.append(byte)
            }
        }
        sequence = plain
    }
}
