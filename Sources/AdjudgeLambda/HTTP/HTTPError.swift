/// The reason why an exchange with a server failed.
public struct HTTPError: Error, Sendable, CustomStringConvertible {
    /// The operation, the server, and the error.
    public let description: String
    /// True when no byte of an answer had arrived: the request may then be sent again on a new connection.
    let beforeAnswer: Bool

    init(_ description: String, beforeAnswer: Bool = false) {
        self.description = description
        self.beforeAnswer = beforeAnswer
    }
}
