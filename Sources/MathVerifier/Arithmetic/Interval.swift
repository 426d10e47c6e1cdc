import CMPFR

/// Closed real intervals with MPFR numbers at both ends, rounded outwards: what is computed always contains what is
/// meant.
///
/// Intervals live in numbered slots of one memory at one precision; they are made one after the other and given up
/// together.
final class IntervalStore {
    typealias Real = UnsafeMutablePointer<__mpfr_struct>
    typealias Unary = (Real?, UnsafePointer<__mpfr_struct>?, mpfr_rnd_t) -> Int32

    /// A slot: its ends are `lower(slot)` and `upper(slot)`.
    struct Slot {
        let index: Int
    }

    private var ends: [Real] = []
    private var precisions: [Int] = []
    private var used = 0
    private(set) var precision = 64
    private let scratch: Real

    /// More slots than this are not made.
    static let maxSlots = 4_000

    init() {
        scratch = .allocate(capacity: 1)
        mpfr_init2(scratch, 64)
    }

    deinit {
        for end in ends {
            mpfr_clear(end)
            end.deallocate()
        }
        mpfr_clear(scratch)
        scratch.deallocate()
    }

    /// Gives up all intervals; new ones have `precision` bits.
    func restart(precision: Int) {
        self.precision = precision
        used = 0
        mpfr_set_prec(scratch, mpfr_prec_t(precision))
    }

    var isFull: Bool { used >= IntervalStore.maxSlots }

    /// An interval whose ends have no value yet.
    func make() -> Slot {
        if used * 2 == ends.count {
            for _ in 0..<2 {
                let end = Real.allocate(capacity: 1)
                mpfr_init2(end, mpfr_prec_t(precision))
                ends.append(end)
            }
            precisions.append(precision)
        } else if precisions[used] != precision {
            mpfr_set_prec(ends[used * 2], mpfr_prec_t(precision))
            mpfr_set_prec(ends[used * 2 + 1], mpfr_prec_t(precision))
            precisions[used] = precision
        }
        used += 1
        return Slot(index: used - 1)
    }

    func lower(_ slot: Slot) -> Real { ends[slot.index * 2] }
    func upper(_ slot: Slot) -> Real { ends[slot.index * 2 + 1] }
}

// MARK: Asking

extension IntervalStore {
    /// True when both ends are numbers, infinite ones allowed.
    func isValid(_ a: Slot) -> Bool { mpfr_nan_p(lower(a)) == 0 && mpfr_nan_p(upper(a)) == 0 }

    /// The sign of every number in the interval, or nil when it holds numbers of several.
    func sign(_ a: Slot) -> Int? {
        if signum(lower(a)) > 0 { return 1 }
        if signum(upper(a)) < 0 { return -1 }
        return mpfr_zero_p(lower(a)) != 0 && mpfr_zero_p(upper(a)) != 0 ? 0 : nil
    }

    func containsZero(_ a: Slot) -> Bool { signum(lower(a)) <= 0 && signum(upper(a)) >= 0 }

    /// True when no number is in both.
    func areDisjoint(_ a: Slot, _ b: Slot) -> Bool {
        mpfr_less_p(upper(a), lower(b)) != 0 || mpfr_less_p(upper(b), lower(a)) != 0
    }

    /// The binary exponent of the largest magnitude, for budgets; `Int.max` for infinity.
    func exponent(_ a: Slot) -> Int { max(exponent(lower(a)), exponent(upper(a))) }

    /// How many binary digits lie between 1 and the number, above or below; 0 for what may be zero or infinite.
    func extent(_ a: Slot) -> Int {
        guard !containsZero(a) else { return 0 }
        let (low, high) = (exponent(lower(a)), exponent(upper(a)))
        guard low != Int.max, high != Int.max, low != Int.min, high != Int.min else { return 0 }
        return max(abs(low), abs(high))
    }

