import AdjudgeBase

/// The unit of a quantity: how its size converts, or the noun that it counts.
struct Unit: Sendable {
    /// Powers of the base quantities, by ``Base``; all zero for a plain count.
    typealias Dimension = SIMD16<Int8>

    var dimension: Dimension = .zero
    /// Its size in the dimension's base unit (metre, kilogram, second, ampere, kelvin, mole, degree, currency unit).
    var factor: Rational = .integer(1)
    /// The currency, apart from the others; 0 when it is none.
    var currency: UInt8 = 0
    /// The scale of a temperature whose zero is not the absolute one.
    var scale = Scale.absolute
    /// The noun of a unit that is in no lexicon, as it was written.
    var noun: Bytes?
    /// The noun is what an ordinal counts: `2nd law`.
    var isOrdinal = false
    /// The quantity as a product of variables, for letters that could also be some: `10 m`.
    var product: NodeID?
    /// Bare letters behind a short number: as a reference it may as well be a product.
    var isRisky = false
    /// The measured quantity where the dimension does not tell it: hertz and becquerel, gray and sievert.
    var quality = Quality.none
    /// Pounds that may be a weight or a mass, denominators without brackets: not proved to be another unit.
    var isLoose = false
    /// `units`, `square units`: says nothing beyond its dimension.
    var isGeneric = false

    enum Scale: Sendable {
        case absolute, celsius, fahrenheit
    }

    enum Quality: UInt8, Sendable {
        case none, frequency, decay, absorbedDose, equivalentDose
    }

    /// The base quantities; angles count in degrees, radians or turns, which no rational factor connects.
    enum Base: Int {
        case length, mass, time, current, temperature, amount, degrees, money, radians, turns, information, intensity
    }

    /// The dimension of one base quantity.
    static func dimension(_ base: Base) -> Dimension {
        var dimension = Dimension.zero
        dimension[base.rawValue] = 1
        return dimension
    }

    static func * (left: Unit, right: Unit) -> Unit {
        var unit = left
        unit.dimension &+= right.dimension
        unit.factor = left.interval.factor * right.interval.factor
        unit.noun = left.noun ?? right.noun
        unit.currency = max(left.currency, right.currency)
        unit.scale = .absolute
        unit.quality = .none
        unit.product = nil
        unit.isRisky = left.isRisky || right.isRisky
        unit.isLoose = left.isLoose || right.isLoose
        unit.isGeneric = left.isGeneric && right.isGeneric
        return unit
    }

    /// A degree of a temperature's scale as a difference: what it is in a product.
    private var interval: Unit {
        var unit = self
        if scale == .fahrenheit { unit.factor = .small(5, 9) }
        unit.scale = .absolute
        return unit
    }

    /// True when nothing tells the two apart, their nouns' spelling included.
    func isSame(as other: Unit) -> Bool {
        dimension == other.dimension && Rational.compare(factor, other.factor) == 0 && currency == other.currency
            && noun == other.noun && isGeneric == other.isGeneric && scale == other.scale
            && (product == nil) == (other.product == nil)
    }

    /// The unit to an integer power; nil when the power is too large to mean anything.
    func raised(to power: Int) -> Unit? {
        guard power.magnitude <= 9 else { return nil }
        if power == 1 { return self }
        var unit = interval
        unit.dimension = dimension &* Dimension(repeating: Int8(power))
        unit.product = nil
        unit.quality = .none
        let base = unit.factor
        var factor = Rational.integer(1)
        for _ in 0..<abs(power) { factor = factor * base }
        unit.factor = power < 0 ? Rational.quotient(.integer(1), factor) ?? factor : factor
        return unit
    }

    /// True for the plain radian.
    var isRadian: Bool {
        noun == nil && dimension == Unit.dimension(.radians) && Rational.compare(factor, .one) == 0
    }

    /// True when both measure the same thing, so that their values can be converted by a factor.
    func isCommensurable(_ other: Unit) -> Bool {
        noun == nil && other.noun == nil && scale == other.scale && hasSameDimension(as: other)
            && (quality == other.quality || quality == .none || other.quality == .none)
            && (currency == other.currency || currency == 0 || other.currency == 0)
    }

    /// True for one dimension, where radians and turns may go without saying but are not each other.
    func hasSameDimension(as other: Unit) -> Bool {
        if dimension == other.dimension { return true }
        var (mine, theirs) = (dimension, other.dimension)
        for base in [Base.radians.rawValue, Base.turns.rawValue] where mine[base] == 0 || theirs[base] == 0 {
            // Only where the other side names no kind of angle at all.
            if mine[base] == 0, !namesAngle { theirs[base] = 0 }
            if theirs[base] == 0, !other.namesAngle { mine[base] = 0 }
        }
        return mine == theirs
    }

    private var namesAngle: Bool {
        dimension[Base.radians.rawValue] != 0 || dimension[Base.turns.rawValue] != 0
            || dimension[Base.degrees.rawValue] != 0
    }
}
