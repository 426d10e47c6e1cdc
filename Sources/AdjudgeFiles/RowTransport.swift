import Adjudge
import AdjudgeWire

/// Brings rows in and verdicts out, beside the scoring of the rows between. One thread uses it at a time; unchecked
/// because that is now one thread, now another.
final class RowTransport: @unchecked Sendable {
    /// Rows that are to be scored, from the next on.
    private(set) var block = RowInput.Block()
    /// Rows that were read while others were scored.
    private var ahead = RowInput.Block()
    /// What the rows that are written came to.
    private(set) var summary = Summary()
    /// Rows that are scored and not yet written.
    private var unwritten: (rows: JSONLSource, verdicts: VerdictBatch)?
    private var isAtEnd = false
    private var readFailure: InputError?
    private var writeFailure: InputError?
    private let input: RowInput
    private let output: OutputFile
    private let plan: Plan

    init(_ input: RowInput, _ output: OutputFile, _ plan: Plan) {
        self.plan = plan
        self.input = input
        self.output = output
    }

    /// How many input bytes have been read, decompressed.
    var bytesRead: Int { input.bytesRead }

    /// Takes the rows that come next into ``block``, waiting for them; false at the end.
    func nextRows() throws(InputError) -> Bool {
        guard block.lines.isEmpty else { return true }
        if ahead.lines.isEmpty, !isAtEnd {
            // Whoever feeds a pipe may wait for what was scored before it goes on.
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

    /// Leaves out all of ``block`` but the first `count`.
    func keep(first count: Int) { block.lines = block.lines.prefix(count) }

    /// Counts a row that an earlier run had written and leaves it out of ``block``.
    func pass(_ row: WrittenRow) {
        summary.add(row, partNames: plan.partNames)
        block.drop(first: 1)
    }

    /// Takes over rows that are scored, after writing those that were before.
    func finish(_ rows: JSONLSource, _ verdicts: VerdictBatch) throws(InputError) {
        try write()
        unwritten = (rows, verdicts)
        block.drop(first: verdicts.count)
    }

    /// Writes what is scored and reads what comes next, as far as it is there. What fails is said by the calls after.
    func exchange() {
        do { try write() } catch { writeFailure = error }
        guard ahead.lines.isEmpty, !isAtEnd, readFailure == nil, !input.isOversize else { return }
        do {
            (ahead, isAtEnd) = try input.readAhead()
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

    /// Writes what is scored, and what the output holds back.
    func finish() throws(InputError) {
        try write()
        try output.finish()
    }
}
