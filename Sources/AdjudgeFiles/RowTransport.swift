import Adjudge
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

    init(_ input: RowInput, _ output: OutputFile, _ plan: Plan) {
        self.plan = plan
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

    /// Keeps only the first `count` rows of ``block``.
    func keep(first count: Int) { block.lines = block.lines.prefix(count) }

    /// Counts a row that an earlier run wrote and removes it from ``block``.
    func pass(_ row: WrittenRow) {
        summary.add(row, partNames: plan.partNames)
        block.drop(first: 1)
    }

    /// Writes the previous rows and takes over the ones just scored.
    func finish(_ rows: JSONLSource, _ verdicts: VerdictBatch) throws(InputError) {
        try write()
        unwritten = (rows, verdicts)
        block.drop(first: verdicts.count)
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
        try rows.forEachChunk { bytes throws(InputError) in try output.write(bytes) }
        summary.add(verdicts, plan: plan)
    }

    /// Writes the scored rows and the buffered output, and closes the output.
    func finish() throws(InputError) {
        try write()
        try output.finish()
    }
}
