import AdjudgeBase

/// Milliseconds for a service of this machine or its link: it answers at once or is not there.
private let localPatience = 2000, localConnecting = 1000

/// The credentials of a task or pod: `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` (ECS) or `…_FULL_URI` (EKS, SageMaker).
///
/// Source: AWS SDKs and Tools reference guide, "Container credential provider".
struct ContainerSource: CredentialSource {
    let environment: CredentialEnvironment

    func find(_ done: @escaping @Sendable (Result<ExpiringCredentials, CredentialFailure>?) -> Void) {
        func refuse(_ text: String) { done(.failure(CredentialFailure(.unreadable, text))) }
        let url: String
        if let path = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] {
            guard path.hasPrefix("/") else {
                return refuse(
                    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: found no path, expected one that begins with a slash")
            }
            url = "http://169.254.170.2" + path
        } else if let full = environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] {
            guard ContainerSource.isAllowed(full) else {
                return refuse(
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI: found \(shownPlace(of: full)), expected https, or http of this "
                        + "machine, 169.254.170.2, 169.254.170.23 or [fd00:ec2::23]")
            }
            url = full
        } else {
            return done(nil)
        }
        var headers: [(name: String, value: String)] = [("Accept", "application/json")]
        if let file = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] {
            guard let token = smallFile(file) else {
                return refuse("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: cannot read \(file)")
            }
            headers.append(("Authorization", String(token.reversed().drop(while: \.isWhitespace).reversed())))
        } else if let token = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] {
            headers.append(("Authorization", token))
        }
        let request = HTTPRequest(
            method: "GET", url: url, headers: headers, timeout: localPatience, connectTimeout: localConnecting,
            maxReplyBytes: 1 << 20, proxy: .none)
        let region = environment.region ?? "us-east-1"
        fetch(request, "the container's service of credentials") { body in
            done(
                body.flatMap {
                    ExpiringCredentials.read($0, from: "the container's service of credentials", region: region)
                })
        }
    }

    private static func isAllowed(_ url: String) -> Bool {
        let target = SignedURL(url)
        if url.lowercased().hasPrefix("https://") { return true }
        guard url.lowercased().hasPrefix("http://"), !target.authority.isEmpty else { return false }
        var host = target.authority.lowercased()
        if let colon = host.lastIndex(of: ":"), !host[colon...].contains("]") { host = String(host[..<colon]) }
        let isLink = host.hasPrefix("169.254.")
        return ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"].contains(host) || isLocal(host) && !isLink
    }
}

/// The credentials of an instance's role, by IMDSv2; not where `AWS_EC2_METADATA_DISABLED` is true.
///
/// Source: Amazon EC2 user guide, "Use the Instance Metadata Service".
struct InstanceSource: CredentialSource {
    let environment: CredentialEnvironment

    func find(_ done: @escaping @Sendable (Result<ExpiringCredentials, CredentialFailure>?) -> Void) {
        if environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() == "true" { return done(nil) }
        let isSix = environment["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"]?.lowercased() == "ipv6"
        var base =
            environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"]
            ?? (isSix ? "http://[fd00:ec2::254]" : "http://169.254.169.254")
        while base.hasSuffix("/") { base.removeLast() }
        let region = environment.region ?? "us-east-1"
        let roles = base + "/latest/meta-data/iam/security-credentials/"
        let place = "the instance's metadata service"
        @Sendable func get(
            _ url: String, _ token: String, _ next: @escaping @Sendable (Result<[UInt8], CredentialFailure>) -> Void
        ) {
            fetch(request("GET", url, ("X-aws-ec2-metadata-token", token)), place, next)
        }
        let token = request("PUT", base + "/latest/api/token", ("X-aws-ec2-metadata-token-ttl-seconds", "21600"))
        fetch(token, place) { result in
            guard case .success(let token) = result else { return done(result.failed) }
            let text = String(decoding: token, as: UTF8.self)
            get(roles, text) { result in
                guard case .success(let list) = result else { return done(result.failed) }
                let name = String(decoding: list.prefix { $0 > 0x20 }, as: UTF8.self)
                guard !name.isEmpty else {
                    return done(.failure(CredentialFailure(.none, "\(place): this instance has no role")))
                }
                get(roles + PercentEncoding.encode(name), text) { result in
                    done(result.flatMap { ExpiringCredentials.read($0, from: place, region: region) })
                }
            }
        }
    }

    private func request(_ method: String, _ url: String, _ header: (name: String, value: String)) -> HTTPRequest {
        HTTPRequest(
            method: method, url: url, headers: [header], timeout: localPatience, connectTimeout: localConnecting,
            maxReplyBytes: 1 << 20, proxy: .none)
    }
}

extension Result where Failure == CredentialFailure {
    /// The failure of a step, as that of the whole.
    fileprivate var failed: Result<ExpiringCredentials, CredentialFailure>? {
        guard case .failure(let failure) = self else { return nil }
        return .failure(failure)
    }
}

/// Gets the body of an answer of status 200.
func fetch(
    _ request: HTTPRequest, _ place: String,
    _ done: @escaping @Sendable (Result<[UInt8], CredentialFailure>) -> Void
) {
    HTTPClient.current.send(request) { result in
        switch result {
        case .success(let reply) where reply.status == 200: done(.success(reply.body))
        case .success(let reply):
            let code = withErrorCode(of: reply.body).map { ", \($0)" } ?? ""
            done(.failure(CredentialFailure(.unreachable, "\(place) answered \(reply.status)\(code)")))
        case .failure(let failure):
            done(.failure(CredentialFailure(.unreachable, "\(place) cannot be asked: \(failure.text)")))
        }
    }
}

/// The code in an error of AWS's in XML; the rest may repeat a token.
private func withErrorCode(of body: [UInt8]) -> String? { xmlText("Code", in: body).map { String($0.prefix(64)) } }

/// The text of the first element of that name, without references to entities. O(length).
func xmlText(_ name: String, in body: [UInt8]) -> String? {
    body.withUnsafeBufferPointer { bytes in
        withBytes(of: "<\(name)>") { tag in
            guard let start = Bytes(bytes).find(tag) else { return nil }
            let rest = Bytes(bytes).suffix(from: start + tag.count)
            return rest.find(Bytes("<")).map { rest[0..<$0].string }
        }
    }
}
