import AdjudgeBase

/// Quantities: values with units.
extension Equivalence {
    func compareUnits(_ a: NodeID, _ b: NodeID) -> Judgement {
        let (left, right) = (tree.kind(a), tree.kind(b))
        guard left == .quantity, right == .quantity else {
            return left == .quantity
                ? compareQuantity(a, withReference: true, b) : compareQuantity(b, withReference: false, a)
        }
        let judgement = compareUnits(tree.child(a, 0), tree.unit(a), tree.child(b, 0), tree.unit(b))
        guard !judgement.isEqual, let mine = tree.unit(a).product, let theirs = tree.unit(b).product else {
            return judgement
        }
        // Both may be products of variables: `N m` and `mN` have the same letters, and are other units.
        return compareScalars(mine, theirs).isEqual ? .undecided(.differentUnit) : judgement
    }

    /// A quantity beside a value without a unit: the number has to be the same.
    private func compareQuantity(_ quantity: NodeID, withReference isReference: Bool, _ bare: NodeID) -> Judgement {
        let unit = tree.unit(quantity)
        if isSize(tree.child(quantity, 0)) { return compareSize(tree.child(quantity, 0), bare) }
        if let measured = measured(bare, in: unit) {
            return isReference ? compareUnits(quantity, measured) : compareUnits(measured, quantity)
        }
        if unit.isRadian, tree.kind(bare) == .degrees {
            return isReference
                ? compareScalars(tree.child(quantity, 0), bare) : compareScalars(bare, tree.child(quantity, 0))
        }
        switch tree.kind(bare) {
        case .percent, .degrees, .time: return .undecided(.differentUnit)
        default: break
        }
        // `5 dozen` is sixty.
        let number = tree.child(quantity, 0)
        let value = unit.dimension == .zero && unit.factor != .one ? scaled(number, unit.factor) : number
        let plain = isReference ? compareValue(value, bare) : compareValue(bare, value)
        if plain.isEqual {
            if unit.isOrdinal { return .undecided(.differentKind) }
            // Letters that may be a product: the reference has to be met in full, an answer may say more.
            if unit.isRisky { isOneSided = true }
            return isReference && unit.isRisky ? .undecided(.differentUnit) : plain
        }
        // The letters were variables after all.
        guard let product = unit.product else { return plain }
        return isReference ? compareScalars(product, bare) : compareScalars(bare, product)
    }

    /// `0.1 M` beside `0.1 \\text{ M}`: a number and the letter of a unit, where the other side says that it is one; nil for
    /// all else.
    private func measured(_ bare: NodeID, in unit: Unit) -> NodeID? {
        guard unit.noun == nil, tree.kind(bare) == .product, tree.count(bare) == 2,
            tree.isClosed(tree.child(bare, 0)), tree.kind(tree.child(bare, 1)) == .symbol,
            let own = UnitLexicon.unit(ofLetter: tree.symbol(tree.child(bare, 1))), own.isSame(as: unit)
        else { return nil }
        return tree.quantity(tree.child(bare, 0), own, span: tree[bare].span)
    }

    private func isSize(_ id: NodeID) -> Bool {
        tree.kind(id) == .application && tree.symbol(id) == Symbol("size")
    }

    /// `5 \times 3` matrix beside `5 \times 3`: side by side, and nothing that was multiplied out.
    private func compareSize(_ size: NodeID, _ bare: NodeID) -> Judgement {
        guard tree.kind(bare) == .product, tree.count(bare) == tree.count(size) else {
            return .undecided(.differentKind)
        }
        return compareInOrder(tree.children(size), tree.children(bare))
    }

