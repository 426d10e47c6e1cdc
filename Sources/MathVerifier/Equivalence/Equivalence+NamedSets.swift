import AdjudgeBase

/// Sets of reals by their names: `\mathbb{R}`, `\mathbb{R}^+`.
extension Equivalence {
    /// All reals, or by the sign above their letter the positive or the negative ones.
    func namedReals(_ name: Symbol) -> RealSet? {
        let open = RealSet.End(value: nil, isClosed: false)
        switch name {
        case Symbol("R"): return RealSet(pieces: [.all])
        case Symbol("R_+"):
            return RealSet(pieces: [.init(lower: .init(value: tree.integer(0), isClosed: false), upper: open)])
        case Symbol("R_-"):
            return RealSet(pieces: [.init(lower: open, upper: .init(value: tree.integer(0), isClosed: false))])
        default: return nil
        }
    }
}
