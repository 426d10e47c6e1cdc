import AdjudgeBase
import AdjudgeHTTP

/// The judges of a process: the operator's settings and, for each process, the desk where calls are made.
///
/// Graders that are compiled while it is the standard one ask here. Safe to use from any thread.
public final class JudgeService: Sendable {
    /// The operator's settings.
    public let settings: JudgeSettings
    private let ofProcess: PerProcess<CallDesk>

    /// The judges that `settings` describes.
    public init(_ settings: JudgeSettings) {
        self.settings = settings
        ofProcess = PerProcess { CallDesk(settings) }
        // Here and not by two threads at once, each of which would open the files.
        _ = ofProcess.value
    }

    /// This process's desk: a child of fork makes its own calls.
    var desk: CallDesk { ofProcess.value }

    /// The questions and costs of this process.
    public var tally: JudgeTally { desk.tally }

    /// Why the cache cannot be used; nil where it can, or there is none.
    public var cacheProblem: String? { desk.cacheProblem }

    /// The names of the endpoints, with their addresses and models, for people.
    public var endpoints: [(name: String, address: String, model: String?)] {
        settings.endpoints.map { ($0.name, $0.url, $0.model) }
    }

    /// Why no server can be called from this machine; nil where one can.
    public static var libraryProblem: String? { HTTPClient.problem() }

    /// The version of the library that calls servers; nil before it is loaded.
    public static var libraryVersion: String? { HTTPClient.libraryVersion }

    // MARK: The standard one

    /// The judges that graders ask which are compiled by the task at hand, before those of the process.
    @TaskLocal public static var ofTask: JudgeService?

    private static let chosen = Guarded<Choice>(.none)

    private enum Choice {
        case none
        case service(JudgeService)
    }

    /// The judges that graders compiled from now on ask; nil where nobody configured any.
    ///
    /// A door that has settings sets it before it compiles a grader; else the environment does, at the first use.
    public static func standard() throws(DocumentError) -> JudgeService? {
        if let ofTask { return ofTask }
        if case .service(let service) = chosen.withLock({ $0 }) { return service }
        guard let settings = try JudgeSettings.ofEnvironment() else { return nil }
        let service = JudgeService(settings)
        return chosen.withLock { choice in
            if case .service(let other) = choice { return other }
            choice = .service(service)
            return service
        }
    }

    /// Makes these the judges that graders ask; nil for those of the environment.
    public static func setStandard(_ service: JudgeService?) {
        chosen.withLock { $0 = service.map { .service($0) } ?? .none }
    }

    /// The questions and costs of the standard judges; nil where there are none.
    public static var standardTally: JudgeTally? {
        if case .service(let service) = chosen.withLock({ $0 }) { service.tally } else { nil }
    }
}
