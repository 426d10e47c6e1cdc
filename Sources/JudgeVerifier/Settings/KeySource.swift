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
