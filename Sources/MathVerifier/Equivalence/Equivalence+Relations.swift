import AdjudgeBase

/// Equations and inequalities that stand for themselves.
extension Equivalence {
    func compareRelations(_ a: NodeID, _ b: NodeID) -> Judgement {
        guard tree.kind(a) == .relation, tree.kind(b) == .relation else {
            guard isIdentity(b, of: a) else { return compareSolved(a, b) }
            // A reference that is an identity may ask for just that.
            isOneSided = true
            return .equal(.equalCanonical)
        }
        guard tree.count(a) == 2, tree.count(b) == 2 else { return compareChains(a, b) }
        let (left, right) = (tree.relation(a, 0), tree.relation(b, 0))
        if left == .equal, right == .equal { return compareEquations(a, b) }
        if left.isOrder, right.isOrder { return compareInequalities(a, b) }
        guard left == right else { return .different(.differentKind) }
        return compareChains(a, b)
    }

    /// The difference of both sides, in canonical form.
    private func difference(_ id: NodeID, _ form: Canonicalizer) -> Fraction? {
        guard let left = form.fraction(quotient(ofRatio: tree.child(id, 0))),
            let right = form.fraction(quotient(ofRatio: tree.child(id, 1)))
        else { return nil }
        return form.subtract(left, right)
    }

    /// `a:b` as `a/b`, so that `a:b = 2:3` is `b:a = 3:2`.
    private func quotient(ofRatio id: NodeID) -> NodeID {
        tree.kind(id) == .ratio && tree.count(id) == 2 ? tree.add(.quotient, childrenOf: id, span: tree[id].span) : id
    }

    /// Equal up to a factor that is not zero: the numerators of the differences are proportional.
    func compareEquations(_ a: NodeID, _ b: NodeID) -> Judgement {
        let form = Canonicalizer(tree, intervals, budget, logBase: logBase)
        guard let left = difference(a, form), let right = difference(b, form) else { return compareChains(a, b) }
        // Without variables both are statements, true or false, and not the same for that.
        guard left.constant == nil || right.constant == nil else { return .undecided(.notComputed) }
        switch isProportional(form.cleared(left.numerator), form.cleared(right.numerator), form) {
        case .some(_?): return .equal(.equalCanonical)
        case .some(nil):
            return isPolynomial(left, form) && isPolynomial(right, form)
                ? .different(.differentPolynomial) : .undecided(.notComputed)
        case nil: return .undecided(.notComputed)
        }
    }

    /// The factor that takes `b` to `a`: inner nil when there is none, outer nil when that is unknown.
    private func isProportional(_ a: Polynomial, _ b: Polynomial, _ form: Canonicalizer) -> Rational?? {
        guard let left = a.terms.last, let right = b.terms.last else {
            return a.isZero == b.isZero ? .some(.one) : .some(nil)
        }
        guard left.monomial == right.monomial else {
            // The factor may be a constant such as √2.
            guard let scaledLeft = form.multiply(Fraction(a), Fraction(Polynomial(right.monomial, right.coefficient))),
                let scaledRight = form.multiply(Fraction(b), Fraction(Polynomial(left.monomial, left.coefficient))),
                form.isConstant(right.monomial), form.isConstant(left.monomial)
            else { return .some(nil) }
            return form.isZeroDifference(scaledLeft, scaledRight) == true ? .some(.one) : .some(nil)
        }
        guard let factor = Rational.quotient(left.coefficient, right.coefficient) else { return nil }
        return (a - b.scaled(by: factor)).isZero ? .some(factor) : .some(nil)
    }

    private func isPolynomial(_ value: Fraction, _ form: Canonicalizer) -> Bool {
        value.numerator.terms.allSatisfy { term in
            term.monomial.powers.allSatisfy { power in
                guard case .symbol = form.atoms[Int(power.atom)] else { return false }
                return power.exponent.isInteger && power.exponent.numerator > 0
            }
        }
    }

    /// The same direction after bringing everything to one side, up to a positive factor.
    private func compareInequalities(_ a: NodeID, _ b: NodeID) -> Judgement {
        let form = Canonicalizer(tree, intervals, budget, logBase: logBase)
        guard let left = directed(a, form), let right = directed(b, form), left.value.isPolynomial,
            right.value.isPolynomial
        else {
            return compareChains(a, b)
        }
        guard let factor = isProportional(left.value.numerator, right.value.numerator, form) else {
            return compareChains(a, b)
        }
        if let factor, factor.sign > 0 {
            return left.isStrict == right.isStrict ? .equal(.equalCanonical) : .different(.differentValue)
        }
        return isPolynomial(left.value, form) && isPolynomial(right.value, form)
            ? .different(.differentPolynomial) : compareChains(a, b)
    }

