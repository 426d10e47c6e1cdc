import AdjudgeBase
import Testing

@testable import JudgeVerifier

@Suite struct WireTests {
    private func endpoint(_ json: String) throws -> Endpoint {
        let text = OwnedBytes("{\"endpoints\":{\"e\":\(json)}}")
        defer { withExtendedLifetime(text) {} }
        return try JudgeSettings(json: text.view).endpoints[0]
    }

    private var request: ModelRequest {
        var request = ModelRequest(
            model: "m-1",
            messages: [
                ModelMessage(role: .system, text: "Be \"brief\"."), ModelMessage(role: .user, text: "a\nb"),
                ModelMessage(role: .assistant, text: "c"), ModelMessage(role: .user, text: "d"),
            ])
        request.sampling.maxTokens = 64
        request.sampling.seed = 7
        return request
    }

    private func body(_ request: ModelRequest, _ endpoint: Endpoint) -> String {
        var object = ObjectWriter()
        endpoint.shape.write(request, at: endpoint, to: &object)
        return String(decoding: object.finished(), as: UTF8.self)
    }

    @Test("chat completions, byte by byte")
    func chat() throws {
        let plain = try endpoint(#"{"url": "http://127.0.0.1:1/v1/", "structured": "none"}"#)
        let messages =
            #""messages":[{"role":"system","content":"Be \"brief\"."},{"role":"user","content":"a\nb"},"#
            + #"{"role":"assistant","content":"c"},{"role":"user","content":"d"}]"#
        #expect(plain.url + plain.shape.path(of: request, at: plain) == "http://127.0.0.1:1/v1/chat/completions")
        #expect(
            body(request, plain) == #"{"model":"m-1",\#(messages),"temperature":0,"seed":7,"max_completion_tokens":64}"#
        )
        var formed = request
        formed.form = .json(name: "verdict", schema: #"{"type":"object"}"#)
        formed.firstTokens = 5
        let schema = try endpoint(#"{"url": "http://h/v1", "max_tokens_field": "max_tokens"}"#)
        #expect(
            body(formed, schema)
                == #"{"model":"m-1",\#(messages),"temperature":0,"seed":7,"max_tokens":64,"logprobs":true,"top_logprobs":5,"#
                + #""response_format":{"type":"json_schema","json_schema":{"name":"verdict","strict":true,"#
                + #""schema":{"type":"object"}}}}"#)
        var labelled = request
        labelled.form = .labels(["YES", "NO"])
        let guided = try endpoint(#"{"url": "http://h/v1", "structured": "structured_outputs"}"#)
        #expect(body(labelled, guided).hasSuffix(#","structured_outputs":{"choice":["YES","NO"]}}"#))
    }

    @Test("Azure's path has the deployment and the version")
    func azure() throws {
        let azure = try endpoint(
            #"{"kind": "azure", "url": "https://n.openai.azure.com", "deployment": "my dep", "key_env": "K"}"#)
        #expect(
            azure.shape.path(of: request, at: azure)
                == "/openai/deployments/my%20dep/chat/completions?api-version=2024-10-21")
        #expect(azure.authorization == .key(.environment("K"), header: "api-key", prefix: ""))
    }

    @Test("Converse, byte by byte")
    func converse() throws {
        let bedrock = try endpoint(#"{"kind": "bedrock", "region": "eu-west-1"}"#)
        var request = request
        request.model = "eu.anthropic.claude-x-v1:0"
        request.form = .json(name: "verdict", schema: #"{"type":"object"}"#)
        #expect(
            bedrock.url + bedrock.shape.path(of: request, at: bedrock)
                == "https://bedrock-runtime.eu-west-1.amazonaws.com/model/eu.anthropic.claude-x-v1%3A0/converse")
        #expect(
            body(request, bedrock)
                == #"{"messages":[{"role":"user","content":[{"text":"a\nb"}]},{"role":"assistant","content":[{"text":"c"}]},"#
                + #"{"role":"user","content":[{"text":"d"}]}],"system":[{"text":"Be \"brief\"."}],"#
                + #""inferenceConfig":{"maxTokens":64,"temperature":0},"outputConfig":{"textFormat":{"type":"json_schema","#
                + #""structure":{"jsonSchema":{"schema":"{\"type\":\"object\"}","name":"verdict"}}}}}"#)
    }

    @Test("generateContent, byte by byte")
    func gemini() throws {
        let gemini = try endpoint(#"{"kind": "gemini", "url": "http://h/v1beta", "key_env": "K"}"#)
        #expect(gemini.authorization == .key(.environment("K"), header: "x-goog-api-key", prefix: ""))
        #expect(gemini.shape.path(of: request, at: gemini) == "/models/m-1:generateContent")
        #expect(
            body(request, gemini)
                == #"{"systemInstruction":{"parts":[{"text":"Be \"brief\"."}]},"contents":[{"role":"user","parts":[{"text":"a\nb"}]},"#
                + #"{"role":"model","parts":[{"text":"c"}]},{"role":"user","parts":[{"text":"d"}]}],"#
                + #""generationConfig":{"temperature":0,"seed":7,"maxOutputTokens":64}}"#)
    }

    // MARK: Replies

    private func read(_ shape: any WireShape, _ text: String) throws -> ModelReply {
        let parser = JSONParser()
        let bytes = OwnedBytes(text)
        defer { withExtendedLifetime((parser, bytes)) {} }
        return try shape.read(try parser.parse(bytes.view))
    }

    @Test("replies of chat completions")
    func chatReplies() throws {
        let shape = ChatCompletions()
        let reply = try read(
            shape,
            #"{"model":"m","system_fingerprint":"f","choices":[{"message":{"content":"NO","refusal":null},"finish_reason":"stop","logprobs":{"content":[{"token":"NO","top_logprobs":[{"token":"NO","logprob":-0.1},{"token":"YES","logprob":-2.4}]}]}}],"usage":{"prompt_tokens":9,"completion_tokens":1}}"#
        )
        #expect(reply.text == "NO" && reply.ending == .complete && reply.inputTokens == 9 && reply.outputTokens == 1)
        #expect(reply.fingerprint == "f" && reply.model == "m" && reply.firstTokens.count == 2)
        #expect(try read(shape, #"{"choices":[{"message":{"content":null,"refusal":"I can't"}}]}"#).ending == .refused)
        #expect(
            try read(shape, #"{"choices":[{"message":{"content":"a"},"finish_reason":"length"}]}"#).ending == .truncated
        )
        #expect(
            try read(shape, #"{"choices":[{"message":{"content":""},"finish_reason":"content_filter"}]}"#).ending
                == .refused)
        #expect(throws: ReplyDefect.self) { try read(shape, #"{"choices":[]}"#) }
        #expect(throws: ReplyDefect.self) { try read(shape, "{}") }
    }

    @Test("replies of Converse")
    func converseReplies() throws {
        let reply = try read(
            Converse(),
            #"{"output":{"message":{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"hm"}}},{"text":"NO"}]}},"stopReason":"end_turn","usage":{"inputTokens":5,"outputTokens":2}}"#
        )
        #expect(reply.text == "NO" && reply.inputTokens == 5 && reply.outputTokens == 2)
        let stop = { (reason: String) in
            try read(Converse(), #"{"output":{"message":{"content":[{"text":"x"}]}},"stopReason":"\#(reason)"}"#).ending
        }
        #expect(try stop("max_tokens") == .truncated && stop("guardrail_intervened") == .refused)
        #expect(try stop("content_filtered") == .refused && stop("stop_sequence") == .complete)
        #expect(throws: ReplyDefect.self) { try read(Converse(), #"{"message":"x"}"#) }
    }

    @Test("replies of generateContent")
    func geminiReplies() throws {
        let reply = try read(
            GenerateContent(),
            #"{"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"NO"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":2,"thoughtsTokenCount":3},"modelVersion":"g"}"#
        )
        #expect(reply.text == "NO" && reply.outputTokens == 5 && reply.model == "g")
        #expect(try read(GenerateContent(), #"{"promptFeedback":{"blockReason":"SAFETY"}}"#).ending == .refused)
        #expect(
            try read(GenerateContent(), #"{"candidates":[{"finishReason":"MAX_TOKENS","content":{}}]}"#).ending
                == .truncated)
        #expect(throws: ReplyDefect.self) { try read(GenerateContent(), #"{"candidates":[]}"#) }
    }
}
