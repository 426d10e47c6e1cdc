/// The AWS credentials that requests are signed with.
public struct Credentials: Sendable {
    /// `AWS_ACCESS_KEY_ID`.
    let accessKey: String
    /// `AWS_SECRET_ACCESS_KEY`.
    let secretKey: String
    /// `AWS_SESSION_TOKEN`; nil for the long-term keys of a user.
    let sessionToken: String?
    /// `AWS_REGION`.
    let region: String

    /// The credentials in the environment; nil when there are none.
    init?(_ environment: Environment) {
        guard let accessKey = environment["AWS_ACCESS_KEY_ID"], let secretKey = environment["AWS_SECRET_ACCESS_KEY"]
        else { return nil }
        self.accessKey = accessKey
        self.secretKey = secretKey
        sessionToken = environment["AWS_SESSION_TOKEN"]
        region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? "us-east-1"
    }

    /// Credentials from their parts.
    init(accessKey: String, secretKey: String, sessionToken: String? = nil, region: String) {
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.sessionToken = sessionToken
        self.region = region
    }
}
