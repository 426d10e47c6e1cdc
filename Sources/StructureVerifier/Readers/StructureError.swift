import AdjudgeBase

/// Why a text is not a value of its format.
struct StructureError: Error {
    enum Kind {
        /// Not of the format.
        case malformed
        /// A name twice where the format or the grader lets it stand once.
        case duplicateKey
        /// Aliases that repeat themselves, or more text than the response has.
        case aliases
        /// Entities of the document's own, which nobody expands here.
        case entities
        /// Deeper or larger than what is read.
        case limit
    }

    let kind: Kind
    /// Where in the text.
    let byte: Int
    /// What was found there, and what would be right.
    let message: String

    init(_ kind: Kind = .malformed, at byte: Int, _ message: String) {
        self.kind = kind
        self.byte = byte
        self.message = message
    }

    /// What a response comes to that cannot be read: its own fault, but for what is beyond the limits.
    var ofResponse: Outcome {
        switch kind {
        case .malformed: .graded(false, StructureReason.unreadable)
        case .duplicateKey: .graded(false, StructureReason.duplicateKey)
        case .aliases: .graded(false, StructureReason.aliasExpansion)
        case .entities: .graded(false, StructureReason.entityRefused)
        case .limit: Outcome(.limitExceeded, .rowTooComplex)
        }
    }

    /// The place and what is wrong there.
    var description: String { "byte \(byte): \(message)" }
}
