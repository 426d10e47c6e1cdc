import Glibc

/// A server on this machine that says what a test wants said: a thread for each connection, which answers one request
/// after another.
public final class Loopback: Sendable {
    /// A request as it came.
    public struct Request: Sendable {
        /// Which connection it came on, from 0.
        public let connection: Int
        /// The request line and the header lines, without the empty one.
        public let head: String
        /// The body.
        public let body: [UInt8]

        /// The path and the query.
        public var target: String { String(head.split(separator: " ")[1]) }

        /// The value of a header, whose name is in lower case.
        public func header(_ name: String) -> String? {
            for line in head.split(separator: "\r\n").dropFirst() where line.lowercased().hasPrefix(name + ":") {
                return String(line.dropFirst(name.count + 1).drop { $0 == " " })
            }
            return nil
        }
    }

    /// A connection, for what answers on it.
    public struct Peer: Sendable {
        /// Its socket.
        public let descriptor: Int32

        /// Sends a text.
        public func say(_ text: String) { say(Array(text.utf8)) }

        /// Sends bytes.
        public func say(_ bytes: [UInt8]) {
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes {
                    send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
                }
                if count <= 0 { return }
                sent += count
            }
        }

        /// Closes with a reset.
        public func reset() {
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        }
    }

    /// The address is taken, or there is none of its family.
    public struct NoAddress: Error {}

    /// Answers a request; false closes the connection.
    public typealias Answer = @Sendable (Request, Peer) -> Bool

    /// The port that the system gave it.
    public let port: UInt16
    private let listener: Int32

    /// A server on 127.0.0.1, or on ::1.
    public init(six: Bool = false, _ answer: @escaping Answer) throws {
        let family = six ? AF_INET6 : AF_INET
        let listener = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var four = sockaddr_in()
        four.sin_family = sa_family_t(AF_INET)
        four.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var sixth = sockaddr_in6()
        sixth.sin6_family = sa_family_t(AF_INET6)
        sixth.sin6_addr = in6addr_loopback
        func open<Name>(_ name: inout Name) -> Bool {
            var size = socklen_t(MemoryLayout<Name>.size)
            return withUnsafeMutableBytes(of: &name) { bytes in
                let name = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress!
                return bind(listener, name, size) == 0 && listen(listener, 1024) == 0
                    && getsockname(listener, name, &size) == 0
            }
        }
        guard six ? open(&sixth) : open(&four) else { throw NoAddress() }
        port = UInt16(bigEndian: six ? sixth.sin6_port : four.sin_port)
        self.listener = listener
        Loopback.inThread {
            var connection = 0
            while true {
                let peer = accept(listener, nil, nil)
                guard peer >= 0 else { return }
                let number = connection
                connection += 1
                Loopback.inThread { Loopback.serve(peer, number, answer) }
            }
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    /// The address of a path.
    public func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

    private static func serve(_ descriptor: Int32, _ connection: Int, _ answer: Answer) {
        defer { close(descriptor) }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        var pending: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            var end: Int?
            var searched = 0
            while true {
                end =
                    pending.count < 4
                    ? nil
                    : (searched..<(pending.count - 3)).first {
                        pending[$0] == 13 && pending[$0 + 1] == 10 && pending[$0 + 2] == 13 && pending[$0 + 3] == 10
                    }
                if end != nil { break }
                searched = max(pending.count - 3, 0)
                let got = recv(descriptor, &buffer, buffer.count, 0)
                if got <= 0 { return }
                pending += buffer[..<got]
            }
            let head = String(decoding: pending[..<end!], as: UTF8.self)
            pending.removeFirst(end! + 4)
            let request = Request(connection: connection, head: head, body: [])
            let length = request.header("content-length").flatMap { Int($0) } ?? 0
            while pending.count < length {
                let got = recv(descriptor, &buffer, buffer.count, 0)
                if got <= 0 { return }
                pending += buffer[..<got]
            }
            let whole = Request(connection: connection, head: head, body: Array(pending[..<length]))
            pending.removeFirst(length)
            guard answer(whole, Peer(descriptor: descriptor)) else { return }
        }
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Runs `body` on a thread of its own.
    public static func inThread(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<Body>.fromOpaque(argument!).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(Body(body)).toOpaque())
        pthread_detach(thread)
    }
}

/// A whole answer with a length.
public func answer(_ status: Int = 200, _ body: String = "", headers: String = "") -> String {
    "HTTP/1.1 \(status) Word\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
}
