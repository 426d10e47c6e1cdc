import Foundation

/// A progress line on standard error, if that is a terminal.
struct ProgressLine {
    private let started = Date()
    private let isTerminal: Bool
    private let totalBytes: Int?
    private var lastShown = Date.distantPast

    /// A line for a run over `inputs`. The time left is shown for plain files only, whose size is known.
    init(inputs: [String], isShown: Bool) {
        isTerminal = isShown && isatty(2) == 1
        let sizes = inputs.map { input in
            input == "-" || input.hasSuffix(".gz") || input.hasSuffix(".zst")
                ? nil : (try? FileManager.default.attributesOfItem(atPath: input))?[.size] as? Int
        }
        totalBytes = sizes.contains { $0 == nil } ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) }
    }

    /// Updates the line, at most ten times a second.
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

    /// Erases the line.
    func clear() {
        if isTerminal { writeError("\r\u{1B}[K") }
    }
}
