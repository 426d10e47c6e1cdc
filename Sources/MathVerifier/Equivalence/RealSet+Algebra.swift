import AdjudgeBase

/// Order, union and intersection of sets whose ends can be compared.
extension Equivalence {
    /// -1, 0 or 1; nil when the order is unknown.
    private func order(_ a: NodeID, _ b: NodeID) -> Int? {
        var exact = ExactEvaluator(tree, budget)
        if let x = exact.value(a), let y = exact.value(b) { return Rational.compare(x, y) }
        guard tree.isClosed(a), tree.isClosed(b) else { return tree.haveSameShape(a, b) ? 0 : nil }
        intervals.restart(precision: 128)
        var evaluator = IntervalEvaluator(tree, intervals, budget)
        guard let left = evaluator.value(a), let right = evaluator.value(b), left.imaginary == nil,
            right.imaginary == nil
        else { return nil }
        if let sign = intervals.sign(intervals.subtract(left.real, right.real)), sign != 0 { return sign }
        return compareScalars(a, b).isEqual ? 0 : nil
    }

    private func lowerOrder(_ a: RealSet.End, _ b: RealSet.End) -> Int? {
        guard let x = a.value, let y = b.value else { return a.value == nil ? (b.value == nil ? 0 : -1) : 1 }
        guard let order = order(x, y) else { return nil }
        return order != 0 ? order : a.isClosed == b.isClosed ? 0 : a.isClosed ? -1 : 1
    }

    private func upperOrder(_ a: RealSet.End, _ b: RealSet.End) -> Int? {
        guard let x = a.value, let y = b.value else { return a.value == nil ? (b.value == nil ? 0 : 1) : -1 }
        guard let order = order(x, y) else { return nil }
        return order != 0 ? order : a.isClosed == b.isClosed ? 0 : a.isClosed ? 1 : -1
    }

    /// True when some number is between the ends; nil when that is unknown.
    private func isInhabited(_ piece: RealSet.Piece) -> Bool? {
        guard let x = piece.lower.value, let y = piece.upper.value else { return true }
        guard let order = order(x, y) else { return nil }
        return order < 0 || (order == 0 && piece.lower.isClosed && piece.upper.isClosed)
    }

    /// The intersection of both; nil when ends cannot be compared.
    func intersection(_ a: RealSet, _ b: RealSet) -> RealSet? {
        guard a.pieces.count * b.pieces.count <= 400 else { return nil }
        var pieces: [RealSet.Piece] = []
        for first in a.pieces {
            for second in b.pieces {
                guard let lower = lowerOrder(first.lower, second.lower),
                    let upper = upperOrder(first.upper, second.upper)
                else { return nil }
                let piece = RealSet.Piece(
                    lower: lower >= 0 ? first.lower : second.lower, upper: upper <= 0 ? first.upper : second.upper)
                guard let inhabited = isInhabited(piece) else { return nil }
                if inhabited { pieces.append(piece) }
            }
        }
        return RealSet(pieces: pieces)
    }

    /// The complement of the set; nil when ends cannot be compared.
    func complement(_ set: RealSet) -> RealSet? {
        var result = RealSet(pieces: [.all])
        for piece in set.pieces {
            var sides: [RealSet.Piece] = []
            if let value = piece.lower.value {
                sides.append(
                    .init(
                        lower: .init(value: nil, isClosed: false),
                        upper: .init(value: value, isClosed: !piece.lower.isClosed)))
            }
            if let value = piece.upper.value {
                sides.append(
                    .init(
                        lower: .init(value: value, isClosed: !piece.upper.isClosed),
                        upper: .init(value: nil, isClosed: false)))
            }
            guard let next = intersection(result, RealSet(pieces: sides)) else { return nil }
            result = next
        }
        return result
    }

    /// The set with pieces that touch joined, when all ends can be ordered; else as it is.
    func merged(_ set: RealSet) -> RealSet {
        guard set.pieces.count > 1, set.pieces.count <= 64 else { return set }
        var sorted: [RealSet.Piece] = []
        for piece in set.pieces {
            var index = 0
            while index < sorted.count {
                guard let order = lowerOrder(piece.lower, sorted[index].lower) else { return set }
                if order < 0 { break }
                index += 1
            }
            sorted.insert(piece, at: index)
        }
        var joined: [RealSet.Piece] = [sorted[0]]
        for piece in sorted.dropFirst() {
            let last = joined[joined.count - 1]
            guard let touches = touches(last.upper, piece.lower) else { return set }
            if touches {
                guard let order = upperOrder(last.upper, piece.upper) else { return set }
                if order < 0 { joined[joined.count - 1].upper = piece.upper }
            } else {
                joined.append(piece)
            }
        }
        return RealSet(pieces: joined)
    }

    /// True when no number lies between an upper end and the next lower one.
    private func touches(_ upper: RealSet.End, _ lower: RealSet.End) -> Bool? {
        guard let x = upper.value, let y = lower.value else { return true }
        guard let order = order(y, x) else { return nil }
        return order < 0 || (order == 0 && (upper.isClosed || lower.isClosed))
    }
}
