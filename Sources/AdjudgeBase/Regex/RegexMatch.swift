import CPCRE2

/// The result of a match attempt.
public enum RegexMatch {
    /// The pattern matched; the groups are valid until the scratch is used again.
    case found(RegexGroups)
    /// The pattern matches nowhere.
    case none
    /// A work limit was reached; it is unknown whether the pattern matches.
    case limitExceeded
}

/// The offsets of a match's groups: a view of the scratch's match data.
public struct RegexGroups {
    private let offsets: UnsafeMutablePointer<Int>
    private let count: Int

    init(_ data: OpaquePointer) {
        offsets = pcre2_get_ovector_pointer_8(data)
        count = Int(pcre2_get_ovector_count_8(data))
    }

    /// The range of a group, 0 for the whole match; nil when the group did not participate.
    public func range(_ group: Int) -> Range<Int>? {
        guard group < count else { return nil }
        let (start, end) = (offsets[2 * group], offsets[2 * group + 1])
        // \K can move the start behind the end; such a match is empty.
        return start < 0 ? nil : min(start, end)..<end
    }
}

/// Text known to be well-formed UTF-8, as matching requires.
public struct ValidText {
    /// The text.
    public let bytes: Bytes

    /// The text, or nil when it is ill formed. O(count), at tens of gigabytes a second.
    public init?(_ bytes: Bytes) {
        guard bytes.invalidUTF8Offset == nil else { return nil }
        self.bytes = bytes
    }

    /// A part of well-formed text that begins and ends at character boundaries; nil when `bytes` is not one. O(1).
    init?(_ bytes: Bytes, of known: Bytes) {
        guard !bytes.isEmpty, let offset = bytes.offset(in: known), bytes[0] & 0xC0 != 0x80 else { return nil }
        let end = offset + bytes.count
        guard end == known.count || known[end] & 0xC0 != 0x80 else { return nil }
        self.bytes = bytes
    }
}
