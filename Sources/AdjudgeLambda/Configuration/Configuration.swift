import Adjudge
import AdjudgeBase
import AdjudgeWire
import CTLS

/// What the function's environment variables say. Read once, at init.
public struct Configuration: Sendable {
    /// How results are handed back to a caller that awaits them.
    public enum ResultShape: String, Sendable, CaseIterable {
        /// The bare array, as most of AWS's pages have it.
        case array
        /// `{"statusCode": 200, "body": "…"}`, as the Nova 2 guide's judge example has it.
        case wrapped
    }

    /// `ADJUDGE_FAILURE_REWARD`: the reward of a sample that could not be verified; 0.
    public let failureReward: Double
    /// `ADJUDGE_MAX_UNSCORED_SHARE`: a batch of which a larger share could not be verified fails as a whole; 1, so that
    /// none does.
    public let maxUnscoredShare: Double
    /// `ADJUDGE_HOLDOUT_SHARE`: the share of prompts that is scored and reported apart, and never a target; 0.
    public let holdoutShare: Double
    /// `ADJUDGE_RESULT_SHAPE`: `array` or `wrapped`.
    public let resultShape: ResultShape
    /// `ADJUDGE_RESULT_QUEUE_URL`: the SQS queue that results of queue and bus events go to; https, but for this machine.
    public let resultQueue: HTTPAddress?
    /// `ADJUDGE_RESULT_URL`: the S3-compatible `https://host/bucket/prefix` that they go to.
    public let resultObjects: HTTPAddress?
    /// `ADJUDGE_THREADS`: threads that a batch is split over; 0 is one for each processor.
    public let threads: Int
    /// `AWS_LAMBDA_MAX_CONCURRENCY`: how many events are worked on at once.
    public let pollers: Int
    /// `ADJUDGE_DEADLINE_MARGIN_MS`: how long before the deadline the answer is sent, scored or not; 500.
    public let deadlineMargin: Int
    /// `ADJUDGE_REASONING_MARKERS`: `{"thought": [[OPEN, CLOSE]], "solution": [[OPEN, CLOSE]]}`; Nova's.
    public let reasoning: ReasoningMarkers
    /// `ADJUDGE_LOG_SAMPLES`: the share of samples that get a log line of their own, beside those in error; 0.01.
    public let sampleLogRate: Double
    /// `ADJUDGE_METRICS_NAMESPACE`: the CloudWatch namespace of the metrics; `Adjudge`; `none` writes no metrics.
    public let metricsNamespace: String?
    /// `ADJUDGE_METRICS_BY_GRADER`: whether metrics are also kept apart by grader; each grader is then billed as metrics
    /// of its own; false.
    public let metricsByGrader: Bool
    /// `ADJUDGE_METRICS_INTERVAL_MS`: how long at least lies between two lines of metrics; 0 writes one for each batch;
    /// 1000.
    public let metricsInterval: Int
    /// `ADJUDGE_BASELINE_SAMPLES`: how many samples the rewards of the run's beginning are averaged over; 0 for none; 512.
    public let baselineSamples: Int
    /// `ADJUDGE_BASELINE_REWARD`: that average where it is known, the same for all environments of a function.
    public let baselineReward: Double?
    /// `AWS_LAMBDA_LOG_FORMAT` and `AWS_LAMBDA_LOG_LEVEL`.
    public let log: LogSettings
    /// `AWS_LAMBDA_FUNCTION_NAME`.
    public let functionName: String
    /// `AWS_XRAY_DAEMON_ADDRESS`: where subsegments go; nil when it is not set.
    public let traceDaemon: HTTPAddress?
    /// Credentials and region, which Lambda sets.
    public let credentials: Credentials?

    /// Reads the environment. Throws on the first variable that does not say what it should.
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
        // Requests are signed and encrypted by OpenSSL: better missed now than at the first result.
        if let missing = ctls_load() {
            throw ConfigurationError(
                "ADJUDGE_RESULT_URL", found: String(cString: missing), expected: "OpenSSL 3 in the system")
        }
    }

    /// Every variable of this project that something in the function reads.
    static let names = [
        "ADJUDGE_GRADER", "ADJUDGE_FAILURE_REWARD", "ADJUDGE_MAX_UNSCORED_SHARE", "ADJUDGE_HOLDOUT_SHARE",
        "ADJUDGE_RESULT_SHAPE", "ADJUDGE_RESULT_QUEUE_URL", "ADJUDGE_RESULT_URL", "ADJUDGE_THREADS",
        "ADJUDGE_DEADLINE_MARGIN_MS", "ADJUDGE_REASONING_MARKERS", "ADJUDGE_LOG_SAMPLES", "ADJUDGE_METRICS_NAMESPACE",
        "ADJUDGE_METRICS_BY_GRADER", "ADJUDGE_METRICS_INTERVAL_MS", "ADJUDGE_BASELINE_SAMPLES",
        "ADJUDGE_BASELINE_REWARD",
        // The runner of programs, and the kernels.
        "ADJUDGE_PYTHON", "ADJUDGE_WARDEN", "ADJUDGE_CACHE", "ADJUDGE_SANDBOX_LEVEL", "ADJUDGE_ISA",
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

    /// The UDP address in `host:port` or `tcp:host:port udp:host:port`; nil where there is none.
    private static func daemon(_ text: String?) -> HTTPAddress? {
        guard let text else { return nil }
        let parts = text.split(separator: " ")
        let chosen = parts.first { $0.hasPrefix("udp:") }?.dropFirst(4) ?? parts.first { !$0.hasPrefix("tcp:") }
        return chosen.flatMap { HTTPAddress(authority: String($0)) }
    }
}
