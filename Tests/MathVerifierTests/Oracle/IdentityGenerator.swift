import CaseFiles

/// Makes pairs of closed forms: identities, near misses of them, and forms that have nothing to do with each other.
struct IdentityGenerator {
    typealias Pair = (ClosedForm, ClosedForm)

    var generator: Seeded

    init(seed: UInt64) { generator = Seeded(seed: seed) }

    /// A pair and the family that it comes from.
    mutating func next() -> (pair: Pair, family: String) {
        let families: [(String, (inout IdentityGenerator) -> Pair)] = [
            ("radical product", { $0.radicalProduct() }), ("nested radical", { $0.nestedRadical() }),
            ("rationalised", { $0.rationalised() }), ("cube root", { $0.cubeRoot() }),
            ("logarithm", { $0.logarithm() }),
            ("exponential", { $0.exponential() }), ("trigonometric", { $0.trigonometric() }),
            ("trigonometric product", { $0.trigonometricProduct() }), ("inverse function", { $0.inverseFunction() }),
            ("rational power", { $0.rationalPower() }), ("complex", { $0.complex() }), ("polar", { $0.polar() }),
            ("rounding", { $0.rounding() }), ("golden", { $0.golden() }), ("rewritten", { $0.rewritten() }),
            ("convergent", { $0.convergent() }),
        ]
        let (name, make) = generator.pick(families)
        var pair = make(&self)
        if generator.chance(40) { pair = wrapped(pair) }
        if generator.chance(45) { pair = missed(pair) }
        return (generator.chance(50) ? pair : (pair.1, pair.0), name)
    }

    // MARK: Changes

    /// The same thing done to both sides.
    private mutating func wrapped(_ pair: Pair) -> Pair {
        let other = form(depth: 1)
        let scale = ClosedForm.ratio(generator.integer(1...9), generator.integer(1...9))
        switch generator.integer(0...4) {
        case 0: return (.sum(pair.0, other), .sum(other, pair.1))
        case 1: return (.product(scale, pair.0), .product(pair.1, scale))
        case 2: return (.power(pair.0, .integer(2)), .power(pair.1, .integer(2)))
        case 3: return (.difference(other, pair.0), .difference(other, pair.1))
        default: return (.quotient(pair.0, .integer(7)), .quotient(pair.1, .integer(7)))
        }
    }

    /// A near miss: one integer of one side is another, or the side is another by next to nothing, or by its sign.
    private mutating func missed(_ pair: Pair) -> Pair {
        let side = pair.1
        switch generator.integer(0...5) {
        case 0:
            let tiny = ClosedForm.power(.integer(10), .integer(-generator.integer(3...40)))
            return (pair.0, generator.chance(50) ? .sum(side, tiny) : .difference(side, tiny))
        case 1: return (pair.0, .negative(side))
        default:
            guard side.integers > 0 else { return (pair.0, .sum(side, .integer(1))) }
            return (pair.0, side.changing(generator.integer(0...side.integers - 1), by: generator.pick([-1, 1, 1, 2])))
        }
    }

    // MARK: Radicals

    private mutating func radicalProduct() -> Pair {
        let (a, b) = (generator.integer(2...60), generator.integer(2...60))
        if generator.chance(50) {
            return (.product(.root(.integer(a)), .root(.integer(b))), .root(.integer(a * b)))
        }
        let square = generator.integer(2...12)
        return (.root(.integer(a * square * square)), .product(.integer(square), .root(.integer(a))))
    }

    /// √(a + b ± 2√(ab)) = √a ± √b.
    private mutating func nestedRadical() -> Pair {
        let b = generator.integer(2...30)
        let a = b + generator.integer(1...30)
        let inner = ClosedForm.root(.integer(4 * a * b))
        let (x, y) = (ClosedForm.root(.integer(a)), ClosedForm.root(.integer(b)))
        return generator.chance(50)
            ? (.root(.sum(.integer(a + b), inner)), .sum(x, y))
            : (.root(.difference(.integer(a + b), inner)), .difference(x, y))
    }

    private mutating func rationalised() -> Pair {
        let b = generator.integer(2...30)
        let (difference, top) = (generator.integer(1...20), generator.integer(1...9))
        let (x, y) = (ClosedForm.root(.integer(b + difference)), ClosedForm.root(.integer(b)))
        let conjugate = ClosedForm.product(.integer(top), .difference(x, y))
        return (.quotient(.integer(top), .sum(x, y)), .quotient(conjugate, .integer(difference)))
    }

