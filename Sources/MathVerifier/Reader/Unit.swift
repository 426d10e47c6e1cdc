import AdjudgeBase

/// The unit of a quantity: how its size converts, or the noun that it counts.
struct Unit: Sendable {
    /// Powers of length, mass, time, current, temperature, amount, angle, money; all zero for a plain count.
    var dimension: SIMD8<Int8> = .zero
    /// Its size in the dimension's base unit (metre, kilogram, second, ampere, kelvin, mole, degree, currency unit).
    var factor: Rational = .integer(1)
    /// The currency, apart from the others; 0 when it is none.
    var currency: UInt8 = 0
    /// The noun of a unit that is in no lexicon, as it was written.
    var noun: Bytes?
    /// The letter of a unit that could also be a variable, as in `10 m`.
    var letter: Symbol?
    /// `units`, `square units`: says nothing beyond its dimension.
    var isGeneric = false

    static func * (left: Unit, right: Unit) -> Unit {
        var unit = left
        unit.dimension &+= right.dimension
        unit.factor = left.factor * right.factor
        unit.noun = left.noun ?? right.noun
        unit.currency = max(left.currency, right.currency)
        unit.letter = nil
        unit.isGeneric = left.isGeneric && right.isGeneric
        return unit
    }

    /// True when nothing tells the two apart, their nouns' spelling included.
    func isSame(as other: Unit) -> Bool {
        dimension == other.dimension && Rational.compare(factor, other.factor) == 0 && currency == other.currency
            && noun == other.noun && letter == other.letter && isGeneric == other.isGeneric
    }

    /// The unit to an integer power; nil when the power is too large to mean anything.
    func raised(to power: Int) -> Unit? {
        guard abs(power) <= 6 else { return nil }
        var unit = self
        unit.dimension = dimension &* SIMD8<Int8>(repeating: Int8(power))
        unit.letter = nil
        var factor = Rational.integer(1)
        for _ in 0..<abs(power) { factor = factor * self.factor }
        unit.factor = power < 0 ? Rational.quotient(.integer(1), factor)! : factor
        return unit
    }

    /// True when both measure the same thing, so that their values can be converted.
    func isCommensurable(_ other: Unit) -> Bool {
        noun == nil && other.noun == nil && dimension == other.dimension
            && (currency == other.currency || currency == 0 || other.currency == 0)
    }
}

