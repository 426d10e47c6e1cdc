/// The result of one check on one sample.
public struct Outcome: Sendable, Equatable {
    /// How the check ended.
    public var status: Status
    /// The rule that decided, as a coarse reason.
    public var reason: Reason
    /// The family's own, finer reason, if it has one.
    public var familyReason: ReasonID = .none
    /// The reward, always finite; nil when the check could not determine one.
    public var reward: Double?
    /// The place of the answer in the response, set only by checks that search for it themselves.
    public var answer: Span?

    /// An outcome from its parts.
    @inlinable
    public init(_ status: Status, _ reason: Reason, reward: Double? = nil, answer: Span? = nil) {
        self.status = status
        self.reason = reason
        self.reward = reward
        self.answer = answer
    }

    /// An outcome with a family's own reason.
    @inlinable
    public init(_ status: Status, _ reason: some FamilyReason, reward: Double? = nil, answer: Span? = nil) {
        self.init(status, reason.coarse, reward: reward, answer: answer)
        familyReason = reason.id
    }

    /// The outcome of a completed comparison: reward 1 when it holds, else 0.
    @inlinable
    public static func graded(_ holds: Bool, _ reason: Reason, answer: Span? = nil) -> Outcome {
        Outcome(.graded, reason, reward: holds ? 1 : 0, answer: answer)
    }

    /// The outcome of a completed comparison, with a family's own reason.
    @inlinable
    public static func graded(_ holds: Bool, _ reason: some FamilyReason, answer: Span? = nil) -> Outcome {
        Outcome(.graded, reason, reward: holds ? 1 : 0, answer: answer)
    }
}
