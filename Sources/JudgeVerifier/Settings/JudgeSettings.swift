/// An operator's settings of judges: the servers, the bounds, the cache. No row and no grader can change it.
public struct JudgeSettings: Sendable {
    /// The servers, in the order of the document.
    var endpoints: [Endpoint] = []
    /// The name of the endpoint where a grader names none.
    var standard: String?
    /// The bounds on spending.
    var budget = JudgeBudget()
    /// The file of replies; nil for none.
    public var cache: String?
    /// Where replies come from.
    public var source = ReplySource.live
    /// Templates of questions by name, in place of ours.
    var templates: [String: QuestionTemplate] = [:]
    /// The questions with known answers that are asked between others.
    var canaries = CanarySettings()

    /// Settings without any endpoint.
    public init() {}

    /// The endpoint with that name; of nil the standard one.
    func endpoint(_ name: String?) -> Endpoint? {
        guard let name = name ?? standard else { return endpoints.first }
        return endpoints.first { $0.name == name }
    }
}

/// Where a judge's replies come from.
public enum ReplySource: Sendable, Equatable {
    /// The cache, and the servers for what it has not.
    case live
    /// The cache alone: what it has not is `unavailable`, so that a run repeats byte by byte without a network.
    case replay
    /// The cache; what it has not is written to this file, for a batch of OpenAI's or Bedrock's.
    case export(path: String)
}

/// The bounds on spending of one process; nil for none.
struct JudgeBudget: Sendable {
    var calls: Int?
    var tokens: Int?
    /// Dollars, by the endpoints' prices.
    var cost: Double?
}

/// How often a question with a known answer is asked, and what failures are borne.
struct CanarySettings: Sendable {
    /// One after so many calls; 0 for none.
    var every = 0
    /// The share of wrong answers to them above which the judge is not believed any more.
    var mostFailures = 0.1
    /// Fewer canaries than this say nothing.
    static let fewest = 10
}
