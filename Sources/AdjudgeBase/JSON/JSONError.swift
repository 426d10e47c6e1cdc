import CJSON

/// The reason why a text is not JSON, and the offset of the error.
public struct JSONError: Error, Sendable, Equatable {
    /// The kinds of errors.
    public enum Kind: Sendable {
        case empty, tooLong, tooDeep, tooManyValues, unexpected, truncated, badLiteral, notFinite, badNumber, badEscape
        case controlCharacter, badUTF8, trailing
    }

    /// The kind of error.
    public let kind: Kind
    /// The offset of the offending byte.
    public let byte: Int
    /// The message: the text found, its place, and the expected syntax.
    public let message: String
}

extension JSONError {
    init(_ error: cj_error, in text: Bytes, _ limits: cj_limits) {
        let byte = error.byte
        let found = byte < text.count ? JSONError.describe(text.suffix(from: byte)) : "the end"
        let wanted =
            switch error.want {
            case CJ_WANT_KEY: "a key in quotes"
            case CJ_WANT_COLON: "\":\""
            case CJ_WANT_COMMA_OR_END: "\",\" or the end of the array or object"
            default: "a value"
            }
        let (kind, what): (Kind, String) =
            switch error.status {
            case CJ_EMPTY: (.empty, "nothing, expected a value")
            case CJ_TOO_LONG, CJ_NO_MEMORY: (.tooLong, "a text too long for memory")
            case CJ_TOO_DEEP: (.tooDeep, "nesting deeper than \(limits.depth), expected at most \(limits.depth)")
            case CJ_TOO_MANY: (.tooManyValues, "more than \(limits.values) values, expected at most \(limits.values)")
            case CJ_TRUNCATED: (.truncated, "the end of the text, expected \(wanted)")
            case CJ_BAD_LITERAL: (.badLiteral, "an unquoted word, expected true, false, null or a quoted string")
            case CJ_NOT_FINITE: (.notFinite, "NaN or Infinity, which JSON does not have; expected a number or null")
            case CJ_BAD_NUMBER: (.badNumber, "a malformed number, expected digits as in -1.5e3")
            case CJ_BAD_ESCAPE:
                (.badEscape, "an unknown escape, expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX")
            case CJ_CONTROL_CHARACTER: (.controlCharacter, "\(found) inside a string, expected it escaped")
            case CJ_BAD_UTF8: (.badUTF8, "ill-formed UTF-8, expected UTF-8")
            case CJ_TRAILING: (.trailing, "\(found) after the value, expected nothing more")
            default: (.unexpected, "\(found), expected \(wanted)")
            }
        self.init(kind: kind, byte: byte, message: "\(what) at byte \(byte)")
    }

    /// Describes the token at the start of `rest`, which must not be empty.
    private static func describe(_ rest: Bytes) -> String {
        if rest.hasPrefix("\u{FEFF}") { return "a byte-order mark" }
        let byte = rest[0]
        return byte > 0x20 && byte < 0x7F
            ? "\"\(Character(Unicode.Scalar(byte)))\"" : "byte 0x" + String(byte, radix: 16, uppercase: true)
    }
}
