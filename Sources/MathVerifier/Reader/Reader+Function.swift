import AdjudgeBase

/// Functions that have a meaning, and what they are of.
extension Reader {
    mutating func functionCall() -> NodeID? {
        let first = at
        guard var function = MathFunction(rawValue: peek.detail) else { return fail() }
        let isDecimalLog = bytes(peek).hasSuffix("lg")
        at += 1
        var exponent: NodeID?
        var base: NodeID? = isDecimalLog ? tree.integer(10) : nil
        while peek.kind == .caret || peek.kind == .underscore {
            let isExponent = peek.kind == .caret
            at += 1
            guard let mark = script() else { return nil }
            if isExponent { exponent = mark } else { base = mark }
        }
        if isDecimalLog { function = .logBase }
        if function == .cis { return cis(exponent, first) }
        // `max = 7`
        if function == .max || function == .min, exponent == nil, base == nil, peek.kind == .relation {
            return tree.words(Phrase.normalized(bytes(tokens[first]), in: tree), span: span(from: first))
        }
        // `\max A`: the greatest of a set that only has a name.
        if function == .max || function == .min, exponent == nil, base == nil, peek.kind == .letter, peek.detail == 0,
            let set = Symbol(bytes(peek))
        {
            at += 1
            let name = function == .max ? Symbol("max") : Symbol("min")
            return tree.application(name, [tree.symbol(set)], span: span(from: first))
        }
        guard let arguments = arguments(of: function) else { return nil }
        if let inverse = function.inverse, let power = exponent, let value = tree.number(power),
            Rational.compare(value, .integer(-1)) == 0
        {
            function = inverse
            exponent = nil
        }
        let call: NodeID
        if function == .log || function == .logBase {
            guard arguments.count == 1 else { return fail() }
            call =
                base.map { tree.function(.logBase, [$0, arguments[0]], span: span(from: first)) }
                ?? tree.function(.log, arguments: arguments, span: span(from: first))
        } else {
            guard base == nil || function == .max || function == .min, isArity(arguments.count, of: function) else {
                return fail()
            }
            call = tree.function(function, arguments: arguments, span: span(from: first))
        }
        guard let exponent else { return call }
        return tree.add(.power, [call, exponent], span: span(from: first))
    }

    /// `cis θ` is `cos θ + i sin θ`.
    private mutating func cis(_ exponent: NodeID?, _ first: Int) -> NodeID? {
        guard let arguments = arguments(of: .cis), arguments.count == 1 else { return fail() }
        let imaginary = tree.add(.product, [tree.leaf(.imaginary), tree.function(.sin, [arguments[0]])])
        let sum = tree.add(.sum, [tree.function(.cos, [arguments[0]]), imaginary], span: span(from: first))
        return exponent.map { tree.add(.power, [sum, $0], span: span(from: first)) } ?? sum
    }

    private func isArity(_ count: Int, of function: MathFunction) -> Bool {
        switch function {
        case .max, .min, .gcd, .lcm: count >= 1
        case .binomial, .modulo: count == 2
        default: count == 1
        }
    }

    private mutating func arguments(of function: MathFunction) -> [NodeID]? {
        if peek.kind == .openParen || peek.kind == .openBrace
            || (peek.kind == .openBracket && function.takesBareArgument)
            || peek.kind == .openSet && !function.takesBareArgument
        {
            let close: TokenKind =
                switch peek.kind {
                case .openParen: .closeParen
                case .openBrace: .closeBrace
                case .openSet: .closeSet
                default: .closeBracket
                }
            at += 1
            let pipes = openPipes
            openPipes = 0
            if function.isCircular { openArguments += 1 }
            defer {
                openPipes = pipes
                if function.isCircular { openArguments -= 1 }
            }
            guard let inner = list(until: close), take(close) else { return nil }
            return tree.kind(inner) == .list ? Array(tree.children(inner)) : [inner]
        }
        guard function.takesBareArgument else { return nil }
        return bareFunctionArgument(function).map { [$0] }
    }

    /// `\sin 2x`, `\ln 3`, `\cos \pi t`: factors side by side up to a sign or another function.
    private mutating func bareFunctionArgument(_ function: MathFunction) -> NodeID? {
        let first = at
        let isNegative = take(.minus)
        let wasBare = isInBareArgument
        isInBareArgument = true
        defer { isInBareArgument = wasBare }
        guard var node = factor() else { return nil }
        while startsFactor(peek), peek.kind != .function, peek.kind != .openParen, peek.kind != .openBracket,
            peek.kind != .begin
        {
            guard let next = factor() else { return nil }
            node = tree.add(.product, [node, next], span: span(from: first))
        }
        // `\sin \pi/6` means the sine of a sixth of π.
        if peek.kind == .slash, function.isCircular, contains(node, .pi), peek(1).kind == .number {
            at += 1
            guard let below = factor() else { return nil }
            node = tree.add(.quotient, [node, below], span: span(from: first))
        }
        return isNegative ? negated(node, first) : node
    }

    func contains(_ node: NodeID, _ kind: NodeKind) -> Bool {
        tree.kind(node) == kind || tree.children(node).contains { contains($0, kind) }
    }
}
