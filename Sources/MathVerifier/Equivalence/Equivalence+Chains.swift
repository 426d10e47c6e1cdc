import AdjudgeBase

/// Chains of equations, `E = \frac12 m v^2 = 9`, and equations whose left side only says what was asked: `m + n = 293`.
extension Equivalence {
    /// The value that a chain comes to. Steps between numbers are checked, beyond the rounding that they show; steps
    /// with variables cannot be, so that only the end of them counts, and the formula before a number.
    func unwrappedChain(_ operands: [NodeID], _ operators: [RelationOperator], _ head: NodeID?) -> Unwrapped {
        // `x = 5 - x = 0` and `y = x^2 - 4 = 0` are equations to be solved.
        if isImplicit(head, operands) || isZero(operands[operands.count - 1]), !areNumeric(operands) {
            return Unwrapped(value: operands[0], head: head, isContradiction: !isUnwrappingReference)
        }
        var isChecked = true
        for (index, operation) in operators.enumerated() {
            switch step(operands[index], operation, operands[index + 1]) {
            case .holds: break
            case .isFalse: return Unwrapped(value: operands[0], head: head, isContradiction: true)
            case .unknown: isChecked = false
            case .estimates:
                // A number that is near another and no rounding of it is not its value.
                return index == 0
                    ? Unwrapped(value: operands[0], head: head)
                    : unwrappedChain(Array(operands[0...index]), Array(operators[0..<index]), head)
            }
        }
        guard !isChecked else {
            return Unwrapped(value: operands[0], head: head, others: Array(operands.dropFirst()))
        }
        let last = operands[operands.count - 1]
        // Of several formulas the last is what the chain comes to, on either side.
        let formula = operands[operands.count - 2]
        if isNumeric(last) { return Unwrapped(value: last, head: head, others: isNumeric(formula) ? [] : [formula]) }
        let isEstimate = operators.last == .approximately
        return Unwrapped(
            value: isEstimate ? formula : last, head: head,
            earlier: isUnwrappingReference ? operands.dropLast(isEstimate ? 2 : 1) : [])
    }

    private func areNumeric(_ operands: [NodeID]) -> Bool { operands.allSatisfy { tree.isClosed($0) } }

    /// A reference without its labels.
    func unwrappedReference(_ id: NodeID) -> Unwrapped {
        isUnwrappingReference = true
        defer { isUnwrappingReference = false }
        return unwrapped(id)
    }

    private func isZero(_ id: NodeID) -> Bool {
        var exact = ExactEvaluator(tree, budget)
        return exact.value(id)?.sign == 0
    }

    /// True when the variable that a chain is about stands in its terms as well.
    private func isImplicit(_ head: NodeID?, _ operands: [NodeID]) -> Bool {
        guard let head, tree.kind(head) == .symbol else { return false }
        return operands.contains { operand in
            var symbols = SymbolSet()
            return tree.collectSymbols(operand, &symbols) && symbols.contains(tree.symbol(head))
        }
    }

    /// A number, with or without a unit.
    func isNumeric(_ id: NodeID) -> Bool {
        tree.isClosed(tree.kind(id) == .quantity ? tree.child(id, 0) : id)
    }

    private enum Step {
        case holds, isFalse, unknown
        /// An approximation that is near, and no rounding.
        case estimates
    }

    private func step(_ a: NodeID, _ operation: RelationOperator, _ b: NodeID) -> Step {
        guard tree.isClosed(a), tree.isClosed(b) else { return openStep(a, operation, b) }
        switch compareScalars(a, b).verdict {
        case .equal: return .holds
        case .undecided: return .unknown
        case .different: break
        }
        // `10\pi \approx 31.4` and `31.4 \approx 10\pi`, but no `5 \approx 5.2`.
        if rounds(a, to: b, operation) || printedPlace(b) == nil && rounds(b, to: a, operation) { return .holds }
        return operation == .approximately && isNear(a, b) ? .estimates : .isFalse
    }

    /// A step between formulas. `kx = 2kx` is false wherever the letters are not zero; formulas in other letters may be
    /// equal by what the letters stand for.
    private func openStep(_ a: NodeID, _ operation: RelationOperator, _ b: NodeID) -> Step {
        if tree.haveSameShape(a, b) { return .holds }
        var (left, right) = (SymbolSet(), SymbolSet())
        guard tree.collectSymbols(a, &left), tree.collectSymbols(b, &right), left == right else { return .unknown }
        let point = counterexample
        defer { counterexample = point }
        switch compareScalars(a, b).verdict {
        case .equal: return .holds
        case .undecided: return .unknown
        case .different: return operation == .approximately ? .unknown : .isFalse
        }
    }

