extension Verdict: CustomStringConvertible {
    /// One line: reward, status, reason, and the parts that the row reached.
    public var description: String {
        let parts = self.parts.map { "\($0.name)=\(Verdict.text($0.record.reward))" }
        return "\(Verdict.text(reward)) \(status.name) \(reasonName)"
            + (parts.isEmpty ? "" : " (" + parts.joined(separator: ", ") + ")")
    }

    private static func text(_ reward: Double?) -> String { reward.map { "\($0)" } ?? "no reward" }
}
