import AdjudgeBase

/// What OpenAI's and Azure's requests put around a grader: a reinforcement fine-tuning job or its method, a request to run
/// or check a grader, and an eval with its criteria.
enum OpenAIWrapper {
    /// Keys that stand beside a grader and say nothing of it.
    private static let beside: [(key: String, others: [String])] = [
        (
            "method",
            [
                "model", "training_file", "validation_file", "suffix", "seed", "integrations", "metadata",
                "hyperparameters",
            ]
        ),
        ("reinforcement", ["type"]), ("grader", ["hyperparameters", "response_format", "item", "model_sample"]),
        ("testing_criteria", ["name", "data_source_config", "metadata", "share_with_openai"]),
    ]

    /// The grader inside, or the node itself where nothing is around it.
    static func unwrapped(_ node: DocumentNode) throws(DocumentError) -> DocumentNode {
        var node = node
        for (key, others) in beside {
            guard let inner = node.member(key) else { continue }
            // A grader may have keys of these names; a request has no other type.
            if case .string(let type)? = node.member("type")?.value, type != "reinforcement" { return node }
            try node.allowOnly([key] + others)
            node = key == "testing_criteria" ? try criteria(inner) : inner
        }
        if let type = node.member("type"), ["supervised", "dpo"].contains(type.value) {
            throw type.mismatch(expected: "a method of the type reinforcement, which has a grader")
        }
        return node
    }

    /// An eval's item passes when each criterion does: by its `pass_threshold`, or by all of its reward.
    private static func criteria(_ list: DocumentNode) throws(DocumentError) -> DocumentNode {
        let graders = try list.elements()
        guard !graders.isEmpty else { throw list.mismatch(expected: "at least one criterion") }
        if graders.count == 1 { return graders[0] }
        var parts: [DocumentValue.Member] = []
        var factors: [String] = []
        for (index, grader) in graders.enumerated() {
            let name = "criterion_\(index + 1)"
            let threshold = try grader.member("pass_threshold")?.double() ?? 1
            parts.append(.init(key: name, value: grader.value))
            factors.append("if(\(name) >= \(threshold), 1, 0)")
        }
        return DocumentNode(
            [
                "type": "multi", "graders": .object(parts),
                "calculate_output": .string(factors.joined(separator: " * ")),
            ], path: list.path)
    }
}
