import AdjudgeBase

/// An exchange that has begun, or will.
public final class HTTPCall: @unchecked Sendable {
    typealias Completion = @Sendable (Result<HTTPReply, HTTPFailure>) -> Void

    // All but the loop belongs to the client's thread.
    private let loop: HTTPLoop
    var request: HTTPRequest
    /// Called at the end; nil after it.
    var completion: Completion?
    /// libcurl's side, while it is at work.
    var exchange: OpaquePointer?
    var started = 0

    init(_ request: HTTPRequest, on loop: HTTPLoop, completion: @escaping Completion) {
        self.request = request
        self.loop = loop
        self.completion = completion
    }

    /// Ends the exchange: its completion gets ``HTTPFailure/Kind/cancelled`` soon, unless it has come before. From any
    /// thread. In a child of fork, a call of its parent stays the parent's.
    public func cancel() { loop.post(.cancel(self)) }

    /// Calls the completion, once.
    func end(_ result: Result<HTTPReply, HTTPFailure>) {
        let last = completion
        completion = nil
        request.body = []
        last?(result)
    }
}
