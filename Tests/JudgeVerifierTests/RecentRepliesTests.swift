import Testing

@testable import JudgeVerifier

@Suite struct RecentRepliesTests {
    private func key(_ number: Int, size: Int = 1000) -> ReplyKey {
        ReplyKey(
            endpoint: "e", path: "/", draw: 0,
            body: Array("\(number)".utf8) + [UInt8](repeating: 0x61, count: size))
    }

    private func reply(_ text: String, _ ending: ModelReply.Ending = .complete) -> ModelReply {
        var reply = ModelReply()
        reply.text = text
        reply.ending = ending
        return reply
    }

    @Test("the oldest replies are given up for new ones")
    func bounds() {
        var recent = RecentReplies()
        let size = RecentReplies.most / 8
        for number in 0..<20 { recent.keep(reply("\(number)"), to: key(number, size: size)) }
        #expect(recent.reply(to: key(19, size: size))?.text == "19")
        #expect(recent.reply(to: key(14, size: size))?.text == "14")
        #expect(recent.reply(to: key(11, size: size)) == nil)
    }

    @Test("what is no whole reply is not kept")
    func wholeOnes() {
        var recent = RecentReplies()
        recent.keep(reply("SAME", .truncated), to: key(1))
        recent.keep(reply(""), to: key(2))
        #expect(recent.reply(to: key(1)) == nil && recent.reply(to: key(2)) == nil)
        recent.keep(reply("SAME"), to: key(1))
        recent.keep(reply("DIFFERENT"), to: key(1))
        #expect(recent.reply(to: key(1))?.text == "DIFFERENT")
    }

    private final class Row: Sendable {}

    @Test("who waited holds nothing of the row once it is answered, or has left", arguments: [false, true])
    func release(_ leaves: Bool) {
        var row: Row? = Row()
        weak var held = row
        let waiter = CallWaiter { [row] _ in withExtendedLifetime(row) {} }
        row = nil
        #expect(held != nil && !waiter.isGone)
        if leaves { waiter.leave() } else { waiter.deliver(.success(reply("SAME"))) }
        #expect(held == nil && waiter.isGone)
    }
}
