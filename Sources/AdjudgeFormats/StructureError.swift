import AdjudgeBase

/// Why a text is not a value of its format.
package struct StructureError: Error {
    package enum Kind {
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

    package let kind: Kind
    /// Where in the text.
    package let byte: Int
    /// What was found there, and what would be right.
    package let message: String

    package init(_ kind: Kind = .malformed, at byte: Int, _ message: String) {
        self.kind = kind
        self.byte = byte
        self.message = message
    }

    /// The place and what is wrong there.
    package var description: String { "byte \(byte): \(message)" }
}
