/// Functions of canonical arguments: what is known exactly, and normal forms for the rest.
extension Canonicalizer {
    func function(_ id: NodeID) -> Fraction? {
        let function = tree.function(id)
        guard function != .determinant, let arguments = fractions(tree.children(id)), let first = arguments.first else {
            return nil
        }
        switch function {
        case .exp: return first.isPolynomial ? exponential(power(of: .euler), first.numerator) : nil
        case .ln: return logarithm(first)
        case .log:
            guard let above = logarithm(first) else { return nil }
            return logBase == .euler ? above : logarithm(Fraction(.integer(10))).flatMap { divide(above, $0) }
        case .logBase:
            guard let base = logarithm(first), let above = logarithm(arguments[1]) else { return nil }
            return divide(above, base)
        case .abs: return absolute(first, tree.child(id, 0))
        case .sin: return sine(first)
        case .cos: return cosine(first)
        case .tan: return ratio(sine(first), cosine(first))
        case .cot: return ratio(cosine(first), sine(first))
        case .sec: return ratio(.one, cosine(first))
        case .csc: return ratio(.one, sine(first))
        case .arccos, .arccot:
            guard let other = odd(function == .arccos ? .arcsin : .arctan, first) else { return nil }
            return subtract(power(of: .pi, coefficient: .small(1, 2)), other)
        case .arcsin, .arctan, .arsinh, .artanh: return odd(function, first)
        case .sinh, .cosh, .tanh, .coth: return hyperbolic(function, first)
        case .binomial: return binomial(first, arguments[1])
        case .floor, .ceiling, .sign, .max, .min, .gcd, .lcm, .modulo:
            var exact = ExactEvaluator(tree, budget)
            if let value = exact.value(id) { return Fraction(value) }
            return power(of: .function(function, arguments))
        default: return power(of: .function(function, arguments))
        }
    }

    private func ratio(_ a: Fraction?, _ b: Fraction?) -> Fraction? {
        guard let a, let b else { return nil }
        return divide(a, b)
    }

    /// `ln` of a product is the sum of logarithms.
    func logarithm(_ argument: Fraction) -> Fraction? {
        if !argument.isPolynomial {
            guard let above = logarithm(Fraction(argument.numerator)),
                let below = logarithm(Fraction(argument.denominator))
            else { return nil }
            return subtract(above, below)
        }
        guard let term = argument.numerator.single else {
            guard let content = argument.numerator.content, let inverse = Rational.quotient(.one, content),
                let outside = logarithm(Fraction(content))
            else { return nil }
            return add(outside, power(of: .function(.ln, [Fraction(argument.numerator.scaled(by: inverse))])))
        }
        guard let parts = term.coefficient.smallParts, parts.numerator > 0 else {
            return power(of: .function(.ln, [argument]))
        }
        var total = Fraction.zero
        func accumulate(_ value: Fraction?, times scale: Exponent) -> Bool {
            let factor = Fraction(.small(Int128(scale.numerator), Int128(scale.denominator)))
            guard let value, let scaled = multiply(value, factor), let sum = add(total, scaled) else { return false }
            total = sum
            return true
        }
        for (value, sign) in [(parts.numerator, Int32(1)), (parts.denominator, Int32(-1))] where value > 1 {
            guard let primes = Factorization.of(value) else { return nil }
            for (prime, multiplicity) in primes {
                let atom = power(of: .function(.ln, [Fraction(.integer(Int128(prime)))]))
                guard accumulate(atom, times: Exponent(sign * multiplicity)) else { return nil }
            }
        }
        for factor in term.monomial.powers {
            guard accumulate(logarithm(ofAtom: factor.atom), times: factor.exponent) else { return nil }
        }
        return total
    }

    private func logarithm(ofAtom id: Int32) -> Fraction? {
        switch atoms[Int(id)] {
        case .euler: return .one
        case .imaginary, .minusOne: return nil
        case .prime(let prime): return power(of: .function(.ln, [Fraction(.integer(Int128(prime)))]))
        case .exponential(let base, let exponent):
            guard let inner = logarithm(ofAtom: base) else { return nil }
            return multiply(inner, Fraction(Polynomial(exponent)))
        default:
            let inside = Fraction(Polynomial(Monomial(powers: [AtomPower(atom: id, exponent: .one)])))
            return power(of: .function(.ln, [inside]))
        }
    }

