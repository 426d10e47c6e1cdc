import CaseFiles

/// Identities and near misses in `x` and `y`, for the oracle to judge at points.
extension IdentityGenerator {
    /// Numbers that the oracle puts in the place of `x` and `y`: no rational relation holds between them.
    static let points: [(x: String, y: String)] = [("e 3 /", "pi 5 /"), ("pi 1 -", "e 7 +"), ("2 ln neg", "e neg")]

    /// A pair, its family, and whether it has values at every point, so that equality at one says equality.
    mutating func nextOpen() -> (pair: Pair, family: String, isRational: Bool) {
        let families: [(String, Bool, (inout IdentityGenerator) -> Pair)] = [
            ("expanded", true, { $0.expanded() }), ("factored", true, { $0.factored() }),
            ("fractions", true, { $0.fractions() }), ("circular", false, { $0.circular() }),
            ("logarithms", false, { $0.logarithms() }), ("radicals", false, { $0.radicals() }),
            ("exponentials", false, { $0.exponentials() }),
        ]
        let (name, isRational, make) = generator.pick(families)
        var pair = make(&self)
        if generator.chance(50) {
            let place = generator.integer(0...max(0, pair.1.integers - 1))
            pair.1 = pair.1.integers > 0 ? pair.1.changing(place, by: generator.pick([-1, 1, 2])) : .negative(pair.1)
        }
        return (generator.chance(50) ? pair : (pair.1, pair.0), name, isRational)
    }

    private static let x = ClosedForm.variable("x")
    private static let y = ClosedForm.variable("y")

    private mutating func linear() -> (form: ClosedForm, a: Int, b: Int) {
        let (a, b) = (generator.integer(1...9), generator.integer(1...9))
        return (.sum(.product(.integer(a), IdentityGenerator.x), .integer(b)), a, b)
    }

    private func square(_ form: ClosedForm) -> ClosedForm { .power(form, .integer(2)) }

    private mutating func expanded() -> Pair {
        let (f, g) = (linear(), linear())
        let (x, y) = (IdentityGenerator.x, IdentityGenerator.y)
        if generator.chance(50) {
            let middle = ClosedForm.product(.integer(f.a * g.b + f.b * g.a), x)
            return (
                .product(f.form, g.form),
                .sum(.sum(.product(.integer(f.a * g.a), square(x)), middle), .integer(f.b * g.b))
            )
        }
        let n = generator.integer(2...4)
        var coefficient = 1
        var whole = ClosedForm.power(x, .integer(n))
        for k in 1...n {
            coefficient = coefficient * (n - k + 1) / k
            whole = .sum(
                whole,
                .product(.integer(coefficient), .product(.power(x, .integer(n - k)), .power(y, .integer(k)))))
        }
        return (.power(.sum(x, y), .integer(n)), whole)
    }

    private mutating func factored() -> Pair {
        let (x, y) = (IdentityGenerator.x, IdentityGenerator.y)
        let a = generator.integer(1...12)
        if generator.chance(50) {
            return (
                .difference(square(x), square(.product(.integer(a), y))),
                .product(.sum(x, .product(.integer(a), y)), .difference(x, .product(.integer(a), y)))
            )
        }
        let trinomial = ClosedForm.sum(.sum(square(x), .product(.integer(a), x)), .integer(a * a))
        return (
            .difference(.power(x, .integer(3)), .integer(a * a * a)), .product(.difference(x, .integer(a)), trinomial)
        )
    }

    private mutating func fractions() -> Pair {
        let (f, g) = (linear(), linear())
        let (p, q) = (generator.integer(1...9), generator.integer(1...9))
        let sum = ClosedForm.sum(.quotient(.integer(p), f.form), .quotient(.integer(q), g.form))
        let top = ClosedForm.sum(
            .product(.integer(p * g.a + q * f.a), IdentityGenerator.x), .integer(p * g.b + q * f.b))
        return (sum, .quotient(top, .product(f.form, g.form)))
    }

    private mutating func circular() -> Pair {
        let (x, y) = (IdentityGenerator.x, IdentityGenerator.y)
        func sine(_ form: ClosedForm) -> ClosedForm { .function(.sin, form) }
        func cosine(_ form: ClosedForm) -> ClosedForm { .function(.cos, form) }
        let twice = ClosedForm.product(.integer(2), x)
        switch generator.integer(0...5) {
        case 0: return (.sum(square(sine(x)), square(cosine(x))), .integer(1))
        case 1: return (sine(twice), .product(.integer(2), .product(sine(x), cosine(x))))
        case 2: return (cosine(twice), .difference(.integer(1), .product(.integer(2), square(sine(x)))))
        case 3: return (sine(.sum(x, y)), .sum(.product(sine(x), cosine(y)), .product(cosine(x), sine(y))))
        case 4: return (sine(.difference(.quotient(.pi, .integer(2)), x)), cosine(x))
        default:
            let tangent = ClosedForm.function(.tan, x)
            return (.sum(.integer(1), square(tangent)), .quotient(.integer(1), square(cosine(x))))
        }
    }

    private mutating func logarithms() -> Pair {
        let (x, y) = (IdentityGenerator.x, IdentityGenerator.y)
        func ln(_ form: ClosedForm) -> ClosedForm { .function(.ln, form) }
        let (a, n) = (generator.integer(2...9), generator.integer(2...5))
        switch generator.integer(0...3) {
        case 0: return (ln(.product(x, y)), .sum(ln(x), ln(y)))
        case 1: return (ln(.power(x, .integer(n))), .product(.integer(n), ln(x)))
        case 2: return (.logarithm(a, x), .quotient(ln(x), ln(.integer(a))))
        default: return (ln(.quotient(x, .integer(a))), .difference(ln(x), ln(.integer(a))))
        }
    }

    private mutating func radicals() -> Pair {
        let (x, y) = (IdentityGenerator.x, IdentityGenerator.y)
        let a = generator.integer(2...9)
        switch generator.integer(0...3) {
        case 0: return (.root(.product(.integer(a * a), x)), .product(.integer(a), .root(x)))
        case 1: return (.product(.root(x), .root(y)), .root(.product(x, y)))
        case 2: return (.root(square(.sum(x, .integer(a)))), .function(.abs, .sum(x, .integer(a))))
        default:
            return (
                .quotient(.integer(1), .sum(.root(x), .integer(a))),
                .quotient(.difference(.root(x), .integer(a)), .difference(x, .integer(a * a)))
            )
        }
    }

    private mutating func exponentials() -> Pair {
        let (x, y) = (IdentityGenerator.x, IdentityGenerator.y)
        let a = generator.integer(2...9)
        switch generator.integer(0...3) {
        case 0: return (.product(.function(.exp, x), .function(.exp, y)), .function(.exp, .sum(x, y)))
        case 1: return (.power(.function(.exp, x), .integer(a)), .function(.exp, .product(.integer(a), x)))
        case 2: return (.power(.integer(a), .product(.integer(2), x)), .power(.integer(a * a), x))
        default: return (.power(.integer(a), .sum(x, .integer(1))), .product(.integer(a), .power(.integer(a), x)))
        }
    }
}
