import AdjudgeBase
import AdjudgeProse

/// `graphwalks`: OpenAI's graph walks: F1 of the nodes in the last line's "Final Answer: [a, b]".
struct GraphWalksVerifier: Verifier {
    static let kind = VerifierKind(
        name: "graphwalks", summary: "GraphWalks: F1 of the nodes that the last line lists, as sets.",
        keys: [],
        defaultInput: { _ in .answer(["strip_think", "whole"]) },
        compile: { _, _ in GraphWalksVerifier() })

    func makeChecker() -> any Checker { GraphWalksChecker() }

    /// The nodes between the brackets behind "Final Answer:" in the last line that is not blank; nil where there are
    /// none. The brackets reach to the last one of the line.
    static func nodes(in response: Bytes) -> [Bytes]? {
        let text = response.pythonStripped
        let line = text.suffix(from: text.findLast(Bytes("\n")).map { $0 + 1 } ?? 0)
        guard let close = line.findLast(Bytes("]")) else { return nil }
        var from = 0
        while let found = line.suffix(from: from).find(Bytes("Final Answer:")) {
            from += found + 13
            var open = from
            while line.pythonSpaceLength(at: open) > 0 { open += line.pythonSpaceLength(at: open) }
            if line[open] == 0x5B, close > open { return elements(line[open + 1..<close]) }
        }
        return nil
    }

    private static func elements(_ list: Bytes) -> [Bytes] {
        var elements: [Bytes] = []
        var begin = 0
        for at in 0...list.count where at == list.count || list[at] == 0x2C {
            let element = list[begin..<at].pythonStripped
            if !element.isEmpty { elements.append(element) }
            begin = at + 1
        }
        return elements
    }

    /// F1 of two sets: 1 for two empty ones. O(predicted + expected).
    static func f1(_ predicted: [Bytes], _ expected: [Bytes], _ prose: ProseScratch) -> Double {
        let overlap = WordOverlap.countOnce(
            WordNumbers.of(
                predicted.map { CodePoints($0, prose.arena) }, expected.map { CodePoints($0, prose.arena) }, prose))
        return overlap.left == 0 && overlap.right == 0 ? 1 : WordOverlap.f1(overlap)
    }
}

private final class GraphWalksChecker: Checker {
    private let parser = JSONParser(maxDepth: 4)
    private let prose = ProseScratch()

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        scratch.spend(input.answer.bytes.count + input.reference.bytes.count)
        // A list, or a list as JSON text, as the data set has it.
        guard let list = try? parser.parse(input.reference.bytes), list.kind == .array else {
            return Outcome(.badReference, .unreadableReference)
        }
        var expected: [Bytes] = []
        for element in list.elements {
            guard element.kind == .string || element.kind == .number else {
                return Outcome(.badReference, .unreadableReference)
            }
            expected.append(Field(json: element, arena: scratch.arena).bytes)
        }
        guard let nodes = GraphWalksVerifier.nodes(in: input.answer.bytes) else {
            return Outcome(.noAnswer, .nothingExtracted, reward: 0)
        }
        prose.begin(scratch)
        let score = GraphWalksVerifier.f1(nodes, expected, prose)
        if prose.isSpent { return Outcome(.limitExceeded, .comparisonLimit) }
        if score == 1 { return .graded(true, .equalText) }
        return score == 0 ? .graded(false, .differentText) : Outcome(.graded, TextReason.overlap, reward: score)
    }
}
