/// What a verifier saw on the way to its verdict, for `adjudge explain`.
///
/// Recording is off on the scoring path (``Scratch/evidence`` is nil there), so notes may allocate.
public final class Evidence {
    /// One thing seen, such as `normal form of the answer` → `1/2`.
    public struct Note: Sendable, Equatable {
        /// The part of the grader that was at work; empty for a grader of one part.
        public var part: String
        /// What the note is about.
        public var label: String
        /// What was seen.
        public var value: String
    }

    /// The notes, in the order in which they were made.
    public private(set) var notes: [Note] = []
    /// The part of the grader that is at work; the engine sets it.
    public var part = ""

    /// A recorder without notes.
    public init() {}

    /// Adds a note. Typical labels: `answer read as`, `reference read as`, `first difference`, `pattern`, `group`.
    public func note(_ label: String, _ value: String) {
        notes.append(Note(part: part, label: label, value: value))
    }
}
