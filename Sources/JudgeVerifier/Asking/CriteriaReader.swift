import AdjudgeBase

/// Reads the criteria of a rubric: a list of texts, or of objects with a text and points.
enum CriteriaReader {
    private static let textKeys: [StaticString] = ["criterion", "description", "text", "rubric", "title"]
    /// More points than this would be lost beside others when they are added up.
    private static let mostPoints = 1e9
    private static let pointKeys: [StaticString] = ["points", "weight", "score"]
    private static let most = 256

    /// The criteria that a row has; nil for what is no such list.
    static func criteria(_ list: JSONValue) -> [Criterion]? {
        guard list.kind == .array, list.count <= most else { return nil }
        var criteria: [Criterion] = []
        for entry in list.elements {
            guard let criterion = criterion(entry) else { return nil }
            criteria.append(criterion)
        }
        return criteria
    }

    private static func criterion(_ entry: JSONValue) -> Criterion? {
        if let text = entry.decodedString {
            return isText(text) ? Criterion(text: text, points: 1, choices: Criterion.yesOrNo) : nil
        }
        guard entry.kind == .object, let text = textKeys.lazy.compactMap({ entry.member($0)?.decodedString }).first,
            isText(text)
        else { return nil }
        var points = 1.0
        if let value = pointKeys.lazy.compactMap({ entry.member($0) }).first {
            guard let number = value.numberText.flatMap({ Double($0.string) }), abs(number) <= mostPoints
            else { return nil }
            points = number
        }
        var choices = Criterion.yesOrNo
        if let list = entry.member("choices") {
            choices = list.elements.compactMap(\.decodedString)
            guard list.kind == .array, choices.count == list.count, choices.count >= 2,
                Set(choices.map { $0.lowercased() }).count == choices.count
            else { return nil }
        }
        return Criterion(text: text, points: points, choices: choices)
    }

    private static func isText(_ text: String) -> Bool { text.utf8.contains { $0 > 0x20 } }

    /// The criteria that a grader lists.
    static func criteria(_ node: DocumentNode) throws(DocumentError) -> [Criterion] {
        let text = OwnedBytes(node.value.json)
        let parser = JSONParser()
        defer { withExtendedLifetime((text, parser)) {} }
        guard let list = try? parser.parse(text.view), let criteria = criteria(list),
            criteria.contains(where: { $0.points > 0 })
        else {
            throw node.mismatch(
                expected:
                    "a list of at most \(most) criteria, texts or {\"criterion\": …, \"points\": …, \"choices\": …}, "
                    + "of which one has points above 0")
        }
        return criteria
    }
}
