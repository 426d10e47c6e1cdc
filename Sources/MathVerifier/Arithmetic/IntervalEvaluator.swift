import CMPFR

/// Evaluates an expression as a complex number between rigorous bounds.
///
/// Domains: real roots of odd index for negative numbers, as in school; everything else by principal values.
struct IntervalEvaluator {
    typealias Slot = IntervalStore.Slot

    /// A number: its real part, and its imaginary part unless that is exactly zero.
    struct Value {
        var real: Slot
        var imaginary: Slot?
    }

    let tree: MathTree
    let store: IntervalStore
    private var bound = SymbolMap<Value>()
    private let exactPoint: SymbolMap<Rational>
    let budget: WorkBudget
    /// The cost of one node at the store's precision.
    private let cost: Int
    /// The largest ``IntervalStore/extent(_:)`` of a part that was evaluated, and the length of the longest number: how
    /// many binary digits a small part can hide behind.
    private(set) var extent = 0
    /// The base of `\log` where none is written.
    var logBase: LogBase = .ten

    enum LogBase { case ten, euler }

    init(_ tree: MathTree, _ store: IntervalStore, _ budget: WorkBudget, at point: SymbolMap<Rational> = SymbolMap()) {
        self.tree = tree
        self.store = store
        self.budget = budget
        cost = 10 + store.precision / 16
        exactPoint = point
    }

    /// The value, or nil when there is none, or none that this evaluator can bound.
    mutating func value(_ id: NodeID) -> Value? {
        guard budget.spend(cost), !store.isFull else { return nil }
        guard let result = evaluate(id), store.isValid(result.real), result.imaginary.map(store.isValid) ?? true else {
            return nil
        }
        extent = max(extent, store.extent(result.real), tree.number(id)?.bitCount ?? 0)
        noteTail(id)
        return result
    }

    /// How near a function comes to its limit: hyperbolic tangents by e^(-2x), the error function by e^(-x²), zeta by 2^-x.
    private mutating func noteTail(_ id: NodeID) {
        let steepness: Int
        switch tree.kind(id) {
        case .function where tree.function(id) == .tanh || tree.function(id) == .coth: steepness = 1
        case .application where tree.count(id) == 1:
            switch tree.symbol(id) {
            case Symbol("erf"): steepness = 2
            case Symbol("zeta"): steepness = 1
            default: return
            }
        default: return
        }
        guard let argument = value(tree.child(id, 0)) else { return }
        let exponent = store.exponent(argument.real)
        if exponent > 0, exponent < 20 { extent = max(extent, 3 << (steepness * exponent)) }
        if exponent >= 20 { extent = 1 << 40 }
    }

    private mutating func evaluate(_ id: NodeID) -> Value? {
        switch tree.kind(id) {
        case .number: return Value(real: store.rational(tree.number(id)!))
        case .based: return value(tree.child(id, 0))
        case .symbol:
            if let value = bound[tree.symbol(id)] { return value }
            return exactPoint[tree.symbol(id)].map { Value(real: store.rational($0)) }
        case .pi: return Value(real: store.pi())
        case .euler: return Value(real: store.increasing(store.integer(1), mpfr_exp))
        case .imaginary: return Value(real: store.integer(0), imaginary: store.integer(1))
        case .sum: return fold(id) { $0.add($1, $2) }
        case .product: return fold(id) { $0.multiply($1, $2) }
        case .negative: return value(tree.child(id, 0)).map(negate)
        case .percent: return value(tree.child(id, 0)).flatMap { divide($0, Value(real: store.integer(100))) }
        case .degrees:
            guard let angle = value(tree.child(id, 0)) else { return nil }
            return divide(multiply(angle, Value(real: store.pi())), Value(real: store.integer(180)))
        case .quotient:
            guard let above = value(tree.child(id, 0)), let below = value(tree.child(id, 1)) else { return nil }
            return divide(above, below)
        case .power: return power(id)
        case .root:
            guard let index = exact(tree.child(id, 0))?.machineInteger, let radicand = value(tree.child(id, 1)) else {
                return nil
            }
            return root(radicand, index)
        case .factorial: return factorial(tree.child(id, 0))
        case .function: return function(id)
        case .application where tree.count(id) == 1:
            guard let argument = value(tree.child(id, 0)), argument.imaginary == nil else { return nil }
            return special(tree.symbol(id), argument.real).map { Value(real: $0) }
        case .series, .seriesProduct: return series(id)
        case .doubleFactorial: return exact(id).map { Value(real: store.rational($0)) }
        default: return nil
        }
    }

