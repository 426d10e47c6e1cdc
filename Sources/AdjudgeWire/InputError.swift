/// Why rows cannot be read or written further: what was wrong, and where.
public struct InputError: Error, Sendable, CustomStringConvertible {
    /// The cause of an error, which decides how a caller can react.
    public enum Cause: Sendable {
        /// The request cannot be met: an option, a file of another kind, an output that is not ours.
        case request
        /// The rows are not what was promised.
        case rows
        /// Reading or writing failed: a full disk, a torn archive.
        case transfer
        /// The machine gives no more memory.
        case memory
    }

    /// The message, with the name of the input.
    public let description: String
    /// Its cause.
    public let cause: Cause

    /// An error with that message.
    public init(description: String, cause: Cause = .request) {
        self.description = description
        self.cause = cause
    }
}
