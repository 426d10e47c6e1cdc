import AdjudgeHTTP
import Glibc

/// Calls servers in a process of its own, which a test may fork, end or take libraries from.
@main enum HTTPProbe {
    static func main() {
        let words = CommandLine.arguments.dropFirst()
        let rest = Array(words.dropFirst())
        switch words.first {
        case "get": get(rest)
        case "sign": sign()
        case "fork": Forks.run(slow: rest[0], fast: rest[1], children: Int(rest[2])!)
        case "exit": leave(rest[0], milliseconds: Int(rest[1])!)
        case "load": Load.run(rest[0], calls: Int(rest[1])!, connections: Int(rest[2])!)
        case "credentials": credentials()
        default:
            print(
                "usage: HTTPProbe get URL [CA] [PROXY] | sign | fork SLOW FAST N | exit URL MS | load URL N M | credentials"
            )
            exit(2)
        }
    }

    /// Gets a URL, and says how that ended in one line: the status, the library and the body, or the failure.
    private static func get(_ words: [String]) {
        var request = HTTPRequest(method: "GET", url: words[0], timeout: 5000)
        if words.count > 1, !words[1].isEmpty { request.caBundle = words[1] }
        if words.count > 2 { request.proxy = words[2] == "none" ? .none : .url(words[2]) }
        switch wait(for: request) {
        case .success(let reply):
            print("\(reply.status) \(HTTPClient.libraryVersion ?? "-") \(String(decoding: reply.body, as: UTF8.self))")
        case .failure(let failure): print("\(failure.kind): \(failure.text)")
        }
    }

    /// Sends a request and waits for its end, ten seconds at most.
    static func wait(for request: HTTPRequest) -> Result<HTTPReply, HTTPFailure> {
        let end = End<Result<HTTPReply, HTTPFailure>>()
        HTTPClient.current.send(request) { end.set($0) }
        return end.wait(seconds: 10) ?? .failure(HTTPFailure(.other, "no completion came"))
    }

    /// Begins calls that begin others when they end, and exits in their midst.
    private static func leave(_ url: String, milliseconds: Int) {
        @Sendable func call() {
            HTTPClient.current.send(HTTPRequest(url: url, caBundle: getenv("PROBE_CA").map { String(cString: $0) })) {
                _ in call()
            }
        }
        for _ in 0..<32 { call() }
        usleep(UInt32(milliseconds) * 1000)
        exit(0)
    }

    /// Says whose credentials this process has.
    private static func credentials() {
        let end = End<Result<Credentials, CredentialFailure>>()
        CredentialChain().get { end.set($0) }
        switch end.wait(seconds: 20) {
        case .success(let found)?: print("\(found.accessKey) \(found.region)")
        case .failure(let failure)?: print("\(failure.kind): \(failure.text)")
        case nil: print("no completion came")
        }
    }
}
