import AdjudgeBase

/// Units behind a value: `cm`, `km/h`, `\mathrm{m}\cdot\mathrm{s}^{-1}`, `J/(mol K)`, `\mu F`, or the noun of what is
/// counted.
///
/// A unit set upright is one wherever it stands. Bare letters are units where they stand apart from their number and end
/// the item; then the product of variables that they could be as well is kept beside.
extension Reader {
    /// One symbol of a unit, as it was read.
    private struct UnitFactor {
        var unit: Unit
        /// The letters, where they could be variables; empty otherwise.
        var letters = Bytes.empty
        var power = 1
        /// A μ stands before the letters.
        var isMicro = false
        /// As a reference it may as well be a product.
        var isRisky = false
    }

    /// `left` with the unit that follows it.
    mutating func quantity(_ left: NodeID, _ first: Int) -> NodeID? {
        switch tree.kind(left) {
        case .symbol, .words, .tuple, .list, .set: return nil
        default: break
        }
        guard let unit = unit(behind: left), unit.noun == nil || mayBeCounted(left) else { return nil }
        // Inside an expression radians are no more than a number.
        if unit.isRadian, !isItemEnd(0), peek.kind != .closeBrace { return left }
        if tree.kind(left) == .quantity {
            let old = tree.unit(left)
            // `$5 USD`, `4 square units`
            return tree.quantity(
                tree.child(left, 0), old.currency != 0 && unit.currency != 0 ? unit : old * unit,
                span: span(from: first))
        }
        return tree.quantity(unit.noun.map { size(left, of: $0) } ?? left, unit, span: span(from: first))
    }

    /// False for words and for letters run together, which say no number of what follows: `H2O molecule`, `http request`.
    private func mayBeCounted(_ left: NodeID) -> Bool {
        if tree.holdsWords(left) { return false }
        let run = text[tree[left].span.range]
        return tree.kind(left) != .product || !(0..<run.count).allSatisfy { run[$0].isASCIILetter }
    }

    /// The unit that follows, whatever stands before it.
    mutating func unit() -> Unit? { unit(behind: nil) }

    private mutating func unit(behind left: NodeID?) -> Unit? {
        var power = 1
        let start = at
        if peek.kind == .word || peek.kind == .letter, let prefix = Phrase.areaPrefix(bytes(peek)) {
            power = prefix
            at += 1
            _ = take(.stop)
        }
        guard let first = unitFactor(power, behind: left) ?? nounFactor(start) else { return nil }
        var factors = [first]
        let isLoose = unitFactors(into: &factors)
        let isBare = factors.contains { !$0.letters.isEmpty }
        // Bare letters that something follows are variables.
        guard !isBare || isItemEnd(0) || startsQuantity(0) else {
            at = start
            return nil
        }
        var unit = factors[0].unit
        for factor in factors.dropFirst() { unit = unit * factor.unit }
        unit.isLoose = unit.isLoose || isLoose
        guard let left, isBare else { return unit }
        unit.isRisky = factors.contains(where: \.isRisky) && !isMeasured(left)
        unit.product = product(of: left, factors)
        return unit
    }

    /// `photons` of `photons/s`, or what is counted and nothing more.
    private mutating func nounFactor(_ start: Int) -> UnitFactor? {
        at = start
        return noun().map { UnitFactor(unit: $0) }
    }

    /// Further factors: side by side, with a sign between them, below a slash. True where a denominator is open to
    /// question: `J/mol K`.
    private mutating func unitFactors(into factors: inout [UnitFactor]) -> Bool {
        var isBelow = false
        var isLoose = false
        while factors.count < 12 {
            let mark = at
            let mayBracket = peek.kind == .slash || peek.kind == .word && bytes(peek).equals("per")
            switch peek.kind {
            case .slash:
                at += 1
                isBelow = true
            case .word where bytes(peek).equals("per"):
                at += 1
                isBelow = true
            case .times: at += 1
            case .minus where peek.isText && peek(1).isText && !peek(1).isSpaced: at += 1
            case .word, .letter, .degree, .function: break
            case .caret where peek(1).kind == .degree || peek(1).kind == .openBrace && peek(2).kind == .degree: break
            default: return isLoose
            }
            if mayBracket, peek.kind == .openParen {
                guard let below = bracketedUnit() else {
                    at = mark
                    return isLoose
                }
                factors += below
                isBelow = false
                continue
            }
            guard var factor = unitFactor(1, behind: nil) else {
                at = mark
                return isLoose
            }
            if isBelow {
                isLoose = isLoose || !mayBracket
                guard let inverse = inverted(factor) else {
                    at = mark
                    return isLoose
                }
                factor = inverse
            }
            factors.append(factor)
        }
        return isLoose
    }

    /// `(mol K)` below a slash.
    private mutating func bracketedUnit() -> [UnitFactor]? {
        at += 1
        guard let first = unitFactor(1, behind: nil) else { return nil }
        var factors = [first]
        _ = unitFactors(into: &factors)
        guard take(.closeParen) else { return nil }
        let inverse = factors.compactMap { inverted($0) }
        return inverse.count == factors.count ? inverse : nil
    }

