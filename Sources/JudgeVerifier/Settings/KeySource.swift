import AdjudgeBase
import Glibc

/// Where a key is found. The key itself is never kept in settings, so that nothing that shows them shows it.
enum KeySource: Sendable, Equatable {
    /// The environment variable of this name.
    case environment(String)
    /// The file at this path, without white space around its content.
    case file(String)

    private static let maxFileBytes = 1 << 16

    /// The key; nil where there is none.
    func key() -> String? {
        switch self {
        case .environment(let name):
            guard let value = getenv(name) else { return nil }
            return KeySource.trimmed(String(cString: value))
        case .file(let path):
            return TextFile.read(path, atMost: KeySource.maxFileBytes).flatMap(KeySource.trimmed)
        }
    }

    /// The place to name to an operator whose key is missing.
    var place: String {
        switch self {
        case .environment(let name): "the environment variable \(name)"
        case .file(let path): "the file \(path)"
        }
    }

    private static func trimmed(_ text: String) -> String? {
        let trimmed = text.utf8.drop { $0 <= 0x20 }
        let end = trimmed.lastIndex { $0 > 0x20 }
        guard let end else { return nil }
        return String(trimmed[...end])
    }
}

/// Small files that an operator wrote.
enum TextFile {
    /// The file's text; nil where it cannot be read, or is longer than `limit` bytes.
    static func read(_ path: String, atMost limit: Int) -> String? {
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
