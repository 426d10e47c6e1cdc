import AdjudgeBase

/// Functions that are known by their names and applied to arguments, never factors.
enum SpecialFunction {
    /// How sure it is that brackets behind a name hold an argument; the `detail` of an application.
    enum Reading: UInt8 {
        /// It is a function.
        case certain = 0
        /// A function, unless one side has the letter without brackets.
        case function
        /// A function where its argument is a lone name or number; a factor where one side has the letter without
        /// brackets, or where the letter is a usual coefficient.
        case factor
        /// The same, right behind a sign of division: as a factor it ends the divisor.
        case factorInDivisor
    }

    /// Names that are set upright, with or without a backslash.
    static let names: [StaticString] = [
        "erf", "erfc", "erfi", "sech", "csch", "sinc", "Li", "Ei", "Si", "Ci", "Ai", "Bi", "Shi", "Chi", "li",
        "Tr", "tr", "rank", "rect", "Cov", "adj", "Pr",
    ]

    /// Names whose values ``IntervalEvaluator`` bounds somewhere.
    static func isComputed(_ name: Symbol) -> Bool { computed.contains(name) }

    private static let computed = SymbolTable([
        "erf", "erfc", "sech", "csch", "sinc", "Ei", "Gamma", "zeta", "J_0", "J_1",
    ])

    /// Letters that name a function when brackets follow, whether or not they also stand without.
    static func isAlways(_ name: Symbol) -> Bool {
        switch name.base {
        case Symbol("Gamma"), Symbol("zeta"), Symbol("delta"): return true
        // Bessel's functions by their order.
        case Symbol("J"), Symbol("Y"): return name != name.base
        default: return false
        }
    }

    /// Letters that usually name functions, so that an expression in brackets behind them is their argument. Others are
    /// coefficients unless a lone name or number stands in the brackets.
    static func isUsual(_ name: Symbol) -> Bool { usual.contains(name.base.letterWithoutMarks) }

    private static let usual = SymbolTable([
        "f", "g", "h", "u", "v", "w", "x", "y", "z", "E", "F", "G", "H", "I", "J", "P", "Q", "S", "T", "U", "V", "W",
        "X", "Y", "Z", "phi", "psi", "theta", "chi", "eta", "xi", "Phi", "Psi", "Theta", "Xi", "Lambda", "varphi",
        "omega", "Omega",
    ])
}

extension Symbol {
    /// The letter alone, without marks and subscripts.
    fileprivate var letterWithoutMarks: Symbol {
        var bits: UInt128 = 0
        for index in 0..<base.count {
            let byte = UInt8(truncatingIfNeeded: self.bits >> UInt128(8 * index))
            guard byte.isASCIILetter else { break }
            bits |= UInt128(byte) << UInt128(8 * index)
        }
        return Symbol(bits: bits)
    }
}
