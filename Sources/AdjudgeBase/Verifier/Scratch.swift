/// One worker's reusable memory and parsers. Never shared between threads.
public final class Scratch {
    /// Temporary memory for a sample; reset before each sample.
    public let arena = Arena()
    /// PCRE2's match data and JIT stack.
    public let regex = RegexScratch()
    /// A parser for JSON inside a response.
    public let json = JSONParser(maxDepth: 256)
    /// A reader of the calls that a response makes.
    public private(set) lazy var toolCalls = ToolCallReader(self)
    /// The work spent on the current sample, in bytes examined and steps taken: the same on every machine.
    public var work: UInt64 = 0
    /// The recorder of evidence; nil when scoring.
    public var evidence: Evidence?
    /// Whether the grader asks the check at work for a detail; a check that makes one always need not look.
    public var wantsDetail = false
    /// The detail of the check at work; the engine keeps it with the verdict.
    public var detail: Detail?

    /// The row of the current sample, as it was read; nil where there is none. A field that is a part of it need not be parsed
    /// again: ``JSONValue/value(at:)``.
    public var row: JSONValue?

    /// A part of the current sample that is known to be well-formed UTF-8.
    @usableFromInline var known = Bytes.empty
    /// Whether it is known to be ASCII.
    @usableFromInline var isKnownASCII = false

    /// A part of the current sample in which no `</think>` stands, as a search through all of it has shown.
    @usableFromInline var withoutReasoning = Bytes.empty

    /// An empty scratch.
    public init() {}

    /// Prepares for the next sample.
    @inlinable
    public func beginSample() {
        arena.reset()
        work = 0
        row = nil
        know(.empty)
        withoutReasoning = .empty
    }

    /// Declares `text` to be well-formed UTF-8, for example because a JSON parser produced it, or even ASCII.
    @inlinable
    public func know(_ text: Bytes, isASCII: Bool = false) {
        known = text
        isKnownASCII = isASCII
    }

    /// True when every byte of a text is ASCII. O(text.count), but O(1) for a part of text that is known to be.
    @inlinable
    public func isASCII(_ text: Bytes) -> Bool { isKnownASCII && text.offset(in: known) != nil || text.isASCII }

    /// Declares that no `</think>` stands in a text; of use for parts of the response.
    func knowLacksReasoning(_ text: Bytes) {
        if text.offset(in: known) != nil { withoutReasoning = text }
    }

    /// True when no `</think>` stands in a text because it is part of one that was searched. O(1).
    @inlinable
    public func lacksReasoning(_ text: Bytes) -> Bool { text.offset(in: withoutReasoning) != nil }

    /// `bytes` as text that patterns can run on; nil when it is ill formed. O(bytes.count), but O(1) for a part of text
    /// that is already known to be well formed.
    public func validText(_ bytes: Bytes) -> ValidText? {
        if let part = ValidText(bytes, of: known) { return part }
        guard let text = ValidText(bytes) else { return nil }
        if bytes.count > known.count { know(bytes) }
        return text
    }

    /// Counts `amount` units of work.
    @inlinable @inline(__always)
    public func spend(_ amount: Int) { work &+= UInt64(truncatingIfNeeded: amount) }
}
