import AdjudgeHTTP
import Glibc

/// Makes a call into a request with what its endpoint is authorised by.
struct RequestSigner: Sendable {
    /// The largest reply that is read, in bytes.
    private static let maxReplyBytes = 1 << 24
    private let credentials = CredentialChain()

    /// A request, and the key in it, which nothing may show.
    typealias Signed = (request: HTTPRequest, secret: String?)

    /// Delivers the request, at once or on the client's thread.
    func sign(_ call: Call, _ deliver: @escaping @Sendable (Result<Signed, JudgeFailure>) -> Void) {
        let endpoint = call.endpoint
        let request = RequestSigner.request(call)
        switch endpoint.authorization {
        case .none: deliver(.success((request, nil)))
        case .key(let source, let header, let prefix):
            guard let key = source.key() else {
                return deliver(
                    .failure(
                        JudgeFailure(.unavailable, "\(endpoint.name) has no key: \(source.place) is empty or missing")))
            }
            var request = request
            request.headers.append((header, prefix + key))
            deliver(.success((request, key)))
        case .signature:
            if let problem = SignatureV4.problem() {
                return deliver(.failure(JudgeFailure(.unavailable, "\(endpoint.name) cannot be called: \(problem)")))
            }
            credentials.get { result in
                switch result {
                case .failure(let failure):
                    deliver(.failure(JudgeFailure(.unavailable, "\(endpoint.name) cannot be called: \(failure)")))
                case .success(let credentials):
                    var request = request
                    RequestSigner.signer(endpoint, credentials).sign(&request, at: time(nil))
                    deliver(.success((request, nil)))
                }
            }
        }
    }

    /// Forgets credentials that a server did not take.
    func forget() { credentials.forget() }

    private static func request(_ call: Call) -> HTTPRequest {
        let endpoint = call.endpoint
        var request = HTTPRequest(
            method: "POST", url: endpoint.url + call.key.path,
            headers: [("Content-Type", "application/json")] + endpoint.headers, body: call.key.body,
            timeout: endpoint.timeout, connectTimeout: endpoint.connectTimeout, maxReplyBytes: maxReplyBytes)
        request.caBundle = endpoint.caBundle
        if let proxy = endpoint.proxy { request.proxy = proxy.isEmpty ? .none : .url(proxy) }
        return request
    }

    /// By the host's name, and where that says nothing, as behind a proxy, by the settings.
    private static func signer(_ endpoint: Endpoint, _ credentials: Credentials) -> SignatureV4 {
        let host = endpoint.host
        let service = SignatureV4.bedrockService(of: host) ?? "bedrock"
        if let region = endpoint.region {
            return SignatureV4(credentials: credentials, service: service, region: region)
        }
        return SignatureV4(credentials: credentials, service: service, host: host)
    }
}
