/// What one verifier says of one sample.
public struct Outcome: Sendable, Equatable {
    /// How the check ended.
    public var status: Status
    /// The rule that decided.
    public var reason: Reason
    /// The family's own, finer reason, where it has one.
    public var familyReason: ReasonID = .none
    /// The reward, or nil where the check found none; always finite.
    public var reward: Double?
    /// Where the answer lies in the response, from a check that looks for it itself; nil from all others.
    public var answer: Span?

    /// An outcome with these parts.
    @inlinable
    public init(_ status: Status, _ reason: Reason, reward: Double? = nil, answer: Span? = nil) {
        self.status = status
        self.reason = reason
        self.reward = reward
        self.answer = answer
    }

    /// An outcome for a family's own reason.
    @inlinable
    public init(_ status: Status, _ reason: some FamilyReason, reward: Double? = nil, answer: Span? = nil) {
        self.init(status, reason.coarse, reward: reward, answer: answer)
        familyReason = reason.id
    }

    /// A comparison that was carried out: reward 1 when it holds, 0 when not.
    @inlinable
    public static func graded(_ holds: Bool, _ reason: Reason, answer: Span? = nil) -> Outcome {
        Outcome(.graded, reason, reward: holds ? 1 : 0, answer: answer)
    }

    /// A comparison that was carried out, decided by a family's own reason.
    @inlinable
    public static func graded(_ holds: Bool, _ reason: some FamilyReason, answer: Span? = nil) -> Outcome {
        Outcome(.graded, reason, reward: holds ? 1 : 0, answer: answer)
    }
}
