import AdjudgeBase
import Loopback
import Testing

@testable import AdjudgeHTTP

/// Requests that are not sent, servers that are not there, and many at once.
@Suite(.enabled(if: HTTPClient.problem() == nil, "skipped: no libcurl here")) struct RefusalTests {
    @Test func `what cannot be sent is refused, and its secrets are not said`() {
        let key = "Bearer secret-secret"
        let requests = [
            HTTPRequest(url: ""), HTTPRequest(url: "secret"), HTTPRequest(url: "ftp://h/secret"),
            HTTPRequest(url: "http://"),
            HTTPRequest(url: "file:///etc/secret"), HTTPRequest(url: "http://h:secret/"),
            HTTPRequest(url: "http://h/secret x"),
            HTTPRequest(url: "http://h/\r\nX: secret"), HTTPRequest(url: "http://u:secret@:80/"),
            HTTPRequest(method: "", url: "http://h/"), HTTPRequest(method: "get", url: "http://h/"),
            HTTPRequest(method: "GET / HTTP/1.1\r\nX:", url: "http://h/"),
            HTTPRequest(url: "http://h/", headers: [("Authorization", key + "\n")]),
            HTTPRequest(url: "http://h/", headers: [("Authorization", key + "\r\nX: y")]),
            HTTPRequest(url: "http://h/", headers: [("Authorization", key + "\0")]),
            HTTPRequest(url: "http://h/", headers: [("Auth: \(key)", "v")]),
            HTTPRequest(url: "http://h/", headers: [("", key)]), HTTPRequest(url: "http://h/", proxy: .url("")),
        ]
        for request in requests {
            let failure = ask(request).failure
            #expect(failure?.kind == .badURL, "\(request)")
            #expect(failure?.text.contains("secret") == false, "\(failure?.text ?? "")")
        }
    }

    @Test func `a server that is not there is unreachable`() {
        #expect(ask(HTTPRequest(url: "http://127.0.0.1:1/p?k=secret")).short == "unreachable")
        #expect(ask(HTTPRequest(url: "http://[::1]:1/")).short == "unreachable")
        let failure = ask(HTTPRequest(url: "http://u:secret@no-such-host.invalid/secret?secret", proxy: .none))
            .failure
        #expect(failure?.kind == .unreachable)
        #expect(failure?.text.contains("http://no-such-host.invalid") == true)
        #expect(failure?.text.contains("secret") == false)
    }

    @Test func `ten thousand small requests over sixty-four connections are all answered, each by its own answer`()
        throws
    {
        let most = Guarded(0)
        let server = try Loopback { request, peer in
            most.withLock { $0 = max($0, request.connection + 1) }
            peer.say(answer(200, String(decoding: request.body, as: UTF8.self)))
            return true
        }
        let counts = Guarded((begun: 0, right: 0, ended: 0))
        waitFor { (done: @escaping @Sendable (()) -> Void) in
            @Sendable func next() {
                let number = counts.withLock { counts -> Int? in
                    guard counts.begun < 10_000 else { return nil }
                    counts.begun += 1
                    return counts.begun
                }
                guard let number else { return }
                HTTPClient.current.send(HTTPRequest(url: server.url(), body: Array("\(number)".utf8))) { result in
                    let isLast = counts.withLock { counts in
                        if result.short == "200 \(number)" { counts.right += 1 }
                        counts.ended += 1
                        return counts.ended == 10_000
                    }
                    if isLast { done(()) } else { next() }
                }
            }
            for _ in 0..<64 { next() }
        }
        #expect(counts.withLock { $0.right } == 10_000)
        #expect(most.withLock { $0 } <= 64)
    }

    @Test func `what is to be done later is done in the order of its times`() {
        let order = Guarded<[Int]>([])
        waitFor { (done: @escaping @Sendable (()) -> Void) in
            let client = HTTPClient.current
            // Far enough apart that a machine with other work keeps them so.
            for (number, milliseconds) in [(3, 1500), (1, 0), (2, 0)] {
                client.run(afterMilliseconds: milliseconds) {
                    let isLast = order.withLock { order in
                        order.append(number)
                        return order.count == 3
                    }
                    if isLast { done(()) }
                }
            }
        }
        #expect(order.withLock { $0 } == [1, 2, 3])
    }

    @Test func `a heap gives its timers by time, then by arrival`() {
        var heap = TimerHeap()
        let order = Guarded<[Int]>([])
        let times = (0..<500).map { $0 &* 7919 % 97 }
        for (index, time) in times.enumerated() { heap.add(due: time) { order.withLock { $0.append(index) } } }
        #expect(heap.take(by: -1) == nil)
        #expect(heap.next == 0)
        while let body = heap.take(by: 1000) { body() }
        #expect(order.withLock { $0 } == times.indices.sorted { (times[$0], $0) < (times[$1], $1) })
        #expect(heap.next == nil)
    }
}
