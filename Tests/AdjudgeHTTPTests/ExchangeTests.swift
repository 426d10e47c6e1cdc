import AdjudgeBase
import Glibc
import Loopback
import Testing

@testable import AdjudgeHTTP

/// Exchanges with a server that says what a test wants said.
@Suite(.enabled(if: HTTPClient.problem() == nil, "skipped: no libcurl here")) struct ExchangeTests {
    @Test func `a request arrives as it was written`() throws {
        let seen = Guarded<[Loopback.Request]>([])
        let server = try Loopback { request, peer in
            seen.withLock { $0.append(request) }
            peer.say(answer(200, "ok"))
            return true
        }
        let host = "127.0.0.1:\(server.port)"
        let reply = ask(
            HTTPRequest(
                url: server.url("/a/../b%3A1?q=%20"),
                headers: [("Content-Type", "application/json"), ("Authorization", "Bearer k"), ("X-Empty", "")],
                body: Array("{\"a\":1}".utf8)))
        #expect(reply.short == "200 ok")
        _ = ask(HTTPRequest(method: "GET", url: server.url(), headers: [("User-Agent", "me")]))
        _ = ask(HTTPRequest(method: "PUT", url: server.url("/x"), body: [0, 1, 2]))
        _ = ask(HTTPRequest(method: "DELETE", url: server.url("/x")))
        _ = ask(HTTPRequest(url: server.url("/empty")))
        let requests = seen.withLock { $0 }
        try #require(requests.count == 5)
        #expect(
            requests[0].head
                == "POST /a/../b%3A1?q=%20 HTTP/1.1\r\nHost: \(host)\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer k\r\nX-Empty:\r\nUser-Agent: adjudge\r\nContent-Length: 7")
        #expect(requests[0].body == Array("{\"a\":1}".utf8))
        #expect(requests[1].head == "GET / HTTP/1.1\r\nHost: \(host)\r\nUser-Agent: me")
        #expect(requests[2].head.hasPrefix("PUT /x HTTP/1.1\r\n") && requests[2].body == [0, 1, 2])
        #expect(requests[3].head.hasPrefix("DELETE /x HTTP/1.1\r\n"))
        #expect(requests[4].head.hasSuffix("Content-Length: 0"))
    }

    @Test func `a connection is kept for the next request`() throws {
        let server = try Loopback { request, peer in
            peer.say(answer(200, "\(request.connection)"))
            return true
        }
        for _ in 0..<5 { #expect(ask(HTTPRequest(url: server.url())).short == "200 0") }
    }

    @Test func `a request on a connection that was closed meanwhile is sent on another`() throws {
        for isReset in [false, true] {
            let server = try Loopback { request, peer in
                // The first connection ends silently behind its answer, or when the next request has come.
                if isReset, request.connection == 0, request.target == "/2" {
                    peer.reset()
                    return false
                }
                peer.say(answer(200, "\(request.connection)"))
                return isReset || request.connection > 0
            }
            #expect(ask(HTTPRequest(url: server.url("/1"))).short == "200 0")
            #expect(ask(HTTPRequest(url: server.url("/2"), body: [1, 2])).short == "200 1")
        }
    }

    @Test func `chunks are put together, and interim answers and trailers are none of the head`() throws {
        let server = try Loopback { _, peer in
            peer.say("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n")
            peer.say("X-Late:  two words \r\n\r\n3\r\nabc\r\nA;x=1\r\n0123456789\r\n0\r\nX-Trailer: 1\r\n\r\n")
            return true
        }
        let reply = try ask(HTTPRequest(url: server.url())).get()
        #expect(String(decoding: reply.body, as: UTF8.self) == "abc0123456789")
        #expect(reply.headers.map(\.name) == ["transfer-encoding", "x-late"])
        #expect(reply.header("x-late") == "two words")
    }

    @Test func `a status of the server's is a reply, with its headers`() throws {
        let server = try Loopback { _, peer in
            peer.say(answer(429, "slow down", headers: "Retry-After: 7\r\nRetry-After-Ms: 6500\r\n"))
            return true
        }
        let reply = try ask(HTTPRequest(url: server.url())).get()
        #expect(reply.status == 429)
        #expect(reply.header("retry-after") == "7")
        #expect(reply.header("retry-after-ms") == "6500")
    }

    @Test func `a redirect is a reply and is not followed`() throws {
        let server = try Loopback { request, peer in
            let isFirst = request.target == "/"
            peer.say(isFirst ? answer(307, headers: "Location: /other\r\n") : answer(200, "followed"))
            return true
        }
        #expect(ask(HTTPRequest(url: server.url(), headers: [("Authorization", "k")])).short == "307 ")
    }

    @Test func `answers that break off are resets`() throws {
        let server = try Loopback { request, peer in
            switch request.target {
            case "/truncated": peer.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")
            case "/chunk": peer.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nabc")
            case "/head": peer.say("HTTP/1.1 200 OK\r\nContent-Le")
            case "/reset":
                peer.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")
                usleep(20_000)
                peer.reset()
            case "/reset-first": peer.reset()
            default: break
            }
            return false
        }
        for path in ["/truncated", "/chunk", "/head", "/reset", "/reset-first", "/nothing"] {
            #expect(ask(HTTPRequest(url: server.url(path))).short == "reset", "\(path)")
        }
    }

    @Test func `a server that is slow costs the time that the request allows`() throws {
        let server = try Loopback { _, peer in
            peer.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
            // Longer than any test waits: where the request's own time did not end it, this would, as a reset.
            sleep(300)
            return false
        }
        #expect(ask(HTTPRequest(url: server.url(), timeout: 200)).short == "timeout")
    }

    @Test func `an answer larger than allowed is not read`() throws {
        let server = try Loopback { request, peer in
            let body = String(repeating: "x", count: 2000)
            switch request.target {
            case "/chunked":
                peer.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n\(body)\r\n0\r\n\r\n")
            case "/head": peer.say("HTTP/1.1 200 OK\r\n" + String(repeating: "X-A: \(body)\r\n", count: 200) + "\r\n")
            case "/exact": peer.say(answer(200, String(repeating: "y", count: 1000)))
            default: peer.say(answer(200, body))
            }
            return true
        }
        for path in ["/", "/chunked", "/head"] {
            let failure = ask(HTTPRequest(url: server.url(path), maxReplyBytes: 1000)).failure
            #expect(failure?.kind == .tooLarge, "\(path)")
        }
        #expect(try ask(HTTPRequest(url: server.url("/exact"), maxReplyBytes: 1000)).get().body.count == 1000)
    }

    @Test func `a cancelled call ends at once, and one that has ended does not end again`() throws {
        let server = try Loopback { request, peer in
            if request.target == "/slow" { sleep(300) }
            peer.say(answer(200, "late"))
            return true
        }
        let result = waitFor { done in
            let call = HTTPClient.current.send(HTTPRequest(url: server.url("/slow"))) {
                done($0)
            }
            usleep(50_000)
            call.cancel()
            call.cancel()
        }
        #expect(result.short == "cancelled")
        let before = waitFor { done in
            HTTPClient.current.send(HTTPRequest(url: server.url())) { done($0) }.cancel()
        }
        #expect(["cancelled", "200 late"].contains(before.short))
        let ends = Guarded(0)
        let call = waitFor { done in
            let made = Guarded<HTTPCall?>(nil)
            HTTPClient.current.run {
                let call = HTTPClient.current.send(HTTPRequest(url: server.url())) { _ in
                    ends.withLock { $0 += 1 }
                    done(made.withLock { $0! })
                }
                made.withLock { $0 = call }
            }
        }
        call.cancel()
        waitFor { done in HTTPClient.current.run { done(()) } }
        #expect(ends.withLock { $0 } == 1)
    }

    @Test func `a large body arrives whole, without a wait for leave`() throws {
        let server = try Loopback { request, peer in
            peer.say(
                answer(
                    200,
                    "\(request.body.count) \(request.body.reduce(0) { $0 &+ Int($1) }) \(request.header("expect") ?? "-")"
                ))
            return true
        }
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let reply = ask(HTTPRequest(url: server.url(), body: body))
        #expect(reply.short == "200 3000000 \(body.reduce(0) { $0 &+ Int($1) }) -")
    }

    @Test func `an IPv6 address is called`() throws {
        guard
            let server = try? Loopback(
                six: true,
                { _, peer in
                    peer.say(answer(200, "six"))
                    return true
                })
        else { return print("skipped: this machine has no ::1") }
        #expect(ask(HTTPRequest(url: "http://[::1]:\(server.port)/")).short == "200 six")
    }
}
