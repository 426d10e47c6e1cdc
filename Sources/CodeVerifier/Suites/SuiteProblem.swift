import AdjudgeBase

/// Whether a reference is a test suite, for what reads references and runs no programs.
package enum SuiteProblem {
    /// The fault of the test object `reference`, its place, and the right form; nil for a suite. O(bytes).
    package static func find(in reference: Bytes) -> String? {
        do {
            _ = try SuiteReader.read(reference)
            return nil
        } catch {
            return error.description
        }
    }
}