    /// ∛((a + b√d)³) = a + b√d.
    private mutating func cubeRoot() -> Pair {
        let (a, b, d) = (generator.integer(1...6), generator.integer(1...4), generator.pick([2, 3, 5, 6, 7, 10]))
        let rational = a * a * a + 3 * a * b * b * d
        let factor = 3 * a * a * b + b * b * b * d
        let radical = ClosedForm.product(.integer(factor), .root(.integer(d)))
        let small = ClosedForm.product(.integer(b), .root(.integer(d)))
        return generator.chance(50)
            ? (.root(3, .sum(.integer(rational), radical)), .sum(.integer(a), small))
            : (.root(3, .difference(.integer(rational), radical)), .difference(.integer(a), small))
    }

    private mutating func rationalPower() -> Pair {
        let (a, n) = (generator.integer(2...20), generator.integer(2...5))
        let (m, k) = (generator.integer(1...7), generator.integer(1...7))
        switch generator.integer(0...2) {
        case 0: return (.power(.integer(a), .ratio(m, n)), .root(n, .power(.integer(a), .integer(m))))
        case 1:
            let whole = ClosedForm.product(.power(.integer(a), .ratio(m, n)), .power(.integer(a), .ratio(k, n)))
            return (whole, .power(.integer(a), .ratio(m + k, n)))
        default: return (.root(3, .integer(-a)), .negative(.root(3, .integer(a))))
        }
    }

    private mutating func golden() -> Pair {
        let n = generator.integer(2...12)
        var (fibonacci, next, lucas, nextLucas) = (0, 1, 2, 1)
        for _ in 0..<n {
            (fibonacci, next) = (next, fibonacci + next)
            (lucas, nextLucas) = (nextLucas, lucas + nextLucas)
        }
        let five = ClosedForm.root(.integer(5))
        let phi = ClosedForm.quotient(.sum(.integer(1), five), .integer(2))
        let sum = ClosedForm.sum(.integer(lucas), .product(.integer(fibonacci), five))
        return (.power(phi, .integer(n)), .quotient(sum, .integer(2)))
    }

    /// √2 and a fraction that agrees with it to many digits, or a power of √2 - 1, which is next to nothing.
    private mutating func convergent() -> Pair {
        var (p, q) = (1, 1)
        let n = generator.integer(5...44)
        for _ in 1..<n { (p, q) = (p + 2 * q, p + q) }
        let root = ClosedForm.root(.integer(2))
        if generator.chance(50) { return (root, .ratio(p, q)) }
        let difference = ClosedForm.difference(.integer(p), .product(.integer(q), root))
        return (.power(.difference(.integer(1), root), .integer(n)), generator.chance(50) ? difference : .integer(0))
    }

    // MARK: Logarithms and exponentials

    private mutating func logarithm() -> Pair {
        let (a, b, n) = (generator.integer(2...20), generator.integer(2...20), generator.integer(2...6))
        switch generator.integer(0...4) {
        case 0: return (.sum(ln(a), ln(b)), ln(a * b))
        case 1: return (.product(.integer(n), ln(a)), .function(.ln, .power(.integer(a), .integer(n))))
        case 2: return (.logarithm(a, .integer(b)), .quotient(ln(b), ln(a)))
        case 3:
            return (
                .product(.logarithm(a, .integer(b)), .logarithm(b, .integer(a + 1))), .logarithm(a, .integer(a + 1))
            )
        default: return (.difference(ln(a), ln(b)), .function(.ln, .ratio(a, b)))
        }
    }

    private func ln(_ value: Int) -> ClosedForm { .function(.ln, .integer(value)) }

    private mutating func exponential() -> Pair {
        let (a, b) = (generator.integer(2...9), generator.integer(2...9))
        switch generator.integer(0...3) {
        case 0: return (.function(.exp, .product(.integer(a), ln(b))), .power(.integer(b), .integer(a)))
        case 1:
            return (
                .product(.function(.exp, .ratio(a, b)), .function(.exp, .ratio(1, b))),
                .function(.exp, .ratio(a + 1, b))
            )
        case 2: return (.power(.integer(a), .quotient(ln(b), ln(a))), .integer(b))
        default: return (.power(.euler, .integer(a)), .power(.power(.euler, .integer(a * b)), .ratio(1, b)))
        }
    }

