import AdjudgeWire
import Glibc

/// Bytes of an input, decompressed.
protocol ByteStream: AnyObject {
    /// Reads up to `capacity` bytes; 0 at the end, nil while the source pauses.
    func read(into memory: UnsafeMutablePointer<UInt8>, capacity: Int) throws(InputError) -> Int?
}

/// A file descriptor as it is.
final class FileStream: ByteStream {
    /// How long a pipe may be silent before ``read(into:capacity:)`` says that it pauses, in milliseconds.
    private static let patience: Int32 = 20

    private let descriptor: Int32
    private let name: String
    /// True where a read may block: pipes, sockets, terminals.
    private let mayPause: Bool
    /// Bytes that were read before they were asked for.
    private var head: [UInt8] = []

    /// Takes the descriptor over; standard input stays open.
    init(_ descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
        var status = stat()
        mayPause = fstat(descriptor, &status) != 0 || status.st_mode & S_IFMT != S_IFREG
    }

    deinit {
        if descriptor > 0 { close(descriptor) }
    }

    /// The first `count` bytes, or fewer at the end, which stay to be read.
    func peek(_ count: Int, _ stop: StopSignal?) throws(InputError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let more = try bytes.withUnsafeMutableBufferPointer { buffer throws(InputError) in
                try read(into: buffer.baseAddress! + filled, capacity: count - filled)
            }
            if more == 0 { break }
            if more == nil { try stop?.refuseWaiting() }
            filled += more ?? 0
        }
        head = Array(bytes.prefix(filled))
        return head
    }

    func read(into memory: UnsafeMutablePointer<UInt8>, capacity: Int) throws(InputError) -> Int? {
        if !head.isEmpty {
            let count = min(head.count, capacity)
            for index in 0..<count { memory[index] = head[index] }
            head.removeFirst(count)
            return count
        }
        while true {
            if mayPause {
                var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                let ready = poll(&wanted, 1, FileStream.patience)
                if ready == 0 || ready < 0 && errno == EINTR { return nil }
            }
            let count = Glibc.read(descriptor, memory, capacity)
            if count >= 0 { return count }
            if errno != EINTR { throw InputError(description: "\(name): \(String(cString: strerror(errno)))") }
        }
    }
}
