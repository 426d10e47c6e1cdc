import AdjudgeHTTP
import Synchronization

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
    private let left = Atomic(false)
    let deliver: Delivery

    init(_ deliver: @escaping Delivery) { self.deliver = deliver }

    /// Whether the reply is of no use any more.
    var isGone: Bool { left.load(ordering: .acquiring) }

    /// Waits no longer.
    func leave() { left.store(true, ordering: .releasing) }
}
