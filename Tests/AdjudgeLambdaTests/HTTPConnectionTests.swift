import AdjudgeBase
import Glibc
import Testing

@testable import AdjudgeLambda

/// The client against a server that says what a test wants said.
@Suite struct HTTPConnectionTests {
    private func exchange(_ script: [Script.Connection], times: Int = 1) throws -> [String] {
        let server = try Script(script)
        let connection = HTTPConnection(server.address)
        let response = HTTPResponse()
        var said: [String] = []
        for _ in 0..<times {
            do {
                try connection.exchange("POST", "/p", headers: [("X-A", "b")], body: Bytes("hello"), into: response)
                said.append("\(response.status) \(response.body.bytes.string)")
            } catch {
                said.append("error: " + error.description.split(separator: " ").dropFirst().joined(separator: " "))
            }
        }
        return said
    }

    @Test func `bodies come by length, in chunks, or to the end`() throws {
        let answers = [
            "HTTP/1.1 200 OK\r\ncontent-LENGTH: 3\r\n\r\nabc",
            "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=1\r\n0123456789\r\n0\r\nT: 1\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 204 No Content\r\n\r\n",
        ]
        #expect(
            try exchange([.init(answers)], times: 4) == ["200 abc", "202 abc0123456789", "200 ", "204 "])
        #expect(try exchange([.init(["HTTP/1.0 200 OK\r\n\r\nto the end"])]) == ["200 to the end"])
    }

    @Test func `an answer in single bytes is read all the same`() throws {
        let answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"
        #expect(try exchange([.init([answer], bytewise: true)]) == ["200 ab"])
    }

    @Test func `a connection that was closed meanwhile is opened anew`() throws {
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"
        #expect(try exchange([.init([answer + "1"]), .init([answer + "2"])], times: 2) == ["200 1", "200 2"])
        let closing = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\n"
        #expect(try exchange([.init([closing + "1"]), .init([answer + "2"])], times: 2) == ["200 1", "200 2"])
    }

    @Test func `a request that the closed connection answers with a reset is sent anew`() throws {
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"
        #expect(
            try exchange([.init([answer + "1"], resets: true), .init([answer + "2"])], times: 2) == ["200 1", "200 2"])
    }

    @Test func `answers that break off or make no sense are errors`() throws {
        let broken = [
            "", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", "SSH-2.0\r\n\r\n", "HTTP/1.1 2xx\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "HTTP/1.1 200 OK\r\nX: 1",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n",
        ]
        for answer in broken {
            #expect(try exchange([.init([answer])])[0].hasPrefix("error"), "\(answer)")
        }
    }

    @Test func `headers are found without case and without their white space`() throws {
        let server = try Script([
            .init(["HTTP/1.1 200 OK\r\nX-Id:  7 \r\nlambda-runtime-deadline-MS:5\r\nContent-Length: 0\r\n\r\n"])
        ])
        let response = HTTPResponse()
        try HTTPConnection(server.address).exchange("GET", "/", into: response)
        #expect(response.header("x-id")?.string == "7")
        #expect(response.header("Lambda-Runtime-Deadline-Ms")?.decimal == 5)
        #expect(response.header("X-I") == nil)
    }
}

/// A server that takes connections one after another and answers each request with the next text.
final class Script {
    struct Connection: Sendable {
        let answers: [String]
        let bytewise: Bool
        /// Whether the connection ends by a reset, after the next request has arrived.
        let resets: Bool
        init(_ answers: [String], bytewise: Bool = false, resets: Bool = false) {
            self.answers = answers
            self.bytewise = bytewise
            self.resets = resets
        }
    }

    let address: HTTPAddress
    private let listener: Int32

    init(_ connections: [Connection]) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, "127.0.0.1", &name.sin_addr)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let bound = withUnsafeMutablePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                bind(descriptor, name, size) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, name, &size) == 0
            }
        }
        try #require(bound)
        address = HTTPAddress(authority: "127.0.0.1:\(UInt16(bigEndian: name.sin_port))")!
        let box = Unmanaged.passRetained(Box(descriptor, connections))
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<Box>.fromOpaque(argument!).takeRetainedValue().serve()
                return nil
            }, box.toOpaque())
        pthread_detach(thread)
    }

    private final class Box: @unchecked Sendable {
        let listener: Int32
        let connections: [Connection]

        init(_ listener: Int32, _ connections: [Connection]) {
            self.listener = listener
            self.connections = connections
        }

        func serve() {
            for connection in connections {
                let peer = accept(listener, nil, nil)
                for answer in connection.answers {
                    guard readRequest(peer) else { break }
                    let bytes = Array(answer.utf8)
                    let pieces = connection.bytewise ? bytes.map { [$0] } : [bytes]
                    for piece in pieces {
                        _ = send(peer, piece, piece.count, Int32(MSG_NOSIGNAL))
                    }
                }
                // Closing with bytes unread sends a reset.
                var byte: UInt8 = 0
                if connection.resets { _ = recv(peer, &byte, 1, Int32(MSG_PEEK)) }
                close(peer)
            }
            close(listener)
        }

        /// Reads up to the body that every test sends, or to the end of a head without one.
        private func readRequest(_ peer: Int32) -> Bool {
            var text = ""
            var buffer = [UInt8](repeating: 0, count: 1024)
            while !(text.hasSuffix("hello") || text.hasPrefix("GET") && text.hasSuffix("\r\n\r\n")) {
                let got = recv(peer, &buffer, buffer.count, 0)
                if got <= 0 { return false }
                text += String(decoding: buffer[0..<got], as: UTF8.self)
            }
            return true
        }
    }
}
