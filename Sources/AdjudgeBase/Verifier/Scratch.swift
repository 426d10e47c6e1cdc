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

    /// A scratch without history.
    public init() {}

    /// Makes ready for the next sample.
    @inlinable
    public func beginSample() {
        arena.reset()
        work = 0
    }

    /// Counts `amount` units of work.
    @inlinable @inline(__always)
    public func spend(_ amount: Int) { work &+= UInt64(truncatingIfNeeded: amount) }
}
