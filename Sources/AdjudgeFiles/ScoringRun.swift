import Adjudge
import AdjudgeBase
import AdjudgeWire
import Glibc

/// Scores files of rows into a file of verdicts, a block at a time.
public final class ScoringRun {
    /// The options of a run.
    public struct Options: Sendable {
        /// The paths of the inputs, in order; `-` is standard input.
        public var inputs: [String]
        /// The output's path, or `-`.
        public var output: String
        /// The dialect of the rows; nil: detected from the first row.
        public var dialect: Dialect?
        /// Paths to the fields of rows; they take precedence over the dialect.
        public var map = FieldMap()
        /// The treatment of rows without a reward; nil: according to the grader.
        public var onError: Plan.ErrorPolicy?
        /// Continue an output that an earlier run left.
        public var resume = false
        /// Replace an existing output.
        public var overwrite = false
        /// The most rows to read; nil: no limit.
        public var limit: Int?

        /// The grader's file, which no output may replace; nil when the grader is not in a file.
        public var graderFile: String?
        /// The file for the summary, which the caller writes; it must not be one of the other files.
        public var summaryFile: String?
        /// Where the caller writes metrics: none of the other files.
        public var metricsFile: String?
        /// The settings of judges; no output may replace them.
        public var judgesFile: String?
        /// The cache of judges' replies: none of the other files.
        public var repliesFile: String?

        /// The advantage that rows get, whatever the grader says.
        public var advantage: Advantage?
        /// How many rows a group has, whatever the grader says.
        public var groupSize: Int?
        /// The k of pass@k and its like, whatever the grader says; empty: as it says.
        public var attempts: [Int] = []

        /// How long rows of a block are scored before their verdicts are written, in seconds: with a slow grader a
        /// block takes long, and a kill would lose all of it. Verdicts do not depend on this. Where programs are run,
        /// rows are written as they are done.
        var patience = 1.0

        /// Options for a run from `inputs` to `output`.
        public init(inputs: [String], output: String) {
            self.inputs = inputs
            self.output = output
        }
    }

    /// The summary of the rows written so far.
    public var summary: Summary { transport.summary }
    /// The rows so far by group; nil when rows have no groups.
    public var ledger: GroupLedger? { transport.grouped?.ledger }
    /// How many scored rows are not written because their groups are incomplete.
    public var heldRows: Int { transport.grouped?.heldRows ?? 0 }
    /// True when the run was stopped before its end; all scored rows are written, except for ``heldRows``.
    public private(set) var isInterrupted = false
    /// How many input bytes have been read, decompressed.
    public var bytesRead: Int { transport.bytesRead }
    /// The number of rows of an earlier run that were compared with the input and kept.
    public private(set) var resumedRows = 0
    /// The dialect in use, once the first row of the current file has been read.
    public private(set) var dialect: Dialect?
    /// The fields of the first readable row.
    public private(set) var columns: RowColumns?
    /// One line for each of the first unreadable rows, with its error.
    public private(set) var complaints: [String] = []
    /// Whether some of them are about rows without the group that is asked for.
    public private(set) var lacksGroups = false

    private static let mostComplaints = 5
    /// Where rows wait for what their groups add, so many programs are run before whole groups are written.
    private static let programsAtOnce = 256

    private let engine: Engine
    private let options: Options
    private let stop: StopSignal
    private let output: OutputFile
    private let transport: RowTransport
    private let writer: RowWriter
    private let onError: Plan.ErrorPolicy
    /// The rows of an earlier run that are still to be compared with the input. Nothing is written before all are.
    private var kept: KeptRows?
    private let fingerprint: RowFingerprint
    /// The settings of groups; nil: none, unless rows hold several responses.
    private let groups: GroupSettings?
    /// Whether the first row of the file at hand holds several responses, which makes rows groups.
    private var hasLists = false
    private var dialectFile = -1
    private var position = 0

    /// Opens inputs and output. Throws where one cannot be opened, or the output is another of the run's files, is
    /// locked by another run, or cannot be resumed. Raising `stop` ends the run after the current rows.
    public init(_ engine: Engine, _ options: Options, stop: StopSignal = StopSignal()) throws(InputError) {
        self.engine = engine
        self.stop = stop
        self.options = options
        onError = options.onError ?? engine.plan.onError
        writer = RowWriter(engine.plan, onError: onError)
        if options.advantage == .gdpo, engine.plan.partNames.isEmpty || engine.plan.group?.lengthWeight != nil {
            throw InputError(
                description: "found the advantage gdpo, expected it with a multi grader, whose parts are normalised "
                    + "singly, and without length_reward")
        }
        if options.map.has("group"), engine.plan.group?.namesGroups == true {
            throw InputError(
                description: "found --group-by and the grader's group.by, expected one of them to name the groups")
        }
        groups = ScoringRun.groups(options, engine.plan)
        fingerprint = RowFingerprint(
            options.dialect, options.map, onError: onError,
            groups: (options.advantage.map { " \($0.rawValue) \(options.groupSize ?? 0)" } ?? "") + engine.plan.judgedBy
        )
        try ScoringRun.refuseSharedFiles(options)
        let input = try RowInput(options.inputs, stop)
        output = try OutputFile(
            path: options.output, options.resume ? .resume : options.overwrite ? .replace : .new)
        // Check again: the output now exists, so that it is also recognised through links.
        try ScoringRun.refuseSharedFiles(options)
        if options.resume {
            kept = try KeptRows(output, grader: engine.plan.hash, partNames: engine.plan.partNames)
        }
        transport = RowTransport(input, output, engine.plan, groups: groups)
    }

