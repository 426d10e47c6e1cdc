import AdjudgeBase
import AdjudgeHTTP
import Glibc

/// A target for the results of jobs, which have no waiting caller.
protocol ResultSender: AnyObject {
    /// The largest result that the service accepts, in bytes.
    var maxBodyBytes: Int { get }

    /// Sends one result and returns when the service has accepted it. Sending the same `key` again must do no harm.
    func send(_ body: Bytes, key: String, group: String?, until time: Clock.Instant?) throws(HTTPError)
}

/// Sends signed requests to one service, with a few retries.
final class SignedClient {
    private static let attempts = 3
    private static let maxWait = 10_000

    private let address: HTTPAddress
    private let connection: HTTPConnection
    private let signature: SignatureV4
    private let response = HTTPResponse()

    /// A client of the service at `address`.
    init(_ address: HTTPAddress, service: String, credentials: Credentials) {
        self.address = address
        connection = HTTPConnection(address)
        signature = SignatureV4(
            credentials: credentials, service: service,
            region: SignatureV4.region(of: address.host, fallback: credentials.region))
    }

    /// Sends a request until the service accepts it, refuses it permanently, or the time is up.
    func request(
        _ method: StaticString, path: String, headers: [(String, String)], body: Bytes, until time: Clock.Instant?
    ) throws(HTTPError) {
        var last = HTTPError("no time is left to send the result")
        for attempt in 0..<SignedClient.attempts {
            if attempt > 0 { pause(100 << attempt) }
            let now = Clock.now()
            let left = time.map { ($0.microseconds - now.microseconds) / 1000 } ?? SignedClient.maxWait
            guard left > 0 else { throw last }
            let signed = signature.headers(
                method: "\(method)", url: (address.secure ? "https://" : "http://") + address.authority + path,
                headers: headers, body: body, at: now.microseconds / 1_000_000)
            do {
                try connection.exchange(
                    method, path.isEmpty ? "/" : path, headers: signed, body: body,
                    timeout: min(left, SignedClient.maxWait), into: response)
            } catch {
                last = error
                continue
            }
            if response.status / 100 == 2 { return }
            let code = ServiceError.code(response.body.bytes)
            last = HTTPError("\(address.authority) answered \(response.status)" + (code.map { ": \($0)" } ?? ""))
            if response.status < 500, response.status != 429, code?.contains("Throttl") != true { throw last }
        }
        throw last
    }

    private func pause(_ milliseconds: Int) {
        var time = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
        nanosleep(&time, nil)
    }
}
