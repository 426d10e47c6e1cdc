/// The AWS credentials that requests are signed with.
public struct Credentials: Sendable, Equatable {
    /// The id of the key.
    public let accessKey: String
    /// The key.
    public let secretKey: String
    /// The token that goes with a key that expires; nil for the long-term keys of a user.
    public let sessionToken: String?
    /// The region where no host says another.
    public let region: String

    /// Credentials from their parts.
    public init(accessKey: String, secretKey: String, sessionToken: String? = nil, region: String) {
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.sessionToken = sessionToken
        self.region = region
    }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The region: keys are not for logs.
    public var description: String { "credentials for \(region)" }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing more.
    public var customMirror: Mirror { Mirror(self, children: ["region": region]) }
}
