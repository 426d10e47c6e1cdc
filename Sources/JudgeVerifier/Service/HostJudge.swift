import AdjudgeBase
import AdjudgeHTTP

/// A function of the host program's that answers in place of a server: a client of its own, or a model in its memory.
///
/// Endpoints of the kind `function` go to it. It is called on the thread that calls servers and must return at once; the
/// reply comes later, from any thread.
public enum HostJudge {
    /// Takes a call: its number, the endpoint's name, and the request, a chat completion as JSON.
    public typealias Function = @Sendable (_ call: UInt64, _ endpoint: String, _ request: [UInt8]) -> Void

    private struct State {
        var function: Function?
        var next: UInt64 = 1
        var waiting: [UInt64: @Sendable (Result<HTTPReply, HTTPFailure>) -> Void] = [:]
    }

    private static let ofProcess = PerProcess { Guarded(State()) }

    /// Sets the function of this process; nil for none.
    public static func set(_ function: Function?) { ofProcess.value.withLock { $0.function = function } }

    /// Gives a call its reply: a chat completion as JSON; nil, with what happened, where there is none. False for a call
    /// that nobody waits for.
    @discardableResult
    public static func reply(to call: UInt64, _ body: [UInt8]?, failure: String = "") -> Bool {
        guard let done = ofProcess.value.withLock({ $0.waiting.removeValue(forKey: call) }) else { return false }
        HTTPClient.current.run {
            done(body.map { .success(HTTPReply(status: 200, body: $0)) } ?? .failure(HTTPFailure(.other, failure)))
        }
        return true
    }

    /// Asks the function, and waits at most as long as the request allows.
    static func send(
        _ request: HTTPRequest, to endpoint: String,
        _ done: @escaping @Sendable (Result<HTTPReply, HTTPFailure>) -> Void
    ) {
        let (function, call) = ofProcess.value.withLock { state -> (Function?, UInt64) in
            guard let function = state.function else { return (nil, 0) }
            defer { state.next += 1 }
            state.waiting[state.next] = done
            return (function, state.next)
        }
        guard let function else {
            return done(.failure(HTTPFailure(.badURL, "this process has no function for the endpoint")))
        }
        HTTPClient.current.run { function(call, endpoint, request.body) }
        HTTPClient.current.run(afterMilliseconds: request.timeout) {
            let late = ofProcess.value.withLock { $0.waiting.removeValue(forKey: call) }
            late?(.failure(HTTPFailure(.timeout, "the function gave no reply in \(request.timeout) ms")))
        }
    }
}
