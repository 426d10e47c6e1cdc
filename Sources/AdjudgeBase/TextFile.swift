import Glibc

/// Files that an operator wrote or named.
public enum TextFile {
    /// The file's text; nil where it cannot be read, is longer than `limit` bytes, or is no UTF-8.
    public static func read(_ path: String, atMost limit: Int) -> String? {
        bytes(path, atMost: limit).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The file's bytes; nil where it cannot be read, or has more than `limit`.
    public static func bytes(_ path: String, atMost limit: Int) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let got = Glibc.read(file, &buffer, buffer.count)
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { return nil }
            if got == 0 { return bytes }
            bytes += buffer[0..<got]
            guard bytes.count <= limit else { return nil }
        }
    }
}