/// The units that people answer in, with exact factors.
///
/// Sources: the SI Brochure (9th edition), the international yard and pound agreement of 1959, US customary volumes.
enum UnitLexicon {
    /// The unit of that name in any case but for single letters, or nil.
    static func unit(_ name: Bytes) -> Unit? {
        guard name.count <= Symbol.maxBytes, let symbol = Symbol(name) else { return nil }
        if let unit = exact[symbol] {
            var unit = unit
            if name.count == 1 { unit.letter = symbol }
            return unit
        }
        guard name.count > 1 else { return nil }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: name.count) { lower in
            for index in 0..<name.count {
                let byte = name[index]
                lower[index] = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
            }
            let bytes = Bytes(UnsafeBufferPointer(lower))
            if let symbol = Symbol(bytes), let unit = words[symbol] { return unit }
            if bytes.hasSuffix("s"), let symbol = Symbol(bytes[0..<bytes.count - 1]), let unit = words[symbol] {
                return unit
            }
            if bytes.hasSuffix("es"), let symbol = Symbol(bytes[0..<bytes.count - 2]) { return words[symbol] }
            return nil
        }
    }

    /// The unit of a currency sign token.
    static func currency(_ detail: UInt8) -> Unit {
        var unit = Unit(dimension: money, currency: detail + 1)
        if detail == 5 { unit.factor = .small(1, 100); unit.currency = 0 }
        return unit
    }

    static let money = SIMD8<Int8>(0, 0, 0, 0, 0, 0, 0, 1)
    private static let length = SIMD8<Int8>(1, 0, 0, 0, 0, 0, 0, 0)
    private static let mass = SIMD8<Int8>(0, 1, 0, 0, 0, 0, 0, 0)
    private static let time = SIMD8<Int8>(0, 0, 1, 0, 0, 0, 0, 0)
    private static let current = SIMD8<Int8>(0, 0, 0, 1, 0, 0, 0, 0)
    private static let temperature = SIMD8<Int8>(0, 0, 0, 0, 1, 0, 0, 0)
    private static let amount = SIMD8<Int8>(0, 0, 0, 0, 0, 1, 0, 0)
    private static let angle = SIMD8<Int8>(0, 0, 0, 0, 0, 0, 1, 0)
    private static let area = length &* 2
    private static let volume = length &* 3
    private static let force = SIMD8<Int8>(1, 1, -2, 0, 0, 0, 0, 0)
    private static let energy = SIMD8<Int8>(2, 1, -2, 0, 0, 0, 0, 0)
    private static let power = SIMD8<Int8>(2, 1, -3, 0, 0, 0, 0, 0)
    private static let pressure = SIMD8<Int8>(-1, 1, -2, 0, 0, 0, 0, 0)

    /// Symbols whose case matters.
    private static let exact: SymbolTable<Unit> = table { add in
        add(length, .integer(1), ["m"])
        add(length, .small(1, 100), ["cm"])
        add(length, .small(1, 1000), ["mm"])
        add(length, .small(1, 1_000_000), ["um"])
        add(length, .small(1, 1_000_000_000), ["nm"])
        add(length, .small(1, 10), ["dm"])
        add(length, .integer(1000), ["km", "KM"])
        add(mass, .integer(1), ["kg", "KG"])
        add(mass, .small(1, 1000), ["g"])
        add(mass, .small(1, 1_000_000), ["mg"])
        add(time, .integer(1), ["s"])
        add(time, .small(1, 1000), ["ms"])
        add(time, .integer(3600), ["h"])
        add(volume, .small(1, 1000), ["L"])
        add(volume, .small(1, 1_000_000), ["mL", "ml", "cc"])
        add(force, .integer(1), ["N"])
        add(force, .integer(1000), ["kN"])
        add(energy, .integer(1), ["J"])
        add(energy, .integer(1000), ["kJ"])
        add(power, .integer(1), ["W"])
        add(power, .integer(1000), ["kW"])
        add(pressure, .integer(1), ["Pa"])
        add(pressure, .integer(1000), ["kPa"])
        add(pressure, .integer(101_325), ["atm"])
        add(current, .integer(1), ["A"])
        add(power &- current, .integer(1), ["V"])
        add(temperature, .integer(1), ["K"])
        add(SIMD8<Int8>.zero &- time, .integer(1), ["Hz"])
        add(SIMD8<Int8>.zero &- time, .integer(1_000_000), ["MHz"])
        add(SIMD8<Int8>.zero &- time, .integer(1000), ["kHz"])
        add(SIMD8<Int8>.zero &- time, .integer(1_000_000_000), ["GHz"])
        add(current, .small(1, 1000), ["mA"])
        add(power &- current, .integer(1000), ["kV"])
        add(power &- current, .small(1, 1000), ["mV"])
        add(power, .integer(1_000_000), ["MW"])
        add(energy, .small(1_602_176_634, Int128(10_000_000_000) * 1_000_000_000_000_000_000), ["eV"])
        add(amount, .integer(1), ["mol"])
        add(mass, .integer(1000), ["t"])
    }

    /// Words in the singular, lower case.
    private static let words: SymbolTable<Unit> = table { add in
        add(length, .integer(1), ["meter", "metre"])
        add(length, .small(1, 100), ["cm", "centimeter", "centimetre"])
        add(length, .small(1, 1000), ["mm", "millimeter", "millimetre"])
        add(length, .integer(1000), ["km", "kilometer", "kilometre"])
        add(length, .small(254, 10_000), ["in", "inch"])
        add(length, .small(3048, 10_000), ["ft", "foot", "feet"])
        add(length, .small(9144, 10_000), ["yd", "yard"])
        add(length, .small(1_609_344, 1000), ["mi", "mile"])
        add(mass, .integer(1), ["kg", "kilogram", "kilo"])
        add(mass, .small(1, 1000), ["gram"])
        add(mass, .small(1, 1_000_000), ["mg", "milligram"])
        add(mass, .small(45_359_237, 100_000_000), ["lb", "pound_mass"])
        add(mass, .small(45_359_237, 1_600_000_000), ["oz", "ounce"])
        add(mass, .integer(1000), ["tonne"])
        add(time, .integer(1), ["sec", "second"])
        add(time, .integer(60), ["min", "minute"])
        add(time, .integer(3600), ["hr", "hour"])
        add(time, .integer(86_400), ["day"])
        add(time, .integer(604_800), ["week"])
        // The Julian year, so that twelve months are one.
        add(time, .integer(31_557_600), ["year", "yr"])
        add(time, .integer(2_629_800), ["month"])
        add(volume, .small(1, 1000), ["liter", "litre"])
        add(volume, .small(1, 1_000_000), ["ml", "milliliter", "millilitre"])
        add(volume, .small(3_785_411_784, 1_000_000_000_000), ["gallon", "gal"])
        add(volume, .small(946_352_946, 1_000_000_000_000), ["quart", "qt"])
        add(volume, .small(473_176_473, 1_000_000_000_000), ["pint"])
        add(volume, .small(2_365_882_365, 10_000_000_000_000), ["cup"])
        add(area, .small(40_468_564_224, 10_000_000), ["acre"])
        add(area, .integer(10_000), ["hectare", "ha"])
        add(length &- time, .small(1_609_344, 3_600_000), ["mph"])
        add(length &- time, .small(5, 18), ["kmph", "kph"])
        add(force, .integer(1), ["newton"])
        add(energy, .integer(1), ["joule"])
        add(energy, .integer(1000), ["kj"])
        add(power, .integer(1), ["watt"])
        add(pressure, .integer(1), ["pascal"])
        add(current, .integer(1), ["ampere", "amp"])
        add(power &- current, .integer(1), ["volt"])
        add(SIMD8<Int8>.zero &- time, .integer(1), ["hz", "hertz"])
        add(amount, .integer(1), ["mol", "mole"])
        add(angle, .integer(1), ["degree", "deg"])
        add(temperature, .integer(1), ["kelvin"])
        add(money, .integer(1), ["dollar", "usd", "buck"], currency: 1)
        add(money, .small(1, 100), ["cent"])
        add(money, .integer(1), ["euro", "eur"], currency: 3)
        add(money, .integer(1), ["gbp"], currency: 2)
        add(money, .integer(1), ["yuan", "rmb", "cny"], currency: 10)
        add(money, .integer(1), ["yen"], currency: 4)
        add(money, .integer(1), ["rupee", "inr"], currency: 5)
        add(money, .integer(1), ["ruble", "rouble"], currency: 11)
        add(.zero, .integer(1), ["unit"], generic: true)
        add(.zero, .integer(12), ["dozen"])
    }

    private static func table(_ fill: (Adder) -> Void) -> SymbolTable<Unit> {
        let adder = Adder()
        fill(adder)
        return SymbolTable(adder.table)
    }

    private final class Adder {
        var table: [Symbol: Unit] = [:]

        func callAsFunction(
            _ dimension: SIMD8<Int8>, _ factor: Rational, _ names: [StaticString], currency: UInt8 = 0,
            generic: Bool = false
        ) {
            for name in names {
                table[Symbol(name)] = Unit(dimension: dimension, factor: factor, currency: currency, isGeneric: generic)
            }
        }
    }
}
