import AdjudgeBase

/// The name of a variable or a constant, such as `x`, `alpha`, `a_n`: at most 15 bytes, held in place.
///
/// Longer names are not variables that people write; the reader refuses them.
struct Symbol: Hashable, Sendable {
    /// The bytes of the name, first byte lowest.
    let bits: UInt128

    /// The symbol of that name, or nil when it is empty or too long.
    init?(_ name: Bytes) {
        guard !name.isEmpty, name.count <= Symbol.maxBytes else { return nil }
        if name.count == 1 {
            bits = UInt128(name.start[0])
            return
        }
        var low: UInt64 = 0
        var high: UInt64 = 0
        for index in 0..<min(name.count, 8) { low |= UInt64(name[index]) &<< UInt64(8 * index) }
        if name.count > 8 { for index in 8..<name.count { high |= UInt64(name[index]) &<< UInt64(8 * index - 64) } }
        bits = UInt128(high) << 64 | UInt128(low)
    }

    /// The symbol of a name that fits. Inlined, so that the compiler makes a constant of it.
    @inline(__always)
    init(_ name: StaticString) {
        precondition(name.utf8CodeUnitCount <= Symbol.maxBytes)
        var (low, high): (UInt64, UInt64) = (0, 0)
        for index in 0..<min(name.utf8CodeUnitCount, 8) {
            low |= UInt64(name.utf8Start[index]) &<< UInt64(8 &* index)
        }
        if name.utf8CodeUnitCount > 8 {
            for index in 8..<name.utf8CodeUnitCount {
                high |= UInt64(name.utf8Start[index]) &<< UInt64(8 &* index &- 64)
            }
        }
        bits = UInt128(high) << 64 | UInt128(low)
    }

    static let maxBytes = 15

    /// This name followed by `_` and `part`, or nil when that is too long.
    func subscripted(_ part: Bytes) -> Symbol? {
        let length = count
        guard length + 1 + part.count <= Symbol.maxBytes else { return nil }
        var bits = bits | UInt128(UInt8(ascii: "_")) << UInt128(8 * length)
        for index in 0..<part.count { bits |= UInt128(part[index]) << UInt128(8 * (length + 1 + index)) }
        return Symbol(bits: bits)
    }

    init(bits: UInt128) { self.bits = bits }

    /// No name.
    static let none = Symbol(bits: 0)
    /// The subject that goes without saying, as in `\le 3`.
    static let implied = Symbol("_")

    /// How many bytes the name has.
    var count: Int { (128 - bits.leadingZeroBitCount + 7) / 8 }

    /// The name.
    var description: String {
        String(decoding: (0..<count).map { UInt8(truncatingIfNeeded: bits >> UInt128(8 * $0)) }, as: UTF8.self)
    }

    /// The name without its subscript.
    var base: Symbol {
        var (rest, mask): (UInt128, UInt128) = (bits, 0)
        while rest != 0 {
            if UInt8(truncatingIfNeeded: rest) == UInt8(ascii: "_") { return Symbol(bits: bits & mask) }
            rest >>= 8
            mask = mask << 8 | 0xFF
        }
        return self
    }

    /// The letter below a name such as `a_n`, which stands for any index.
    var letterSubscript: Symbol? {
        guard count == 3, UInt8(truncatingIfNeeded: bits >> 8) == UInt8(ascii: "_") else { return nil }
        let letter = Symbol(bits: bits >> 16)
        return letter.isLetter ? letter : nil
    }

    /// The whole number below a name such as `C_12`.
    var numberSubscript: Int? {
        let start = base.count + 1
        guard count > start, count - start <= 4 else { return nil }
        var value = 0
        for index in start..<count {
            let byte = UInt8(truncatingIfNeeded: bits >> UInt128(8 * index))
            guard byte.isASCIIDigit else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }

    /// True for a letter that writers take for any integer, or for the constant of integration.
    var isParameter: Bool {
        switch UInt8(truncatingIfNeeded: bits) {
        case UInt8(ascii: "k"), UInt8(ascii: "l"), UInt8(ascii: "m"), UInt8(ascii: "n"), UInt8(ascii: "C"): isLetter
        default: false
        }
    }

    /// True for a name of one letter, with or without a subscript.
    var isLetter: Bool {
        let first = UInt8(truncatingIfNeeded: bits) | 0x20
        let second = UInt8(truncatingIfNeeded: bits >> 8)
        return first >= 0x61 && first <= 0x7A && (second == 0 || second == UInt8(ascii: "_"))
    }
}

extension Symbol: Comparable {
    static func < (left: Symbol, right: Symbol) -> Bool { left.bits < right.bits }
}
