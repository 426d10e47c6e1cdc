/// Work left in one comparison, shared by all that compute for it: a unit is about a node of exact arithmetic.
///
/// Counted, never timed, so that the same texts always end alike.
final class WorkBudget {
    private(set) var left = 0

    /// About ten milliseconds at the most on a slow core.
    static let whole = 100_000

    func restart() { left = WorkBudget.whole }

    /// Takes `amount` units; false when there are not so many left.
    func spend(_ amount: Int) -> Bool {
        left -= amount
        return left > 0
    }
}
