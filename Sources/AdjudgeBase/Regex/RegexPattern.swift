import CPCRE2

/// A PCRE2 pattern, compiled once and shared by all workers.
///
/// Text is matched as UTF-8 with Unicode classes. Every match runs under the limits of ``RegexScratch``; a match that
/// reaches one ends as ``RegexMatch/limitExceeded``, never as a hang or as "no match".
public final class RegexPattern: Sendable {
    /// The options of a pattern.
    public struct Options: OptionSet, Sendable {
        /// The bits.
        public let rawValue: UInt32
        /// Options of those bits.
        public init(rawValue: UInt32) { self.rawValue = rawValue }
        /// Ignore letter case.
        public static let ignoreCase = Options(rawValue: 1)
        /// `.` matches newlines too.
        public static let dotAll = Options(rawValue: 2)
        /// `^` and `$` match at every line.
        public static let multiline = Options(rawValue: 4)
        /// White space and comments in the pattern are ignored.
        public static let extended = Options(rawValue: 8)
        /// A match must start at the start of the search.
        public static let anchored = Options(rawValue: 16)
        /// As ECMA-262 has it: `\d`, `\w` and `\b` are ASCII, `$` is the end only, `[]` matches nothing.
        public static let ecmaScript = Options(rawValue: 32)
    }

    /// The pattern's text.
    public let pattern: String
    /// The number of groups, not counting the whole match.
    public let groupCount: Int
    nonisolated(unsafe) private let code: OpaquePointer
    /// True when the pattern is compiled to machine code, which can be called without the checks of `pcre2_match`.
    private let isNative: Bool
    /// A literal that every match starts with, searched for by a kernel before PCRE2 runs; empty when there is none.
    private let prefix: OwnedBytes

    /// Compiles a pattern. `\C` and callouts are refused, because they would split characters or leave the matcher.
    public init(_ pattern: String, options: Options = []) throws(RegexError) {
        var flags = PCRE2_UTF | UInt32(PCRE2_NEVER_BACKSLASH_C)
        if options.contains(.ecmaScript) {
            flags |= UInt32(PCRE2_DOLLAR_ENDONLY | PCRE2_ALLOW_EMPTY_CLASS | PCRE2_MATCH_UNSET_BACKREF)
        } else {
            flags |= UInt32(PCRE2_UCP)
        }
        if options.contains(.ignoreCase) { flags |= UInt32(PCRE2_CASELESS) }
        if options.contains(.dotAll) { flags |= UInt32(PCRE2_DOTALL) }
        if options.contains(.multiline) { flags |= UInt32(PCRE2_MULTILINE) }
        if options.contains(.extended) { flags |= UInt32(PCRE2_EXTENDED) }
        if options.contains(.anchored) { flags |= PCRE2_ANCHORED }
        var error: Int32 = 0
        var offset = 0
        let compiled = withBytes(of: pattern) {
            pcre2_compile_8($0.start, $0.count, flags, &error, &offset, nil)
        }
        guard let code = compiled else {
            throw RegexError(pattern: pattern, byte: offset, message: RegexPattern.message(error))
        }
        // Where the host forbids executable memory, the interpreter runs the same pattern under the same limits.
        isNative = pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE)) == 0
        self.code = code
        self.pattern = pattern
        var groups: UInt32 = 0
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_CAPTURECOUNT), &groups)
        groupCount = Int(groups)
        prefix = OwnedBytes(options.isEmpty ? LiteralPrefix.of(pattern) : "")
    }

    deinit { pcre2_code_free_8(code) }

    /// The number of the group named `name`, or nil.
    public func group(named name: String) -> Int? {
        let number = name.withCString {
            $0.withMemoryRebound(to: UInt8.self, capacity: name.utf8.count + 1) {
                pcre2_substring_number_from_name_8(code, $0)
            }
        }
        return number > 0 ? Int(number) : nil
    }

    /// The first match in `text` at or after `offset`. `text` must be well-formed UTF-8 and `offset` a character
    /// boundary: see ``ValidText``.
    public func match(
        _ text: ValidText, from offset: Int = 0, notEmpty: Bool = false, scratch: RegexScratch
    ) -> RegexMatch {
        var start = offset
        if prefix.view.count > 0 {
            guard let found = text.bytes.suffix(from: offset).find(prefix.view) else { return .none }
            start += found
        }
        let flags = notEmpty ? UInt32(PCRE2_NOTEMPTY_ATSTART) : 0
        // UTF-8 is not checked again: pcre2_jit_match never checks it, and pcre2_match is told not to.
        let result =
            isNative
            ? pcre2_jit_match_8(
                code, text.bytes.start, text.bytes.count, start, flags, scratch.matchData, scratch.context)
            : pcre2_match_8(
                code, text.bytes.start, text.bytes.count, start, flags | UInt32(PCRE2_NO_UTF_CHECK),
                scratch.matchData, scratch.context)
        if result >= 0 { return .found(RegexGroups(scratch.matchData)) }
        return result == PCRE2_ERROR_NOMATCH ? .none : .limitExceeded
    }

    private static func message(_ code: Int32) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { buffer in
            let length = pcre2_get_error_message_8(code, buffer.baseAddress, buffer.count)
            return length > 0 ? String(decoding: buffer.prefix(Int(length)), as: UTF8.self) : "error \(code)"
        }
    }
}
