/// The notes that a verifier makes on the way to its verdict, for `adjudge explain`.
///
/// Recording is off when scoring (``Scratch/evidence`` is nil), so notes may allocate.
public final class Evidence {
    /// One observation, such as `normal form of the answer` → `1/2`.
    public struct Note: Sendable, Equatable {
        /// The part of the grader that made the note; empty for a grader of one part.
        public var part: String
        /// The subject of the note.
        public var label: String
        /// The observed value.
        public var value: String
    }

    /// The notes in order.
    public private(set) var notes: [Note] = []
    /// The part of the grader that is being evaluated; the engine sets it.
    public var part = ""

    /// A recorder without notes.
    public init() {}

    /// Forgets the notes.
    public func removeAll() { notes.removeAll(keepingCapacity: true) }

    /// Adds a note. Typical labels: `answer read as`, `reference read as`, `first difference`, `pattern`, `group`.
    public func note(_ label: String, _ value: String) {
        notes.append(Note(part: part, label: label, value: value))
    }
}