    private mutating func fold(_ id: NodeID, _ combine: (borrowing IntervalEvaluator, Value, Value) -> Value) -> Value?
    {
        var total: Value?
        for child in tree.children(id) {
            guard let next = value(child) else { return nil }
            guard let left = total else {
                total = next
                continue
            }
            total = combine(self, left, next)
        }
        return total
    }

    private func exact(_ id: NodeID) -> Rational? {
        var exact = ExactEvaluator(tree, budget, at: exactPoint)
        return exact.value(id)
    }

    // MARK: Powers

    private mutating func power(_ id: NodeID) -> Value? {
        let exponentID = tree.child(id, 1)
        if let exponent = exact(exponentID) {
            if exponent.sign == 0 { return Value(real: store.integer(1)) }
            if let integer = exponent.smallInteger, let n = UInt(exactly: integer.magnitude) {
                guard let base = value(tree.child(id, 0)), let power = integerPower(base, n) else { return nil }
                return integer < 0 ? divide(Value(real: store.integer(1)), power) : power
            }
            if let parts = exponent.smallParts, let index = Int(exactly: parts.denominator), index <= 64,
                let n = UInt(exactly: parts.numerator.magnitude), let base = value(tree.child(id, 0)),
                let root = root(base, index), let power = integerPower(root, n)
            {
                return parts.numerator < 0 ? divide(Value(real: store.integer(1)), power) : power
            }
        }
        guard let exponent = value(exponentID) else { return nil }
        if tree.kind(tree.child(id, 0)) == .euler { return exponential(exponent) }
        guard let base = value(tree.child(id, 0)), let logarithm = logarithm(base) else { return nil }
        return exponential(multiply(logarithm, exponent))
    }

    private func integerPower(_ base: Value, _ n: UInt) -> Value? {
        guard base.imaginary != nil else { return Value(real: store.power(base.real, n)) }
        guard n <= 4096 else { return nil }
        var result: Value?
        var square = base
        var rest = n
        while rest > 0 {
            if rest & 1 == 1 { result = result.map { multiply($0, square) } ?? square }
            rest >>= 1
            if rest > 0 { square = multiply(square, square) }
        }
        return result ?? Value(real: store.integer(1))
    }

    /// The root: real for odd indices, principal for even ones.
    private func root(_ radicand: Value, _ index: Int) -> Value? {
        guard index >= 2, index <= 64 else { return index == 1 ? radicand : nil }
        let n = UInt(index)
        guard radicand.imaginary == nil else {
            if index == 2 { return complexSquareRoot(radicand) }
            guard let logarithm = logarithm(radicand) else { return nil }
            return divide(logarithm, Value(real: store.integer(index))).flatMap(exponential)
        }
        if index % 2 == 1 { return Value(real: store.increasing(radicand.real) { mpfr_rootn_ui($0, $1, n, $2) }) }
        switch store.sign(radicand.real) {
        case -1:
            guard index == 2 else { return nil }
            let root = store.increasing(store.negate(radicand.real), mpfr_sqrt)
            return Value(real: store.integer(0), imaginary: root)
        case nil:
            return Value(real: store.increasing(store.clampedBelow(radicand.real, 0)) { mpfr_rootn_ui($0, $1, n, $2) })
        default:
            return Value(real: store.increasing(radicand.real) { mpfr_rootn_ui($0, $1, n, $2) })
        }
    }

