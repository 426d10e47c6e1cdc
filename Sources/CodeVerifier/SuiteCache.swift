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
        let slot = SuiteCache.hash(reference) % SuiteCache.slots
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

    /// FNV-1a over the length, the first and the last bytes.
    private static func hash(_ bytes: Bytes) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(bytes.count)
        for index in 0..<min(bytes.count, 256) { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
        for index in max(0, bytes.count - 256)..<bytes.count { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
        return Int(hash >> 33)
    }
}
