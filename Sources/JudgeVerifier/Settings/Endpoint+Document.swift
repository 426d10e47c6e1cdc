import AdjudgeBase

extension Endpoint {
    private static let keys = [
        "kind", "url", "model", "models", "deployment", "api_version", "region", "key_env", "key_file", "auth",
        "headers", "extra", "structured", "max_tokens_field", "temperature", "timeout", "connect_timeout", "retries",
        "max_concurrent", "requests_per_minute", "tokens_per_minute", "price", "ca_bundle", "proxy",
    ]
    private static let geminiURL = "https://generativelanguage.googleapis.com/v1beta"
    private static let openAIURL = "https://api.openai.com/v1"

    /// Reads one endpoint of settings.
    init(_ name: String, _ node: DocumentNode) throws(DocumentError) {
        if let key = node.member("key") ?? node.member("api_key") {
            throw DocumentError(
                path: key.path, found: "a key in the settings",
                expected: "\"key_env\", the environment variable that holds it, or \"key_file\"")
        }
        try node.allowOnly(Endpoint.keys)
        self.name = name
        let kind = try node.member("kind")?.choice("a kind of endpoint", Kind.allCases.map { ($0.rawValue, $0) })
        self.kind = kind ?? .openai
        region = try node.member("region")?.string("an AWS region such as us-east-1")
        url = try Endpoint.address(self.kind, region, node)
        authorization = try Endpoint.authorization(self.kind, node)
        model = try node.member("model")?.string("the name of a model")
        for (alias, name) in try node.member("models")?.members() ?? [] {
            models[alias] = try name.string("the server's name of the model")
        }
        deployment = try node.member("deployment")?.string("the name of a deployment")
        apiVersion = try node.member("api_version")?.string("a version such as \(Endpoint.standardAPIVersion)")
        for (name, value) in try node.member("headers")?.members() ?? [] {
            let text = try value.string("a header's value")
            guard Endpoint.isHeader(name), !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
                throw value.mismatch(expected: "a header in one line of printable characters")
            }
            headers.append((name, text))
        }
        for (name, value) in try node.member("extra")?.members() ?? [] { extra.append((name, value.value.json)) }
        structured =
            try node.member("structured")?.choice(
                "how the server is held to a form", Structured.allCases.map { ($0.rawValue, $0) }) ?? .schema
        if let field = node.member("max_tokens_field") {
            maxTokensField = try field.choice(
                "a field", [("max_tokens", "max_tokens"), ("max_completion_tokens", "max_completion_tokens")])
        }
        if let takes = node.member("temperature") { takesTemperature = try takes.bool() }
        timeout = try Endpoint.milliseconds(node.member("timeout")) ?? timeout
        connectTimeout = try Endpoint.milliseconds(node.member("connect_timeout")) ?? connectTimeout
        retries = try node.member("retries")?.integer(in: 0...100) ?? retries
        concurrency = try node.member("max_concurrent")?.integer(in: 1...10_000) ?? concurrency
        requestsPerMinute = try Endpoint.rate(node.member("requests_per_minute"))
        tokensPerMinute = try Endpoint.rate(node.member("tokens_per_minute"))
        if let price = node.member("price") { self.price = try Price(price) }
        caBundle = try node.member("ca_bundle")?.string("a path")
        proxy = try node.member("proxy")?.string("the address of a proxy, or \"\" for none")
    }

    private static func address(_ kind: Kind, _ region: String?, _ node: DocumentNode) throws(DocumentError) -> String {
        guard let url = node.member("url") else {
            switch kind {
            case .openai: return openAIURL
            case .function: return "function:"
            case .gemini: return geminiURL
            case .bedrock, .bedrockOpenAI:
                guard let region else {
                    throw DocumentError(
                        path: "\(node.path).region", found: "nothing",
                        expected: "an AWS region such as us-east-1, or a url")
                }
                return "https://bedrock-runtime.\(region).amazonaws.com" + (kind == .bedrock ? "" : "/openai/v1")
            case .azure:
                throw DocumentError(
                    path: "\(node.path).url", found: "nothing", expected: "such as https://NAME.openai.azure.com")
            }
        }
        if kind == .function { throw url.mismatch(expected: "no address: the host program's function is asked") }
        var text = try url.string("an address such as http://127.0.0.1:8000/v1")
        let host = text.hasPrefix("http://") ? text.dropFirst(7) : text.hasPrefix("https://") ? text.dropFirst(8) : ""
        guard !host.isEmpty, host.first != "/", !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else {
            throw url.mismatch(expected: "an address that begins with https:// or http://, without spaces")
        }
        guard !host.prefix(while: { $0 != "/" }).contains("@") else {
            throw DocumentError(
                path: url.path, found: "an address with a name or a password in it",
                expected: "none; \"key_env\" or \"key_file\" says where a key is")
        }
        while text.hasSuffix("/") { text.removeLast() }
        return text
    }

    private static func authorization(_ kind: Kind, _ node: DocumentNode) throws(DocumentError) -> Authorization {
        var source: KeySource?
        if let name = node.member("key_env") { source = .environment(try name.string("the name of a variable")) }
        if let path = node.member("key_file") {
            guard source == nil else { throw path.mismatch(expected: "one of \"key_env\" and \"key_file\", not both") }
            source = .file(try path.string("a path"))
        }
        let isAWS = kind == .bedrock || kind == .bedrockOpenAI
        let how = try node.member("auth")?.choice(
            "how requests are authorised",
            [("none", "none"), ("bearer", "bearer"), ("api-key", "api-key"), ("sigv4", "sigv4")])
        switch how ?? (source == nil ? (isAWS ? "sigv4" : "none") : standardHeader(kind)) {
        case "none": return .none
        case "sigv4":
            guard isAWS else { throw node.member("auth")!.mismatch(expected: "no signature but for Bedrock") }
            return .signature
        case let header:
            guard let source else {
                throw DocumentError(
                    path: "\(node.path).key_env", found: "nothing", expected: "the environment variable with the key")
            }
            switch header {
            case "api-key": return .key(source, header: "api-key", prefix: "")
            case "x-goog-api-key": return .key(source, header: "x-goog-api-key", prefix: "")
            default: return .key(source, header: "Authorization", prefix: "Bearer ")
            }
        }
    }

    private static func standardHeader(_ kind: Kind) -> String {
        switch kind {
        case .azure: "api-key"
        case .gemini: "x-goog-api-key"
        default: "bearer"
        }
    }

    private static func isHeader(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0.isASCIIAlphanumeric || $0 == 0x2D || $0 == 0x5F }
    }

    private static func milliseconds(_ node: DocumentNode?) throws(DocumentError) -> Int? {
        guard let node else { return nil }
        let seconds = try node.double("a number of seconds")
        guard seconds > 0, seconds <= 86_400 else {
            throw node.mismatch(expected: "seconds, above 0 and at most 86400")
        }
        return max(1, Int(seconds * 1000))
    }

    private static func rate(_ node: DocumentNode?) throws(DocumentError) -> Double? {
        guard let node else { return nil }
        let rate = try node.double("a number")
        guard rate > 0 else { throw node.mismatch(expected: "a number above 0") }
        return rate
    }
}

extension Endpoint.Price {
    init(_ node: DocumentNode) throws(DocumentError) {
        try node.allowOnly(["input", "output"])
        input = try node.required("input", "dollars for a million tokens").amount()
        output = try node.required("output", "dollars for a million tokens").amount()
    }
}