    /// The settings of groups from the grader and the options together; nil when neither has any.
    private static func groups(_ options: Options, _ plan: Plan) -> GroupSettings? {
        let isAsked = options.advantage != nil || options.groupSize != nil || !options.attempts.isEmpty
        guard plan.group != nil || options.map.has("group") || isAsked else { return nil }
        var settings = plan.group ?? GroupSettings()
        if let advantage = options.advantage { settings.use(advantage, plan) }
        if let size = options.groupSize { settings.size = size }
        if !options.attempts.isEmpty { settings.attempts = options.attempts }
        return settings
    }

    private static func refuseSharedFiles(_ options: Options) throws(InputError) {
        var roles = FileRoles()
        for input in options.inputs { roles.read(input, as: "input") }
        if let grader = options.graderFile { roles.read(grader, as: "grader") }
        if let judges = options.judgesFile { roles.read(judges, as: "judges' settings") }
        try roles.write(options.output, as: "output")
        if let replies = options.repliesFile { try roles.write(replies, as: "cache of replies") }
        if let summary = options.summaryFile { try roles.write(summary, as: "summary") }
        if let metrics = options.metricsFile { try roles.write(metrics, as: "metrics") }
    }

    /// Scores the next rows. Returns false, with all scored rows written, at the end or when the run was asked to stop.
    public func step() throws(InputError) -> Bool {
        do {
            guard try takeRows() else {
                try transport.finish(isWhole: !isInterrupted)
                return false
            }
            if !transport.block.lines.isEmpty { try score() }
            return true
        } catch {
            // The scored rows are written whatever the error was.
            try? transport.finish(isWhole: false)
            throw error
        }
    }

    private func score() throws(InputError) {
        let block = transport.block
        // Programs take long: what is done is written at once, or a kill would lose it.
        let sink = engine.plan.isDeferring ? try transport.sink() : nil
        let isHeldBack = engine.plan.isDeferring && sink == nil
        let source = JSONLSource(
            lines: isHeldBack ? block.lines.prefix(ScoringRun.programsAtOnce) : block.lines, firstNumber: position,
            dialect: dialect ?? .plain, map: options.map,
            writer: writer, fingerprint: fingerprint, isGrouped: transport.grouped != nil,
            patience: engine.plan.isDeferring ? .infinity : options.patience, stop: stop, sink: sink)
        // With one thread nothing can be read in parallel.
        let verdicts =
            engine.threads > 1
            ? engine.score(source, aside: { [transport] in transport.exchange() }) : engine.score(source)
        recordComplaints(of: verdicts, in: block)
        try transport.finish(source, verdicts)
        if onError == .fail { try refuseRowsWithoutReward(verdicts) }
        position += verdicts.count
    }

    /// Moves the rows to be scored into the transport. There may be none when an earlier run scored them all. Returns
    /// false at the end of the run.
    private func takeRows() throws(InputError) -> Bool {
        isInterrupted = stop.isRaised
        if isInterrupted { return false }
        if let limit = options.limit, position >= limit {
            try finishResume(of: "--limit \(limit) allows")
            return false
        }
        do throws(InputError) {
            guard try transport.nextRows() else {
                try finishResume(of: "the input has")
                return false
            }
        } catch {
            isInterrupted = stop.isRaised
            if isInterrupted { return false }
            throw error
        }
        detectDialect()
        try detectGroups()
        if let limit = options.limit { transport.keep(first: limit - position) }
        try verifyKept()
        return true
    }

    /// Detects the dialect of each file from its first readable row.
    private func detectDialect() {
        let block = transport.block
        let isNew = block.file != dialectFile
        if isNew {
            hasLists = false
            dialectFile = block.file
            dialect = options.dialect
        }
        if dialect == nil || columns == nil || isNew {
            let parser = JSONParser()
            for line in block.lines.prefix(1000) {
                guard let row = try? parser.parse(line.bytes), row.kind == .object else { continue }
                if dialect == nil { dialect = Dialect.detect(row) }
                if columns == nil { columns = RowColumns(row) }
                if isNew { hasLists = dialect?.responses(row, options.map) != nil }
                break
            }
        }
    }

