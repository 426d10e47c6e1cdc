import Adjudge
import AdjudgeBase
import Loopback

@testable import JudgeVerifier

/// A server in the shape of OpenAI's whose model says what a test wants said.
final class JudgeServer: Sendable {
    /// What becomes of one call: the model's words, or an answer of HTTP's; nil closes the connection.
    enum Saying: Sendable {
        case words(String)
        case finished(String, because: String)
        case whole(String)
        /// An answer that ends with the connection.
        case torn(String)
        case reset
    }

    let server: Loopback
    private let seen: Guarded<[String]>

    /// How many calls came.
    var calls: Int { seen.withLock { $0.count } }
    /// Their bodies.
    var bodies: [String] { seen.withLock { $0 } }

    /// A server; `say` gets the number of the call, from 0, and its body.
    init(_ say: @escaping @Sendable (Int, String) -> Saying) throws {
        let seen = Guarded<[String]>([])
        self.seen = seen
        server = try Loopback { request, peer in
            let body = String(decoding: request.body, as: UTF8.self)
            let number = seen.withLock { seen in
                seen.append(body)
                return seen.count - 1
            }
            switch say(number, body) {
            case .words(let text): peer.say(answer(200, JudgeServer.reply(text, "stop")))
            case .finished(let text, let reason): peer.say(answer(200, JudgeServer.reply(text, reason)))
            case .whole(let text): peer.say(text)
            case .torn(let text):
                peer.say(text)
                return false
            case .reset:
                peer.reset()
                return false
            }
            return true
        }
    }

    static func reply(_ text: String, _ reason: String) -> String {
        var object = ObjectWriter()
        object.add("model", "m")
        object.add("choices", each: [text]) { choice, text in
            choice.add("message") { $0.add("content", text) }
            choice.add("finish_reason", reason)
        }
        object.add("usage") { usage in
            usage.add("prompt_tokens", 100.0)
            usage.add("completion_tokens", 10.0)
        }
        return String(decoding: object.finished(), as: UTF8.self)
    }
}

/// An engine whose grader asks a server of a test's.
struct JudgedEngine {
    let engine: Engine
    let service: JudgeService

    /// `endpoint` and `settings` are members beside those that every test has.
    init(
        _ grader: String, at port: UInt16, endpoint: String = "", settings: String = "",
        source: ReplySource = .live, threads: Int = 2
    ) throws {
        let text = OwnedBytes(
            #"{"endpoints":{"e":{"url":"http://127.0.0.1:\#(port)/v1","model":"m"\#(endpoint)}}\#(settings)}"#)
        defer { withExtendedLifetime(text) {} }
        var read = try JudgeSettings(json: text.view)
        read.source = source
        let service = JudgeService(read)
        self.service = service
        engine = try JudgeService.$ofTask.withValue(service) { try Engine(grader: grader, threads: threads) }
    }

    /// Verdicts on responses, all to one reference unless there are several.
    func score(_ responses: [String], _ references: [String?], item: String = #"{"question":"What is it?"}"#) throws
        -> [Verdict]
    {
        try engine.score(
            responses: responses, references: references, items: Array(repeating: item, count: responses.count))
    }
}
