import Adjudge
import AdjudgeBase
import AdjudgeHTTP
import AdjudgeWire
import CTLS

/// The function's configuration, from its environment variables. Read once, at init.
public struct Configuration: Sendable {
    /// The form in which results are returned to a caller that awaits them.
    public enum ResultShape: String, Sendable, CaseIterable {
        /// A bare array, as most of AWS's documentation has it.
        case array
        /// `{"statusCode": 200, "body": "…"}`, as the judge example of the Nova 2 guide has it.
        case wrapped
    }

    /// `ADJUDGE_FAILURE_REWARD`: the reward of a sample that could not be verified. Default 0.
    public let failureReward: Double
    /// `ADJUDGE_MAX_UNSCORED_SHARE`: the largest share of unverified samples in a batch; beyond it the whole batch
    /// fails. Default 1: no batch fails.
    public let maxUnscoredShare: Double
    /// `ADJUDGE_HOLDOUT_SHARE`: the share of held-out prompts, which are scored and reported apart and never trained
    /// on. Default 0.
    public let holdoutShare: Double
    /// `ADJUDGE_RESULT_SHAPE`: `array` or `wrapped`.
    public let resultShape: ResultShape
    /// `ADJUDGE_RESULT_QUEUE_URL`: the SQS queue for results of queue and bus events; https, except on this machine.
    public let resultQueue: HTTPAddress?
    /// `ADJUDGE_RESULT_URL`: the S3-compatible prefix for the same results, `https://host/bucket/prefix`.
    public let resultObjects: HTTPAddress?
    /// `ADJUDGE_THREADS`: the number of threads that share a batch; 0 is one for each processor.
    public let threads: Int
    /// `AWS_LAMBDA_MAX_CONCURRENCY`: the number of events that are worked on at once.
    public let pollers: Int
    /// `ADJUDGE_DEADLINE_MARGIN_MS`: how long before the deadline the answer is sent, complete or not. Default 500.
    public let deadlineMargin: Int
    /// `ADJUDGE_REASONING_MARKERS`: `{"thought": [[OPEN, CLOSE]], "solution": [[OPEN, CLOSE]]}`. Default: Nova's.
    public let reasoning: ReasoningMarkers
    /// `ADJUDGE_LOG_SAMPLES`: the share of samples that get a log line; samples in error always get one. Default 0.01.
    public let sampleLogRate: Double
    /// `ADJUDGE_METRICS_NAMESPACE`: the CloudWatch namespace of the metrics; `none` writes none. Default `Adjudge`.
    public let metricsNamespace: String?
    /// `ADJUDGE_METRICS_BY_GRADER`: whether metrics have the grader as a dimension; CloudWatch then bills each grader's
    /// metrics separately. Default false.
    public let metricsByGrader: Bool
    /// `ADJUDGE_METRICS_INTERVAL_MS`: the shortest time between two metric lines; 0: one for each batch. Default 1000.
    public let metricsInterval: Int
    /// `ADJUDGE_BASELINE_SAMPLES`: the number of first rewards that the baseline averages; 0: none. Default 512.
    public let baselineSamples: Int
    /// `ADJUDGE_BASELINE_REWARD`: the baseline where it is known; all environments of a function then share it.
    public let baselineReward: Double?
    /// `AWS_LAMBDA_LOG_FORMAT` and `AWS_LAMBDA_LOG_LEVEL`.
    public let log: LogSettings
    /// `AWS_LAMBDA_FUNCTION_NAME`.
    public let functionName: String
    /// `AWS_XRAY_DAEMON_ADDRESS`: the address that subsegments are sent to; nil when it is not set.
    public let traceDaemon: HTTPAddress?
    /// Credentials and region, which Lambda sets.
    public let credentials: Credentials?

