import AdjudgeWire
import Glibc

/// A stream of decompressed input bytes.
protocol ByteStream: AnyObject {
    /// Reads up to `capacity` bytes; 0 at the end, nil while the source has none yet.
    func read(into memory: UnsafeMutablePointer<UInt8>, capacity: Int) throws(InputError) -> Int?
}

/// The bytes of a file descriptor.
final class FileStream: ByteStream {
    /// How long a pipe may be silent before ``read(into:capacity:)`` returns nil, in milliseconds.
    private static let silenceLimit: Int32 = 20

    private let descriptor: Int32
    private let name: String
    /// True when a read may block: for pipes, sockets and terminals.
    private let mayPause: Bool

    /// Takes ownership of the descriptor, but never closes standard input.
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
                let ready = poll(&wanted, 1, FileStream.silenceLimit)
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
