import CJSON

/// A JSON parser that owns the memory of its result and reuses it from text to text. One per worker.
///
/// Numbers stay text of any length. Both occurrences of a duplicate key are kept: ``JSONValue/member(_:)-(Bytes)``
/// gives the last, ``JSONValue/firstDuplicateKey()`` finds it. A lone surrogate escape reads as U+FFFD. Ill-formed
/// UTF-8, raw control characters in strings, a byte-order mark, NaN and Infinity are errors. Nesting is bounded by
/// `maxDepth`, memory by 20 bytes for each of at most `maxValues` values, and there is no recursion. UTF-8 is checked
/// first, so that ill-formed UTF-8 is reported even when another error comes before it.
public final class JSONParser {
    /// The most values whose memory (2.5 MB) is kept for later texts. A larger result is freed when the next text
    /// cannot need so many, so that one huge row does not stay resident.
    static let keptValues = 1 << 17

    private var tape = cj_tape()
    private let maxDepth: Int
    private let maxBytes: Int
    private let maxValues: Int

    /// The default limit of values, keys among them: enough for a response of 60,000 tokens with five log-probabilities
    /// each, and 42 MB of memory.
    public static let standardMaxValues = 1 << 21

    /// A parser for texts of at most `maxDepth` levels, `maxBytes` bytes (4 GiB or less) and `maxValues` values.
    public init(maxDepth: Int = 1024, maxBytes: Int = 1 << 30, maxValues: Int = JSONParser.standardMaxValues) {
        self.maxDepth = maxDepth
        self.maxBytes = maxBytes
        self.maxValues = maxValues
    }

    deinit { cj_tape_free(&tape) }

    /// Parses one value with white space around it. The result is a view: it is valid until the next call, and while
    /// this parser and `text` live. O(text.count).
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