    /// Reads the environment. Throws on the first variable with an unusable value.
    public init(_ environment: Environment) throws(ConfigurationError) {
        try environment.refuseUnknown("ADJUDGE_", known: Configuration.names)
        failureReward = try environment.number("ADJUDGE_FAILURE_REWARD", in: -1e300...1e300, or: 0)
        maxUnscoredShare = try environment.number("ADJUDGE_MAX_UNSCORED_SHARE", in: 0...1, or: 1)
        holdoutShare = try environment.number("ADJUDGE_HOLDOUT_SHARE", in: 0...0.5, or: 0)
        resultShape = try environment.choice("ADJUDGE_RESULT_SHAPE", or: .array)
        resultQueue = try environment.target("ADJUDGE_RESULT_QUEUE_URL")
        resultObjects = try environment.target("ADJUDGE_RESULT_URL")
        threads = try environment.integer("ADJUDGE_THREADS", in: 0...1024, or: 0)
        pollers = try environment.integer("AWS_LAMBDA_MAX_CONCURRENCY", in: 1...1024, or: 1)
        deadlineMargin = try environment.integer("ADJUDGE_DEADLINE_MARGIN_MS", in: 0...600_000, or: 500)
        sampleLogRate = try environment.number("ADJUDGE_LOG_SAMPLES", in: 0...1, or: 0.01)
        let namespace = environment["ADJUDGE_METRICS_NAMESPACE"] ?? "Adjudge"
        metricsNamespace = namespace == "none" ? nil : namespace
        metricsByGrader = try environment.flag("ADJUDGE_METRICS_BY_GRADER", or: false)
        metricsInterval = try environment.integer("ADJUDGE_METRICS_INTERVAL_MS", in: 0...600_000, or: 1000)
        baselineSamples = try environment.integer("ADJUDGE_BASELINE_SAMPLES", in: 0...1_000_000_000, or: 512)
        baselineReward =
            environment["ADJUDGE_BASELINE_REWARD"] == nil
            ? nil : try environment.number("ADJUDGE_BASELINE_REWARD", in: -1e300...1e300, or: 0)
        reasoning = try Configuration.markers(environment)
        log = LogSettings(environment)
        functionName = environment["AWS_LAMBDA_FUNCTION_NAME"] ?? "function"
        traceDaemon = Configuration.daemon(environment["AWS_XRAY_DAEMON_ADDRESS"])
        credentials = Credentials(environment)
        if resultQueue != nil, resultObjects != nil {
            throw ConfigurationError(
                "ADJUDGE_RESULT_URL", found: "a URL beside ADJUDGE_RESULT_QUEUE_URL", expected: "one of the two")
        }
        guard resultQueue != nil || resultObjects != nil else { return }
        if credentials == nil {
            throw ConfigurationError(
                "AWS_ACCESS_KEY_ID", found: "nothing", expected: "credentials, as results go to another service")
        }
        // Results are signed and encrypted by OpenSSL. If it is missing, fail at init rather than at the first result.
        if let missing = ctls_load() {
            throw ConfigurationError(
                "ADJUDGE_RESULT_URL", found: String(cString: missing), expected: "OpenSSL 3 in the system")
        }
    }

    /// All variables of this project that any part of the function reads.
    static let names = [
        "ADJUDGE_GRADER", "ADJUDGE_FAILURE_REWARD", "ADJUDGE_MAX_UNSCORED_SHARE", "ADJUDGE_HOLDOUT_SHARE",
        "ADJUDGE_RESULT_SHAPE", "ADJUDGE_RESULT_QUEUE_URL", "ADJUDGE_RESULT_URL", "ADJUDGE_THREADS",
        "ADJUDGE_DEADLINE_MARGIN_MS", "ADJUDGE_REASONING_MARKERS", "ADJUDGE_LOG_SAMPLES", "ADJUDGE_METRICS_NAMESPACE",
        "ADJUDGE_METRICS_BY_GRADER", "ADJUDGE_METRICS_INTERVAL_MS", "ADJUDGE_BASELINE_SAMPLES",
        "ADJUDGE_BASELINE_REWARD",
        // Read by the program runner and by the kernels.
        "ADJUDGE_PYTHON", "ADJUDGE_WARDEN", "ADJUDGE_CACHE", "ADJUDGE_SANDBOX_LEVEL", "ADJUDGE_ISA",
        // Read by judges.
        "ADJUDGE_JUDGES", "ADJUDGE_JUDGE_URL", "ADJUDGE_JUDGE_MODEL", "ADJUDGE_JUDGE_KEY",
    ]

    private static func markers(_ environment: Environment) throws(ConfigurationError) -> ReasoningMarkers {
        let name = "ADJUDGE_REASONING_MARKERS"
        guard let text = environment[name] else { return .nova }
        do {
            return try withBytes(of: text) { bytes throws(DocumentError) in
                try ReasoningMarkers(DocumentNode(try Grader(json: bytes).document))
            }
        } catch {
            throw ConfigurationError(
                name, found: "\(error.path): \(Log.bounded(error.found))", expected: error.expected)
        }
    }

    /// The UDP address in `host:port` or `tcp:host:port udp:host:port`; nil when the text has none.
    private static func daemon(_ text: String?) -> HTTPAddress? {
        guard let text else { return nil }
        let parts = text.split(separator: " ")
        let chosen = parts.first { $0.hasPrefix("udp:") }?.dropFirst(4) ?? parts.first { !$0.hasPrefix("tcp:") }
        return chosen.flatMap { HTTPAddress(authority: String($0)) }
    }
}
