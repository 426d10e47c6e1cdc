import Glibc

/// Files that an operator wrote or named.
public enum TextFile {
    /// The file's text; nil where it cannot be read, or is longer than `limit` bytes.
    public static func read(_ path: String, atMost limit: Int) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let got = Glibc.read(file, &buffer, buffer.count)
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { return nil }
            if got == 0 { return String(validating: text, as: UTF8.self) }
            text += buffer[0..<got]
            guard text.count <= limit else { return nil }
        }
    }
}