    /// The side that is greater minus the other.
    private func directed(_ id: NodeID, _ form: Canonicalizer) -> (value: Fraction, isStrict: Bool)? {
        guard let difference = difference(id, form) else { return nil }
        switch tree.relation(id, 0) {
        case .greater: return (difference, true)
        case .greaterOrEqual: return (difference, false)
        case .less: return (-difference, true)
        case .lessOrEqual: return (-difference, false)
        default: return nil
        }
    }

    /// Step by step, in this direction or the other.
    private func compareChains(_ a: NodeID, _ b: NodeID) -> Judgement {
        let count = tree.count(a)
        guard count == tree.count(b) else { return .undecided(.notComputed) }
        let mine = (0..<count - 1).map { tree.relation(a, $0) }
        let theirs = (0..<count - 1).map { tree.relation(b, $0) }
        if mine == theirs {
            let forward = compareInOrder(Array(tree.children(a)), Array(tree.children(b)))
            if forward.isEqual { return forward }
        }
        if mine == theirs.reversed().map({ $0.flipped ?? $0 }), theirs.allSatisfy({ $0.flipped != nil }) {
            let backward = compareInOrder(Array(tree.children(a)), Array(tree.children(b).reversed()))
            if backward.isEqual { return backward }
        }
        return .undecided(.notComputed)
    }

    /// True for inequalities of the same sides, read from the other end: `a < b` and `b > a`.
    func areTurned(_ a: NodeID, _ b: NodeID) -> Bool {
        guard tree.kind(a) == .relation, tree.kind(b) == .relation else { return false }
        let count = tree.count(a)
        guard count == tree.count(b),
            (0..<count - 1).allSatisfy({ isTurned(tree.relation(a, $0), tree.relation(b, count - 2 - $0)) })
        else { return false }
        return (0..<count).allSatisfy { tree.haveSameShape(tree.child(a, $0), tree.child(b, count - 1 - $0)) }
    }

    private func isTurned(_ mine: RelationOperator, _ theirs: RelationOperator) -> Bool {
        mine.flipped == theirs && (mine != theirs || mine == .notEqual)
    }

    // MARK: A relation against a value

    /// `x(x+2) = x^2 + 2x`: an answer all of whose sides are what was asked.
    private func isIdentity(_ id: NodeID, of value: NodeID) -> Bool {
        tree.kind(id) == .relation && !isCollection(value)
            && (0..<tree.count(id) - 1).allSatisfy { tree.relation(id, $0) == .equal }
            && tree.children(id).allSatisfy { !isCollection($0) && compareScalars(value, $0).isEqual }
    }

    /// `y + 1 = -(2x-1)^2` against `-4x^2+4x-2`: the equation solved for the variable that the value has not.
    private func compareSolved(_ a: NodeID, _ b: NodeID) -> Judgement {
        let (relation, value) = tree.kind(a) == .relation ? (a, b) : (b, a)
        guard tree.count(relation) == 2, tree.relation(relation, 0) == .equal else {
            var names = SymbolSet()
            return isCollection(value) || !tree.collectSymbols(value, &names)
                ? .undecided(.differentKind) : .different(.differentKind)
        }
        var inside = SymbolSet()
        var outside = SymbolSet()
        guard tree.collectSymbols(tree.child(relation, 0), &inside),
            tree.collectSymbols(tree.child(relation, 1), &inside),
            tree.collectSymbols(value, &outside)
        else { return .undecided(.differentKind) }
        let heads = inside.subtracting(outside)
        // A value without variables is no solution of an equation in several.
        guard heads.count == 1, !outside.isEmpty, let head = heads.first else {
            return outside.isEmpty && inside.count > 1 ? .different(.differentKind) : .undecided(.differentKind)
        }
        let solved = tree.relation([tree.symbol(head), value], [.equal])
        return relation == a ? compareEquations(a, solved) : compareEquations(solved, b)
    }
}

extension Canonicalizer {
    /// The polynomial times the powers of variables that make all their exponents positive.
    fileprivate func cleared(_ polynomial: Polynomial) -> Polynomial {
        var lowest: [Int32: Exponent] = [:]
        for term in polynomial.terms {
            for power in term.monomial.powers where power.exponent.numerator < 0 {
                guard case .symbol = atoms[Int(power.atom)] else { continue }
                let known = lowest[power.atom] ?? .zero
                if let difference = power.exponent + -known, difference.numerator < 0 {
                    lowest[power.atom] = power.exponent
                }
            }
        }
        guard !lowest.isEmpty else { return polynomial }
        let powers = lowest.sorted { $0.key < $1.key }.map { AtomPower(atom: $0.key, exponent: -$0.value) }
        return Polynomial.product(polynomial, Polynomial(Monomial(powers: powers))) ?? polynomial
    }
}