    // MARK: Circular functions

    private mutating func angle() -> ClosedForm {
        .quotient(
            .product(.integer(generator.integer(1...11)), .pi), .integer(generator.pick([3, 4, 5, 6, 7, 8, 9, 12])))
    }

    private mutating func trigonometric() -> Pair {
        let x = angle()
        let (sine, cosine) = (ClosedForm.function(.sin, x), ClosedForm.function(.cos, x))
        let twice = ClosedForm.product(.integer(2), x)
        switch generator.integer(0...6) {
        case 0: return (.function(.sin, .difference(.pi, x)), sine)
        case 1:
            return (.function(.cos, twice), .difference(.integer(1), .product(.integer(2), .power(sine, .integer(2)))))
        case 2: return (.sum(.power(sine, .integer(2)), .power(cosine, .integer(2))), .integer(1))
        case 3: return (.function(.sin, twice), .product(.integer(2), .product(sine, cosine)))
        case 4: return (.function(.tan, x), .quotient(sine, cosine))
        case 5: return (.function(.cos, .difference(.quotient(.pi, .integer(2)), x)), sine)
        default:
            let three = ClosedForm.product(.integer(3), x)
            let cube = ClosedForm.product(.integer(4), .power(cosine, .integer(3)))
            return (.function(.cos, three), .difference(cube, .product(.integer(3), cosine)))
        }
    }

    private mutating func trigonometricProduct() -> Pair {
        func turn(_ k: Int, _ n: Int) -> ClosedForm { .quotient(.product(.integer(k), .pi), .integer(n)) }
        let five = ClosedForm.root(.integer(5))
        switch generator.integer(0...5) {
        case 0:
            let cosines = [1, 2, 4].map { ClosedForm.function(.cos, turn($0, 7)) }
            return (.product(.product(cosines[0], cosines[1]), cosines[2]), .ratio(-1, 8))
        case 1:
            let n = generator.pick([5, 7, 9])
            let sum = (1..<n).dropFirst().reduce(ClosedForm.function(.cos, turn(2, n))) {
                .sum($0, .function(.cos, turn(2 * $1, n)))
            }
            return (sum, .integer(-1))
        case 2: return (.function(.cos, turn(1, 5)), .quotient(.sum(.integer(1), five), .integer(4)))
        case 3:
            let inner = ClosedForm.difference(.integer(10), .product(.integer(2), five))
            return (.function(.sin, turn(1, 5)), .quotient(.root(inner), .integer(4)))
        case 4:
            let difference = ClosedForm.difference(.root(.integer(6)), .root(.integer(2)))
            return (.function(.sin, turn(1, 12)), .quotient(difference, .integer(4)))
        default:
            let sines = (1...3).map { ClosedForm.function(.sin, turn($0, 7)) }
            return (.product(.product(sines[0], sines[1]), sines[2]), .quotient(.root(.integer(7)), .integer(8)))
        }
    }

    private mutating func inverseFunction() -> Pair {
        let (a, b) = (generator.integer(2...9), generator.integer(2...9))
        let half = ClosedForm.quotient(.pi, .integer(2))
        let value = ClosedForm.ratio(min(a, b), max(a, b) + 1)
        switch generator.integer(0...5) {
        case 0:
            let sum = ClosedForm.sum(.function(.arctan, .ratio(1, a)), .function(.arctan, .ratio(1, b)))
            return (sum, .function(.arctan, .ratio(a + b, a * b - 1)))
        case 1: return (.sum(.function(.arcsin, value), .function(.arccos, value)), half)
        case 2: return (.sum(.function(.arctan, .integer(a)), .function(.arctan, .ratio(1, a))), half)
        case 3:
            return (
                .function(.cos, .function(.arcsin, value)), .root(.difference(.integer(1), .power(value, .integer(2))))
            )
        case 4:
            let first = ClosedForm.product(.integer(4), .function(.arctan, .ratio(1, 5)))
            return (.difference(first, .function(.arctan, .ratio(1, 239))), .quotient(.pi, .integer(4)))
        default:
            let x = angle()
            return (.function(.arccos, .function(.cos, x)), x)
        }
    }

