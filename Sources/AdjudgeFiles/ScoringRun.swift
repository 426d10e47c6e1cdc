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

    /// What has been scored and written so far.
    public var summary: Summary { transport.summary }
    /// True when the run was stopped before its end; every row that is scored is written.
    public private(set) var isInterrupted = false
    /// How many input bytes have been read, decompressed.
    public var bytesRead: Int { transport.bytesRead }
    /// How many rows an earlier run had scored already.
    public let resumedRows: Int
    /// The dialect in use, once the first row has been seen.
    public private(set) var dialect: Dialect?

    private let engine: Engine
    private let options: Options
    private let stop: StopSignal
    private let transport: RowTransport
    private let writer: RowWriter
    private let onError: Plan.ErrorPolicy
    private var position = 0

    /// Opens input and output. Throws where either cannot be opened, or the output to resume is of another grader.
    /// Raising `stop` ends the run after the rows at hand.
    public init(_ engine: Engine, _ options: Options, stop: StopSignal = StopSignal()) throws(InputError) {
        self.engine = engine
        self.stop = stop
        self.options = options
        onError = options.onError ?? engine.plan.onError
        writer = RowWriter(engine.plan, onError: onError)
        dialect = options.dialect
        let reader = try LineReader(path: options.input, stop: stop)
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
        let output = try OutputFile(
            path: options.output, overwrite: options.overwrite, append: options.resume && options.output != "-")
        transport = RowTransport(reader, output, engine.plan)
    }

    /// Scores the rows that come next; false when there is nothing more, or the run was asked to stop, and all that is
    /// scored is written.
    public func step() throws(InputError) -> Bool {
        guard try takeRows() else {
            try transport.write()
            return false
        }
        if transport.lines.isEmpty { return true }
        let source = JSONLSource(
            lines: transport.lines, firstNumber: position, dialect: dialect ?? .plain, map: options.map,
            writer: writer, stop: stop)
        // With one thread there is nothing to read beside.
        let verdicts =
            engine.threads > 1
            ? engine.score(source, aside: { [transport] in transport.exchange() }) : engine.score(source)
        transport.finish(source, verdicts)
        if onError == .fail { try refuseRowsWithoutReward(verdicts) }
        position += verdicts.count
        return true
    }

    /// Brings rows that are to be scored into the transport, which may hold none when an earlier run has scored them;
    /// false when the run is at its end.
    private func takeRows() throws(InputError) -> Bool {
        if let limit = options.limit, position >= limit { return false }
        isInterrupted = stop.isRaised
        if isInterrupted { return false }
        do throws(InputError) {
            guard try transport.nextLines() else { return false }
        } catch {
            isInterrupted = stop.isRaised
            if isInterrupted { return false }
            throw error
        }
        if dialect == nil { dialect = ScoringRun.detect(transport.lines) }
        if let limit = options.limit { transport.keep(first: limit - position) }
        let done = min(transport.lines.count, max(0, resumedRows - position))
        position += done
        transport.drop(first: done)
        return true
    }

    private func refuseRowsWithoutReward(_ verdicts: VerdictBatch) throws(InputError) {
        for row in 0..<verdicts.count where verdicts[row].reward == nil {
            try transport.write()
            throw InputError(
                description: "row \(position + row): \(verdicts[row].status.name) (\(verdicts[row].reasonName)), "
                    + "expected a reward because of on_error fail")
        }
    }

    private static func isSameFile(_ left: String, _ right: String) -> Bool {
        var (first, second) = (stat(), stat())
        guard left != "-", right != "-", stat(left, &first) == 0, stat(right, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    /// The dialect of the first row that parses.
    private static func detect(_ lines: ArraySlice<LineReader.Line>) -> Dialect? {
        let parser = JSONParser()
        for line in lines.prefix(1000) {
            if let row = try? parser.parse(line.bytes), row.kind == .object { return Dialect.detect(row) }
        }
        return nil
    }
}
