import AdjudgeBase
import CTLS
import Glibc

/// A connected stream to a server, plain or under TLS.
final class Socket {
    private let descriptor: Int32
    private var session: OpaquePointer?
    /// True when the peer has reset the connection: it had closed it before the last write arrived.
    private(set) var isReset = false

    /// Connects. `timeout`, in milliseconds, bounds the connecting and each later read and write; nil waits for ever.
    init(_ address: HTTPAddress, timeout: Int?) throws(HTTPError) {
        descriptor = try Socket.connect(address, timeout: timeout)
        guard address.secure else { return }
        var message: UnsafePointer<CChar>? = ctls_load()
        if message == nil {
            session = address.host.withCString { ctls_open(descriptor, $0, &message) }
        }
        if session == nil {
            close(descriptor)
            let reason = message.map { String(cString: $0) } ?? "the TLS handshake failed"
            throw HTTPError("cannot connect to \(address.authority): \(reason)", beforeAnswer: false)
        }
    }

    deinit {
        if let session { ctls_close(session) }
        close(descriptor)
    }

    /// Sets the timeout of each later read and write, in milliseconds.
    func limit(_ timeout: Int?) {
        guard let timeout else { return }
        var limit = timeval(tv_sec: timeout / 1000, tv_usec: timeout % 1000 * 1000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    }

    /// Reads at most `capacity` bytes. Returns their number, 0 at the end, -1 on an error or a timeout.
    func read(_ memory: UnsafeMutablePointer<UInt8>, _ capacity: Int) -> Int {
        if let session { return ctls_read(session, memory, capacity) }
        while true {
            let got = recv(descriptor, memory, capacity, 0)
            if got >= 0 { return got }
            if errno == EINTR { continue }
            isReset = errno == ECONNRESET
            return got
        }
    }

    /// Writes both parts, with one system call where possible; false on an error or a timeout.
    func write(_ head: Bytes, _ body: Bytes) -> Bool {
        guard session == nil else { return writeAll(head) && writeAll(body) }
        var parts = (
            iovec(iov_base: UnsafeMutableRawPointer(mutating: head.start), iov_len: head.count),
            iovec(iov_base: UnsafeMutableRawPointer(mutating: body.start), iov_len: body.count)
        )
        let sent = withUnsafeMutablePointer(to: &parts) { parts in
            var message = msghdr()
            message.msg_iov = UnsafeMutableRawPointer(parts).assumingMemoryBound(to: iovec.self)
            message.msg_iovlen = 2
            return sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
        }
        guard sent >= 0 || errno == EINTR else { return false }
        let done = max(sent, 0)
        if done < head.count { return writeAll(head.suffix(from: done)) && writeAll(body) }
        return writeAll(body.suffix(from: done - head.count))
    }

    private func writeAll(_ bytes: Bytes) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let sent =
                session.map { ctls_write($0, rest.start, rest.count) }
                ?? send(descriptor, rest.start, rest.count, Int32(MSG_NOSIGNAL))
            if sent < 0 {
                if session == nil, errno == EINTR { continue }
                return false
            }
            rest = rest.suffix(from: sent)
        }
        return true
    }

    private static func connect(_ address: HTTPAddress, timeout: Int?) throws(HTTPError) -> Int32 {
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = address.port.bigEndian
        // The address of the runtime API is numeric: no DNS look-up delays the first event.
        if inet_pton(AF_INET, address.host, &target.sin_addr) != 1 { target.sin_addr = try resolve(address.host) }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw HTTPError("cannot open a socket: \(Socket.lastError)") }
        if let timeout {
            var limit = timeval(tv_sec: timeout / 1000, tv_usec: timeout % 1000 * 1000)
            let size = socklen_t(MemoryLayout<timeval>.size)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
            setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        }
        let status = withUnsafePointer(to: &target) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            let reason = Socket.lastError
            close(descriptor)
            throw HTTPError("cannot connect to \(address.authority): \(reason)", beforeAnswer: true)
        }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        return descriptor
    }

    private static func resolve(_ host: String) throws(HTTPError) -> in_addr {
        var hints = addrinfo()
        hints.ai_family = AF_INET
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &found)
        guard status == 0, let first = found else {
            throw HTTPError("cannot find the host \(host): \(String(cString: gai_strerror(status)))")
        }
        defer { freeaddrinfo(found) }
        return first.pointee.ai_addr.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { $0.pointee.sin_addr }
    }

    private static var lastError: String { String(cString: strerror(errno)) }
}
