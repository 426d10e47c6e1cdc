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
    /// The first bytes, which were read to tell how the file is compressed.
    private var head: [UInt8]

    init(_ descriptor: Int32, name: String, head: [UInt8] = []) {
        self.descriptor = descriptor
        self.name = name
        self.head = head
        var status = stat()
        mayPause = fstat(descriptor, &status) != 0 || status.st_mode & S_IFMT != S_IFREG
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
