import CMPFR

/// Functions that go by their names: what of them can be bounded, by where they rise and fall.
extension IntervalEvaluator {
    /// The value of a named function of one real argument; nil for names that are not known, and outside the parts of
    /// the line where bounds are.
    func special(_ name: Symbol, _ a: Slot) -> Slot? {
        switch name {
        case Symbol("erf"): return store.increasing(a, mpfr_erf)
        case Symbol("erfc"): return store.increasing(store.negate(a), IntervalEvaluator.erfcOfNegative)
        case Symbol("sech"): return cosh(a).flatMap { store.divide(store.integer(1), $0) }
        case Symbol("csch"): return sinh(a).flatMap { store.divide(store.integer(1), $0) }
        case Symbol("sinc"):
            guard let sign = store.sign(a), sign != 0, store.exponent(a) <= 2048 else { return nil }
            return store.divide(store.lipschitz(a, mpfr_sin), a)
        case Symbol("Ei"):
            // Rises on the right of zero and falls on the left.
            switch store.sign(a) {
            case 1: return store.increasing(a, mpfr_eint)
            case -1: return store.increasing(store.negate(a), IntervalEvaluator.integralOfNegative)
            default: return nil
            }
        case Symbol("Gamma"): return gamma(a)
        case Symbol("zeta"):
            // Falls on the right of one.
            guard store.sign(store.subtract(a, store.integer(1))) == 1 else { return nil }
            return store.increasing(store.negate(a), IntervalEvaluator.zetaOfNegative)
        // No Bessel function of the first kind is steeper than one.
        case Symbol("J_0"): return store.exponent(a) <= 64 ? store.lipschitz(a, mpfr_j0) : nil
        case Symbol("J_1"): return store.exponent(a) <= 64 ? store.lipschitz(a, mpfr_j1) : nil
        default: return nil
        }
    }

    /// Γ rises from 2 on; what is left of that is brought there by Γ(x) = Γ(x + n) / (x (x + 1) … (x + n - 1)).
    private func gamma(_ a: Slot) -> Slot? {
        guard store.sign(a) == 1, store.exponent(a) <= 12 else { return nil }
        let next = store.add(a, store.integer(1))
        let shifted = store.add(a, store.integer(2))
        return store.divide(store.increasing(shifted, mpfr_gamma), store.multiply(a, next))
    }

    private func cosh(_ a: Slot) -> Slot? {
        store.exponent(a) <= 80 ? store.increasing(store.absolute(a), mpfr_cosh) : nil
    }

    private func sinh(_ a: Slot) -> Slot? { store.exponent(a) <= 80 ? store.increasing(a, mpfr_sinh) : nil }

    /// erfc(-x), which rises.
    private static func erfcOfNegative(
        _ result: IntervalStore.Real?, _ x: UnsafePointer<__mpfr_struct>?, _ rounding: mpfr_rnd_t
    ) -> Int32 {
        mpfr_neg(result, x, MPFR_RNDN)
        return mpfr_erfc(result, result, rounding)
    }

    /// Ei(-x), which rises.
    private static func integralOfNegative(
        _ result: IntervalStore.Real?, _ x: UnsafePointer<__mpfr_struct>?, _ rounding: mpfr_rnd_t
    ) -> Int32 {
        mpfr_neg(result, x, MPFR_RNDN)
        return mpfr_eint(result, result, rounding)
    }

    /// ζ(-x), which rises on the left of minus one.
    private static func zetaOfNegative(
        _ result: IntervalStore.Real?, _ x: UnsafePointer<__mpfr_struct>?, _ rounding: mpfr_rnd_t
    ) -> Int32 {
        mpfr_neg(result, x, MPFR_RNDN)
        return mpfr_zeta(result, result, rounding)
    }
}
