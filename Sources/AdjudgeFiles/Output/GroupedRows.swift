import Adjudge
import AdjudgeBase
import AdjudgeWire

/// Rows that are scored and wait for the others of their group: each is written in its turn, with what the group adds to
/// it. Where the group's size is known, rows go once it is whole; else, and where an advantage depends on all rows, at the
/// end.
final class GroupedRows {
    /// All rows so far, by group.
    private(set) var ledger: GroupLedger
    private let settings: GroupSettings
    private let plan: Plan
    private let output: OutputFile
    /// The chunks that hold rows which are not written yet, and where in the first one the next row begins.
    private var held: ArraySlice<OwnedBytes> = []
    private var offset = 0
    /// The next row to write.
    private var next = 0
    /// The results of groups that are being written, from their first row that is not written.
    private var results: [Int: ArraySlice<GroupLedger.Result>] = [:]

    init(_ settings: GroupSettings, _ plan: Plan, _ output: OutputFile) {
        self.settings = settings
        self.plan = plan
        self.output = output
        ledger = GroupLedger(settings)
    }

    /// Whether rows wait for what their group adds to them.
    var addsToRows: Bool { settings.addsToRows }
    /// How many rows are scored and not written.
    var heldRows: Int { settings.addsToRows ? ledger.entries.count - next : 0 }

    /// Takes a row over that an earlier run had written.
    func pass(_ row: WrittenRow, _ fact: GroupFact) throws(InputError) {
        var parts = [Double](repeating: .nan, count: plan.partNames.count)
        for part in row.parts { parts[part.index] = part.reward ?? .nan }
        ledger.add(fact, reward: row.reward, passed: row.passed, partRewards: parts)
        try refuseSurplus(from: ledger.entries.count - 1)
        next = ledger.entries.count
    }

    /// Takes rows over that are scored, and writes those whose groups are there.
    func take(_ rows: JSONLSource, _ verdicts: VerdictBatch) throws(InputError) {
        let first = ledger.entries.count
        ledger.add(verdicts, plan)
        guard settings.addsToRows else {
            return try rows.forEachChunk { bytes throws(InputError) in try output.write(bytes) }
        }
        try rows.forEachChunk { bytes in held.append(OwnedBytes(bytes)) }
        try refuseSurplus(from: first)
        guard let size = settings.size, !settings.needsWholeBatch else { return }
        try write { [ledger] group in ledger.size(ofGroup: group) >= size }
    }

    /// Writes what waits; of a run that stopped before its end, only rows whose groups are whole.
    func finish(isWhole: Bool) throws(InputError) {
        guard settings.addsToRows, isWhole else { return }
        if settings.needsWholeBatch {
            let all = ledger.results()
            for group in ledger.members.indices {
                let rows = ledger.members[group].filter { $0 >= next }
                results[group] = rows.map { all[$0] }[...]
            }
        }
        try write { _ in true }
    }

    /// A row whose group has been written without it would have a wrong advantage, and so would they.
    private func refuseSurplus(from first: Int) throws(InputError) {
        guard let size = settings.size else { return }
        for row in first..<ledger.entries.count {
            guard let group = ledger.entries[row].group, ledger.size(ofGroup: group) > size else { continue }
            throw InputError(
                description:
                    "row \(ledger.members[group][size]): its group has more than \(size) rows, expected the size that the grader or "
                    + "--group-size says, or none", cause: .rows)
        }
    }

    private func write(where isReady: (Int) -> Bool) throws(InputError) {
        var writer = ByteWriter(capacity: 1 << 16)
        while next < ledger.entries.count {
            var result = GroupLedger.Result()
            if let group = ledger.entries[next].group {
                guard isReady(group) else { break }
                result = self.result(next, of: group)
            }
            appendRow(result, to: &writer)
            next += 1
            if writer.count > 1 << 16 {
                try output.write(writer.bytes)
                writer.removeAll()
            }
        }
        if writer.count > 0 { try output.write(writer.bytes) }
    }

    /// The result of row `row`, its group's first one that is not written.
    private func result(_ row: Int, of group: Int) -> GroupLedger.Result {
        if results[group] == nil {
            let written = ledger.members[group].firstIndex(of: row) ?? 0
            results[group] = ledger.results(ofGroup: group)[written...]
        }
        let result = results[group]?.popFirst() ?? GroupLedger.Result()
        if results[group]?.isEmpty == true { results[group] = nil }
        return result
    }

    /// Appends the next row that is held, the group's members before its end.
    private func appendRow(_ result: GroupLedger.Result, to writer: inout ByteWriter) {
        guard let chunk = held.first else { return }
        withExtendedLifetime(chunk) {
            let rest = chunk.view.suffix(from: offset)
            let line = rest.find(Bytes("\n")) ?? rest.count
            writer.append(rest[0..<max(0, line - 1)])
            writer.append(result, settings)
            writer.append("}\n")
            offset += line + 1
            if offset >= chunk.view.count {
                held.removeFirst()
                offset = 0
            }
        }
    }
}
