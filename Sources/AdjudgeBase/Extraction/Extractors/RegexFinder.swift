/// `{"regex": PATTERN, "take": "first" | "last" | N, "group": N | NAME}`: a match of a pattern, or a group of it.
///
/// The default is the last match, and its first group where the pattern has one. lm-eval's spelling
/// `{"function": "regex", "regex_pattern": …, "group_select": N, "fallback": …}` means what it means there: `findall`,
/// the match at that index, of several groups the first that is not empty, stripped.
struct RegexFinder: Finder {
    let pattern: RegexPattern
    let selection: RegexSelection
    let fallback: OwnedBytes?

    static func compile(_ step: ExtractorNode) throws(DocumentError) -> any Finder {
        guard let node = step.argument ?? step.option("regex_pattern") else {
            throw step.node.mismatch(expected: "{\"regex\": PATTERN}")
        }
        let pattern = try RegexPattern(node, flags: step.option("flags"))
        var take = RegexSelection.Take.last
        if let node = step.option("take") {
            if case .number = node.value {
                take = .index(try node.integer(in: -1000...1000))
            } else {
                take = try node.choice("which match", [("first", .index(0)), ("last", .last)])
            }
        } else if step.argument == nil {
            take = .index(try step.option("group_select")?.integer(in: -1000...1000) ?? 0)
        }
        return RegexFinder(
            pattern: pattern,
            selection: RegexSelection(take: take, group: try group(step, pattern)),
            fallback: try step.option("fallback").map { node throws(DocumentError) in OwnedBytes(try node.string()) })
    }

    private static func group(_ step: ExtractorNode, _ pattern: RegexPattern) throws(DocumentError) -> Int? {
        guard let node = step.option("group") else { return nil }
        if case .string(let name) = node.value {
            guard let group = pattern.group(named: name) else {
                throw node.mismatch(expected: "a group of the pattern")
            }
            return group
        }
        return try node.integer(in: 0...min(pattern.groupCount, 63))
    }

    func find(in text: Bytes, _ scratch: Scratch) -> Extraction {
        scratch.spend(text.count)
        switch pattern.search(text, selection, scratch: scratch) {
        case .range(let range):
            let answer = text[range].trimmed
            if answer.isEmpty, fallback == nil { return .nothing(.emptyAnswer, miss: answer) }
            return .found(answer, .regex)
        case .none, .emptyGroup:
            return fallback.map { .found($0.view, .regex, origin: text[0..<0]) } ?? .nothing()
        case .limitExceeded: return .limitExceeded
        }
    }
}
