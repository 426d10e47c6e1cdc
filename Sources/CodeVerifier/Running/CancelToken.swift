import Synchronization

/// Ends work that runs or waits on somebody's behalf: a verifier's, or by a token under the verifier's one job's.
final class CancelToken: Sendable {
    private let parent: CancelToken?
    /// How often the parent had been used before this token was made: what it ended then is not this one's.
    private let before: Int
    private let uses = Atomic(0)

    init(under parent: CancelToken? = nil) {
        self.parent = parent
        before = parent?.uses.load(ordering: .acquiring) ?? 0
    }

    /// Whether the work need not go on: the token was used, or its parent since the token was made.
    var isCancelled: Bool {
        uses.load(ordering: .acquiring) > 0 || parent.map { $0.uses.load(ordering: .acquiring) != before } ?? false
    }

    /// Ends the work under the tokens that there are. From any thread, any number of times.
    func cancel() {
        uses.add(1, ordering: .releasing)
        Sandbox.endCancelledRuns()
    }
}
