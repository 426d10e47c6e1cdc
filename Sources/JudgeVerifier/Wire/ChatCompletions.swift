import AdjudgeBase
import AdjudgeHTTP

/// OpenAI's chat completions, as vLLM, SGLang, TGI, Bedrock and Azure have them too.
///
/// Source: OpenAI's API reference, "Create chat completion"; vLLM's "OpenAI-Compatible Server" for `structured_outputs`.
struct ChatCompletions: WireShape {
    /// Azure's path names the deployment in place of the model.
    var isAzure = false

    func path(of request: ModelRequest, at endpoint: Endpoint) -> String {
        guard isAzure else { return "/chat/completions" }
        let (name, version) = (endpoint.deployment ?? request.model, endpoint.apiVersion ?? Endpoint.standardAPIVersion)
        return "/openai/deployments/" + PercentEncoding.encode(name)
            + "/chat/completions?api-version=" + PercentEncoding.encode(version)
    }

    func write(_ request: ModelRequest, at endpoint: Endpoint, to object: inout ObjectWriter) {
        object.add("model", request.model)
        object.add("messages", each: request.messages) { message, from in
            message.add("role", from.role.rawValue)
            message.add("content", from.text)
        }
        let sampling = request.sampling
        if let temperature = sampling.temperature { object.add("temperature", temperature) }
        if let topP = sampling.topP { object.add("top_p", topP) }
        if let seed = sampling.seed { object.add("seed", Double(seed)) }
        if let most = sampling.maxTokens { object.add(endpoint.maxTokensField, Double(most)) }
        if let effort = sampling.effort { object.add("reasoning_effort", effort) }
        if request.firstTokens > 0 {
            object.add("logprobs", true)
            object.add("top_logprobs", Double(request.firstTokens))
        }
        switch (request.form, endpoint.structured) {
        case (.json(let name, let schema), .schema):
            object.add("response_format") { format in
                format.add("type", "json_schema")
                format.add("json_schema") { inner in
                    inner.add("name", name)
                    inner.add("strict", true)
                    inner.add("schema", json: schema)
                }
            }
        case (.json, .object): object.add("response_format") { $0.add("type", "json_object") }
        case (.json(_, let schema), .guided): object.add("structured_outputs") { $0.add("json", json: schema) }
        case (.labels(let labels), .guided): object.add("structured_outputs") { $0.add("choice", labels) }
        default: break
        }
    }

    func read(_ body: JSONValue) throws(ReplyDefect) -> ModelReply {
        guard let choice = body.member("choices")?.element(0), let message = choice.member("message") else {
            throw ReplyDefect(text: "no choices[0].message")
        }
        var reply = ModelReply()
        reply.text = ChatCompletions.text(message.member("content"))
        switch choice.member("finish_reason")?.decodedString {
        case "length": reply.ending = .truncated
        case "content_filter": reply.ending = .refused
        default: break
        }
        if let refusal = message.member("refusal")?.decodedString, !refusal.isEmpty { reply.ending = .refused }
        let usage = body.member("usage")
        reply.inputTokens = usage?.count("prompt_tokens") ?? 0
        reply.outputTokens = usage?.count("completion_tokens") ?? 0
        reply.model = body.member("model")?.decodedString
        reply.fingerprint = body.member("system_fingerprint")?.decodedString
        let first = choice.member("logprobs")?.member("content")?.element(0)
        for token in first?.member("top_logprobs")?.elements.map({ $0 }) ?? [] {
            guard let text = token.member("token")?.decodedString,
                let value = token.member("logprob")?.numberText.flatMap({ Double($0.string) }), !value.isNaN
            else { continue }
            reply.firstTokens.append(FirstToken(text: text, logProbability: value))
        }
        return reply
    }

    /// A message's content: a string, or a list of parts of which those with text count.
    private static func text(_ content: JSONValue?) -> String {
        guard let content, content.kind == .array else { return content?.decodedString ?? "" }
        return content.elements.compactMap { $0.member("text")?.decodedString }.joined()
    }
}
