import Adjudge
import AdjudgeBase
import AdjudgeWire

/// A block of JSONL rows as a batch. Each worker parses a row, has it scored and writes its verdict before it takes the
/// next, so that memory holds only the block and its output.
public final class JSONLSource: SampleSource, @unchecked Sendable {
    let lines: ArraySlice<LineReader.Line>
    let firstNumber: Int
    let dialect: Dialect
    let map: FieldMap
    let writer: RowWriter
    let fingerprint: RowFingerprint
    private let stop: StopSignal
    private let deadline: Double
    private let output = Guarded<[Chunk]>([])

    struct Chunk: Sendable {
        let rows: Range<Int>
        let bytes: OwnedBytes
    }

    /// The rows of `lines`, numbered from `firstNumber`. Scoring ends early when `stop` is raised or `patience` seconds
    /// have passed.
    public init(
        lines: ArraySlice<LineReader.Line>, firstNumber: Int, dialect: Dialect, map: FieldMap, writer: RowWriter,
        fingerprint: RowFingerprint, patience: Double, stop: StopSignal
    ) {
        deadline = SteadyClock.seconds + patience
        self.fingerprint = fingerprint
        self.lines = lines
        self.stop = stop
        self.firstNumber = firstNumber
        self.dialect = dialect
        self.map = map
        self.writer = writer
    }

    /// The number of rows.
    public var count: Int { lines.count }

    /// True when `patience` seconds have passed.
    public var endsEarly: Bool { SteadyClock.seconds > deadline }

    /// True when the run has been asked to stop.
    public var isInterrupted: Bool { stop.isRaised }

    /// A reader for one worker.
    public func makeReader() -> any SampleReader { JSONLReader(self) }

    /// The output of the scored rows, in order. After an interruption it ends at the first row that was not scored.
    public func forEachChunk<Failure: Error>(_ body: (Bytes) throws(Failure) -> Void) throws(Failure) {
        let chunks = output.withLock { $0.sorted { $0.rows.lowerBound < $1.rows.lowerBound } }
        defer { withExtendedLifetime(chunks) {} }
        var done = 0
        for chunk in chunks {
            guard chunk.rows.lowerBound == done else { return }
            try body(chunk.bytes.view)
            done = chunk.rows.upperBound
        }
    }

    func deliver(_ chunk: Chunk) { output.withLock { $0.append(chunk) } }
}

private final class JSONLReader: SampleReader {
    private let source: JSONLSource
    private let parser = JSONParser()
    private let arena = Arena()
    private var rows = ByteWriter(capacity: 1 << 16)

    init(_ source: JSONLSource) { self.source = source }

    func beginChunk(_ range: Range<Int>) { rows.removeAll() }

    func sample(at index: Int) -> Sample {
        arena.reset()
        let line = source.lines[source.lines.startIndex + index]
        if line.isCut { return Sample(response: .absent, defect: RowDefect(.rowTooLong)) }
        do {
            let row = try parser.parse(line.bytes)
            guard row.kind == .object else { return Sample(response: .absent, defect: RowDefect(.malformedRow)) }
            var sample = source.dialect.sample(row, arena)
            if !source.map.isEmpty { source.map.apply(to: &sample, row, arena) }
            // The JSON parser has checked the UTF-8.
            sample.isResponseValid = true
            return sample
        } catch {
            return Sample(response: .absent, defect: RowDefect(error))
        }
    }

    func scored(_ index: Int, _ sample: borrowing Sample, _ verdicts: VerdictBatch) {
        let line = source.lines[source.lines.startIndex + index]
        source.writer.write(
            index, of: verdicts, id: sample.id, number: source.firstNumber + index, response: sample.response.bytes,
            fingerprint: source.fingerprint.of(line.evidence), to: &rows)
    }

    func endChunk(_ range: Range<Int>) {
        source.deliver(JSONLSource.Chunk(rows: range, bytes: OwnedBytes(rows.bytes)))
    }
}