    private func compareUnits(_ a: NodeID, _ unit: Unit, _ b: NodeID, _ other: Unit) -> Judgement {
        let plain = compareValue(a, b)
        if unit.isGeneric || other.isGeneric { return plain }
        if unit.noun != nil || other.noun != nil {
            if let mine = unit.noun, let theirs = other.noun {
                let isOther = unit.isOrdinal != other.isOrdinal || unit.isOrdinal && !Noun.areSame(mine, theirs)
                if isOther { return plain.isEqual ? .undecided(.differentUnit) : plain }
                if excludeEachOther(mine, theirs) { return .undecided(.differentUnit) }
                if let ratio = Noun.ratio(of: theirs, to: mine) { return compareValue(a, scaled(b, ratio)) }
                // `5 years old` and `5 months old`
                if unit.dimension != other.dimension { return .different(.differentUnit) }
                if Rational.compare(unit.factor, other.factor) != 0, Noun.areSame(mine, theirs) {
                    guard let ratio = Rational.quotient(other.factor, unit.factor) else {
                        return .undecided(.notComputed)
                    }
                    return compareValue(a, scaled(b, ratio))
                }
            }
            if let mine = unit.noun, let theirs = other.noun, Noun.areSame(mine, theirs) || strictness.isLenient {
                return plain
            }
            return plain.isEqual ? (strictness.isLenient ? plain : .undecided(.differentUnit)) : plain
        }
        if unit.scale != other.scale { return compareTemperatures(a, unit, b, other) }
        let degrees = Unit.dimension(.degrees)
        if unit.isRadian, other.dimension == degrees { return compareScalars(a, radians(b, other)) }
        if other.isRadian, unit.dimension == degrees { return compareScalars(radians(a, unit), b) }
        guard unit.isCommensurable(other) else {
            if unit.isLoose || other.isLoose { return .undecided(.differentUnit) }
            return plain.isEqual && strictness.isLenient ? .undecided(.differentUnit) : .different(.differentUnit)
        }
        if Rational.compare(unit.factor, other.factor) == 0 {
            // A power of ten shows how many digits are meant.
            return tree.kind(b) == .product ? compareMeasured(a, unit, b, .one, plain) : plain
        }
        guard let ratio = Rational.quotient(other.factor, unit.factor) else { return .undecided(.notComputed) }
        return compareMeasured(a, unit, b, ratio, compareValue(a, scaled(b, ratio)))
    }

    /// Scales with other zeros: `25 °C` is 298.15 K, and what is no such temperature is undecided, since a difference of
    /// temperatures converts otherwise.
    private func compareTemperatures(_ a: NodeID, _ unit: Unit, _ b: NodeID, _ other: Unit) -> Judgement {
        guard unit.dimension == other.dimension, unit.dimension == Unit.dimension(.temperature) else {
            return .different(.differentUnit)
        }
        let absolute = kelvins(b, other)
        let judgement = compareRounded(a, converted(absolute, to: unit), compareValue(a, converted(absolute, to: unit)))
        guard judgement.verdict == .different else { return judgement }
        if isMeasured(a, converted(absolute, to: unit), reach: halfUnit(b).map { $0 * other.degree }, unit.degree) {
            return .equal(.withinTolerance)
        }
        let difference = compareValue(a, scaled(b, Rational.quotient(other.degree, unit.degree) ?? .one))
        return difference.verdict == .different ? difference : .undecided(.differentUnit)
    }

    private func kelvins(_ id: NodeID, _ unit: Unit) -> NodeID {
        switch unit.scale {
        case .absolute: scaled(id, unit.factor)
        case .celsius: tree.add(.sum, [id, tree.number(.small(27_315, 100))])
        case .fahrenheit:
            tree.add(.product, [tree.add(.sum, [id, tree.number(.small(45_967, 100))]), tree.number(.small(5, 9))])
        }
    }

    private func converted(_ kelvins: NodeID, to unit: Unit) -> NodeID {
        switch unit.scale {
        case .absolute: scaled(kelvins, Rational.quotient(.one, unit.factor) ?? .one)
        case .celsius: tree.add(.sum, [kelvins, tree.number(.small(-27_315, 100))])
        case .fahrenheit: tree.add(.sum, [scaled(kelvins, .small(9, 5)), tree.number(.small(-45_967, 100))])
        }
    }

    /// An angle that was given in degrees, or parts of them.
    private func radians(_ id: NodeID, _ unit: Unit) -> NodeID { tree.add(.degrees, [scaled(id, unit.factor)]) }

    func scaled(_ id: NodeID, _ factor: Rational) -> NodeID {
        tree.add(.product, [id, tree.number(factor)], span: tree[id].span)
    }

    private func compareValue(_ a: NodeID, _ b: NodeID) -> Judgement {
        isCollection(a) || isCollection(b) ? compareCollections(a, b) : compareQuantities(a, b)
    }
}

extension Unit {
    /// A degree of its scale in kelvins.
    fileprivate var degree: Rational { scale == .fahrenheit ? .small(5, 9) : factor }
}