    private func complexSquareRoot(_ a: Value) -> Value? {
        guard let imaginary = a.imaginary, let modulus = modulus(a) else { return nil }
        let two = store.integer(2)
        // On the right of the cut it does not matter which side of the axis the number is on.
        if store.sign(a.real) == 1, let half = store.divide(store.add(modulus, a.real), two) {
            let real = store.increasing(store.clampedBelow(half, 0), mpfr_sqrt)
            return store.divide(imaginary, store.multiply(two, real)).map { Value(real: real, imaginary: $0) }
        }
        guard let sign = store.sign(imaginary), sign != 0 else { return nil }
        guard let above = store.divide(store.add(modulus, a.real), two),
            let below = store.divide(store.subtract(modulus, a.real), two)
        else { return nil }
        let real = store.increasing(store.clampedBelow(above, 0), mpfr_sqrt)
        let size = store.increasing(store.clampedBelow(below, 0), mpfr_sqrt)
        return Value(real: real, imaginary: sign < 0 ? store.negate(size) : size)
    }

    // MARK: Factorials and sums

    private mutating func factorial(_ id: NodeID) -> Value? {
        guard let n = exact(id) else { return nil }
        guard let integer = n.machineInteger, integer >= 0 else { return nil }
        if integer <= 1_000, let value = Rational.factorial(integer) { return Value(real: store.rational(value)) }
        return Value(real: store.increasing(logFactorial(integer), mpfr_exp))
    }

    private func logFactorial(_ n: Int) -> Slot {
        store.increasing(store.rational(.integer(Int128(n) + 1)), mpfr_lngamma)
    }

    private mutating func binomial(_ id: NodeID) -> Value? {
        guard let n = exact(tree.child(id, 0))?.machineInteger, let k = exact(tree.child(id, 1))?.machineInteger, n >= 0
        else { return nil }
        guard k >= 0, k <= n else { return Value(real: store.integer(0)) }
        if n <= 2_000, let value = Rational.binomial(n, k) { return Value(real: store.rational(value)) }
        let logarithm = store.subtract(store.subtract(logFactorial(n), logFactorial(k)), logFactorial(n - k))
        return Value(real: store.increasing(logarithm, mpfr_exp))
    }

    private mutating func series(_ id: NodeID) -> Value? {
        guard let first = exact(tree.child(id, 1))?.machineInteger, let last = exact(tree.child(id, 2))?.machineInteger,
            first > Int.min / 2, last < Int.max / 2, last - first < 1_000
        else { return nil }
        let name = tree.symbol(tree.child(id, 0))
        let outer = bound[name]
        defer { bound[name] = outer }
        let isSum = tree.kind(id) == .series
        var total = Value(real: store.integer(isSum ? 0 : 1))
        guard first <= last else { return total }
        for index in first...last {
            bound[name] = Value(real: store.integer(index))
            guard let term = value(tree.child(id, 3)) else { return nil }
            total = isSum ? add(total, term) : multiply(total, term)
        }
        return total
    }

    // MARK: Functions

    private mutating func function(_ id: NodeID) -> Value? {
        let function = tree.function(id)
        if function == .binomial { return binomial(id) }
        if function == .gcd || function == .lcm || function == .modulo {
            return exact(id).map { Value(real: store.rational($0)) }
        }
        if function == .determinant { return nil }
        guard let argument = value(tree.child(id, 0)) else { return nil }
        switch function {
        case .exp: return exponential(argument)
        case .ln: return logarithm(argument)
        case .log:
            guard let above = logarithm(argument) else { return nil }
            return logBase == .euler ? above : logarithm(Value(real: store.integer(10))).flatMap { divide(above, $0) }
        case .logBase:
            guard let base = logarithm(argument), let power = value(tree.child(id, 1)).flatMap(logarithm) else {
                return nil
            }
            return divide(power, base)
        case .abs: return modulus(argument).map { Value(real: $0) }
        case .realPart: return Value(real: argument.real)
        case .imaginaryPart: return Value(real: argument.imaginary ?? store.integer(0))
        case .conjugate: return Value(real: argument.real, imaginary: argument.imaginary.map(store.negate))
        case .argument: return angle(argument).map { Value(real: $0) }
        default: break
        }
        if let height = argument.imaginary { return circular(function, argument.real, height) }
        return realFunction(function, argument.real, id).map { Value(real: $0) }
    }

