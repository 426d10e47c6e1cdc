/// Where the samples of a batch come from. The engine pulls them from inside its workers, so that a row is read,
/// scored and done with before the worker turns to the next: memory stays flat however long the batch.
public protocol SampleSource: Sendable {
    /// How many samples there are.
    var count: Int { get }
    /// A reader for one worker; the engine returns it when the batch is done.
    func makeReader() -> any SampleReader
    /// True when samples name the group that they belong to; see ``Sample/group``.
    var isGrouped: Bool { get }
    /// Asked before each chunk: true ends the batch once the chunks at hand are scored.
    var endsEarly: Bool { get }
    /// Asked before each sample: true ends the batch at once.
    var isInterrupted: Bool { get }
}

extension SampleSource {
    /// Samples stand alone unless a source says otherwise.
    public var isGrouped: Bool { false }
    /// A batch is scored to its end unless a source says otherwise.
    public var endsEarly: Bool { false }
    /// A batch is scored to its end unless a source says otherwise.
    public var isInterrupted: Bool { false }
}

/// The samples of a source, as one worker sees them. Never shared between threads.
public protocol SampleReader: AnyObject {
    /// The worker turns to the samples of `range`, in order.
    func beginChunk(_ range: Range<Int>)
    /// The sample at `index`; its views live until the next call.
    func sample(at index: Int) -> Sample
    /// The verdict of the sample at `index` stands in `verdicts`; `sample` is still valid.
    func scored(_ index: Int, _ sample: borrowing Sample, _ verdicts: VerdictBatch)
    /// The samples of `range` are all scored: those of the chunk, or its first ones where the batch was interrupted.
    func endChunk(_ range: Range<Int>)
}

extension SampleReader {
    /// Nothing to do at the start of a chunk.
    public func beginChunk(_ range: Range<Int>) {}
    /// Nothing to do after a sample.
    public func scored(_ index: Int, _ sample: borrowing Sample, _ verdicts: VerdictBatch) {}
    /// Nothing to do at the end of a chunk.
    public func endChunk(_ range: Range<Int>) {}
}
