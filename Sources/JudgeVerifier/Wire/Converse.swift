import AdjudgeBase
import AdjudgeHTTP

/// Bedrock's Converse.
///
/// Source: Amazon Bedrock API reference, `Converse`.
struct Converse: WireShape {
    func path(of request: ModelRequest, at endpoint: Endpoint) -> String {
        "/model/" + PercentEncoding.encode(request.model) + "/converse"
    }

    func write(_ request: ModelRequest, at endpoint: Endpoint, to object: inout ObjectWriter) {
        let (instructions, turns) = request.messages.split { $0.role == .system || $0.role == .developer }
        object.add("messages", each: turns) { message, from in
            message.add("role", from.role == .assistant ? "assistant" : "user")
            message.add("content", each: [from.text]) { $0.add("text", $1) }
        }
        if !instructions.isEmpty { object.add("system", each: instructions) { $0.add("text", $1.text) } }
        let sampling = request.sampling
        object.add("inferenceConfig") { config in
            // Without a bound the model's own is reserved against the quota, and calls are throttled early.
            config.add("maxTokens", Double(sampling.maxTokens ?? 4096))
            if let temperature = sampling.temperature { config.add("temperature", min(temperature, 1)) }
            if let topP = sampling.topP { config.add("topP", topP) }
        }
        if case .json(let name, let schema) = request.form, endpoint.structured == .schema {
            object.add("outputConfig") { config in
                config.add("textFormat") { format in
                    format.add("type", "json_schema")
                    format.add("structure") { structure in
                        structure.add("jsonSchema") { inner in
                            inner.add("schema", schema)
                            inner.add("name", name)
                        }
                    }
                }
            }
        }
    }

    func read(_ body: JSONValue) throws(ReplyDefect) -> ModelReply {
        guard let content = body.member("output")?.member("message")?.member("content"), content.kind == .array else {
            throw ReplyDefect(text: "no output.message.content")
        }
        var reply = ModelReply()
        // What the model thought may stand before as `reasoningContent`.
        reply.text = content.elements.compactMap { $0.member("text")?.decodedString }.joined()
        switch body.member("stopReason")?.decodedString {
        case "max_tokens", "model_context_window_exceeded": reply.ending = .truncated
        case "guardrail_intervened", "content_filtered": reply.ending = .refused
        default: break
        }
        let usage = body.member("usage")
        reply.inputTokens = usage?.count("inputTokens") ?? 0
        reply.outputTokens = usage?.count("outputTokens") ?? 0
        return reply
    }
}

extension Sequence {
    /// The elements for which `isFirst` holds, and the others, each in order.
    func split(_ isFirst: (Element) -> Bool) -> ([Element], [Element]) {
        var parts: ([Element], [Element]) = ([], [])
        for element in self {
            if isFirst(element) { parts.0.append(element) } else { parts.1.append(element) }
        }
        return parts
    }
}
