import AdjudgeBase

/// An HTTP request, with the gateway that forwarded it and so the format of the answer.
struct HTTPRequestEvent {
    /// The AWS service that forwarded the request.
    enum Gateway {
        /// A function URL or an HTTP API: payload format 2.0.
        case httpAPI
        /// A REST API, or an HTTP API with payload format 1.0.
        case restAPI
        /// An Application Load Balancer, whose target group may ask for headers as lists.
        case loadBalancer(multiValueHeaders: Bool)
    }

    let gateway: Gateway
    let method: String
    let path: String
    private let event: JSONValue

    /// The request in `event`; nil when `event` is not an HTTP request.
    init?(_ event: JSONValue) {
        let context = event.member("requestContext")
        if let http = context?.member("http") {
            gateway = .httpAPI
            method = http.member("method")?.decodedString ?? "POST"
            path = event.member("rawPath")?.decodedString ?? http.member("path")?.decodedString ?? "/"
        } else if let context, let name = event.member("httpMethod")?.decodedString {
            let lists = event.member("multiValueHeaders").map { $0.kind == .object } ?? false
            gateway = context.member("elb") == nil ? .restAPI : .loadBalancer(multiValueHeaders: lists)
            method = name
            path = event.member("path")?.decodedString ?? "/"
        } else {
            return nil
        }
        self.event = event
    }

    /// True for a health check: `GET` or `HEAD` of `/health`, or a load balancer's own check.
    var isHealthCheck: Bool {
        guard method == "GET" || method == "HEAD" else { return false }
        if path.hasSuffix("/health") { return true }
        let headers = event.member("headers") ?? event.member("multiValueHeaders")
        let agent = headers?.member("user-agent")
        return (agent?.element(0) ?? agent)?.rawString?.hasPrefix("ELB-HealthChecker/") ?? false
    }

    /// The JSON document in the request's body, or the status and message of the refusal.
    func document() -> Result<ParsedEvent, Refusal> {
        guard method == "POST" else {
            return .failure(
                Refusal(status: 405, message: "method: found \(Log.bounded(method, to: 16)), expected POST"))
        }
        return HTTPRequestEvent.document(
            event.member("body"), base64: event.member("isBase64Encoded")?.boolValue == true)
    }

    /// The JSON document in a body: a string, a base64 string, or a JSON value.
    static func document(_ body: JSONValue?, base64: Bool = false) -> Result<ParsedEvent, Refusal> {
        let arena = Arena()
        defer { withExtendedLifetime(arena) {} }
        var text: Bytes
        switch body?.kind {
        case .string: text = body!.string(into: arena)!
        case .object, .array: text = body!.raw
        default: return .failure(Refusal(status: 400, message: "body: found nothing, expected an array of samples"))
        }
        if base64 {
            guard let decoded = Base64.decode(text, arena) else {
                return .failure(Refusal(status: 400, message: "body: found bytes that are not base64"))
            }
            text = decoded
        }
        do {
            return .success(try ParsedEvent(copying: text))
        } catch {
            return .failure(Refusal(status: 400, message: "body: found \(error.message)"))
        }
    }

    /// An error answer: a status and a message.
    struct Refusal: Error {
        let status: Int
        let message: String
    }
}
