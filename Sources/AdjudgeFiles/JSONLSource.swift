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
    /// Whether rows name the group that they belong to.
    public let isGrouped: Bool
    private let stop: StopSignal
    private let deadline: Double
    private let sink: Sink?
    private let output = Guarded(Chunks())

    struct Chunk: Sendable {
        let rows: Range<Int>
        let bytes: OwnedBytes
    }

    /// Takes whole rows that are done, in order, from one thread at a time.
    typealias Sink = @Sendable (Bytes) throws(InputError) -> Void

    /// The output of scored rows that is not written.
    private struct Chunks {
        /// By the first row of each.
        var waiting: [Int: Chunk] = [:]
        /// The first row that is not written.
        var next = 0
        var failure: InputError?

        mutating func takeNext() -> Chunk? {
            guard let chunk = waiting.removeValue(forKey: next) else { return nil }
            next = chunk.rows.upperBound
            return chunk
        }
    }

    /// The rows of `lines`, numbered from `firstNumber`. Scoring ends early when `stop` is raised or `patience` seconds
    /// have passed. With a `sink` rows are handed to it as soon as all before them are done.
    init(
        lines: ArraySlice<LineReader.Line>, firstNumber: Int, dialect: Dialect, map: FieldMap, writer: RowWriter,
        fingerprint: RowFingerprint, isGrouped: Bool = false, patience: Double,
        stop: StopSignal, sink: Sink? = nil
    ) {
        self.sink = sink
        self.isGrouped = isGrouped
        deadline = SteadyClock.milliseconds + patience * 1e3
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

    /// True when `patience` seconds have passed, or rows cannot be written.
    public var endsEarly: Bool { SteadyClock.milliseconds > deadline || output.withLock { $0.failure != nil } }

    /// True when the run has been asked to stop.
    public var isInterrupted: Bool { stop.isRaised }

    /// A reader for one worker.
    public func makeReader() -> any SampleReader { JSONLReader(self) }

    /// The output of the scored rows that no sink has taken, in order. After an interruption it ends at the first row that
    /// was not scored. Throws where the sink failed.
    func forEachChunk(_ body: (Bytes) throws(InputError) -> Void) throws(InputError) {
        while true {
            let (chunk, failure) = output.withLock { chunks in (chunks.takeNext(), chunks.failure) }
            if let failure { throw failure }
            guard let chunk else { return }
            try body(chunk.bytes.view)
        }
    }

    func deliver(_ chunk: Chunk) {
        output.withLock { chunks in
            chunks.waiting[chunk.rows.lowerBound] = chunk
            guard let sink, chunks.failure == nil else { return }
            do throws(InputError) {
                while let next = chunks.takeNext() { try sink(next.bytes.view) }
            } catch {
                chunks.failure = error
            }
        }
    }
}

private final class JSONLReader: SampleReader {
    private let source: JSONLSource
    private let parser = JSONParser()
    private let arena = Arena()
    private var rows = ByteWriter(capacity: 1 << 16)
    /// The row with several responses that the parser holds.
    private var several: (bytes: Bytes, row: JSONValue, responses: [JSONValue])?

    init(_ source: JSONLSource) { self.source = source }

    func beginChunk(_ range: Range<Int>) { rows.removeAll() }

    func sample(at index: Int) -> Sample {
        arena.reset()
        let line = source.lines[source.lines.startIndex + index]
        if line.isCut { return Sample(response: .absent, defect: RowDefect(.rowTooLong)) }
        do {
            var sample: Sample
            if let choice = line.choice {
                sample = try self.sample(of: line, choice: Int(choice))
            } else {
                let row = try parser.parse(line.bytes)
                guard row.kind == .object else { return Sample(response: .absent, defect: RowDefect(.malformedRow)) }
                sample = source.dialect.sample(row, arena)
                if !source.map.isEmpty { source.map.apply(to: &sample, row, arena) }
            }
            // The JSON parser has checked the UTF-8.
            sample.isResponseValid = true
            return sample
        } catch {
            return Sample(response: .absent, defect: RowDefect(error))
        }
    }

    /// The sample of one response of a row with several, which is read once for those that follow one another.
    private func sample(of line: LineReader.Line, choice: Int) throws(JSONError) -> Sample {
        if several?.bytes.start != line.bytes.start {
            let row = try parser.parse(line.bytes)
            several = (line.bytes, row, source.dialect.responses(row, source.map) ?? [])
        }
        guard let several else { return Sample(response: .absent, defect: RowDefect(.malformedRow)) }
        return source.dialect.sample(
            several.row, response: choice < several.responses.count ? several.responses[choice] : nil, of: line.bytes,
            source.map, arena)
    }

    func scored(_ index: Int, _ sample: borrowing Sample, _ verdicts: VerdictBatch) {
        let line = source.lines[source.lines.startIndex + index]
        source.writer.write(
            index, of: verdicts, id: sample.id, number: source.firstNumber + index, response: sample.response.bytes,
            fingerprint: source.fingerprint.of(line), choice: line.choice.map(Int.init), to: &rows)
    }

    func endChunk(_ range: Range<Int>) {
        source.deliver(JSONLSource.Chunk(rows: range, bytes: OwnedBytes(rows.bytes)))
    }
}

extension Dialect {
    /// The sample of a line that holds `row`.
    func sample(of line: LineReader.Line, _ row: JSONValue, _ map: FieldMap, _ arena: Arena) -> Sample {
        if let choice = line.choice {
            let responses = responses(row, map) ?? []
            let response = Int(choice) < responses.count ? responses[Int(choice)] : nil
            return self.sample(row, response: response, of: line.bytes, map, arena)
        }
        var sample = sample(row, arena)
        if !map.isEmpty { map.apply(to: &sample, row, arena) }
        return sample
    }
}

extension RowFingerprint {
    /// The fingerprint of a line, and of which of its responses is meant.
    func of(_ line: LineReader.Line) -> Value {
        line.choice.map { of(line.evidence, choice: Int($0)) } ?? of(line.evidence)
    }
}
