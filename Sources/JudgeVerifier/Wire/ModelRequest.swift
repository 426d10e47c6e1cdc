/// A request to a model, in no server's words.
struct ModelRequest: Sendable, Equatable {
    /// The model, by the name that its server knows.
    var model: String
    /// The conversation so far.
    var messages: [ModelMessage]
    /// How the reply is drawn.
    var sampling = Sampling()
    /// The form of the reply, where the server can hold it to one.
    var form = ReplyForm.free
    /// How many of the likeliest first tokens are wanted with their probabilities; 0 for none.
    var firstTokens = 0
}

/// One message of a conversation.
struct ModelMessage: Sendable, Equatable {
    /// Who speaks.
    enum Role: String, Sendable, CaseIterable {
        case system, developer, user, assistant
    }

    var role: Role
    var text: String
}

/// How a model draws its reply; what is nil is left to the server.
struct Sampling: Sendable, Equatable {
    /// From 0, the likeliest reply; nil for models that take none.
    var temperature: Double? = 0
    var topP: Double?
    var seed: Int?
    /// The most tokens of a reply, with those of its reasoning.
    var maxTokens: Int? = 4096
    /// OpenAI's `reasoning_effort`.
    var effort: String?
}

/// The form that a reply must have.
enum ReplyForm: Sendable, Equatable {
    case free
    /// A JSON object by this schema, which is JSON text.
    case json(name: String, schema: String)
    /// One of these texts and nothing else.
    case labels([String])
}

/// A reply of a model, in no server's words.
struct ModelReply: Sendable, Equatable {
    /// Why the model ended.
    enum Ending: String, Sendable, CaseIterable {
        case complete
        /// The limit of tokens cut it off.
        case truncated
        /// The model, or a filter before or behind it, declined.
        case refused
    }

    var text = ""
    var ending = Ending.complete
    var inputTokens = 0
    var outputTokens = 0
    /// The likeliest first tokens with the natural logarithms of their probabilities.
    var firstTokens: [FirstToken] = []
    /// The model that replied, by its own account.
    var model: String?
    /// The server's mark of the configuration that replied.
    var fingerprint: String?
}

/// A token that a reply could have begun with.
struct FirstToken: Sendable, Equatable {
    var text: String
    var logProbability: Double
}