    /// The absolute value: by the sign of a constant, else with the sign of the leading term taken out.
    private func absolute(_ argument: Fraction, _ id: NodeID) -> Fraction? {
        if let constant = argument.constant { return Fraction(constant.magnitude) }
        if tree.isClosed(id) {
            intervals.restart(precision: 128)
            var evaluator = IntervalEvaluator(tree, intervals, budget)
            guard let value = evaluator.value(id), value.imaginary == nil, let sign = intervals.sign(value.real) else {
                return nil
            }
            return sign < 0 ? -argument : argument
        }
        let isNegative = (argument.numerator.terms.last?.coefficient.sign ?? 1) < 0
        let signed = isNegative ? -argument : argument
        guard signed.isPolynomial, let term = signed.numerator.single, let only = term.monomial.powers.first,
            term.monomial.powers.count == 1
        else {
            return power(of: .function(.abs, [signed]))
        }
        if only.exponent.isEven { return signed }
        let inside = Fraction(Polynomial(Monomial(powers: [AtomPower(atom: only.atom, exponent: .one)])))
        return power(of: .function(.abs, [inside]), only.exponent, coefficient: term.coefficient)
    }

    // MARK: Circular functions

    private func sine(_ argument: Fraction) -> Fraction? { circular(argument, isSine: true) }
    private func cosine(_ argument: Fraction) -> Fraction? { circular(argument, isSine: false) }

    /// Quarter turns are taken out, the sign of the leading variable term too: `\sin(\pi/2 - x)` is `\cos x`.
    private func circular(_ argument: Fraction, isSine: Bool) -> Fraction? {
        let pi = Monomial(powers: [AtomPower(atom: atom(.pi), exponent: .one)])
        if argument.numerator.isZero { return isSine ? .zero : .one }
        guard argument.isPolynomial else { return power(of: .function(isSine ? .sin : .cos, [argument])) }
        var turn = argument.numerator.terms.first { $0.monomial == pi }?.coefficient ?? .zero
        var rest = argument.numerator - Polynomial(pi, turn)
        if rest.isZero { return isSine ? SpecialAngles.sine(turn, self) : SpecialAngles.cosine(turn, self) }
        var sign = 1
        if (rest.terms.last?.coefficient.sign ?? 1) < 0 {
            rest = -rest
            turn = -turn
            if isSine { sign = -1 }
        }
        let quarters = (turn * .integer(2)).floor
        guard let count = Rational.modulo(quarters, .integer(4))?.machineInteger else { return nil }
        let left = turn - quarters * .small(1, 2)
        let inside = Fraction(rest + Polynomial(pi, left))
        var isSine = isSine
        for _ in 0..<count {
            if !isSine { sign = -sign }
            isSine.toggle()
        }
        let value = power(of: .function(isSine ? .sin : .cos, [inside]))
        return sign < 0 ? -value : value
    }

    /// A function with f(-u) = -f(u).
    private func odd(_ function: MathFunction, _ argument: Fraction) -> Fraction? {
        if argument.numerator.isZero { return .zero }
        let isNegative = (argument.numerator.terms.last?.coefficient.sign ?? 1) < 0
        let signed = isNegative ? -argument : argument
        if let exact = SpecialAngles.inverse(function, signed, self) { return isNegative ? -exact : exact }
        let value = power(of: .function(function, [signed]))
        return isNegative ? -value : value
    }

    /// By exponentials, so that identities between them are polynomial ones.
    private func hyperbolic(_ function: MathFunction, _ argument: Fraction) -> Fraction? {
        guard argument.isPolynomial, let rising = exponential(power(of: .euler), argument.numerator),
            let falling = divide(.one, rising), let difference = subtract(rising, falling),
            let sum = add(rising, falling)
        else { return nil }
        switch function {
        case .sinh: return multiply(difference, Fraction(.small(1, 2)))
        case .cosh: return multiply(sum, Fraction(.small(1, 2)))
        case .tanh: return divide(difference, sum)
        default: return divide(sum, difference)
        }
    }

