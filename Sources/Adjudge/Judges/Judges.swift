import AdjudgeBase
import JudgeVerifier

/// The judges of this process: the models that graders may ask, as the operator configured them.
///
/// A grader names an endpoint and never an address or a key. Without a call of ``configure(_:)`` the environment decides:
/// `ADJUDGE_JUDGES` names a file of settings, or `ADJUDGE_JUDGE_URL`, `ADJUDGE_JUDGE_MODEL` and `ADJUDGE_JUDGE_KEY` give
/// one endpoint.
public enum Judges {
    /// An operator's settings.
    public typealias Settings = JudgeSettings
    /// Where replies come from: the servers, or the cache alone.
    public typealias Source = ReplySource
    /// The questions and their cost.
    public typealias Tally = JudgeTally

    /// Makes `settings` those of the graders that are compiled from now on; nil for those of the environment.
    public static func configure(_ settings: Settings?) {
        JudgeService.setStandard(settings.map { JudgeService($0) })
    }

    /// The questions and costs of this process so far; nil where nothing was configured or asked.
    public static var tally: Tally? { JudgeService.standardTally }

    /// The configured endpoints, with their addresses and models; empty where there are none. Throws where the
    /// environment's settings are wrong.
    public static func endpoints() throws(DocumentError) -> [(name: String, address: String, model: String?)] {
        try JudgeService.standard()?.endpoints ?? []
    }

    /// Why judges cannot be asked on this machine: the library that is missing, and the package that has it; nil where
    /// they can. Loads it, which takes milliseconds.
    public static var problem: String? { JudgeService.libraryProblem }

    /// The version of the library that calls judges; nil before it is loaded.
    public static var library: String? { JudgeService.libraryVersion }

    /// Why the cache of the configured judges cannot be used; nil where it can, or there is none.
    public static var cacheProblem: String? { (try? JudgeService.standard())??.cacheProblem }
}

extension Judges {
    /// A function of the host program's that endpoints of the kind `function` ask.
    public typealias Function = HostJudge.Function

    /// Sets the function of this process; nil for none. It must return at once; see ``reply(to:_:failure:)``.
    public static func setFunction(_ function: Function?) { HostJudge.set(function) }

    /// Gives a call of the function its reply, a chat completion as JSON; nil, with what happened, where there is none.
    /// False for a call that nobody waits for.
    @discardableResult
    public static func reply(to call: UInt64, _ body: [UInt8]?, failure: String = "") -> Bool {
        HostJudge.reply(to: call, body, failure: failure)
    }
}

extension Judges {
    /// The counts of an import of a batch's replies.
    public typealias BatchReport = BatchImport.Report
    /// Why nothing can be imported.
    public typealias BatchError = BatchImport.Failure

    /// Adds the replies of a batch to the cache of `settings`: `questions` is the batch file that was exported for
    /// `endpoint`, nil for the standard one.
    public static func importBatch(
        _ questions: String, replies: [String], endpoint: String?, _ settings: Settings
    ) throws(BatchError) -> BatchReport {
        try BatchImport.run(questions: questions, replies: replies, endpoint: endpoint, settings)
    }
}