    private mutating func realFunction(_ function: MathFunction, _ a: Slot, _ id: NodeID) -> Slot? {
        switch function {
        case .sin: return circular(a, mpfr_sin)
        case .cos: return circular(a, mpfr_cos)
        case .tan: return ratio(circular(a, mpfr_sin), circular(a, mpfr_cos))
        case .cot: return ratio(circular(a, mpfr_cos), circular(a, mpfr_sin))
        case .sec: return ratio(store.integer(1), circular(a, mpfr_cos))
        case .csc: return ratio(store.integer(1), circular(a, mpfr_sin))
        case .arcsin: return inUnit(a).map { store.increasing($0, mpfr_asin) }
        case .arccos:
            return inUnit(a).map { store.subtract(half(store.pi()), store.increasing($0, mpfr_asin)) }
        case .arctan: return store.gentle(a, mpfr_atan)
        case .arccot: return store.subtract(half(store.pi()), store.gentle(a, mpfr_atan))
        case .arcsec, .arccsc:
            guard let inverse = store.divide(store.integer(1), a), let clamped = inUnit(inverse) else { return nil }
            let sine = store.increasing(clamped, mpfr_asin)
            return function == .arccsc ? sine : store.subtract(half(store.pi()), sine)
        case .sinh: return bounded(a).map { store.increasing($0, mpfr_sinh) }
        case .cosh: return bounded(a).map { store.increasing(store.absolute($0), mpfr_cosh) }
        case .tanh: return store.gentle(a, mpfr_tanh)
        case .coth: return ratio(store.integer(1), store.gentle(a, mpfr_tanh))
        case .arsinh: return store.gentle(a, mpfr_asinh)
        case .arcosh: return store.increasing(store.clampedBelow(a, 1), mpfr_acosh)
        case .artanh:
            return store.sign(store.subtract(store.integer(1), store.absolute(a))) == 1
                ? store.increasing(a, mpfr_atanh) : nil
        case .floor: return store.floor(a)
        case .ceiling: return store.floor(store.negate(a)).map(store.negate)
        case .sign: return store.sign(a).map(store.integer)
        case .max, .min:
            var total = a
            for child in tree.children(id).dropFirst() {
                guard let next = value(child), next.imaginary == nil else { return nil }
                total = function == .max ? store.maximum(total, next.real) : store.minimum(total, next.real)
            }
            return total
        default: return nil
        }
    }

    /// Sines and cosines of arguments whose reduction is affordable.
    private func circular(_ a: Slot, _ function: IntervalStore.Unary) -> Slot? {
        guard store.exponent(a) <= 2048 else { return nil }
        return store.lipschitz(a, function)
    }

    /// sin(x + iy) = sin x cosh y + i cos x sinh y, and its kin.
    private func circular(_ function: MathFunction, _ x: Slot, _ y: Slot) -> Value? {
        guard function == .sin || function == .cos || function == .tan, let height = bounded(y),
            let sine = circular(x, mpfr_sin),
            let cosine = circular(x, mpfr_cos)
        else { return nil }
        let cosh = store.increasing(store.absolute(height), mpfr_cosh)
        let sinh = store.increasing(height, mpfr_sinh)
        let above = Value(real: store.multiply(sine, cosh), imaginary: store.multiply(cosine, sinh))
        if function == .sin { return above }
        let below = Value(
            real: store.multiply(cosine, cosh), imaginary: store.negate(store.multiply(sine, sinh)))
        return function == .cos ? below : divide(above, below)
    }

    private func ratio(_ a: Slot?, _ b: Slot?) -> Slot? {
        guard let a, let b else { return nil }
        return store.divide(a, b)
    }

    private func half(_ a: Slot) -> Slot { store.divide(a, store.integer(2))! }

    private func inUnit(_ a: Slot) -> Slot? {
        let one = store.integer(1)
        guard store.sign(store.subtract(a, one)) != 1, store.sign(store.add(a, one)) != -1 else { return nil }
        return store.clampedAbove(store.clampedBelow(a, -1), 1)
    }

    private func bounded(_ a: Slot) -> Slot? { store.exponent(a) <= 80 ? a : nil }
}

// MARK: Complex arithmetic

