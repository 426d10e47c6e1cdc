import Adjudge
import AdjudgeWire

/// Brings rows in and verdicts out, beside the scoring of the rows between. One thread uses it at a time; unchecked
/// because that is now one thread, now another.
final class RowTransport: @unchecked Sendable {
    /// Lines that are to be scored, from `next` on.
    private(set) var lines: ArraySlice<LineReader.Line> = []
    /// Lines that were read while others were scored.
    private var ahead: [LineReader.Line] = []
    /// What the rows that are written came to.
    private(set) var summary = Summary()
    /// Rows that are scored and not yet written.
    private var unwritten: (rows: JSONLSource, verdicts: VerdictBatch)?
    private var isAtEnd = false
    private var readFailure: InputError?
    private var writeFailure: InputError?
    private let reader: LineReader
    private let output: OutputFile
    private let plan: Plan

    init(_ reader: LineReader, _ output: OutputFile, _ plan: Plan) {
        self.plan = plan
        self.reader = reader
        self.output = output
    }

    /// How many input bytes have been read, decompressed.
    var bytesRead: Int { reader.bytesRead }

    /// Takes the rows that come next into ``lines``, waiting for them; false at the end.
    func nextLines() throws(InputError) -> Bool {
        guard lines.isEmpty else { return true }
        if ahead.isEmpty, !isAtEnd {
            // Whoever feeds a pipe may wait for what was scored before it goes on.
            try write()
            if let readFailure { throw readFailure }
            isAtEnd = try !reader.nextBlock()
            ahead = reader.lines
        }
        lines = ahead[...]
        ahead = []
        return !lines.isEmpty
    }

    /// Leaves out the first `count` of ``lines``.
    func drop(first count: Int) { lines = lines.dropFirst(count) }

    /// Leaves out all of ``lines`` but the first `count`.
    func keep(first count: Int) { lines = lines.prefix(count) }

    /// Takes over rows that are scored.
    func finish(_ rows: JSONLSource, _ verdicts: VerdictBatch) {
        unwritten = (rows, verdicts)
        lines = lines.dropFirst(verdicts.count)
    }

    /// Writes what is scored and reads what comes next, as far as it is there. What fails is said by the calls after.
    func exchange() {
        do { try write() } catch { writeFailure = error }
        guard ahead.isEmpty, !isAtEnd, readFailure == nil, !reader.isOversize else { return }
        do {
            isAtEnd = try reader.readAhead() == .end
            ahead = reader.lines
        } catch {
            readFailure = error
        }
    }

    /// Writes what is scored.
    func write() throws(InputError) {
        if let writeFailure { throw writeFailure }
        guard let (rows, verdicts) = unwritten else { return }
        unwritten = nil
        try rows.forEachChunk { bytes throws(InputError) in try output.write(bytes) }
        summary.add(verdicts, plan: plan)
    }
}
