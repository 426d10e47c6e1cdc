import Adjudge
import AdjudgeBase
import AdjudgeWire

/// Reads rows and writes verdicts while the rows between are scored. `@unchecked Sendable`: different threads use it,
/// but only one at a time.
final class RowTransport: @unchecked Sendable {
    /// The next rows to score.
    private(set) var block = RowInput.Block()
    /// Rows that were read while others were being scored.
    private var ahead = RowInput.Block()
    /// The summary of the rows written so far.
    private(set) var summary = Summary()
    /// Rows that are scored but not yet written.
    private var unwritten: (rows: JSONLSource, verdicts: VerdictBatch)?
    private var isAtEnd = false
    private var readFailure: InputError?
    private var writeFailure: InputError?
    private let input: RowInput
    private let output: OutputFile
    private let plan: Plan
    /// Where rows meet those of their group; nil where nobody asks for groups.
    private(set) var grouped: GroupedRows?

    /// `groups` says what is asked of groups; nil: nothing.
    init(_ input: RowInput, _ output: OutputFile, _ plan: Plan, groups: GroupSettings?) {
        self.plan = plan
        grouped = groups.map { GroupedRows($0, plan, output) }
        self.input = input
        self.output = output
    }

    /// How many input bytes have been read, decompressed.
    var bytesRead: Int { input.bytesRead }

    /// Moves the next rows into ``block``, waiting for them; false at the end.
    func nextRows() throws(InputError) -> Bool {
        guard block.lines.isEmpty else { return true }
        if ahead.lines.isEmpty, !isAtEnd {
            // The program at the other end of a pipe may wait for these verdicts before it sends more rows.
            try write()
            if let readFailure { throw readFailure }
            let next = try input.next()
            isAtEnd = next == nil
            ahead = next ?? RowInput.Block()
        }
        block = ahead
        ahead = RowInput.Block()
        return !block.lines.isEmpty
    }

    /// Puts rows of ``block`` that hold several responses there once for each, whatever other rows hold.
    func spread(_ dialect: Dialect, _ map: FieldMap) {
        guard !block.isSpread else { return }
        block.isSpread = true
        guard dialect.readsSeveral(map), block.lines.contains(where: { RowTransport.mayHoldSeveral($0.bytes) }) else {
            return
        }
        let parser = JSONParser()
        var lines: [LineReader.Line] = []
        lines.reserveCapacity(block.lines.count)
        for line in block.lines {
            guard !line.isCut, RowTransport.mayHoldSeveral(line.bytes), let row = try? parser.parse(line.bytes),
                row.kind == .object, let responses = dialect.responses(row, map), !responses.isEmpty
            else {
                lines.append(line)
                continue
            }
            for choice in responses.indices {
                var each = line
                each.choice = Int32(truncatingIfNeeded: choice)
                lines.append(each)
            }
        }
        block.lines = lines[...]
    }

    private static let listMark = ByteSet("[")

    /// Whether a member of the row can be a list of texts or lists: false spares most rows a second parse. O(row).
    private static func mayHoldSeveral(_ row: Bytes) -> Bool {
        var at = 0
        while let found = row.suffix(from: at).findFirst(in: listMark) {
            at += found
            var (before, behind) = (at - 1, at + 1)
            while before >= 0, row[before] <= 0x20 { before -= 1 }
            while behind < row.count, row[behind] <= 0x20 { behind += 1 }
            if before >= 0, row[before] == UInt8(ascii: ":"), behind < row.count,
                row[behind] == UInt8(ascii: "\"") || row[behind] == UInt8(ascii: "[")
            {
                return true
            }
            at += 1
        }
        return false
    }

    /// Begins to bring rows together with those of their group.
    func group(_ settings: GroupSettings) {
        if grouped == nil { grouped = GroupedRows(settings, plan, output) }
    }

    /// Keeps only the first `count` rows of ``block``.
    func keep(first count: Int) { block.lines = block.lines.prefix(count) }

    /// Counts a row that an earlier run wrote and removes it from ``block``.
    func pass(_ row: WrittenRow, _ fact: @autoclosure () -> GroupFact) throws(InputError) {
        summary.add(row, plan: plan)
        try grouped?.pass(row, fact())
        block.drop(first: 1)
    }

    /// Writes the previous rows and takes over the ones just scored.
    func finish(_ rows: JSONLSource, _ verdicts: VerdictBatch) throws(InputError) {
        try write()
        unwritten = (rows, verdicts)
        block.drop(first: verdicts.count)
    }

    /// Takes rows as they are done, where they need not wait for their group. The rows scored before are written first.
    func sink() throws(InputError) -> JSONLSource.Sink? {
        guard grouped?.addsToRows != true else { return nil }
        try write()
        return { bytes throws(InputError) in try self.output.write(bytes) }
    }

    /// Writes the scored rows and reads the next ones, as far as they are available. Errors are thrown by later calls.
    func exchange() {
        do { try write() } catch { writeFailure = error }
        guard ahead.lines.isEmpty, !isAtEnd, readFailure == nil, !input.isOversize else { return }
        do {
            (ahead, isAtEnd) = try input.readAhead()
        } catch {
            readFailure = error
        }
    }

    /// Writes the scored rows.
    func write() throws(InputError) {
        if let writeFailure { throw writeFailure }
        guard let (rows, verdicts) = unwritten else { return }
        unwritten = nil
        if let grouped {
            try grouped.take(rows, verdicts)
        } else {
            try rows.forEachChunk { bytes throws(InputError) in try output.write(bytes) }
        }
        summary.add(verdicts, plan: plan)
    }

    /// Writes the scored rows and the buffered output, and closes the output. When the run stopped before its end, rows of
    /// incomplete groups are not written.
    func finish(isWhole: Bool) throws(InputError) {
        try write()
        try grouped?.finish(isWhole: isWhole)
        try output.finish()
    }
}