    private func inverted(_ factor: UnitFactor) -> UnitFactor? {
        guard let unit = factor.unit.raised(to: -1) else { return nil }
        var inverse = factor
        inverse.unit = unit
        inverse.power = -factor.power
        return inverse
    }

    // MARK: One factor

    /// A symbol with its power. `left` is the value that it follows; nil behind another symbol.
    private mutating func unitFactor(_ power: Int, behind left: NodeID?) -> UnitFactor? {
        let mark = at
        guard var factor = unitSymbol(behind: left) else {
            at = mark
            return nil
        }
        if peek.kind == .stop, isUnitEnd(1), !isItemEnd(0) || peek(1).kind != .end { at += 1 }
        var exponent = power
        if let written = unitExponent(isUpright: factor.letters.isEmpty) { exponent *= written }
        guard exponent != 1 else { return factor }
        guard let raised = factor.unit.raised(to: exponent) else {
            at = mark
            return nil
        }
        factor.unit = raised
        factor.power = exponent
        return factor
    }

    /// `^{-1}`, `^2`, or the 2 of `cm2`.
    private mutating func unitExponent(isUpright: Bool) -> Int? {
        let mark = at
        if peek.kind == .caret, peek(1).kind != .degree, peek(2).kind != .degree {
            at += 1
            if let exponent = script(), case .small(let value, 1)? = tree.number(exponent), value.magnitude <= 9 {
                return Int(value)
            }
            at = mark
            return nil
        }
        guard isUpright, peek.kind == .number, !peek.isSpaced, isItemEnd(1) || peek(1).kind == .closeBrace,
            bytes(peek).equals("2") || bytes(peek).equals("3")
        else { return nil }
        at += 1
        return bytes(tokens[at - 1]).equals("2") ? 2 : 3
    }

    private mutating func unitSymbol(behind left: NodeID?) -> UnitFactor? {
        let token = peek
        switch token.kind {
        case .degree: return temperature(1)
        case .caret where peek(1).kind == .degree: return temperature(2)
        case .caret where peek(2).kind == .degree: return temperature(4)
        case .function where bytes(token).equals("min"):
            at += 1
            return UnitLexicon.unit(Bytes("min")).map { UnitFactor(unit: $0) }
        case .letter where token.detail != 0: return greekUnit(behind: left)
        case .letter, .word: break
        default: return nil
        }
        let name = bytes(token)
        if token.kind == .letter, isOhm(peek(1)), !peek(1).isSpaced || peek(1).isText,
            let prefix = UnitLexicon.prefix(name), let ohm = UnitLexicon.unit(Bytes("ohm"))
        {
            at += 2
            return UnitFactor(unit: UnitLexicon.scaled(ohm, prefix))
        }
        guard let unit = UnitLexicon.unit(name) else { return glued(token) }
        if token.isText || !isASCIIText(name) {
            at += 1
            return UnitFactor(unit: unit)
        }
        return token.kind == .letter ? bareLetter(unit, name, behind: left) : bareWord(unit, name, behind: left)
    }

    private func isASCIIText(_ name: Bytes) -> Bool { name.isASCII }

    /// `JK^{-1}`, `Nm`, `As`: two symbols run together.
    private mutating func glued(_ token: Token) -> UnitFactor? {
        let name = bytes(token)
        guard token.kind == .word, token.isText, name.count == 2 || name.count == 3, isUpper(name[0]) || name[0] == 0x6B
        else { return nil }
        let split = name.count - 1
        guard let left = UnitLexicon.unit(name[0..<split]), let right = UnitLexicon.unit(name.suffix(from: split))
        else { return nil }
        at += 1
        // An exponent belongs to the second.
        if let power = unitExponent(isUpright: true) {
            guard let raised = right.raised(to: power) else { return nil }
            return UnitFactor(unit: left * raised)
        }
        return UnitFactor(unit: left * right)
    }

    private func isUpper(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }

    // MARK: Bare letters

    /// Letters that are units apart from a number, and those that need a number which looks measured.
    private static let usualLetters = ByteSet("msghLNJWAVK")
    private static let riskyLetters = ByteSet("CTFH")

    private mutating func bareLetter(_ unit: Unit, _ name: Bytes, behind left: NodeID?) -> UnitFactor? {
        let isRisky = Reader.riskyLetters.contains(name[0])
        guard isRisky || Reader.usualLetters.contains(name[0]) else { return nil }
        if let left {
            guard tree.isClosed(left) || tree.kind(left) == .quantity else { return nil }
            guard peek.isSpaced || isPrintedArea || isPrintedSpeed else { return nil }
        }
        at += 1
        return UnitFactor(unit: unit, letters: name, isRisky: isRisky)
    }

    /// `5 m^2`, `2.5m³`: metres behind a number that no polynomial would have.
    private var isPrintedArea: Bool {
        guard at > 0, bytes(peek).equals("m"), peek(1).kind == .caret else { return false }
        guard bytes(tokens[at - 1]).findFirst(in: Reader.pointOrComma) != nil else { return false }
        let isBraced = peek(2).kind == .openBrace
        let exponent = bytes(peek(isBraced ? 3 : 2))
        return exponent.equals("2") || exponent.equals("3") ? isItemEnd(isBraced ? 5 : 3) : false
    }

