import AdjudgeBase

/// The markers by which Nova sets its reasoning apart from its answer inside one text.
///
/// A `</think>` is left to the grader's extraction (`strip_think`), so that format graders see it; these markers belong
/// to the wire.
public struct ReasoningMarkers: Sendable {
    private struct Pair: Sendable {
        let open: OwnedBytes
        let close: OwnedBytes
    }

    private var thoughts: [Pair] = []
    private var solutions: [Pair] = []

    /// No markers: the whole text is the answer.
    public static let none = ReasoningMarkers()

    /// The markers that AWS's own reward functions look for.
    public static let nova = ReasoningMarkers(
        thoughts: ReasoningPairs.nova.map { ($0.open, $0.close) },
        solutions: [
            ("<|begin_of_solution|>", "<|end_of_solution|>"),
            ("<begin_of_solution>", "</end_of_solution>"),
            ("<begin_of_solution>", "<end_of_solution>"),
        ])

    init(thoughts: [(String, String)] = [], solutions: [(String, String)] = []) {
        self.thoughts = thoughts.map { Pair(open: OwnedBytes($0.0), close: OwnedBytes($0.1)) }
        self.solutions = solutions.map { Pair(open: OwnedBytes($0.0), close: OwnedBytes($0.1)) }
    }

    /// Markers from a document: `{"thought": [[OPEN, CLOSE], …], "solution": [[OPEN, CLOSE], …]}`.
    public init(_ document: DocumentNode) throws(DocumentError) {
        try document.allowOnly(["thought", "solution"])
        self.init(
            thoughts: try ReasoningMarkers.pairs(document.member("thought")),
            solutions: try ReasoningMarkers.pairs(document.member("solution")))
    }

    private static func pairs(_ node: DocumentNode?) throws(DocumentError) -> [(String, String)] {
        var pairs: [(String, String)] = []
        for element in try node?.elements() ?? [] {
            let pair = try element.elements()
            guard pair.count == 2 else { throw element.mismatch(expected: "[opening marker, end marker]") }
            let (open, close) = (try pair[0].string(), try pair[1].string())
            if open.isEmpty || close.isEmpty { throw element.mismatch(expected: "markers that are not empty") }
            pairs.append((open, close))
        }
        return pairs
    }

    /// The answer in a turn: what follows the last thought, and of that the last solution block where there is one.
    /// Reasoning that was begun and never ended has no answer behind it: the view is empty. O(text) for each marker.
    public func answer(in text: Bytes) -> Bytes {
        var rest = text
        var end: Int?
        for pair in thoughts {
            guard let found = text.findLast(pair.close.view) else { continue }
            end = max(end ?? 0, found + pair.close.view.count)
        }
        if let end {
            rest = text.suffix(from: end)
        } else if let open = thoughts.lazy.compactMap({ text.find($0.open.view) }).min() {
            // A thought that is cut off: only a solution that stands before it is an answer.
            rest = text[0..<open]
            return solution(in: rest) ?? Bytes(start: text.start + text.count, count: 0)
        }
        return solution(in: rest) ?? rest
    }

    private func solution(in text: Bytes) -> Bytes? {
        var start: Int?
        for pair in solutions {
            guard let found = text.findLast(pair.open.view) else { continue }
            start = max(start ?? 0, found + pair.open.view.count)
        }
        guard let start else { return nil }
        var block = text.suffix(from: start)
        for pair in solutions {
            if let close = block.find(pair.close.view) { block = block[0..<close] }
        }
        return block
    }
}
