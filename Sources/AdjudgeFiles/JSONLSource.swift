import Adjudge
import AdjudgeBase
import AdjudgeWire
import Synchronization

/// A block of JSONL rows as a batch: each worker parses a row, has it scored and writes its verdict before it turns to
/// the next, so that only the block and its output are in memory.
public final class JSONLSource: SampleSource, @unchecked Sendable {
    let lines: [LineReader.Line]
    let firstNumber: Int
    let dialect: Dialect
    let map: FieldMap
    let writer: RowWriter
    private let output = Mutex<[Chunk]>([])

    struct Chunk: Sendable {
        let firstRow: Int
        let bytes: OwnedBytes
    }

    /// The rows of `lines`, the first of which has the number `firstNumber`.
    public init(lines: [LineReader.Line], firstNumber: Int, dialect: Dialect, map: FieldMap, writer: RowWriter) {
        self.lines = lines
        self.firstNumber = firstNumber
        self.dialect = dialect
        self.map = map
        self.writer = writer
    }

    /// How many rows.
    public var count: Int { lines.count }

    /// A reader for one worker.
    public func makeReader() -> any SampleReader { JSONLReader(self) }

    /// The output rows, in order; complete once the batch is scored.
    public func forEachChunk<Failure: Error>(_ body: (Bytes) throws(Failure) -> Void) throws(Failure) {
        let chunks = output.withLock { $0.sorted { $0.firstRow < $1.firstRow } }
        defer { withExtendedLifetime(chunks) {} }
        for chunk in chunks { try body(chunk.bytes.view) }
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
        let line = source.lines[index]
        if line.isCut { return Sample(response: .absent, defect: RowDefect(.rowTooLong)) }
        do {
            let row = try parser.parse(line.bytes)
            guard row.kind == .object else { return Sample(response: .absent, defect: RowDefect(.malformedRow)) }
            var sample = source.dialect.sample(row, arena)
            if !source.map.isEmpty { source.map.apply(to: &sample, row, arena) }
            return sample
        } catch {
            return Sample(response: .absent, defect: RowDefect(error))
        }
    }

    func scored(_ index: Int, _ sample: borrowing Sample, _ verdicts: VerdictBatch) {
        source.writer.write(
            index, of: verdicts, id: sample.id, number: source.firstNumber + index, response: sample.response.bytes,
            to: &rows)
    }

    func endChunk(_ range: Range<Int>) {
        source.deliver(JSONLSource.Chunk(firstRow: range.lowerBound, bytes: OwnedBytes(rows.bytes)))
    }
}
