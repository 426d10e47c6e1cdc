import AdjudgeBase

/// A mark over a letter: part of its name.
///
/// The raw value is the byte that ``Symbol/marked(_:)`` puts behind the letter; no letter, digit or `_` is one.
enum Accent: UInt8, Sendable {
    case bar = 0x2D  // -
    case hat = 0x5E  // ^
    case tilde = 0x7E  // ~
    case dot = 0x2E  // .
    case doubleDot = 0x3A  // :
    case tripleDot = 0x3B  // ;
    case check = 0x3F  // ?
    case breve = 0x25  // %
    case ring = 0x40  // @
    case acute = 0x2F  // /
    case grave = 0x60  // `
    case prime = 0x27  // '
    /// The adjoint of an operator: `a^\dagger`.
    case dagger = 0x23  // #
    /// An arrow, or bold type: a vector. Dropped where no side also has the letter without it.
    case vector = 0x3E  // >
    /// Script, Fraktur: dropped like the mark of vectors.
    case script = 0x26  // &

    /// True for marks that writers leave out: `\vec F`, `\mathbf F` and `F` are one name.
    var isStyle: Bool { self == .vector || self == .script }

    /// The name of the mark in ``NodeKind/application`` of an expression under it.
    var name: Symbol {
        switch self {
        case .bar: Symbol("bar")
        case .hat: Symbol("hat")
        case .tilde: Symbol("tilde")
        case .dot: Symbol("dot")
        case .doubleDot: Symbol("ddot")
        case .tripleDot: Symbol("dddot")
        case .check: Symbol("check")
        case .breve: Symbol("breve")
        case .ring: Symbol("ring")
        case .acute: Symbol("acute")
        case .grave: Symbol("grave")
        case .prime: Symbol("prime")
        case .dagger: Symbol("dagger")
        case .vector: Symbol("vec")
        case .script: Symbol("script")
        }
    }
}

extension Symbol {
    /// This name with a mark on its letter, before any subscript; nil when that is too long.
    func marked(_ accent: Accent) -> Symbol? {
        let (length, base) = (count, base.count)
        guard length < Symbol.maxBytes else { return nil }
        let low = bits & ((UInt128(1) << UInt128(8 * base)) - 1)
        let high = bits >> UInt128(8 * base)
        return Symbol(
            bits: low | UInt128(accent.rawValue) << UInt128(8 * base)
                | (high == 0 ? 0 : high << UInt128(8 * base + 8)))
    }

    /// False for a name in which nothing but letters, digits and a subscript's line stands before its subscript: it
    /// bears no mark.
    var bearsMark: Bool {
        var rest = bits
        while rest != 0 {
            let byte = UInt8(truncatingIfNeeded: rest)
            if byte == UInt8(ascii: "_") { return false }
            if !byte.isASCIIAlphanumeric { return true }
            rest >>= 8
        }
        return false
    }

    /// True when the letter bears that mark.
    func isMarked(_ accent: Accent) -> Bool {
        guard bits > 0xFF, bearsMark else { return false }
        for index in 0..<base.count where byte(index) == accent.rawValue { return true }
        return false
    }

    /// The name without that mark; nil where it has none.
    func unmarked(_ accent: Accent) -> Symbol? {
        guard isMarked(accent) else { return nil }
        var (bits, place): (UInt128, Int) = (0, 0)
        let marks = base.count
        for index in 0..<count where index >= marks || byte(index) != accent.rawValue {
            bits |= UInt128(byte(index)) << UInt128(8 * place)
            place += 1
        }
        return Symbol(bits: bits)
    }

    /// The letters of matrices of spin, with whatever stands below them.
    var isSpinLetter: Bool {
        let letters = bits & 0xFF_FFFF_FFFF
        return letters == Symbol("sigma").bits || letters == Symbol("gamma").bits
    }

    /// The name without marks that are a matter of style.
    var unstyled: Symbol {
        guard bearsMark else { return self }
        var (bits, place): (UInt128, Int) = (0, 0)
        let marks = base.count
        for index in 0..<count {
            let byte = byte(index)
            if index < marks, byte == Accent.vector.rawValue || byte == Accent.script.rawValue { continue }
            bits |= UInt128(byte) << UInt128(8 * place)
            place += 1
        }
        return Symbol(bits: bits)
    }

    private func byte(_ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: bits >> UInt128(8 * index)) }
}
