/// Where the samples of a batch come from. The engine pulls them from inside its workers, so that a row is read,
/// scored and done with before the worker turns to the next: memory stays flat however long the batch.
public protocol SampleSource: Sendable {
    /// How many samples there are.
    var count: Int { get }
    /// A reader for one worker; the engine returns it when the batch is done.
    func makeReader() -> any SampleReader
}

/// The samples of a source, as one worker sees them. Never shared between threads.
public protocol SampleReader: AnyObject {
    /// The worker turns to the samples of `range`, in order.
    func beginChunk(_ range: Range<Int>)
    /// The sample at `index`; its views live until the next call.
    func sample(at index: Int) -> Sample
    /// The verdict of the sample at `index` stands in `verdicts`; `sample` is still valid.
    func scored(_ index: Int, _ sample: borrowing Sample, _ verdicts: VerdictBatch)
    /// The samples of `range` are all scored.
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