    /// True when `printed` is a decimal, or an integer behind ≈, within one unit of whose last digit the more exact
    /// value lies: rounded or cut off.
    private func rounds(_ exact: NodeID, to printed: NodeID, _ operation: RelationOperator) -> Bool {
        guard let shown = printedPlace(printed), operation == .approximately || shown.isDecimal else { return false }
        // A value that is itself printed to no more digits is another number.
        if let other = printedPlace(exact), Rational.compare(other.unit, shown.unit) >= 0 { return false }
        let half = shown.unit * .small(1, 2)
        if isNear(exact, shown.value, within: half) { return true }
        // Cut off: the value lies beyond what is printed, away from zero.
        let middle = shown.value + (shown.value.sign < 0 ? -half : half)
        return shown.isDecimal && isNear(exact, middle, within: half)
    }

    private func isNear(_ id: NodeID, _ target: Rational, within reach: Rational) -> Bool {
        isWithin(reach, of: target, id, precision: 64) ?? isWithin(reach, of: target, id, precision: 256) ?? false
    }

    /// The value of a printed number and the place of its last digit; nil for what is computed.
    private func printedPlace(_ id: NodeID) -> (value: Rational, unit: Rational, isDecimal: Bool)? {
        let node = tree[id]
        switch node.kind {
        case .number:
            guard node.detail > 0 else {
                return tree.number(id).flatMap { $0.isInteger ? ($0, .one, false) : nil }
            }
            guard let unit = Rational.quotient(.one, NumberReader.tenTo(Int(node.detail))) else { return nil }
            return tree.number(id).map { ($0, unit, true) }
        case .negative:
            return printedPlace(tree.child(id, 0)).map { (-$0.value, $0.unit, $0.isDecimal) }
        case .product where tree.count(id) == 2:
            let power = tree.child(id, 1)
            guard tree.kind(power) == .power, tree.number(tree.child(power, 0)) == .integer(10),
                let mantissa = printedPlace(tree.child(id, 0))
            else { return nil }
            var exact = ExactEvaluator(tree, budget)
            guard let scale = exact.value(power) else { return nil }
            return (mantissa.value * scale, mantissa.unit * scale, true)
        default: return nil
        }
    }

    /// Within one part in a hundred, or not known to be farther.
    private func isNear(_ a: NodeID, _ b: NodeID) -> Bool {
        guard let x = magnitude(a), let y = magnitude(b) else { return true }
        return abs(x - y) <= 0.01 * max(abs(x), abs(y))
    }

    private func magnitude(_ id: NodeID) -> Double? {
        intervals.restart(precision: 64)
        var evaluator = IntervalEvaluator(tree, intervals, budget)
        guard let value = evaluator.value(id), value.imaginary == nil else { return nil }
        return intervals.midpoint(value.real)
    }

    // MARK: What was asked

    /// The right side of an answer whose left side says what was asked, `m + n = 293`, `f(3) + f(4) = 42`: numbers that
    /// are not zero, so that no equation is taken for its right side. Nil for all else.
    func labelledValue(_ id: NodeID) -> Unwrapped? {
        guard tree.kind(id) == .relation else { return nil }
        let count = tree.count(id)
        for step in 0..<count - 1 {
            switch tree.relation(id, step) {
            case .equal, .approximately: break
            default: return nil
            }
        }
        let operands = Array(tree.children(id))
        // One unknown is one to be solved for: `2x = 5`.
        guard namesQuantity(operands[0]), names(operands[0]).count > 1 || hasName(operands[0]) else { return nil }
        let values = Array(operands.dropFirst())
        guard values.allSatisfy({ isNumeric($0) }) else { return nil }
        var exact = ExactEvaluator(tree, budget)
        guard values.allSatisfy({ exact.value($0)?.sign != 0 }) else { return nil }
        let operators = (1..<count - 1).map { tree.relation(id, $0) }
        return values.count == 1 ? Unwrapped(value: values[0]) : unwrappedChain(values, operators, nil)
    }

    private func names(_ id: NodeID) -> SymbolSet {
        var symbols = SymbolSet()
        _ = tree.collectSymbols(id, &symbols)
        return symbols
    }

    /// A function that is only a name, a limit.
    private func hasName(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .application, .opaque: true
        default: tree.children(id).contains { hasName($0) }
        }
    }

    /// An expression over variables, named functions, limits and the like.
    private func namesQuantity(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .symbol, .application, .opaque: true
        case .number, .pi, .euler, .imaginary: true
        case .sum, .product, .quotient, .negative, .power, .root, .function:
            tree.children(id).allSatisfy { namesQuantity($0) }
        default: false
        }
    }
}
