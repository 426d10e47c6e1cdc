/// The reason why a pattern does not compile, and the offset of the error.
public struct RegexError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The pattern.
    public let pattern: String
    /// The offset of the error in the pattern's UTF-8.
    public let byte: Int
    /// PCRE2's message.
    public let message: String

    /// An error from its parts.
    public init(pattern: String, byte: Int, message: String) {
        self.pattern = pattern
        self.byte = byte
        self.message = message
    }

    /// The message, then the pattern with a caret under the error.
    public var description: String {
        let shown = pattern.utf8.prefix(byte)
        let column = String(decoding: shown, as: UTF8.self).count
        return "\(message) at byte \(byte)\n    \(pattern)\n    \(String(repeating: " ", count: column))^"
    }
}
