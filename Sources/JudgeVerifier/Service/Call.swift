import AdjudgeBase
import AdjudgeHTTP

/// One question on its way to a server, for everybody who asks the same. The desk's lock guards it.
final class Call: @unchecked Sendable {
    let key: ReplyKey
    let endpoint: Endpoint
    /// The model, as the server calls it.
    let model: String
    /// Whether the reply is only for now.
    let isFresh: Bool
    /// Those who wait for the reply.
    var waiters: [CallWaiter] = []
    /// How often it was sent.
    var attempts = 0

    init(_ key: ReplyKey, _ endpoint: Endpoint, model: String, isFresh: Bool) {
        self.key = key
        self.endpoint = endpoint
        self.model = model
        self.isFresh = isFresh
    }

    /// Whether nobody waits any more.
    var isAbandoned: Bool { waiters.allSatisfy(\.isGone) }
}

/// Somebody who waits for a reply.
final class CallWaiter: Sendable {
    typealias Delivery = @Sendable (Result<ModelReply, JudgeFailure>) -> Void
    /// Given up with its use: it holds the row that asks, which holds the waiter.
    private let delivery: Guarded<Delivery?>

    init(_ deliver: @escaping Delivery) { delivery = Guarded(deliver) }

    /// Whether the reply is of no use any more.
    var isGone: Bool { delivery.withLock { $0 == nil } }

    /// Hands over what the call came to, unless somebody has done so or nobody waits any longer.
    func deliver(_ result: Result<ModelReply, JudgeFailure>) {
        let deliver = delivery.withLock { delivery in
            defer { delivery = nil }
            return delivery
        }
        deliver?(result)
    }

    /// Waits no longer.
    func leave() { delivery.withLock { $0 = nil } }
}
