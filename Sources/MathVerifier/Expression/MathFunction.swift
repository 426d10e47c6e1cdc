/// The functions that the engine can compute.
enum MathFunction: UInt8, Sendable, CaseIterable {
    case sin, cos, tan, cot, sec, csc
    case arcsin, arccos, arctan, arccot, arcsec, arccsc
    case sinh, cosh, tanh, coth
    case arsinh, arcosh, artanh
    case exp
    /// Natural logarithm of one argument.
    case ln
    /// Logarithm without a base, as people write it for 10 and for e.
    case log
    /// Base, argument.
    case logBase
    case abs, floor, ceiling
    case max, min, gcd, lcm
    /// Dividend, divisor.
    case modulo
    /// From, choose.
    case binomial
    case sign
    case realPart, imaginaryPart, conjugate, argument
    case determinant
    /// cos + i sin; the reader writes it out.
    case cis

    /// The name in descriptions.
    var name: String {
        switch self {
        case .logBase: "log"
        case .ceiling: "ceil"
        case .modulo: "mod"
        case .realPart: "Re"
        case .imaginaryPart: "Im"
        case .conjugate: "conj"
        case .argument: "arg"
        case .determinant: "det"
        default: "\(self)"
        }
    }

    /// True for a function whose argument is usually written without brackets: `\sin x`.
    var takesBareArgument: Bool {
        switch self {
        case .abs, .floor, .ceiling, .max, .min, .gcd, .lcm, .modulo, .binomial: false
        default: true
        }
    }

    var isCircular: Bool {
        switch self {
        case .sin, .cos, .tan, .cot, .sec, .csc: true
        default: false
        }
    }

    /// The inverse, for `\sin^{-1}`.
    var inverse: MathFunction? {
        switch self {
        case .sin: .arcsin
        case .cos: .arccos
        case .tan: .arctan
        case .cot: .arccot
        case .sec: .arcsec
        case .csc: .arccsc
        case .sinh: .arsinh
        case .cosh: .arcosh
        case .tanh: .artanh
        default: nil
        }
    }
}