    private func binomial(_ n: Fraction, _ k: Fraction) -> Fraction? {
        if let top = n.constant?.machineInteger, let bottom = k.constant?.machineInteger {
            return Rational.binomial(top, bottom).map { Fraction($0) }
        }
        guard let above = factorial(n), let left = factorial(k), let rest = subtract(n, k).flatMap(factorial),
            let below = multiply(left, rest)
        else { return nil }
        return divide(above, below)
    }
}

/// Sines and cosines at multiples of π/12, and where their inverses are known.
enum SpecialAngles {
    /// sin(turn · π), or an atom with its argument between 0 and π/2.
    static func sine(_ turn: Rational, _ form: Canonicalizer) -> Fraction? {
        // Reduced to [0, 2), then by symmetry to [0, 1/2].
        guard let half = Rational.quotient(turn, .integer(2)) else { return nil }
        var angle = (turn - half.floor * .integer(2)).reduced
        var isNegative = false
        if Rational.compare(angle, .one) >= 0 {
            angle = angle - .one
            isNegative = true
        }
        if Rational.compare(angle, .small(1, 2)) > 0 { angle = .one - angle }
        let twelfths = angle * .integer(12)
        let value: Fraction?
        switch twelfths.machineInteger {
        case 0: value = .zero
        case 1: value = surds(form, [(6, 1), (2, -1)], over: 4)
        case 2: value = Fraction(.small(1, 2))
        case 3: value = surds(form, [(2, 1)], over: 2)
        case 4: value = surds(form, [(3, 1)], over: 2)
        case 5: value = surds(form, [(6, 1), (2, 1)], over: 4)
        case 6: value = .one
        default:
            value =
                fifths(angle, form)
                ?? form.power(of: .function(.sin, [form.power(of: .pi, coefficient: angle.reduced)]))
        }
        return isNegative ? value.map { -$0 } : value
    }

    static func cosine(_ turn: Rational, _ form: Canonicalizer) -> Fraction? { sine(turn + .small(1, 2), form) }

    /// sin(π/10) and sin(3π/10).
    private static func fifths(_ angle: Rational, _ form: Canonicalizer) -> Fraction? {
        switch (angle * .integer(10)).machineInteger {
        case 1: surds(form, [(5, 1), (1, -1)], over: 4)
        case 3: surds(form, [(5, 1), (1, 1)], over: 4)
        default: nil
        }
    }

    private static func surds(_ form: Canonicalizer, _ parts: [(Int64, Int128)], over: Int128) -> Fraction? {
        var total: Fraction? = .zero
        for (radicand, scale) in parts {
            let term = form.raised(Fraction(.integer(Int128(radicand))), to: Exponent(1, over: 2)!)
            total = total.flatMap { sum in
                term.flatMap { form.multiply($0, Fraction(.small(scale, over))) }.flatMap { form.add(sum, $0) }
            }
        }
        return total
    }

    /// The rational parts of π whose sine or tangent is a positive rational. There are no others: Niven (1956).
    private static func rationalInverse(_ function: MathFunction, _ value: Rational) -> Rational? {
        if value == .one { return function == .arcsin ? .small(1, 2) : .small(1, 4) }
        return function == .arcsin && value == .small(1, 2) ? .small(1, 6) : nil
    }

    /// arcsin and arctan of the positive values that have simple angles.
    static func inverse(_ function: MathFunction, _ value: Fraction, _ form: Canonicalizer) -> Fraction? {
        guard function == .arcsin || function == .arctan else { return nil }
        if let constant = value.constant {
            return rationalInverse(function, constant).map { form.power(of: .pi, coefficient: $0) }
        }
        for twelfths: Int128 in 1...6 {
            guard let sine = sine(.small(twelfths, 12), form) else { continue }
            var image: Fraction? = sine
            if function == .arctan {
                guard twelfths < 6, let cosine = cosine(.small(twelfths, 12), form) else { continue }
                image = form.divide(sine, cosine)
            }
            if let image, form.isZeroDifference(image, value) == true {
                return form.power(of: .pi, coefficient: Rational.small(twelfths, 12).reduced)
            }
        }
        return nil
    }
}
