import AdjudgeBase

/// The labels of a grader.
enum LabelList {
    /// A list of labels, or an object of labels with other words for each.
    static func labels(_ node: DocumentNode) throws(DocumentError) -> [JudgeLabel] {
        var labels: [JudgeLabel] = []
        if case .object = node.value {
            for (name, aliases) in try node.members() {
                var label = JudgeLabel(name: name)
                for alias in aliases.oneOrMany() { label.aliases.append(try alias.string("another word for \(name)")) }
                labels.append(label)
            }
        } else {
            for label in try node.elements() { labels.append(JudgeLabel(name: try label.string("a label"))) }
        }
        guard labels.count >= 2 else { throw node.mismatch(expected: "at least two labels") }
        var known: Set<String> = []
        for text in labels.flatMap({ [$0.name] + $0.aliases }) {
            guard text.utf8.contains(where: { $0 > 0x20 }), text.utf8.allSatisfy({ $0 >= 0x20 }) else {
                throw node.mismatch(expected: "labels of one line that are not blank")
            }
            guard known.insert(text.lowercased()).inserted else {
                throw DocumentError(
                    path: node.path, found: "\"\(text)\" twice", expected: "labels that differ in more than case")
            }
        }
        return labels
    }

    /// The places of the labels that pass: some of them, not all.
    static func passing(_ node: DocumentNode, _ labels: [JudgeLabel]) throws(DocumentError) -> Set<Int> {
        var passing: Set<Int> = []
        let names = labels.enumerated().map { (name: $1.name, value: $0) }
        for label in node.oneOrMany() { passing.insert(try label.choice("one of the labels", names)) }
        guard !passing.isEmpty, passing.count < labels.count else {
            throw node.mismatch(expected: "some of the labels, and not all of them")
        }
        return passing
    }
}

/// The range of a score.
enum ScoreRange {
    static func read(_ node: DocumentNode?) throws(DocumentError) -> ClosedRange<Double> {
        guard let node else { return 0...1 }
        let ends = try node.elements()
        guard ends.count == 2 else { throw node.mismatch(expected: "[lowest, highest]") }
        let (lowest, highest) = (try ends[0].double(), try ends[1].double())
        guard lowest < highest else { throw node.mismatch(expected: "[lowest, highest] with lowest < highest") }
        return lowest...highest
    }
}
