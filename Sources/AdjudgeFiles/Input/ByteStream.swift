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

    func read(into memory: UnsafeMutablePointer<UInt8>, capacity: Int) throws(InputError) -> Int? {
        while true {
            if mayPause {
                var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                let ready = poll(&wanted, 1, FileStream.patience)
                if ready == 0 || ready < 0 && errno == EINTR { return nil }
            }
            let count = Glibc.read(descriptor, memory, capacity)
            if count >= 0 { return count }
            if errno == EISDIR { throw InputError(description: "\(name): is a directory, expected a file of rows") }
            if errno != EINTR {
                throw InputError(
                    description: "\(name): cannot be read: \(String(cString: strerror(errno)))", cause: .transfer)
            }
        }
    }
}
