import CaseFiles

/// A closed-form number that can be written for the engine, in LaTeX, and for the oracle, in postfix notation.
indirect enum ClosedForm: Sendable {
    case integer(Int)
    case pi, euler, imaginary
    /// A letter; the oracle puts the number in its place that the caller gives.
    case variable(String)
    case negative(ClosedForm)
    case sum(ClosedForm, ClosedForm)
    case difference(ClosedForm, ClosedForm)
    case product(ClosedForm, ClosedForm)
    case quotient(ClosedForm, ClosedForm)
    case power(ClosedForm, ClosedForm)
    /// A real root; the degree is at least two.
    case root(Int, ClosedForm)
    case function(Function, ClosedForm)
    /// Base, argument.
    case logarithm(Int, ClosedForm)

    enum Function: String, CaseIterable {
        case sin, cos, tan, arcsin, arccos, arctan, ln, exp, abs, floor, ceil
    }

    static func ratio(_ p: Int, _ q: Int) -> ClosedForm {
        q == 1
            ? .integer(p)
            : p < 0 ? .negative(.quotient(.integer(-p), .integer(q))) : .quotient(.integer(p), .integer(q))
    }

    static func root(_ radicand: ClosedForm) -> ClosedForm { .root(2, radicand) }
}

// MARK: Postfix

extension ClosedForm {
    /// What `Tests/Oracle/oracle.c` reads.
    var postfix: String {
        switch self {
        case .integer(let value): value < 0 ? "\(-value) neg" : "\(value)"
        case .pi: "pi"
        case .euler: "e"
        case .imaginary: "i"
        case .variable(let name): name
        case .negative(let inner): "\(inner.postfix) neg"
        case .sum(let a, let b): "\(a.postfix) \(b.postfix) +"
        case .difference(let a, let b): "\(a.postfix) \(b.postfix) -"
        case .product(let a, let b): "\(a.postfix) \(b.postfix) *"
        case .quotient(let a, let b): "\(a.postfix) \(b.postfix) /"
        case .power(let a, let b): "\(a.postfix) \(b.postfix) ^"
        case .root(2, let inner): "\(inner.postfix) sqrt"
        case .root(let degree, let inner): "\(inner.postfix) root\(degree)"
        case .logarithm(let base, let inner): "\(inner.postfix) ln \(base) ln /"
        case .function(let function, let inner):
            "\(inner.postfix) \(function.rawValue.hasPrefix("arc") ? "a" + function.rawValue.dropFirst(3) : function.rawValue)"
        }
    }
}

// MARK: LaTeX

extension ClosedForm {
    private enum Level: Int, Comparable {
        case sum, product, prefix, power, atom

        static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
    }

    private var level: Level {
        switch self {
        case .integer(let value): value < 0 ? .sum : .atom
        case .pi, .euler, .imaginary, .variable, .quotient, .root: .atom
        case .negative, .sum, .difference: .sum
        case .product: .product
        case .logarithm: .prefix
        case .function(.exp, _): .power
        case .function(.abs, _), .function(.floor, _), .function(.ceil, _): .atom
        case .function: .prefix
        case .power: .power
        }
    }

    /// As answers write it; `generator` chooses among the ways.
    func latex(_ generator: inout Seeded) -> String {
        func at(_ level: Level, _ form: ClosedForm) -> String {
            let text = form.latex(&generator)
            guard form.level < level else { return text }
            return generator.chance(50) ? "\\left(\(text)\\right)" : "(\(text))"
        }
        switch self {
        case .integer(let value): return "\(value)"
        case .pi: return "\\pi"
        case .euler: return "e"
        case .imaginary: return "i"
        case .variable(let name): return name
        case .negative(let inner): return "-\(at(.product, inner))"
        case .sum(let a, let b):
            let (left, right) = (a.latex(&generator), at(.product, b))
            return generator.chance(50) ? "\(left)+\(right)" : "\(left) + \(right)"
        case .difference(let a, let b): return "\(a.latex(&generator))-\(at(.product, b))"
        case .product(let a, let b):
            // A sign between digits, none where both sides stand for themselves.
            let (left, right) = (at(.product, a), at(.prefix, b))
            return left + generator.pick(["\\cdot ", "\\times ", " \\cdot "]) + right
        case .quotient(let a, let b):
            if case .integer(let p) = a, case .integer(let q) = b, (1...9).contains(p), (2...9).contains(q) {
                return generator.pick(["\\frac{\(p)}{\(q)}", "\\dfrac{\(p)}{\(q)}", "\\frac\(p)\(q)"])
            }
            return generator.pick(["\\frac", "\\dfrac"]) + "{\(a.latex(&generator))}{\(b.latex(&generator))}"
        case .power(let a, let b): return "\(base(a, &generator))^{\(b.latex(&generator))}"
        case .root(2, let inner): return "\\sqrt{\(inner.latex(&generator))}"
        case .root(let degree, let inner): return "\\sqrt[\(degree)]{\(inner.latex(&generator))}"
        case .logarithm(let base, let inner): return "\\log_{\(base)}{(\(inner.latex(&generator)))}"
        case .function(.exp, let inner): return "e^{\(inner.latex(&generator))}"
        case .function(.abs, let inner): return "\\left|\(inner.latex(&generator))\\right|"
        case .function(.floor, let inner): return "\\lfloor \(inner.latex(&generator)) \\rfloor"
        case .function(.ceil, let inner): return "\\lceil \(inner.latex(&generator)) \\rceil"
        case .function(let function, let inner):
            return "\\\(function.rawValue)\\left(\(inner.latex(&generator))\\right)"
        }
    }

    /// A base of a power, in parentheses unless it is one token.
    private func base(_ form: ClosedForm, _ generator: inout Seeded) -> String {
        switch form {
        case .integer(let value) where value >= 0: return "\(value)"
        case .pi, .euler, .imaginary, .variable: return form.latex(&generator)
        default: return "\\left(\(form.latex(&generator))\\right)"
        }
    }
}

// MARK: Perturbing

extension ClosedForm {
    /// How many integers are written in it.
    var integers: Int {
        switch self {
        case .integer: 1
        case .pi, .euler, .imaginary, .variable: 0
        case .negative(let a), .function(_, let a), .root(_, let a), .logarithm(_, let a): a.integers
        case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b),
            .power(let a, let b):
            a.integers + b.integers
        }
    }

    /// The form with its `index`th integer changed by `step`.
    func changing(_ index: Int, by step: Int) -> ClosedForm {
        func both(_ a: ClosedForm, _ b: ClosedForm) -> (ClosedForm, ClosedForm) {
            index < a.integers ? (a.changing(index, by: step), b) : (a, b.changing(index - a.integers, by: step))
        }
        switch self {
        case .integer(let value): return index == 0 ? .integer(value + step) : self
        case .pi, .euler, .imaginary, .variable: return self
        case .negative(let a): return .negative(a.changing(index, by: step))
        case .function(let function, let a): return .function(function, a.changing(index, by: step))
        case .root(let degree, let a): return .root(degree, a.changing(index, by: step))
        case .logarithm(let base, let a): return .logarithm(base, a.changing(index, by: step))
        case .sum(let a, let b): return { .sum($0.0, $0.1) }(both(a, b))
        case .difference(let a, let b): return { .difference($0.0, $0.1) }(both(a, b))
        case .product(let a, let b): return { .product($0.0, $0.1) }(both(a, b))
        case .quotient(let a, let b): return { .quotient($0.0, $0.1) }(both(a, b))
        case .power(let a, let b): return { .power($0.0, $0.1) }(both(a, b))
        }
    }
}
