import AdjudgeBase

/// What distances and metrics need of a worker: memory of the sample, tables that stay from one to the next, and a budget
/// of steps.
final class ProseScratch {
    let bits = PatternBits()
    let words = WordTable()
    let grams = GramTable()
    let stems = StemCache()
    /// Memory of the current sample.
    private(set) var arena: Arena
    /// The steps that are left; below zero the sample's work is too much.
    private(set) var steps = 0

    /// Steps of a few instructions each: about ten milliseconds of one core.
    static let budget = 12_000_000

    init() { arena = Arena(capacity: 64) }

    /// Makes ready for a sample.
    func begin(_ scratch: Scratch) {
        arena = scratch.arena
        steps = ProseScratch.budget
    }

    /// Counts steps; false when the budget is spent, and what asked should give up.
    @inline(__always)
    func spend(_ amount: Int) -> Bool {
        steps -= amount
        return steps >= 0
    }

    /// Whether the budget was spent: the result of what gave up means nothing.
    var isSpent: Bool { steps < 0 }

    /// The steps of a bit-parallel comparison: a word for each 64 of the pattern and each of the text.
    func spendBits(_ pattern: Int, _ text: Int) -> Bool { spend((pattern + 63) / 64 * text + pattern) }

    /// The steps taken so far, for the verdict's work; what the budget refused was not taken.
    var spent: Int { ProseScratch.budget - max(steps, 0) }
}
