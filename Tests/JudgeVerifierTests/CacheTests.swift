import AdjudgeBase
import Glibc
import Testing

@testable import JudgeVerifier

@Suite struct CacheTests {
    private func key(_ number: Int) -> ReplyKey {
        ReplyKey(endpoint: "e", path: "/chat/completions", draw: 0, body: Array("{\"n\":\(number)}".utf8))
    }

    private func reply(_ text: String) -> ModelReply {
        var reply = ModelReply()
        reply.text = text
        reply.firstTokens = [FirstToken(text: "a", logProbability: -0.125)]
        reply.fingerprint = "f"
        return reply
    }

    @Test("what one process keeps another finds, which had the file open before")
    func shared() throws {
        let path = "/tmp/adjudge-cache-\(getpid())-shared"
        defer { unlink(path) }
        let (one, other) = (try ReplyCache(path: path), try ReplyCache(path: path))
        one.keep(reply("first"), to: key(1))
        other.keep(reply("second"), to: key(2))
        one.keep(reply("third"), to: key(3))
        for cache in [one, other, try ReplyCache(path: path)] {
            for (number, text) in ["first", "second", "third"].enumerated() {
                #expect(cache.reply(to: key(number + 1), JSONParser()) == reply(text))
            }
            #expect(cache.reply(to: key(4), JSONParser()) == nil)
        }
    }

    @Test("a row that is cut off at any byte costs itself alone")
    func torn() throws {
        let path = "/tmp/adjudge-cache-\(getpid())-torn"
        defer { unlink(path) }
        do {
            let cache = try ReplyCache(path: path)
            cache.keep(reply("first \u{1F600}\n"), to: key(1))
            cache.keep(reply("second"), to: key(2))
        }
        let whole = Array(try #require(TextFile.read(path, atMost: 1 << 20)).utf8)
        let first = try #require(whole.firstIndex(of: 0x0A)) + 1
        for length in first..<whole.count {
            let file = open(path, O_WRONLY | O_TRUNC)
            _ = write(file, whole, length)
            close(file)
            let cache = try ReplyCache(path: path)
            #expect(cache.reply(to: key(1), JSONParser()) == reply("first \u{1F600}\n"))
            #expect((cache.reply(to: key(2), JSONParser()) != nil) == (length == whole.count - 1))
            cache.keep(reply("third"), to: key(3))
            #expect(try ReplyCache(path: path).reply(to: key(3), JSONParser()) == reply("third"))
        }
    }

    @Test("a row of another question under the same name answers nothing")
    func other() throws {
        let path = "/tmp/adjudge-cache-\(getpid())-other"
        defer { unlink(path) }
        do { try ReplyCache(path: path).keep(reply("first"), to: key(1)) }
        let text = try #require(TextFile.read(path, atMost: 1 << 20))
        let changed = text.split(separator: "\"request\":{\"n\":1}", omittingEmptySubsequences: false)
            .joined(separator: "\"request\":{\"n\":7}")
        let file = open(path, O_WRONLY | O_TRUNC)
        _ = write(file, changed, changed.utf8.count)
        close(file)
        #expect(try ReplyCache(path: path).reply(to: key(1), JSONParser()) == nil)
    }
}
