/// Why input cannot be read further: what was wrong, and where.
public struct InputError: Error, Sendable, CustomStringConvertible {
    /// The message, with the name of the input.
    public let description: String

    /// An error with that message.
    public init(description: String) {
        self.description = description
    }
}
