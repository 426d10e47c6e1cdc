import AdjudgeBase
import AdjudgeHTTP

/// Gemini's and Vertex's generateContent.
///
/// Source: Gemini API reference, `models.generateContent`.
struct GenerateContent: WireShape {
    func path(of request: ModelRequest, at endpoint: Endpoint) -> String {
        "/models/" + PercentEncoding.encode(request.model) + ":generateContent"
    }

    func write(_ request: ModelRequest, at endpoint: Endpoint, to object: inout ObjectWriter) {
        let (instructions, turns) = request.messages.split { $0.role == .system || $0.role == .developer }
        if !instructions.isEmpty {
            object.add("systemInstruction") { system in
                system.add("parts", each: instructions) { $0.add("text", $1.text) }
            }
        }
        object.add("contents", each: turns) { content, from in
            content.add("role", from.role == .assistant ? "model" : "user")
            content.add("parts", each: [from.text]) { $0.add("text", $1) }
        }
        let sampling = request.sampling
        object.add("generationConfig") { config in
            if let temperature = sampling.temperature { config.add("temperature", temperature) }
            if let topP = sampling.topP { config.add("topP", topP) }
            if let seed = sampling.seed { config.add("seed", Double(seed)) }
            if let most = sampling.maxTokens { config.add("maxOutputTokens", Double(most)) }
            if case .json(_, let schema) = request.form, endpoint.structured == .schema {
                config.add("responseMimeType", "application/json")
                config.add("responseJsonSchema", json: schema)
            }
            if request.firstTokens > 0 {
                config.add("responseLogprobs", true)
                config.add("logprobs", Double(request.firstTokens))
            }
        }
    }

    func read(_ body: JSONValue) throws(ReplyDefect) -> ModelReply {
        var reply = ModelReply()
        let usage = body.member("usageMetadata")
        reply.inputTokens = usage?.count("promptTokenCount") ?? 0
        reply.outputTokens = (usage?.count("candidatesTokenCount") ?? 0) + (usage?.count("thoughtsTokenCount") ?? 0)
        reply.model = body.member("modelVersion")?.decodedString
        if body.member("promptFeedback")?.member("blockReason")?.decodedString != nil {
            reply.ending = .refused
            return reply
        }
        guard let candidate = body.member("candidates")?.element(0) else { throw ReplyDefect(text: "no candidates[0]") }
        for part in candidate.member("content")?.member("parts")?.elements.map({ $0 }) ?? []
        where part.member("thought")?.boolValue != true {
            reply.text += part.member("text")?.decodedString ?? ""
        }
        switch candidate.member("finishReason")?.decodedString {
        case "MAX_TOKENS": reply.ending = .truncated
        case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE": reply.ending = .refused
        default: break
        }
        let first = candidate.member("logprobsResult")?.member("topCandidates")?.element(0)
        for token in first?.member("candidates")?.elements.map({ $0 }) ?? [] {
            guard let text = token.member("token")?.decodedString,
                let value = token.member("logProbability")?.numberText.flatMap({ Double($0.string) }), !value.isNaN
            else { continue }
            reply.firstTokens.append(FirstToken(text: text, logProbability: value))
        }
        return reply
    }
}