    /// Splits rows that hold several responses. Throws when groups are asked for and rows have none.
    private func detectGroups() throws(InputError) {
        guard !transport.block.isSpread else { return }
        transport.spread(dialect ?? .plain, options.map)
        if hasLists { transport.group(groups ?? GroupSettings()) }
        guard groups != nil, !hasLists, engine.plan.group?.namesGroups != true, !options.map.has("group") else {
            return
        }
        throw InputError(
            description: "found no group for rows, expected --group-by PATH such as prompt_id, or \"group\": "
                + "{\"by\": \"{{item.prompt_id}}\"} in the grader, or rows with several responses")
    }

    // MARK: Resuming

    /// Compares the rows of an earlier run with those of the current block.
    private func verifyKept() throws(InputError) {
        guard let kept else { return }
        while let line = transport.block.lines.first {
            guard let row = try kept.next() else { return try finishResume() }
            if row.fingerprint != fingerprint.of(line) { throw otherInput(row, line) }
            if onError == .fail, row.reward == nil {
                throw InputError(
                    description: "row \(position): \(row.status.name) (\(row.reason.string)) in what an earlier run "
                        + "wrote, expected a reward because of on_error fail", cause: .rows)
            }
            try transport.pass(row, fact(of: row, line))
            position += 1
            resumedRows += 1
        }
    }

    /// The facts about a row of an earlier run that its group needs.
    private func fact(of row: WrittenRow, _ line: LineReader.Line) -> GroupFact {
        let parser = JSONParser()
        let arena = Arena()
        defer { withExtendedLifetime((parser, arena)) {} }
        guard let value = try? parser.parse(line.bytes), value.kind == .object else {
            return engine.groupFact(Sample(response: .absent), answer: nil)
        }
        let sample = (dialect ?? .plain).sample(of: line, value, options.map, arena)
        return engine.groupFact(sample, answer: row.answer?.string(into: arena))
    }

    /// Prepares the output for the next row: a partial last row is cut off. Throws when the earlier run wrote more rows
    /// than the input has; `those` completes the message.
    private func finishResume(of those: String = "") throws(InputError) {
        guard let kept else { return }
        if try kept.next() != nil {
            throw InputError(
                description: "\(output.name): holds more rows than the \(position) that \(those), expected the output "
                    + "of the same input; nothing was changed")
        }
        try output.cut(at: kept.bytes)
        self.kept = nil
    }

    private func otherInput(_ row: WrittenRow, _ line: LineReader.Line) -> InputError {
        let parser = JSONParser()
        let arena = Arena()
        defer { withExtendedLifetime((parser, arena)) {} }
        var found = "row \(position) was scored from other bytes, or by another --dialect, --map or --on-error"
        if let value = try? parser.parse(line.bytes), value.kind == .object {
            var sample = (dialect ?? .plain).sample(value, arena)
            options.map.apply(to: &sample, value, arena)
            if sample.id.kind == .json, sample.id.bytes != row.id {
                found = "row \(position) has the id \(row.id.string), in the input \(sample.id.bytes.string)"
            }
        }
        return InputError(
            description: "\(output.name): \(found); expected the input and the options that the output began with; "
                + "nothing was changed")
    }

    // MARK: Rows without a reward

    private func recordComplaints(of verdicts: VerdictBatch, in block: RowInput.Block) {
        for row in 0..<verdicts.count where complaints.count < ScoringRun.mostComplaints {
            guard verdicts[row].status == .badSample else { continue }
            let line = block.lines[block.lines.startIndex + row]
            let what =
                line.isCut
                ? RowComplaint(.row, "found more bytes than a row may have")
                // One of several responses is read as none of the dialect's.
                : (line.choice == nil ? RowComplaint.about(line.bytes, dialect ?? .plain, options.map) : nil)
                    ?? groupComplaint(verdicts[row])
            if what?.subject == .group { lacksGroups = true }
            let file = options.inputs[block.file] == "-" ? "standard input" : options.inputs[block.file]
            complaints.append(
                "\(file): row \(block.first + row): \(verdicts[row].reasonName)" + (what.map { ": \($0)" } ?? ""))
        }
    }

    /// The complaint about a row that is as it should be but for what the grader reads as its group.
    private func groupComplaint(_ verdict: VerdictBatch.Record) -> RowComplaint? {
        guard verdict.familyReason == .none, verdict.reason == .missingField, engine.plan.group?.namesGroups == true
        else {
            return nil
        }
        return RowComplaint(.group, "found no group, expected its key where the grader's group.by says")
    }

    private func refuseRowsWithoutReward(_ verdicts: VerdictBatch) throws(InputError) {
        for row in 0..<verdicts.count where verdicts[row].reward == nil {
            try transport.write()
            throw InputError(
                description: "row \(position + row): \(verdicts[row].status.name) (\(verdicts[row].reasonName)), "
                    + "expected a reward because of on_error fail", cause: .rows)
        }
    }
}
