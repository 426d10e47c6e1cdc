import AdjudgeBase

/// A place that may have credentials.
protocol CredentialSource: Sendable {
    /// Looks there, on the client's thread, and says once what it found: nil when nothing tells that there could be any.
    func find(_ done: @escaping @Sendable (Result<ExpiringCredentials, CredentialFailure>?) -> Void)
}

/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` and, where something sets it,
/// `AWS_CREDENTIAL_EXPIRATION`.
struct EnvironmentSource: CredentialSource {
    let environment: CredentialEnvironment

    func find(_ done: @escaping @Sendable (Result<ExpiringCredentials, CredentialFailure>?) -> Void) { done(found) }

    private var found: Result<ExpiringCredentials, CredentialFailure>? {
        let (key, secret) = (environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"])
        guard key != nil || secret != nil else { return nil }
        guard let key, let secret else {
            let (missing, other) =
                key == nil
                ? ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY") : ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID")
            return .failure(CredentialFailure(.unreadable, "\(missing) is not set, expected it beside \(other)"))
        }
        var expiry: Int?
        if let text = environment["AWS_CREDENTIAL_EXPIRATION"] {
            guard let seconds = secondsSince1970(text) else {
                return .failure(
                    CredentialFailure(
                        .unreadable,
                        "AWS_CREDENTIAL_EXPIRATION: found no time, expected one such as 2026-01-02T03:04:05Z"))
            }
            expiry = seconds
        }
        return .success(
            ExpiringCredentials(
                credentials: Credentials(
                    accessKey: key, secretKey: secret, sessionToken: environment["AWS_SESSION_TOKEN"],
                    region: environment.region ?? "us-east-1"),
                expiry: expiry))
    }
}

/// The profile that `AWS_PROFILE` names, else `default`, in `~/.aws/credentials`, then in `~/.aws/config`.
struct ProfileSource: CredentialSource {
    let environment: CredentialEnvironment

    func find(_ done: @escaping @Sendable (Result<ExpiringCredentials, CredentialFailure>?) -> Void) { done(found) }

    private var found: Result<ExpiringCredentials, CredentialFailure>? {
        let (name, isChosen) = environment.profile
        let files = [
            environment.path("AWS_SHARED_CREDENTIALS_FILE", or: ".aws/credentials"),
            environment.path("AWS_CONFIG_FILE", or: ".aws/config"),
        ].compactMap { $0 }
        let profiles = files.compactMap { smallFile($0).flatMap { ProfileFile($0).profile(name) } }
        if let profile = profiles.first(where: { $0["aws_access_key_id"]?.isEmpty == false }) {
            guard let secret = profile["aws_secret_access_key"], !secret.isEmpty else {
                return .failure(CredentialFailure(.unreadable, "the profile \(name) has no aws_secret_access_key"))
            }
            let region = environment.region ?? profiles.lazy.compactMap { $0["region"] }.first ?? "us-east-1"
            return .success(
                ExpiringCredentials(
                    credentials: Credentials(
                        accessKey: profile["aws_access_key_id"]!, secretKey: secret,
                        sessionToken: profile["aws_session_token"], region: region)))
        }
        let others = [
            "credential_process", "sso_session", "sso_start_url", "source_profile", "role_arn", "login_session",
        ]
        if let other = others.first(where: { other in profiles.contains { $0[other] != nil } }) {
            return .failure(
                CredentialFailure(
                    .unreadable,
                    "the profile \(name) gets its keys by \(other), expected aws_access_key_id and aws_secret_access_key; "
                        + "`aws configure export-credentials --format env` puts such keys into the environment"))
        }
        guard isChosen else { return nil }
        return .failure(
            CredentialFailure(
                .unreadable,
                "the profile \(name), which AWS_PROFILE names, has no keys in \(files.joined(separator: " or "))"))
    }
}
