import AdjudgeBase
import CCurl
import CForks

/// Calls servers: one thread for each process, on which libcurl holds any number of exchanges and their connections.
///
/// libcurl is loaded at the first call. How many calls are made at once is the caller's to limit.
public final class HTTPClient: Sendable {
    // A parent's thread is not in a child of fork, and its locks may be held for ever.
    private static let ofProcess = PerProcess { HTTPClient() }

    /// This process's client. Its thread starts at the first use; a forked child gets its own, and closes its copies of
    /// the parent's connections.
    public static var current: HTTPClient { ofProcess.value }

    /// Nil when libcurl can be loaded; else what is missing and the name of the package to install. Loads it, which
    /// takes milliseconds.
    public static func problem() -> String? {
        forks_hold()
        defer { forks_release() }
        return ccurl_load().map { String(cString: $0) }
    }

    /// The version of libcurl, such as `8.5.0`; nil before it is loaded.
    public static var libraryVersion: String? { ccurl_version().map { String(cString: $0) } }

    private let ownLoop = HTTPLoop()
    // A client that a child of fork still holds from its parent means the child's.
    private var loop: HTTPLoop { ownLoop.isOfThisProcess ? ownLoop : HTTPClient.current.ownLoop }

    private init() {}

    /// Runs `body` on the client's thread, soon and in the order of calls. It holds up every other call for as long as
    /// it takes.
    public func run(_ body: @escaping @Sendable () -> Void) { loop.post(.run(body)) }

    /// Runs `body` on the client's thread after that many milliseconds.
    public func run(afterMilliseconds milliseconds: Int, _ body: @escaping @Sendable () -> Void) {
        loop.post(.later(due: HTTPLoop.now + max(milliseconds, 0), body))
    }

    /// Begins an exchange. `completion` is called once, on the client's thread: it holds up every other call for as long
    /// as it takes. From any thread; O(1), no request is copied.
    ///
    /// A request on a kept connection that the server closes before any byte of an answer is sent once more, on a new
    /// one; all other retries are the caller's.
    ///
    /// Where the process can start no thread, the caller's own thread calls the completion, with a failure. When the
    /// process exits, it is not called.
    @discardableResult
    public func send(
        _ request: HTTPRequest, completion: @escaping @Sendable (Result<HTTPReply, HTTPFailure>) -> Void
    ) -> HTTPCall {
        let loop = loop
        let call = HTTPCall(request, on: loop, completion: completion)
        loop.post(.send(call))
        return call
    }
}
