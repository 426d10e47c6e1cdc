extension Verdict: CustomStringConvertible {
    /// One line: reward, status, reason, the parts that the row reached, and the advantage where it has one.
    public var description: String {
        let parts = self.parts.map { "\($0.name)=\(Verdict.text($0.record.reward))" }
        return "\(Verdict.text(reward)) \(status.name) \(reasonName)"
            + (parts.isEmpty ? "" : " (" + parts.joined(separator: ", ") + ")")
            + (group?.advantage.map { " advantage \($0)" } ?? "")
    }

    private static func text(_ reward: Double?) -> String { reward.map { "\($0)" } ?? "no reward" }
}
