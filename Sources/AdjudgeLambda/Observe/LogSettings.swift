/// The format and level of log lines, from the environment variables that Lambda's logging settings set.
public struct LogSettings: Sendable, Equatable {
    /// The severity of a line.
    public enum Level: Int, Sendable, CaseIterable {
        case trace, debug, info, warn, error, fatal

        /// The name in a line.
        var name: StaticString {
            switch self {
            case .trace: "TRACE"
            case .debug: "DEBUG"
            case .info: "INFO"
            case .warn: "WARN"
            case .error: "ERROR"
            case .fatal: "FATAL"
            }
        }
    }

    /// True for JSON lines, false for text.
    public let json: Bool
    /// The lowest level that is written.
    public let level: Level

    /// `AWS_LAMBDA_LOG_FORMAT` (JSON unless it says Text) and `AWS_LAMBDA_LOG_LEVEL` (INFO unless it says another).
    init(_ environment: Environment) {
        json = environment["AWS_LAMBDA_LOG_FORMAT"]?.lowercased() != "text"
        let wanted = environment["AWS_LAMBDA_LOG_LEVEL"]?.uppercased()
        level = Level.allCases.first { "\($0.name)" == wanted } ?? .info
    }
}
