import AdjudgeBase

/// The form in which a server takes requests and gives replies.
protocol WireShape: Sendable {
    /// The path below the endpoint's address, percent-encoded, with its query.
    func path(of request: ModelRequest, at endpoint: Endpoint) -> String
    /// The body: JSON, the same bytes for the same request.
    func write(_ request: ModelRequest, at endpoint: Endpoint, to object: inout ObjectWriter)
    /// The reply in a body that came with a status of success; throws where there is none.
    func read(_ body: JSONValue) throws(ReplyDefect) -> ModelReply
    /// A failure's own code, such as `ThrottlingException`, and its words.
    func failure(_ body: JSONValue) -> (code: String?, text: String?)
}

/// Why a body of success holds no reply.
struct ReplyDefect: Error, Sendable {
    /// The part that is missing, such as "no choices".
    let text: String
}

extension WireShape {
    /// By default `{"error": {"code": …, "message": …}}`, or the same without `error` around it.
    func failure(_ body: JSONValue) -> (code: String?, text: String?) {
        let error = body.member("error").flatMap { $0.kind == .object ? $0 : nil } ?? body
        let code = ["code", "type", "status", "__type"].lazy.compactMap { (key: StaticString) in
            error.member(key)?.decodedString
        }.first
        return (code, (error.member("message") ?? body.member("error"))?.decodedString)
    }
}

/// The numbers of a reply's `usage`.
extension JSONValue {
    /// The count that the member `key` holds; 0 where there is none. A server may say anything: what no reply can have is
    /// taken for the most that is added up without harm.
    func count(_ key: StaticString) -> Int {
        let most = 1 << 32
        guard let value = member(key)?.numberText.flatMap({ Double($0.string) }), value > 0 else { return 0 }
        return value < Double(most) ? Int(value) : most
    }
}
