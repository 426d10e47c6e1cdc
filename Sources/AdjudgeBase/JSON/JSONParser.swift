import CJSON

/// A JSON parser that owns the memory of its result and reuses it from text to text. One per worker.
///
/// Numbers stay text of any length. A key that stands twice is kept twice: ``JSONValue/member(_:)-(Bytes)`` gives the
/// last, ``JSONValue/firstDuplicateKey()`` finds it. A lone surrogate escape reads as U+FFFD. Ill-formed UTF-8, raw
/// control characters in strings, a byte-order mark, NaN and Infinity are errors. Nesting is bounded by `maxDepth`,
/// memory by 40 bytes for each value of the text; nothing recurses. UTF-8 is checked first, so that ill-formed UTF-8
/// is reported even when another error stands before it.
public final class JSONParser {
    /// A result with room for more values than this, 2.5 MB, is given back when a text comes that cannot need it, so
    /// that one huge row does not stay resident.
    static let keptValues = 1 << 17

    private var tape = cj_tape()
    private let maxDepth: Int
    private let maxBytes: Int

    /// A parser that refuses texts that nest deeper than `maxDepth` or are longer than `maxBytes` (at most 4 GiB).
    public init(maxDepth: Int = 1024, maxBytes: Int = 1 << 30) {
        self.maxDepth = maxDepth
        self.maxBytes = maxBytes
    }

    deinit { cj_tape_free(&tape) }

    /// Parses one value with white space around it. The result is a view: it lives until the next call, and as long as
    /// this parser and `text` do. O(text.count).
    public func parse(_ text: Bytes) throws(JSONError) -> JSONValue {
        guard text.count <= maxBytes else {
            throw JSONError(
                kind: .tooLong, byte: maxBytes, message: "\(text.count) bytes, expected at most \(maxBytes)")
        }
        if tape.capacity > JSONParser.keptValues, text.count <= JSONParser.keptValues { cj_tape_free(&tape) }
        let error = cj_scan(text.start, text.count, maxDepth, &tape)
        guard error.status == CJ_OK else { throw JSONError(error, in: text, maxDepth: maxDepth) }
        return JSONValue(values: UnsafePointer(tape.values), index: 0, text: text.start)
    }
}
