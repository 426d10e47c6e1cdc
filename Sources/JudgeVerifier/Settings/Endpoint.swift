/// A server that judges can be asked at, as the operator configured it.
struct Endpoint: Sendable {
    /// The endpoint's name in graders.
    var name: String
    var kind: Kind
    /// The address, such as `https://api.example.com/v1`, without a slash at its end.
    var url: String
    /// The model where a grader names none.
    var model: String?
    /// The server's names of models by those that graders use; `*` stands for all others.
    var models: [String: String] = [:]
    /// Azure's name of the model in the path.
    var deployment: String?
    /// Azure's version of the interface.
    var apiVersion: String?
    /// AWS's region, for signatures.
    var region: String?
    var authorization: Authorization
    /// Headers that every request has beside, such as a project's.
    var headers: [(name: String, value: String)] = []
    /// Members that every body has beside, as JSON by their names.
    var extra: [(name: String, json: String)] = []
    var structured: Structured
    /// OpenAI's field for the bound of a reply; older servers know `max_tokens` only.
    var maxTokensField = "max_completion_tokens"
    /// Whether the model takes a temperature; models that reason may refuse one.
    var takesTemperature = true
    /// How long a call may take, and how long connecting to the server, in milliseconds.
    var timeout = 120_000
    var connectTimeout = 5_000
    /// How often a call is tried again.
    var retries = 6
    /// The most calls at a time, and the most calls and tokens a minute; nil for no bound.
    var concurrency = 64
    var requestsPerMinute: Double?
    var tokensPerMinute: Double?
    /// Dollars for a million tokens.
    var price: Price?
    /// A file of certificates to trust in place of the system's.
    var caBundle: String?
    /// A proxy in place of the environment's; "" for none.
    var proxy: String?

    static let standardAPIVersion = "2024-10-21"

    /// The kinds of servers.
    enum Kind: String, Sendable, CaseIterable {
        case openai, azure, bedrock, gemini
        case bedrockOpenAI = "bedrock_openai"
        /// A function of the host program's.
        case function
    }

    /// How a request says on whose behalf it comes.
    enum Authorization: Sendable, Equatable {
        case none
        /// A key behind a header's prefix, such as `Authorization: Bearer `.
        case key(KeySource, header: String, prefix: String)
        /// AWS Signature Version 4, with the credentials that the process finds.
        case signature
    }

    /// How the server is held to a form of the reply.
    enum Structured: String, Sendable, CaseIterable {
        /// By a JSON Schema.
        case schema = "json_schema"
        /// To a JSON object, whatever is in it.
        case object = "json_object"
        /// vLLM's `structured_outputs`.
        case guided = "structured_outputs"
        /// Not at all: the last line counts.
        case none
    }

    /// Dollars for a million tokens.
    struct Price: Sendable, Equatable {
        var input: Double
        var output: Double

        func cost(of reply: ModelReply) -> Double {
            (Double(reply.inputTokens) * input + Double(reply.outputTokens) * output) / 1e6
        }
    }

    /// The host of the address, without its port.
    var host: String {
        let rest = url.utf8.drop { $0 != 0x2F }.drop { $0 == 0x2F }
        return String(Substring(rest.prefix { $0 != 0x2F && $0 != 0x3A }))
    }

    var shape: any WireShape {
        switch kind {
        case .openai, .bedrockOpenAI, .function: ChatCompletions()
        case .azure: ChatCompletions(isAzure: true)
        case .bedrock: Converse()
        case .gemini: GenerateContent()
        }
    }

    /// The server's name of the model that a grader names; that of the endpoint where it names none.
    func serverName(of model: String?) -> String? {
        guard let model else { return self.model }
        return models[model] ?? models["*"] ?? model
    }

    /// How the server is held to a form; where the first token has to be the verdict, not by JSON.
    func structured(for isImmediate: Bool) -> Structured {
        isImmediate && structured != .guided ? .none : structured
    }
}
