import AdjudgeBase
import AdjudgeFormats
import Glibc

extension JudgeSettings {
    private static let keys = ["version", "endpoints", "default", "budget", "cache", "canaries", "templates"]
    private static let maxTemplateBytes = 1 << 20

    /// Reads settings from a document. Errors carry the JSON path, what was found, and the nearest valid name.
    ///
    /// ```json
    /// {"endpoints": {"local": {"kind": "openai", "url": "http://127.0.0.1:8000/v1", "model": "Qwen/Qwen3-8B"}},
    ///  "cache": "judge.jsonl", "budget": {"cost": 20}}
    /// ```
    public init(_ document: DocumentValue) throws(DocumentError) {
        let node = DocumentNode(document)
        try node.allowOnly(JudgeSettings.keys)
        if let version = node.member("version") { _ = try version.integer(in: 1...1) }
        for (name, endpoint) in try node.required("endpoints", "an object of endpoints by name").members() {
            endpoints.append(try Endpoint(name, endpoint))
        }
        guard !endpoints.isEmpty else {
            throw node.member("endpoints")!.mismatch(expected: "at least one endpoint")
        }
        if let name = node.member("default") {
            standard = try name.choice("an endpoint", endpoints.map { ($0.name, $0.name) })
        }
        if let limits = node.member("budget") { budget = try JudgeBudget(limits) }
        if budget.cost != nil, let free = endpoints.first(where: { $0.price == nil }) {
            throw DocumentError(
                path: "$.endpoints.\(free.name).price", found: "nothing",
                expected: "{\"input\": …, \"output\": …}, dollars for a million tokens: the budget has a cost")
        }
        if let path = node.member("cache") { cache = try path.string("a path") }
        if let node = node.member("canaries") { canaries = try CanarySettings(node) }
        for (name, path) in try node.member("templates")?.members() ?? [] {
            guard let text = TextFile.read(try path.string("a path"), atMost: JudgeSettings.maxTemplateBytes) else {
                throw path.mismatch(expected: "a file of UTF-8 text that can be read")
            }
            templates[name] = try QuestionTemplate(text, path: path.path)
        }
    }

    /// Reads settings from JSON text.
    public init(json text: Bytes) throws(DocumentError) {
        try self.init(try DocumentValue(json: text, as: "settings of judges"))
    }

    /// Reads settings from a file's text: YAML where the name ends in `.yaml` or `.yml`, else JSON.
    public init(file text: Bytes, named name: String) throws(DocumentError) {
        try self.init(try DocumentValue(file: text, named: name, as: "settings of judges"))
    }

    /// The settings that the environment gives: the file that `ADJUDGE_JUDGES` names, else one endpoint at
    /// `ADJUDGE_JUDGE_URL` with the model `ADJUDGE_JUDGE_MODEL`, whose key `ADJUDGE_JUDGE_KEY` holds; nil where it gives
    /// none.
    public static func ofEnvironment() throws(DocumentError) -> JudgeSettings? {
        if let path = variable("ADJUDGE_JUDGES") {
            guard let text = TextFile.read(path, atMost: maxTemplateBytes) else {
                throw DocumentError(
                    path: "$", found: "\"\(path)\" in ADJUDGE_JUDGES",
                    expected: "a file of JSON or YAML that can be read")
            }
            return try withBytes(of: text) { bytes throws(DocumentError) in
                try JudgeSettings(file: bytes, named: path)
            }
        }
        guard let url = variable("ADJUDGE_JUDGE_URL") else { return nil }
        var endpoint: [DocumentValue.Member] = [.init(key: "url", value: .string(url))]
        if let model = variable("ADJUDGE_JUDGE_MODEL") {
            endpoint.append(.init(key: "model", value: .string(model)))
        }
        if variable("ADJUDGE_JUDGE_KEY") != nil {
            endpoint.append(.init(key: "key_env", value: "ADJUDGE_JUDGE_KEY"))
        }
        return try JudgeSettings(["endpoints": ["environment": .object(endpoint)]])
    }

    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}

extension JudgeBudget {
    init(_ node: DocumentNode) throws(DocumentError) {
        try node.allowOnly(["calls", "tokens", "cost"])
        calls = try node.member("calls")?.integer(in: 0...Int.max)
        tokens = try node.member("tokens")?.integer(in: 0...Int.max)
        cost = try node.member("cost").map { node throws(DocumentError) in try node.amount() }
    }
}

extension CanarySettings {
    init(_ node: DocumentNode) throws(DocumentError) {
        try node.allowOnly(["every", "most_failures"])
        every = try node.required("every", "after how many calls a canary is asked").integer(in: 1...1_000_000)
        if let most = node.member("most_failures") { mostFailures = try most.share() }
    }
}

extension DocumentNode {
    /// A number of 0 or more.
    func amount() throws(DocumentError) -> Double {
        let number = try double()
        guard number >= 0 else { throw mismatch(expected: "a number of 0 or more") }
        return number
    }
}
