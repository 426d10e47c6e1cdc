import AdjudgeBase

/// The checks of a batch that go on elsewhere, by row. Each row is put by one worker and finished by one, in that
/// order.
final class PendingRows: Sendable {
    private struct State {
        var rows: [PendingRow?]
        var isCancelled = false
    }
    private let state: Guarded<State>

    init(count: Int) { state = Guarded(State(rows: Array(repeating: nil, count: count))) }

    /// The checks that row `row` waits for; nil when it waits for none.
    subscript(row: Int) -> PendingRow? { state.withLock { $0.rows[row] } }

    func put(_ row: Int, _ checks: PendingRow) {
        let isCancelled = state.withLock { state in
            state.rows[row] = checks
            return state.isCancelled
        }
        if isCancelled { checks.cancel() }
    }

    /// Row `row` waits for nothing any more.
    func remove(_ row: Int) { state.withLock { $0.rows[row] = nil } }

    /// Asks for the end of everything that has not ended, and of what is put later.
    func cancel() {
        let rows = state.withLock { state in
            state.isCancelled = true
            return state.rows
        }
        for row in rows { row?.cancel() }
    }
}

/// The checks of one row that go on elsewhere, by node.
struct PendingRow: Sendable {
    private(set) var checks: [(node: Int, check: any PendingCheck)] = []
    /// The work that was spent on the row so far.
    var work: UInt64 = 0

    mutating func add(_ check: any PendingCheck, node: Int) { checks.append((node, check)) }

    func cancel() { for (_, check) in checks { check.cancel() } }

    /// Waits at most so many milliseconds for each check; whether all have ended.
    func isReady(within milliseconds: Int) -> Bool { checks.allSatisfy { $0.check.isReady(within: milliseconds) } }
}
