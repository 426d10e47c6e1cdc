import AdjudgeBase
import Glibc

/// The role of a service account: the token in `AWS_WEB_IDENTITY_TOKEN_FILE` for `AWS_ROLE_ARN`, exchanged at STS.
///
/// Source: AWS Security Token Service API reference, AssumeRoleWithWebIdentity, which is not signed.
struct WebIdentitySource: CredentialSource {
    private static let patience = 5000, connecting = 2000

    let environment: CredentialEnvironment

    func find(_ done: @escaping @Sendable (Result<ExpiringCredentials, CredentialFailure>?) -> Void) {
        guard let file = environment["AWS_WEB_IDENTITY_TOKEN_FILE"] else { return done(nil) }
        guard let role = environment["AWS_ROLE_ARN"] else {
            return done(
                .failure(
                    CredentialFailure(
                        .unreadable, "AWS_ROLE_ARN is not set, expected it beside AWS_WEB_IDENTITY_TOKEN_FILE")))
        }
        guard let token = smallFile(file).map({ String($0.reversed().drop(while: \.isWhitespace).reversed()) }),
            !token.isEmpty
        else {
            return done(
                .failure(CredentialFailure(.unreadable, "AWS_WEB_IDENTITY_TOKEN_FILE: cannot read a token in \(file)")))
        }
        let session = environment["AWS_ROLE_SESSION_NAME"] ?? "adjudge-\(getpid())"
        let fields = [
            ("Action", "AssumeRoleWithWebIdentity"), ("Version", "2011-06-15"), ("RoleArn", role),
            ("RoleSessionName", session), ("WebIdentityToken", token),
        ]
        let body = fields.map { "\($0.0)=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
        let region = environment.region ?? "us-east-1"
        let request = HTTPRequest(
            url: endpoint(region), headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(body.utf8), timeout: WebIdentitySource.patience,
            connectTimeout: WebIdentitySource.connecting, maxReplyBytes: 1 << 20)
        fetch(request, "STS") { result in done(result.flatMap { WebIdentitySource.read($0, region: region) }) }
    }

    private func endpoint(_ region: String) -> String {
        if var other = environment["AWS_ENDPOINT_URL_STS"] ?? environment["AWS_ENDPOINT_URL"] {
            while other.hasSuffix("/") { other.removeLast() }
            return other + "/"
        }
        return "https://sts.\(region).amazonaws.com\(region.hasPrefix("cn-") ? ".cn" : "")/"
    }

    private static func read(_ body: [UInt8], region: String) -> Result<ExpiringCredentials, CredentialFailure> {
        guard let key = xmlText("AccessKeyId", in: body), let secret = xmlText("SecretAccessKey", in: body),
            let token = xmlText("SessionToken", in: body),
            let expiry = xmlText("Expiration", in: body).flatMap(secondsSince1970)
        else { return .failure(CredentialFailure(.unreadable, "STS: found no credentials in the answer")) }
        return .success(
            ExpiringCredentials(
                credentials: Credentials(accessKey: key, secretKey: secret, sessionToken: token, region: region),
                expiry: expiry))
    }
}
