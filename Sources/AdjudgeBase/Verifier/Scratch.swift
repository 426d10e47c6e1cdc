/// What one worker reuses from sample to sample. Never shared between threads.
public final class Scratch {
    /// Memory for what a sample needs beyond views; reset before each sample.
    public let arena = Arena()
    /// PCRE2's match data and JIT stack.
    public let regex = RegexScratch()
    /// A parser for JSON inside a response.
    public let json = JSONParser(maxDepth: 256)
    /// Work spent on the current sample: bytes looked at and steps taken, the same on every machine.
    public var work: UInt64 = 0
    /// Where to record what is seen, or nil on the scoring path.
    public var evidence: Evidence?
    /// What a check has to say beyond its outcome, as a JSON object; the engine keeps it with the verdict.
    public var detail: OwnedBytes?

    /// Text of the current sample that is known to be well-formed UTF-8.
    @usableFromInline var known = Bytes.empty

    /// A scratch without history.
    public init() {}

    /// Makes ready for the next sample.
    @inlinable
    public func beginSample() {
        arena.reset()
        work = 0
        known = .empty
    }

    /// Says that `text` is well-formed UTF-8, as what a JSON parser gave is.
    @inlinable
    public func know(_ text: Bytes) { known = text }

    /// `bytes` as text that patterns may be run on; nil when it is ill formed. O(bytes.count), O(1) for a part of text
    /// that has been seen to be well formed.
    public func validText(_ bytes: Bytes) -> ValidText? {
        if let part = ValidText(bytes, of: known) { return part }
        guard let text = ValidText(bytes) else { return nil }
        if bytes.count > known.count { known = bytes }
        return text
    }

    /// Counts `amount` units of work.
    @inlinable @inline(__always)
    public func spend(_ amount: Int) { work &+= UInt64(truncatingIfNeeded: amount) }
}
