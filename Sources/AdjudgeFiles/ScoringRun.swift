import Adjudge
import AdjudgeBase
import AdjudgeWire
import Glibc

/// Scores a file of rows into a file of verdicts, a block at a time.
public final class ScoringRun {
    /// What a run does.
    public struct Options: Sendable {
        /// The input's path, or `-`.
        public var input: String
        /// The output's path, or `-`.
        public var output: String
        /// The rows' dialect; nil: as the first row looks.
        public var dialect: Dialect?
        /// Where rows keep their fields, whatever the dialect says.
        public var map = FieldMap()
        /// What becomes of a row without a reward; nil: as the grader says.
        public var onError: Plan.ErrorPolicy?
        /// Go on with an output that an earlier run left.
        public var resume = false
        /// Replace an output that exists.
        public var overwrite = false
        /// The most rows to read; nil: all.
        public var limit: Int?

        /// Options for a run from `input` to `output`.
        public init(input: String, output: String) {
            self.input = input
            self.output = output
        }
    }

    /// What has been scored so far.
    public private(set) var summary = Summary()
    /// How many input bytes have been read, decompressed.
    public var bytesRead: Int { reader.bytesRead }
    /// How many rows an earlier run had scored already.
    public let resumedRows: Int
    /// The dialect in use, once the first row has been seen.
    public private(set) var dialect: Dialect?

    private let engine: Engine
    private let options: Options
    private let reader: LineReader
    private let output: OutputFile
    private let writer: RowWriter
    private let onError: Plan.ErrorPolicy
    private var position = 0

    /// Opens input and output. Throws where either cannot be opened, or the output to resume is of another grader.
    public init(_ engine: Engine, _ options: Options) throws(InputError) {
        self.engine = engine
        self.options = options
        onError = options.onError ?? engine.plan.onError
        writer = RowWriter(engine.plan, onError: onError)
        dialect = options.dialect
        reader = try LineReader(path: options.input)
        var resumed = 0
        if options.resume, options.output != "-" {
            let point = try ResumePoint(path: options.output)
            if let grader = point.grader, grader != engine.plan.hash {
                throw InputError(
                    description: "\(options.output): scored by the grader \(grader), expected \(engine.plan.hash); "
                        + "use the same grader, or --overwrite")
            }
            resumed = point.rows
        }
        resumedRows = resumed
        if ScoringRun.isSameFile(options.input, options.output) {
            throw InputError(description: "\(options.output): is the input too, expected another file for the output")
        }
        output = try OutputFile(
            path: options.output, overwrite: options.overwrite, append: options.resume && options.output != "-")
    }

    /// Scores the next block; false when there is nothing more.
    public func step() throws(InputError) -> Bool {
        if let limit = options.limit, position >= limit { return false }
        guard try reader.nextBlock() else { return false }
        var lines = reader.lines
        if dialect == nil { dialect = ScoringRun.detect(lines) }
        if let limit = options.limit, position + lines.count > limit {
            lines.removeLast(position + lines.count - limit)
        }
        let done = min(lines.count, max(0, resumedRows - position))
        position += done
        lines.removeFirst(done)
        guard !lines.isEmpty else { return true }

        let source = JSONLSource(
            lines: lines, firstNumber: position, dialect: dialect ?? .plain, map: options.map, writer: writer)
        let verdicts = engine.score(source)
        try source.forEachChunk { bytes throws(InputError) in try output.write(bytes) }
        summary.add(verdicts, plan: engine.plan)
        if onError == .fail { try refuseRowsWithoutReward(verdicts) }
        position += lines.count
        return true
    }

    private func refuseRowsWithoutReward(_ verdicts: VerdictBatch) throws(InputError) {
        for row in 0..<verdicts.count where verdicts[row].reward == nil {
            throw InputError(
                description: "row \(position + row): \(verdicts[row].status.name) (\(verdicts[row].reason.name)), "
                    + "expected a reward because of on_error fail")
        }
    }

    private static func isSameFile(_ left: String, _ right: String) -> Bool {
        var (first, second) = (stat(), stat())
        guard left != "-", right != "-", stat(left, &first) == 0, stat(right, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    /// The dialect of the first row that parses.
    private static func detect(_ lines: [LineReader.Line]) -> Dialect? {
        let parser = JSONParser()
        for line in lines.prefix(1000) {
            if let row = try? parser.parse(line.bytes), row.kind == .object { return Dialect.detect(row) }
        }
        return nil
    }
}
