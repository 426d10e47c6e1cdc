import AdjudgeBase

/// Sends results for one poller, and always returns by the deadline: neither an unresponsive service nor a slow name
/// look-up delays the function's own answer.
final class TimedSender {
    private let make: () -> any ResultSender
    private var sender: any ResultSender
    private var lane: WorkLane?

    /// A sender that makes its connections with `make`.
    init(_ make: @escaping () -> any ResultSender) {
        self.make = make
        sender = make()
    }

    deinit { lane?.close() }

    /// The largest result that the service accepts, in bytes.
    var maxBodyBytes: Int { sender.maxBodyBytes }

    /// Sends one result by `time`. When it throws, the service may still have accepted the result.
    func send(_ body: Bytes, key: String, group: String?, until time: Clock.Instant?) throws(HTTPError) {
        if lane == nil { lane = WorkLane() }
        guard let lane else {
            // Without a thread of its own, each step of the exchange still has a timeout.
            return try sender.send(body, key: key, group: group, until: time)
        }
        let task = SendTask(sender, OwnedBytes(body), key: key, group: group, until: time)
        lane.start { task.send() }
        guard lane.wait(until: time) else {
            lane.close()
            self.lane = nil
            sender = make()
            throw HTTPError("the result was not taken before the function's deadline")
        }
        try task.outcome.get()
    }

    /// One send operation with its outcome. It belongs to the poller until the lane starts, then to the lane's thread,
    /// and to the poller again when the lane is done.
    private final class SendTask: @unchecked Sendable {
        private let sender: any ResultSender
        private let body: OwnedBytes
        private let key: String
        private let group: String?
        private let time: Clock.Instant?
        var outcome: Result<Void, HTTPError> = .success(())

        init(_ sender: any ResultSender, _ body: OwnedBytes, key: String, group: String?, until time: Clock.Instant?) {
            self.sender = sender
            self.body = body
            self.key = key
            self.group = group
            self.time = time
        }

        func send() {
            do {
                try sender.send(body.view, key: key, group: group, until: time)
            } catch {
                outcome = .failure(error)
            }
        }
    }
}
