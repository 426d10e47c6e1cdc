import AdjudgeBase

/// Suites that have been read, shared by all workers: rollout groups repeat the same tests 8 to 64 times, and tests can
/// be megabytes.
final class SuiteCache: Sendable {
    /// How many suites are kept.
    private static let slots = 64
    /// Larger references are read anew.
    private static let maxKeyBytes = 1 << 24

    private struct Entry {
        let key: OwnedBytes
        let suite: TestSuite
    }

    private let entries = PerProcess { Guarded([Entry?](repeating: nil, count: slots)) }

    /// The suite that a reference is. O(bytes).
    func suite(_ reference: Bytes) -> Result<TestSuite, SuiteError> {
        let entries = self.entries.value
        let slot = Int(reference.hash64() % UInt64(SuiteCache.slots))
        if let known = entries.withLock({ $0[slot] }), known.key.view == reference { return .success(known.suite) }
        do {
            let suite = try SuiteReader.read(reference)
            if reference.count <= SuiteCache.maxKeyBytes {
                let entry = Entry(key: OwnedBytes(reference), suite: suite)
                entries.withLock { $0[slot] = entry }
            }
            return .success(suite)
        } catch {
            return .failure(error)
        }
    }
}