    /// `15m/s`
    private var isPrintedSpeed: Bool {
        at > 0 && tokens[at - 1].kind == .number && bytes(peek).equals("m") && peek(1).kind == .slash
            && peek(2).kind == .letter && bytes(peek(2)).equals("s")
    }

    static let pointOrComma = ByteSet(".,")

    private mutating func bareWord(_ unit: Unit, _ name: Bytes, behind left: NodeID?) -> UnitFactor? {
        // The rest of a word whose first letter was a subscript.
        guard name.count > 1 else { return bareLetter(unit, name, behind: left) }
        guard isUnitEnd(1) || startsQuantity(1) else { return nil }
        if openArguments > 0, name.count == 2, left.map({ !tree.isNumber($0) }) ?? true { return nil }
        guard name.count == 2, !UnitLexicon.isName(name) else {
            at += 1
            // `2\pi hr` may be the side of a cylinder.
            let isProduct = name.count == 2 && left.map { !tree.isNumber($0) && tree.isClosed($0) } ?? false
            return UnitFactor(unit: unit, letters: isProduct ? name : Bytes.empty)
        }
        // A prefix and a letter: `nT` may be a product, and `kT`, `pV` always are.
        guard !name.equals("kT"), !name.equals("pV"), left == nil || peek.isSpaced else { return nil }
        if let left, !tree.isClosed(left) { return nil }
        at += 1
        return UnitFactor(unit: unit, letters: name, isRisky: true)
    }

    /// `\Omega`, `\mu C`.
    private mutating func greekUnit(behind left: NodeID?) -> UnitFactor? {
        let token = peek
        if isOhm(token) {
            guard token.isText || left == nil || token.isSpaced || left.map(isMeasured) ?? false,
                left.map(tree.isClosed) ?? true,
                let ohm = UnitLexicon.unit(Bytes("ohm"))
            else { return nil }
            at += 1
            return token.isText
                ? UnitFactor(unit: ohm) : UnitFactor(unit: ohm, letters: bytes(token), isRisky: true)
        }
        guard CommandTable.greekName(token.detail) == Symbol("mu") else { return nil }
        let next = peek(1)
        guard next.kind == .letter || next.kind == .word else { return nil }
        if isOhm(next), let ohm = UnitLexicon.unit(Bytes("ohm")) {
            at += 2
            return UnitFactor(unit: UnitLexicon.scaled(ohm, -6), letters: bytes(next), isMicro: true, isRisky: true)
        }
        guard next.detail == 0, let unit = UnitLexicon.micro(bytes(next)) else { return nil }
        if next.isText || next.kind == .word {
            at += 2
            return UnitFactor(unit: unit)
        }
        // `\mu g` and `\mu N` are products of friction.
        guard !bytes(next).equals("g"), !bytes(next).equals("N"), left.map(tree.isClosed) ?? true else { return nil }
        at += 2
        return UnitFactor(unit: unit, letters: bytes(next), isMicro: true, isRisky: true)
    }

    private func isOhm(_ token: Token) -> Bool {
        token.kind == .letter && token.detail != 0 && CommandTable.greekName(token.detail) == Symbol("Omega")
    }

    /// `°C` in a product, as a difference of temperatures.
    private mutating func temperature(_ ahead: Int) -> UnitFactor? {
        guard let scale = temperatureScale(ahead) else { return nil }
        at += ahead + 1
        return UnitFactor(unit: scale)
    }

    /// True of a number of two digits or more: seldom a coefficient.
    private func isMeasured(_ left: NodeID) -> Bool {
        let literal = text[tree[left].span.range]
        var digits = 0
        for index in 0..<literal.count where literal[index].isASCIIDigit { digits += 1 }
        return digits >= 2
    }

    private func product(of left: NodeID, _ factors: [UnitFactor]) -> NodeID? {
        var parts = [left]
        for factor in factors {
            guard !factor.letters.isEmpty else { return nil }
            if factor.isMicro {
                let prefix = tree.symbol(Symbol("mu"))
                parts.append(factor.power < 0 ? tree.add(.power, [prefix, tree.integer(-1)]) : prefix)
            }
            let isGreek = factor.letters[0] == UInt8(ascii: "\\") || factor.letters[0] >= 0x80
            let names =
                isGreek
                ? [Symbol("Omega")] : (0..<factor.letters.count).compactMap { Symbol(factor.letters[$0..<$0 + 1]) }
            for (index, name) in names.enumerated() {
                let symbol = tree.symbol(name)
                let isLast = index == names.count - 1
                let power = isLast ? factor.power : factor.power < 0 ? -1 : 1
                parts.append(power == 1 ? symbol : tree.add(.power, [symbol, tree.integer(power)]))
            }
        }
        return tree.add(.product, children: parts, span: tree[left].span)
    }
}
