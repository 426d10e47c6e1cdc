/// The replies of late, where no file keeps them: both rows of a pair that is ranked get the same reply, whichever asks
/// first, and a question that comes again soon is not paid again.
///
/// The oldest are given up first. O(1) for each reply.
struct RecentReplies {
    /// How much is kept, in bytes of questions and replies.
    static let most = 1 << 24

    private var replies: [ReplyKey: ModelReply] = [:]
    private var order: [ReplyKey] = []
    private var first = 0
    private var bytes = 0

    /// The reply to a question; nil where none is kept.
    func reply(to key: ReplyKey) -> ModelReply? { replies[key] }

    /// Keeps a reply that is a whole one: what was cut off or refused is asked again.
    mutating func keep(_ reply: ModelReply, to key: ReplyKey) {
        guard reply.ending == .complete, !reply.text.isEmpty else { return }
        if let before = replies.updateValue(reply, forKey: key) {
            bytes -= RecentReplies.size(key, before)
        } else {
            order.append(key)
        }
        bytes += RecentReplies.size(key, reply)
        while bytes > RecentReplies.most, first < order.count {
            if let given = replies.removeValue(forKey: order[first]) {
                bytes -= RecentReplies.size(order[first], given)
            }
            first += 1
        }
        if first > 1024, first > order.count / 2 {
            order.removeFirst(first)
            first = 0
        }
    }

    private static func size(_ key: ReplyKey, _ reply: ModelReply) -> Int {
        key.body.count + reply.text.utf8.count + 256
    }
}