    // MARK: Complex numbers

    private func complex(_ a: Int, _ b: Int) -> ClosedForm { .sum(.integer(a), .product(.integer(b), .imaginary)) }

    private mutating func complex() -> Pair {
        let (a, b) = (generator.integer(1...9), generator.integer(1...9))
        let (c, d) = (generator.integer(1...9), generator.integer(1...9))
        switch generator.integer(0...3) {
        case 0: return (.product(complex(a, b), complex(c, d)), complex(a * c - b * d, a * d + b * c))
        case 1:
            let conjugate = ClosedForm.difference(.integer(a), .product(.integer(b), .imaginary))
            return (.quotient(.integer(1), complex(a, b)), .quotient(conjugate, .integer(a * a + b * b)))
        case 2: return (.function(.abs, complex(a, b)), .root(.integer(a * a + b * b)))
        default:
            let n = generator.integer(2...6)
            var (x, y) = (1, 0)
            for _ in 0..<n { (x, y) = (x * a - y * b, x * b + y * a) }
            return (.power(complex(a, b), .integer(n)), complex(x, y))
        }
    }

    private mutating func polar() -> Pair {
        let x = angle()
        let circle = ClosedForm.sum(.function(.cos, x), .product(.imaginary, .function(.sin, x)))
        switch generator.integer(0...2) {
        case 0: return (.function(.exp, .product(.imaginary, x)), circle)
        case 1:
            let n = generator.integer(2...5)
            return (.power(circle, .integer(n)), .function(.exp, .product(.product(.integer(n), .imaginary), x)))
        default:
            let size = generator.integer(2...40)
            return (.root(.integer(-size)), .product(.imaginary, .root(.integer(size))))
        }
    }

    // MARK: Others

    private mutating func rounding() -> Pair {
        let (a, b) = (generator.integer(2...200), generator.integer(2...50))
        let inner = ClosedForm.sum(.root(.integer(a)), .root(.integer(b)))
        let size = Int((Double(a).squareRoot() + Double(b).squareRoot()).rounded(.down))
        let isWhole = Double(size) == Double(a).squareRoot() + Double(b).squareRoot()
        switch generator.integer(0...2) {
        case 0: return (.function(.floor, inner), .integer(size))
        case 1: return (.function(.ceil, inner), .integer(isWhole ? size : size + 1))
        default:
            let difference = ClosedForm.difference(.root(.integer(b)), .root(.integer(a + b)))
            return (.function(.abs, difference), .difference(.root(.integer(a + b)), .root(.integer(b))))
        }
    }

    /// A tree and the same tree with its sums and products the other way round.
    private mutating func rewritten() -> Pair {
        let tree = form(depth: 3)
        return (tree, turned(tree))
    }

    private mutating func turned(_ form: ClosedForm) -> ClosedForm {
        switch form {
        case .sum(let a, let b): return .sum(turned(b), turned(a))
        case .product(let a, let b): return .product(turned(b), turned(a))
        case .difference(let a, let b): return .negative(.difference(turned(b), turned(a)))
        case .quotient(let a, let b): return .product(turned(a), .quotient(.integer(1), turned(b)))
        case .root(2, let a) where a.integers == 1: return .power(a, .ratio(1, 2))
        default: return form
        }
    }

    /// A positive real number, or one that is not near zero.
    private mutating func form(depth: Int) -> ClosedForm {
        if depth == 0 || generator.chance(15) {
            switch generator.integer(0...5) {
            case 0: return .pi
            case 1: return .euler
            case 2: return .root(.integer(generator.integer(2...20)))
            case 3: return .ratio(generator.integer(1...9), generator.integer(2...9))
            default: return .integer(generator.integer(1...12))
            }
        }
        let a = form(depth: depth - 1)
        switch generator.integer(0...6) {
        case 0: return .sum(a, form(depth: depth - 1))
        case 1: return .product(a, form(depth: depth - 1))
        case 2: return .quotient(a, form(depth: depth - 1))
        case 3: return .difference(a, form(depth: depth - 1))
        case 4: return .root(.sum(.integer(generator.integer(1...9)), .power(a, .integer(2))))
        case 5: return .function(.ln, .sum(.integer(2), .power(a, .integer(2))))
        default: return .power(a, .integer(2))
        }
    }
}
