/// How a reward becomes an advantage over the other responses to the same prompt.
///
/// Rewards that are not there take no part: neither in means nor in deviations, and their rows have no advantage.
public enum Advantage: String, Sendable, CaseIterable {
    /// (r − mean) / (std + ε), with Bessel's correction. Sources: DeepSeekMath (arXiv 2402.03300), TRL `GRPOTrainer`.
    case grpo
    /// r − mean: GRPO without the deviation. Source: Dr. GRPO (arXiv 2503.20783).
    case drGRPO = "dr_grpo"
    /// r less the mean of the others. Source: RLOO (arXiv 2402.14740).
    case rloo
    /// r − mean, as prime-rl and verifiers have it.
    case meanCentre = "mean_centre"
    /// Every part normalised in its group, weighed and added, and the sum normalised over the batch. Source: TRL
    /// `multi_objective_aggregation="normalize_then_sum"`.
    case gdpo

    /// The rewards whose deviation GRPO divides by.
    public enum Scale: String, Sendable, CaseIterable {
        case group
        case batch
        case none
    }

    /// The advantages of one group's rewards; nil where there is none. `deviation` is what GRPO divides by; nil: that of
    /// the group. One reward alone has no deviation and nobody to be better than. O(rewards.count).
    func advantages(of rewards: [Double?], scale: Scale, epsilon: Double, batchDeviation: Double?) -> [Double?] {
        let moments = Moments(rewards.compactMap { $0 })
        guard let mean = moments.mean else { return rewards }
        switch self {
        case .drGRPO, .meanCentre: return rewards.map { $0.map { $0 - mean } }
        case .rloo:
            guard moments.count > 1 else { return rewards.map { _ in nil } }
            let others = Double(moments.count) / Double(moments.count - 1)
            return rewards.map { $0.map { ($0 - mean) * others } }
        case .grpo, .gdpo:
            let deviation: Double?
            switch scale {
            case .group: deviation = moments.sampleDeviation
            case .batch: deviation = batchDeviation
            case .none: return rewards.map { $0.map { $0 - mean } }
            }
            guard let deviation else { return rewards.map { _ in nil } }
            return rewards.map { $0.map { ($0 - mean) / (deviation + epsilon) } }
        }
    }
}
