import Foundation

/// A line on a terminal's standard error that says how far a run is; nothing where there is no terminal.
struct ProgressLine {
    private let started = Date()
    private let isTerminal = isatty(2) == 1
    private let totalBytes: Int?
    private var lastShown = Date.distantPast

    /// A line for a run over `input`. The time left is shown for plain files, whose size says how much is to come.
    init(input: String) {
        let attributes = try? FileManager.default.attributesOfItem(atPath: input)
        let isCompressed = input.hasSuffix(".gz") || input.hasSuffix(".zst")
        totalBytes = input == "-" || isCompressed ? nil : attributes?[.size] as? Int
    }

    /// Shows the state, at most ten times a second.
    mutating func update(rows: Int, bytes: Int) {
        guard isTerminal, Date().timeIntervalSince(lastShown) > 0.1 else { return }
        lastShown = Date()
        let seconds = max(Date().timeIntervalSince(started), 0.001)
        var text = "\(rows) rows, \(Int(Double(rows) / seconds)) rows/s"
        if let totalBytes, totalBytes > 0, bytes > 0 {
            let share = min(1, Double(bytes) / Double(totalBytes))
            let filled = Int(share * 30)
            let left = Int(seconds / share - seconds)
            text =
                "[\(String(repeating: "=", count: filled))\(String(repeating: " ", count: 30 - filled))] "
                + "\(Int(share * 100)) %, " + text + ", \(left) s left"
        }
        writeError("\r\u{1B}[K\(text)")
    }

    /// Takes the line away.
    func clear() {
        if isTerminal { writeError("\r\u{1B}[K") }
    }
}