    private func exponent(_ x: Real) -> Int {
        if mpfr_zero_p(x) != 0 { return Int.min }
        if mpfr_number_p(x) == 0 { return Int.max }
        return Int(mpfr_get_exp(x))
    }

    /// The exponent of the larger of 1 and the width: `2^result` bounds the width from above.
    func widthExponent(_ a: Slot) -> Int {
        mpfr_sub(scratch, upper(a), lower(a), MPFR_RNDU)
        return exponent(scratch)
    }

    func midpoint(_ a: Slot) -> Double {
        (mpfr_get_d(lower(a), MPFR_RNDN) + mpfr_get_d(upper(a), MPFR_RNDN)) / 2
    }

    private func signum(_ x: Real) -> Int { Int(mpfr_cmp_ui_2exp(x, 0, 0)) }
}

// MARK: Making

extension IntervalStore {
    func rational(_ value: Rational) -> Slot {
        let a = make()
        if case .small(let numerator, let denominator) = value, let above = Int(exactly: numerator),
            let below = Int(exactly: denominator)
        {
            for (end, rounding) in [(lower(a), MPFR_RNDD), (upper(a), MPFR_RNDU)] {
                mpfr_set_si_2exp(end, above, 0, rounding)
                if below != 1 { mpfr_div_si(end, end, below, rounding) }
            }
            return a
        }
        let big = value.asBig
        mpfr_set_q(lower(a), big.value, MPFR_RNDD)
        mpfr_set_q(upper(a), big.value, MPFR_RNDU)
        return a
    }

    func integer(_ value: Int) -> Slot { rational(.integer(Int128(value))) }

    func pi() -> Slot {
        let a = make()
        mpfr_const_pi(upper(a), MPFR_RNDU)
        mpfr_set(lower(a), upper(a), MPFR_RNDD)
        mpfr_nextbelow(lower(a))
        return a
    }

    func copy(_ a: Slot) -> Slot {
        let c = make()
        mpfr_set(lower(c), lower(a), MPFR_RNDD)
        mpfr_set(upper(c), upper(a), MPFR_RNDU)
        return c
    }
}

// MARK: Arithmetic

extension IntervalStore {
    func add(_ a: Slot, _ b: Slot) -> Slot {
        let c = make()
        mpfr_add(lower(c), lower(a), lower(b), MPFR_RNDD)
        mpfr_add(upper(c), upper(a), upper(b), MPFR_RNDU)
        return c
    }

    func subtract(_ a: Slot, _ b: Slot) -> Slot {
        let c = make()
        mpfr_sub(lower(c), lower(a), upper(b), MPFR_RNDD)
        mpfr_sub(upper(c), upper(a), lower(b), MPFR_RNDU)
        return c
    }

    func negate(_ a: Slot) -> Slot {
        let c = make()
        mpfr_neg(lower(c), upper(a), MPFR_RNDD)
        mpfr_neg(upper(c), lower(a), MPFR_RNDU)
        return c
    }

    func multiply(_ a: Slot, _ b: Slot) -> Slot {
        let c = make()
        switch (side(a), side(b)) {
        case (1, 1):
            mpfr_mul(lower(c), lower(a), lower(b), MPFR_RNDD)
            mpfr_mul(upper(c), upper(a), upper(b), MPFR_RNDU)
        case (1, -1):
            mpfr_mul(lower(c), upper(a), lower(b), MPFR_RNDD)
            mpfr_mul(upper(c), lower(a), upper(b), MPFR_RNDU)
        case (-1, 1):
            mpfr_mul(lower(c), lower(a), upper(b), MPFR_RNDD)
            mpfr_mul(upper(c), upper(a), lower(b), MPFR_RNDU)
        case (-1, -1):
            mpfr_mul(lower(c), upper(a), upper(b), MPFR_RNDD)
            mpfr_mul(upper(c), lower(a), lower(b), MPFR_RNDU)
        default: extremes(c, a, b)
        }
        return c
    }

