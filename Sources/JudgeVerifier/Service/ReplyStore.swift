import AdjudgeBase
import Glibc

/// Where replies come from beside the network, and where questions go that are not asked now.
final class ReplyStore {
    private var cache: ReplyCache?
    private var recent = RecentReplies()
    private let source: ReplySource
    private var export: BatchWriter?
    /// Why the cache or the batch file cannot be used.
    private(set) var problem: String?

    init(_ settings: JudgeSettings) {
        source = settings.source
        do throws(JudgeFailure) {
            if let path = settings.cache {
                guard source != .replay || access(path, F_OK) == 0 else {
                    throw JudgeFailure(.unavailable, "there is no cache \(path) to replay")
                }
                cache = try ReplyCache(path: path)
            }
            if case .export(let path) = source { export = try BatchWriter(path: path) }
        } catch {
            problem = error.text
        }
        if source == .replay, cache == nil, problem == nil { problem = "there is no cache to replay" }
    }

    /// The reply that is kept to a question. One that was refused, cut off or empty is asked for again, except by a replay.
    func reply(to key: ReplyKey, _ parser: JSONParser) -> ModelReply? {
        guard let cache else { return recent.reply(to: key) }
        guard let reply = cache.reply(to: key, parser) else { return nil }
        return source == .replay || reply.ending == .complete && !reply.text.isEmpty ? reply : nil
    }

    func keep(_ reply: ModelReply, to key: ReplyKey) {
        guard let cache else { return recent.keep(reply, to: key) }
        cache.keep(reply, to: key)
        if cache.isBroken { problem = "a row could not be written to the cache" }
    }

    /// Notes that the judge of an endpoint is not believed.
    func distrust(_ endpoint: String, _ failure: JudgeFailure) { cache?.distrust(endpoint, failure.text) }

    /// Why replies of this endpoint are not believed, though some are kept: an earlier run with this cache found its judge
    /// out. A replay repeats what that run said.
    func distrust(of endpoint: String) -> JudgeFailure? {
        guard source == .live else { return nil }
        return untrusted(endpoint, "; another judge wants another cache")
    }

    private func untrusted(_ endpoint: String, _ advice: String = "") -> JudgeFailure? {
        cache?.untrusted[endpoint].map { JudgeFailure(.untrusted, $0 + advice) }
    }

    /// Why a question that the cache does not answer is not asked now; nil where it is.
    func refusal(of key: ReplyKey) -> JudgeFailure? {
        // Paid replies that nobody could keep would be paid again.
        if let problem { return JudgeFailure(.unavailable, problem) }
        switch source {
        case .live: return nil
        case .replay:
            return untrusted(key.endpoint) ?? JudgeFailure(.notCached, "the cache has no reply to this question")
        case .export:
            export?.write(key)
            if export?.isBroken == true { return JudgeFailure(.unavailable, "the batch file cannot be written") }
            return JudgeFailure(.exported, "the question was written to the batch file")
        }
    }
}
