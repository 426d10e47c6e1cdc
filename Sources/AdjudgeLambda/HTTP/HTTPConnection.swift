import AdjudgeBase
import AdjudgeHTTP
import Glibc

/// A client of one server over one kept-alive socket: one request at a time, HTTP/1.1, bodies by `Content-Length` or in
/// chunks. Not for several threads at once.
public final class HTTPConnection {
    private let address: HTTPAddress
    private var socket: Socket?
    private var request = ByteWriter(capacity: 1024)
    private let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: HTTPConnection.bufferSize)
    private var bufferStart = 0
    private var bufferEnd = 0

    private static let bufferSize = 1 << 16
    private static let maxHeadBytes = 1 << 20

    /// A client that connects with its first request.
    public init(_ address: HTTPAddress) { self.address = address }

    deinit { buffer.deallocate() }

    /// Sends a request and reads the answer into `response`. If the server has closed the kept-alive connection in the
    /// meantime, the request is sent once more on a new one. `timeout` in milliseconds; nil waits for ever.
    func exchange(
        _ method: StaticString, _ path: String, headers: [(String, String)] = [], body: Bytes? = nil,
        timeout: Int? = nil, into response: HTTPResponse
    ) throws(HTTPError) {
        writeHead(method, path, headers, body)
        let reused = socket != nil
        do {
            try attempt(body ?? .empty, timeout, response)
        } catch {
            socket = nil
            guard reused, error.beforeAnswer else { throw error }
            do {
                try attempt(body ?? .empty, timeout, response)
            } catch {
                socket = nil
                throw error
            }
        }
    }

    private func writeHead(_ method: StaticString, _ path: String, _ headers: [(String, String)], _ body: Bytes?) {
        request.removeAll()
        request.append(method)
        request.append(" ")
        request.append(path)
        request.append(" HTTP/1.1\r\nHost: ")
        request.append(address.authority)
        for (name, value) in headers {
            request.append("\r\n")
            request.append(name)
            request.append(": ")
            request.append(value)
        }
        if let body {
            request.append("\r\nContent-Length: ")
            request.append(decimal: body.count)
        }
        request.append("\r\n\r\n")
    }

    private func attempt(_ body: Bytes, _ timeout: Int?, _ response: HTTPResponse) throws(HTTPError) {
        response.clear()
        let socket: Socket
        if let open = self.socket {
            socket = open
            socket.limit(timeout)
        } else {
            socket = try Socket(address, timeout: timeout)
            self.socket = socket
            (bufferStart, bufferEnd) = (0, 0)
        }
        // A server that refuses a large body may answer and close before all of it is sent; read that answer too.
        let sent = socket.write(request.bytes, body)
        do {
            try readHead(socket, response)
        } catch {
            throw sent ? error : HTTPError("cannot send to \(address.authority)", beforeAnswer: true)
        }
        try readBody(socket, response)
        if !sent || response.header("Connection").map({ $0.equals("close") }) == true { self.socket = nil }
    }

    // MARK: Reading

    private func readHead(_ socket: Socket, _ response: HTTPResponse) throws(HTTPError) {
        var line = ByteWriter(capacity: 256)
        repeat {
            response.head.removeAll()
            try readLine(socket, into: &line)
            let bytes = line.bytes
            guard bytes.hasPrefix("HTTP/1."), bytes.count >= 12, let status = bytes[9..<12].decimal else {
                throw HTTPError(
                    "\(address.authority) answered \"\(bytes[0..<min(bytes.count, 80)].string)\", expected HTTP/1.1")
            }
            response.status = status
            while true {
                try readLine(socket, into: &line)
                if line.count == 0 { break }
                guard response.head.count + line.count < HTTPConnection.maxHeadBytes else {
                    throw HTTPError("\(address.authority) answered with headers of more than 1 MiB")
                }
                response.head.append(line.bytes)
                response.head.append("\r\n")
            }
        } while response.status / 100 == 1
    }

    private func readBody(_ socket: Socket, _ response: HTTPResponse) throws(HTTPError) {
        if response.status == 204 || response.status == 304 { return }
        if let coding = response.header("Transfer-Encoding"), coding.equals("chunked") {
            try readChunks(socket, response)
        } else if let length = response.header("Content-Length") {
            guard let count = length.decimal else {
                throw HTTPError("\(address.authority) answered Content-Length: \(length.string), expected a number")
            }
            try read(count, socket, response)
        } else {
            self.socket = nil
            while try fill(socket) {
                try check(response.body.count + bufferEnd - bufferStart)
                response.body.append(Bytes(start: buffer + bufferStart, count: bufferEnd - bufferStart))
                bufferStart = bufferEnd
            }
        }
    }

    private func readChunks(_ socket: Socket, _ response: HTTPResponse) throws(HTTPError) {
        var line = ByteWriter(capacity: 64)
        while true {
            try readLine(socket, into: &line)
            var count = 0
            let size = line.bytes.findFirst(in: ByteSet("; ")).map { line.bytes[0..<$0] } ?? line.bytes
            guard size.count > 0, size.count <= 8 else {
                throw HTTPError("\(address.authority) answered a malformed chunk size")
            }
            for index in 0..<size.count {
                guard let digit = Hex.value(size[index]) else {
                    throw HTTPError("\(address.authority) answered a malformed chunk size")
                }
                count = count << 4 | Int(digit)
            }
            if count == 0 { break }
            try read(count, socket, response)
            try readLine(socket, into: &line)
        }
        repeat { try readLine(socket, into: &line) } while line.count > 0
    }

    private func read(_ count: Int, _ socket: Socket, _ response: HTTPResponse) throws(HTTPError) {
        try check(response.body.count + count)
        var left = count
        let buffered = min(left, bufferEnd - bufferStart)
        response.body.append(Bytes(start: buffer + bufferStart, count: buffered))
        bufferStart += buffered
        left -= buffered
        while left > 0 {
            let got = socket.read(response.body.reserve(left), left)
            guard got > 0 else {
                throw HTTPError("\(address.authority) ended its answer \(left) bytes early")
            }
            response.body.written(got)
            left -= got
        }
    }

    private func readLine(_ socket: Socket, into line: inout ByteWriter) throws(HTTPError) {
        line.removeAll()
        while true {
            let rest = Bytes(start: buffer + bufferStart, count: bufferEnd - bufferStart)
            if let end = rest.find(Bytes("\n")) {
                line.append(rest[0..<(end > 0 && rest[end - 1] == 0x0D ? end - 1 : end)])
                bufferStart += end + 1
                return
            }
            let pending = rest.count
            guard pending < HTTPConnection.bufferSize else {
                throw HTTPError("\(address.authority) answered with a line of more than 64 KiB")
            }
            if bufferStart > 0 {
                memmove(buffer, buffer + bufferStart, pending)
                (bufferStart, bufferEnd) = (0, pending)
            }
            let got = socket.read(buffer + bufferEnd, HTTPConnection.bufferSize - bufferEnd)
            guard got > 0 else {
                throw HTTPError(
                    got == 0 ? "\(address.authority) closed the connection" : "\(address.authority) did not answer",
                    beforeAnswer: pending == 0 && (got == 0 || socket.isReset))
            }
            bufferEnd += got
        }
    }

    /// Fills the buffer if it is empty; false at the end of the stream.
    private func fill(_ socket: Socket) throws(HTTPError) -> Bool {
        if bufferStart < bufferEnd { return true }
        let got = socket.read(buffer, HTTPConnection.bufferSize)
        guard got >= 0 else { throw HTTPError("\(address.authority) did not end its answer") }
        (bufferStart, bufferEnd) = (0, got)
        return got > 0
    }

    private func check(_ count: Int) throws(HTTPError) {
        guard count <= HTTPResponse.maxBodyBytes else {
            throw HTTPError("\(address.authority) answered with more than \(HTTPResponse.maxBodyBytes) bytes")
        }
    }
}