extension IntervalEvaluator {
    func add(_ a: Value, _ b: Value) -> Value {
        let imaginary: Slot? =
            switch (a.imaginary, b.imaginary) {
            case (nil, nil): nil
            case (let x?, nil): x
            case (nil, let y?): y
            case (let x?, let y?): store.add(x, y)
            }
        return Value(real: store.add(a.real, b.real), imaginary: imaginary)
    }

    func negate(_ a: Value) -> Value { Value(real: store.negate(a.real), imaginary: a.imaginary.map(store.negate)) }

    func multiply(_ a: Value, _ b: Value) -> Value {
        guard a.imaginary != nil || b.imaginary != nil else { return Value(real: store.multiply(a.real, b.real)) }
        guard let y = b.imaginary else {
            return Value(real: store.multiply(a.real, b.real), imaginary: store.multiply(a.imaginary!, b.real))
        }
        guard let x = a.imaginary else {
            return Value(real: store.multiply(a.real, b.real), imaginary: store.multiply(a.real, y))
        }
        return Value(
            real: store.subtract(store.multiply(a.real, b.real), store.multiply(x, y)),
            imaginary: store.add(store.multiply(a.real, y), store.multiply(x, b.real)))
    }

    func divide(_ a: Value, _ b: Value) -> Value? {
        guard let y = b.imaginary else {
            guard let real = store.divide(a.real, b.real) else { return nil }
            guard let x = a.imaginary else { return Value(real: real) }
            return store.divide(x, b.real).map { Value(real: real, imaginary: $0) }
        }
        let norm = store.add(store.power(b.real, 2), store.power(y, 2))
        let product = multiply(a, Value(real: b.real, imaginary: store.negate(y)))
        guard let real = store.divide(product.real, norm), let imaginary = store.divide(product.imaginary!, norm) else {
            return nil
        }
        return Value(real: real, imaginary: imaginary)
    }

    func modulus(_ a: Value) -> Slot? {
        guard let imaginary = a.imaginary else { return store.absolute(a.real) }
        let norm = store.add(store.power(a.real, 2), store.power(imaginary, 2))
        return store.increasing(store.clampedBelow(norm, 0), mpfr_sqrt)
    }

    /// The principal argument, or nil when the number may lie on the cut or be zero.
    func angle(_ a: Value) -> Slot? {
        guard let y = a.imaginary else {
            switch store.sign(a.real) {
            case 1: return store.integer(0)
            case -1: return store.pi()
            default: return nil
            }
        }
        if store.sign(a.real) == 1 { return store.divide(y, a.real).map { store.gentle($0, mpfr_atan) } }
        guard let sign = store.sign(y), sign != 0, let ratio = store.divide(a.real, y),
            let right = store.divide(store.pi(), store.integer(2))
        else { return nil }
        return store.subtract(sign > 0 ? right : store.negate(right), store.gentle(ratio, mpfr_atan))
    }

    func exponential(_ a: Value) -> Value? {
        let size = store.exponential(a.real)
        guard let y = a.imaginary else { return Value(real: size) }
        guard store.exponent(y) <= 2048 else { return nil }
        return Value(
            real: store.multiply(size, store.lipschitz(y, mpfr_cos)),
            imaginary: store.multiply(size, store.lipschitz(y, mpfr_sin)))
    }

    func logarithm(_ a: Value) -> Value? {
        guard a.imaginary == nil, store.sign(a.real) == 1 else {
            guard let modulus = modulus(a), store.sign(modulus) == 1, let angle = angle(a) else { return nil }
            return Value(real: store.increasing(modulus, mpfr_log), imaginary: angle)
        }
        return Value(real: store.increasing(a.real, mpfr_log))
    }

    /// True when the numbers are certainly different.
    func areDisjoint(_ a: Value, _ b: Value) -> Bool {
        if store.areDisjoint(a.real, b.real) { return true }
        switch (a.imaginary, b.imaginary) {
        case (nil, nil): return false
        case (let x?, nil): return !store.containsZero(x)
        case (nil, let y?): return !store.containsZero(y)
        case (let x?, let y?): return store.areDisjoint(x, y)
        }
    }
}
