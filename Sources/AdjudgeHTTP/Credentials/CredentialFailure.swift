/// The reason why there are no AWS credentials.
public struct CredentialFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of failure.
    public enum Kind: Sendable, CaseIterable {
        /// No place has any.
        case none
        /// Those that there are have expired, and nothing gives others.
        case expired
        /// A place that should have them does not answer, or refuses.
        case unreachable
        /// A place has something that is none, or what cannot be used here.
        case unreadable
    }

    /// The kind of failure.
    public var kind: Kind
    /// The places that were asked, what was wrong and what would be right; never a key or a token.
    public var text: String

    /// A failure from its parts.
    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    /// The text.
    public var description: String { text }
}
