/// Why an exchange with a server failed.
public struct HTTPError: Error, Sendable, CustomStringConvertible {
    /// What was done, with whom, and how it ended.
    public let description: String
    /// True when nothing of an answer had come: the request may then be sent again on a new connection.
    let beforeAnswer: Bool

    init(_ description: String, beforeAnswer: Bool = false) {
        self.description = description
        self.beforeAnswer = beforeAnswer
    }
}
