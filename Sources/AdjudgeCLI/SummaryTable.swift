import Adjudge
import AdjudgeBase
import AdjudgeFiles
import AdjudgeWire
import Foundation

/// A summary as a table for people.
enum SummaryTable {
    static func render(
        _ summary: Summary, _ groups: GroupMetrics?, scored: Int, seconds: Double, bytes: Int
    ) -> String {
        var lines: [String] = []
        func row(_ name: String, _ value: String) { lines.append(pad(name, 18) + value) }
        row("rows", "\(summary.rows)")
        row("passed", share(summary.passed, of: summary.rows))
        row("reward mean", summary.mean.map(number) ?? "none")
        row("reward std", summary.deviation.map(number) ?? "none")
        for part in summary.partMeans { row("  \(part.name)", part.mean.map(number) ?? "none") }
        if let groups { lines += GroupTable.lines(groups).map { pad($0.name, 18) + $0.value } }
        lines.append("status")
        for status in Status.allCases {
            let count = summary.statuses[Int(status.rawValue)]
            if count > 0 { row("  \(status.name)", share(count, of: summary.rows)) }
        }
        if summary.withoutModule * 20 >= summary.rows, summary.withoutModule > 0 {
            lines.append(
                "warning: \(share(summary.withoutModule, of: summary.rows)) programs ended because a Python module is not "
                    + "installed; \"packages\" and \"python\" of the grader say what must be there (see adjudge doctor)"
            )
        }
        if !summary.rewards.isEmpty {
            lines.append("reward")
            lines += histogram(summary)
        }
        let elapsed = max(seconds, 1e-6)
        row("speed", "\(Int(Double(scored) / elapsed)) rows/s, \(Int(Double(bytes) / elapsed / 1e6)) MB/s")
        return lines.joined(separator: "\n")
    }

    /// The warning that no row at all has a reward, and why; nil where one has, and of no rows. `--quiet` does not silence it.
    static func absence(_ summary: Summary) -> String? {
        guard summary.rows > 0, summary.rewarded == 0 else { return nil }
        let found = Status.allCases.compactMap { status in
            let count = summary.statuses[Int(status.rawValue)]
            return count > 0 ? "\(count) \(status.name)" : nil
        }
        return "adjudge: warning: none of \(summary.rows) rows has a reward: " + found.joined(separator: ", ")
    }

    /// One line for each distinct value when there are few, else for ten equal ranges.
    private static func histogram(_ summary: Summary) -> [String] {
        let values = summary.rewards.keys.sorted()
        var bars: [(label: String, count: Int)] = []
        if values.count <= 10 {
            bars = values.map { (number($0), summary.rewards[$0]!) }
        } else {
            let (low, high) = (values.first!, values.last!)
            let width = (high - low) / 10
            for bin in 0..<10 {
                let from = low + Double(bin) * width
                let inside = values.filter { min(9, Int(($0 - low) / width)) == bin }
                bars.append(("\(number(from)) …", inside.reduce(0) { $0 + summary.rewards[$1]! }))
            }
        }
        if summary.otherRewards > 0 { bars.append(("other", summary.otherRewards)) }
        let most = max(1, bars.map(\.count).max() ?? 1)
        return bars.map { bar in
            pad("  \(bar.label)", 18) + pad(share(bar.count, of: summary.rows), 22)
                + String(repeating: "#", count: bar.count * 30 / most)
        }
    }

    private static func share(_ count: Int, of total: Int) -> String {
        total > 0 ? "\(count) (\(String(format: "%.1f", Double(count) * 100 / Double(total))) %)" : "0"
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(format: "%.4f", value)
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}

/// The metrics of groups as lines of a table.
enum GroupTable {
    static func lines(_ groups: GroupMetrics) -> [(name: String, value: String)] {
        func share(_ count: Int) -> String {
            groups.groups > 0
                ? "\(count) (\(String(format: "%.1f", Double(count) * 100 / Double(groups.groups))) %)" : "0"
        }
        var lines = [
            (name: "groups", value: "\(groups.groups)"), ("  all right", share(groups.allRight)),
            ("  all wrong", share(groups.allWrong)), ("  one reward", share(groups.constant)),
        ]
        if groups.unscored > 0 { lines.append(("  without reward", "\(groups.unscored)")) }
        if groups.ungrouped > 0 { lines.append(("  rows in no group", "\(groups.ungrouped)")) }
        for metric in groups.attempts where !metric.name.contains("/") {
            lines.append(("  \(metric.name)", String(format: "%.4f", metric.value)))
        }
        return lines
    }
}
