import CJSON

/// A JSON parser that owns the memory of its result and reuses it from text to text. One per worker.
///
/// Numbers stay text of any length. A key that stands twice is kept twice: ``JSONValue/member(_:)-(Bytes)`` gives the
/// last, ``JSONValue/firstDuplicateKey()`` finds it. A lone surrogate escape reads as U+FFFD. Ill-formed UTF-8, raw
/// control characters in strings, a byte-order mark, NaN and Infinity are errors. Nesting is bounded by `maxDepth`,
/// memory by 20 bytes for each of at most `maxValues` values; nothing recurses. UTF-8 is checked first, so that ill-formed UTF-8
/// is reported even when another error stands before it.
public final class JSONParser {
    /// A result with room for more values than this, 2.5 MB, is given back when a text comes that cannot need it, so
    /// that one huge row does not stay resident.
    static let keptValues = 1 << 17

    private var tape = cj_tape()
    private let maxDepth: Int
    private let maxBytes: Int
    private let maxValues: Int

    /// The most values, keys among them, that a text may hold unless a parser is told otherwise: what a response of
    /// 60,000 tokens has with five log-probabilities for each, and 42 MB.
    public static let standardMaxValues = 1 << 21

    /// A parser that refuses texts that nest deeper than `maxDepth`, are longer than `maxBytes` (at most 4 GiB) or hold
    /// more than `maxValues` values.
    public init(maxDepth: Int = 1024, maxBytes: Int = 1 << 30, maxValues: Int = JSONParser.standardMaxValues) {
        self.maxDepth = maxDepth
        self.maxBytes = maxBytes
        self.maxValues = maxValues
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
        let limits = cj_limits(depth: maxDepth, values: maxValues)
        let error = cj_scan(text.start, text.count, limits, &tape)
        guard error.status == CJ_OK else { throw JSONError(error, in: text, limits) }
        return JSONValue(values: UnsafePointer(tape.values), index: 0, text: text.start)
    }
}