    /// 1 where no number is negative, -1 where none is positive, 0 where there are both.
    private func side(_ a: Slot) -> Int { signum(lower(a)) >= 0 ? 1 : signum(upper(a)) <= 0 ? -1 : 0 }

    /// `a / b`, or nil when `b` may be zero.
    func divide(_ a: Slot, _ b: Slot) -> Slot? {
        guard !containsZero(b) else { return nil }
        let c = make()
        // A negative divisor turns the order of the dividend's ends round.
        let (least, greatest) = signum(lower(b)) > 0 ? (lower(a), upper(a)) : (upper(a), lower(a))
        mpfr_div(lower(c), least, signum(least) >= 0 ? upper(b) : lower(b), MPFR_RNDD)
        mpfr_div(upper(c), greatest, signum(greatest) >= 0 ? lower(b) : upper(b), MPFR_RNDU)
        return c
    }

    /// The product of intervals that hold numbers of both signs: the least and the greatest of the products of ends.
    private func extremes(_ c: Slot, _ a: Slot, _ b: Slot) {
        mpfr_mul(lower(c), lower(a), upper(b), MPFR_RNDD)
        mpfr_mul(scratch, upper(a), lower(b), MPFR_RNDD)
        least(c)
        mpfr_mul(scratch, lower(a), lower(b), MPFR_RNDD)
        least(c)
        mpfr_mul(scratch, upper(a), upper(b), MPFR_RNDD)
        least(c)
        mpfr_mul(upper(c), lower(a), lower(b), MPFR_RNDU)
        mpfr_mul(scratch, upper(a), upper(b), MPFR_RNDU)
        greatest(c)
        mpfr_mul(scratch, lower(a), upper(b), MPFR_RNDU)
        greatest(c)
        mpfr_mul(scratch, upper(a), lower(b), MPFR_RNDU)
        greatest(c)
    }

    /// Takes what is in `scratch` for the lower end where it is less, or no number.
    private func least(_ c: Slot) {
        if mpfr_less_p(scratch, lower(c)) != 0 || mpfr_nan_p(scratch) != 0 { mpfr_set(lower(c), scratch, MPFR_RNDD) }
    }

    private func greatest(_ c: Slot) {
        if mpfr_greater_p(scratch, upper(c)) != 0 || mpfr_nan_p(scratch) != 0 { mpfr_set(upper(c), scratch, MPFR_RNDU) }
    }

    /// `a` to a positive integer power.
    func power(_ a: Slot, _ n: UInt) -> Slot {
        let c = make()
        let isEven = n % 2 == 0
        switch sign(a) {
        case 1, 0:
            mpfr_pow_ui(lower(c), lower(a), n, MPFR_RNDD)
            mpfr_pow_ui(upper(c), upper(a), n, MPFR_RNDU)
        case -1 where isEven:
            mpfr_pow_ui(lower(c), upper(a), n, MPFR_RNDD)
            mpfr_pow_ui(upper(c), lower(a), n, MPFR_RNDU)
        default:
            mpfr_pow_ui(lower(c), lower(a), n, MPFR_RNDD)
            mpfr_pow_ui(upper(c), upper(a), n, MPFR_RNDU)
            if isEven {
                mpfr_pow_ui(scratch, lower(a), n, MPFR_RNDU)
                if mpfr_greater_p(scratch, upper(c)) != 0 { mpfr_set(upper(c), scratch, MPFR_RNDU) }
                mpfr_set_zero(lower(c), 1)
            }
        }
        return c
    }

    /// A function that grows everywhere, from end to end.
    func increasing(_ a: Slot, _ function: Unary) -> Slot {
        let c = make()
        if mpfr_equal_p(lower(a), upper(a)) != 0 {
            bound(c, at: lower(a), function)
            return c
        }
        _ = function(lower(c), lower(a), MPFR_RNDD)
        _ = function(upper(c), upper(a), MPFR_RNDU)
        return c
    }

