import AdjudgeBase

/// The sign between a name and its value: a label's where the other side is the value alone, else part of what is said.
extension Equivalence {
    /// What sides of the same names and values are that have other signs between them: `y = x^2` and `y \propto x^2`; nil
    /// where the signs say the same of such a value.
    func compareRelations(_ reference: Unwrapped, _ answer: Unwrapped) -> Judgement? {
        let signs = [reference.relation, answer.relation]
        guard signs[0] != signs[1] else { return nil }
        if signs.contains(.proportional) { return .different(.differentKind) }
        let areNames = isLoneName(reference.value) && isLoneName(answer.value)
        // `x = [0, 1]` is written of a domain.
        if signs.contains(.element) { return areNames ? .different(.differentKind) : nil }
        if isNumeric(reference.value) || isNumeric(answer.value) { return nil }
        if signs.contains(.similar) {
            return areNames && signs.contains(.equal) ? .different(.differentKind) : .undecided(.differentKind)
        }
        // `T \approx 2\pi\sqrt{L/g}` and `f(x) \equiv x` give a formula, as `=` does.
        let isFunction = [reference.head, answer.head].contains { $0.map { tree.kind($0) == .application } ?? false }
        return areNames && !(isFunction && signs.contains(.congruent)) ? .undecided(.differentKind) : nil
    }

    private func isLoneName(_ id: NodeID) -> Bool {
        switch tree.kind(id) {
        case .symbol, .words, .application, .choice: true
        default: false
        }
    }

    /// True where one side is the value of a name that does not stand in the other's equation: `y = 2x`, `2x = z`.
    func isSolvedForAnother(_ a: Unwrapped, _ b: Unwrapped) -> Bool {
        let (named, other) = a.head == nil ? (b, a) : (a, b)
        guard let head = named.head, other.head == nil, tree.kind(other.value) == .relation,
            tree.kind(named.value) != .relation
        else { return false }
        switch tree.kind(head) {
        case .symbol: return !mentions(tree.symbol(head), other.value)
        case .application: return !mentions(tree.symbol(head), other.value) && !mentions(Symbol("y"), other.value)
        default: return false
        }
    }
}