    /// Bounds a function at one number: computed once, because MPFR says whether it rounded.
    private func bound(_ c: Slot, at x: Real, _ function: Unary) {
        let rounding = function(upper(c), x, MPFR_RNDU)
        mpfr_set(lower(c), upper(c), MPFR_RNDD)
        if rounding != 0 { mpfr_nextbelow(lower(c)) }
    }

    /// A growing function whose slope nowhere passes 1: one value bounds it over a narrow interval.
    func gentle(_ a: Slot, _ function: Unary) -> Slot {
        widthExponent(a) < -32 && mpfr_equal_p(lower(a), upper(a)) == 0
            ? lipschitz(a, function) : increasing(a, function)
    }

    /// The exponential: one value bounds it over a narrow interval, because e^(x-w) is at least (1-w)·e^x.
    func exponential(_ a: Slot) -> Slot {
        guard widthExponent(a) < -32, mpfr_equal_p(lower(a), upper(a)) == 0 else { return increasing(a, mpfr_exp) }
        let c = make()
        bound(c, at: upper(a), mpfr_exp)
        mpfr_sub(scratch, upper(a), lower(a), MPFR_RNDU)
        mpfr_mul(scratch, scratch, upper(c), MPFR_RNDU)
        mpfr_sub(lower(c), lower(c), scratch, MPFR_RNDD)
        return c
    }

    /// A function whose slope nowhere passes 1: its value at one end, give or take the width.
    func lipschitz(_ a: Slot, _ function: Unary) -> Slot {
        let c = make()
        bound(c, at: lower(a), function)
        mpfr_sub(scratch, upper(a), lower(a), MPFR_RNDU)
        mpfr_sub(lower(c), lower(c), scratch, MPFR_RNDD)
        mpfr_add(upper(c), upper(c), scratch, MPFR_RNDU)
        return c
    }

    /// The part of `a` that is at least `bound`; the arguments of functions that are defined there only.
    func clampedBelow(_ a: Slot, _ bound: Int) -> Slot {
        let c = copy(a)
        if mpfr_cmp_si_2exp(lower(c), bound, 0) < 0 { mpfr_set_si_2exp(lower(c), bound, 0, MPFR_RNDD) }
        return c
    }

    /// The part of `a` that is at most `bound`.
    func clampedAbove(_ a: Slot, _ bound: Int) -> Slot {
        let c = copy(a)
        if mpfr_cmp_si_2exp(upper(c), bound, 0) > 0 { mpfr_set_si_2exp(upper(c), bound, 0, MPFR_RNDU) }
        return c
    }

    func absolute(_ a: Slot) -> Slot {
        switch sign(a) {
        case -1: return negate(a)
        case 1, 0: return a
        default:
            let c = negate(a)
            if mpfr_less_p(upper(c), upper(a)) != 0 { mpfr_set(upper(c), upper(a), MPFR_RNDU) }
            mpfr_set_zero(lower(c), 1)
            return c
        }
    }

    func maximum(_ a: Slot, _ b: Slot) -> Slot {
        let c = make()
        mpfr_max(lower(c), lower(a), lower(b), MPFR_RNDD)
        mpfr_max(upper(c), upper(a), upper(b), MPFR_RNDU)
        return c
    }

    func minimum(_ a: Slot, _ b: Slot) -> Slot {
        let c = make()
        mpfr_min(lower(c), lower(a), lower(b), MPFR_RNDD)
        mpfr_min(upper(c), upper(a), upper(b), MPFR_RNDU)
        return c
    }

    /// The floor, or nil when the interval reaches over an integer.
    func floor(_ a: Slot) -> Slot? {
        let c = make()
        mpfr_rint_floor(lower(c), lower(a), MPFR_RNDD)
        mpfr_rint_floor(upper(c), upper(a), MPFR_RNDU)
        return mpfr_equal_p(lower(c), upper(c)) != 0 && mpfr_number_p(lower(c)) != 0 ? c : nil
    }
}
