import AdjudgeBase

/// `box`: a bounding box against the reference's.
struct BoxVerifier: Verifier {
    static let kind = VerifierKind(
        name: "box", summary: "A bounding box x1, y1, x2, y2 against the reference's: IoU or GIoU.",
        keys: [
            .init(
                "metric",
                "iou (default): 0 to 1; giou: -1 to 1; compat:nemo_giou: NeMo-RL's, of the text between the first <answer> and the last </answer>, corners in any order. Unsafe: no box at all earns 0, more than a box that is off."
            ),
            .init("threshold", "1 at this overlap and above, else 0 (0.5 is rllm's)."),
        ],
        defaultInput: { node in
            node.member("metric")?.value == "compat:nemo_giou"
                ? .response : .answer(["strip_think", ["xml": "answer"], "boxed", "answer_line", "whole"])
        },
        compile: { node, _ throws(DocumentError) in
            BoxVerifier(
                metric: try node.member("metric")?.choice(
                    "a metric", [("iou", .iou), ("giou", .giou), ("compat:nemo_giou", .nemo)]) ?? .iou,
                threshold: try node.member("threshold").map { node throws(DocumentError) in try node.share() })
        })

    enum Metric: Sendable { case iou, giou, nemo }

    let metric: Metric
    let threshold: Double?

    /// A response without a box is worse than any box.
    var noAnswerReward: Double? { metric == .giou && threshold == nil ? -1 : 0 }

    func makeChecker() -> any Checker { BoxChecker(self) }

    /// NeMo-RL's reward of a response: 0 where either text is no box.
    static func nemo(_ response: Bytes, _ reference: Bytes, _ arena: Arena) -> Double {
        guard let open = response.find(Bytes("<answer>")), let close = response.findLast(Bytes("</answer>")),
            close >= open + 8,
            let answer = Coordinates.pythonList(response[open + 8..<close], arena).flatMap(Box.init),
            let gold = Coordinates.pythonList(reference, arena).flatMap(Box.init)
        else { return 0 }
        return gold.nemoOverlap(answer)
    }
}

private final class BoxChecker: Checker {
    private let verifier: BoxVerifier

    init(_ verifier: BoxVerifier) { self.verifier = verifier }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        scratch.spend(input.answer.bytes.count + input.reference.bytes.count)
        let gold: Box
        switch Coordinates.list(input.reference.bytes, most: 4, scratch.arena) {
        case .outOfRange: return Outcome(.badReference, .numberTooLarge)
        case .none: return Outcome(.badReference, .unreadableReference)
        case .numbers(let numbers):
            guard let box = Box(numbers), box.isProper else { return Outcome(.badReference, .unreadableReference) }
            gold = box
        }
        let value: Double
        if verifier.metric == .nemo {
            value = BoxVerifier.nemo(input.answer.bytes, input.reference.bytes, scratch.arena)
            // That peer's arithmetic overflows, and its reward is no number.
            guard value.isFinite else { return Outcome(.noAnswer, .numberTooLarge, reward: 0) }
        } else {
            let box: Box
            switch Coordinates.list(input.answer.bytes, most: 4, scratch.arena) {
            case .outOfRange: return Outcome(.noAnswer, .numberTooLarge, reward: verifier.noAnswerReward)
            case .none: return Outcome(.noAnswer, .notANumber, reward: verifier.noAnswerReward)
            case .numbers(let numbers):
                guard let found = Box(numbers), found.isProper else {
                    return Outcome(.noAnswer, .notANumber, reward: verifier.noAnswerReward)
                }
                box = found
            }
            value = verifier.metric == .iou ? gold.overlap(box) : gold.generalisedOverlap(box)
        }
        if let threshold = verifier.threshold {
            return .graded(value >= threshold, value >= threshold ? .matched : .notMatched)
        }
        return Outcome(.graded, TextReason.overlap, reward: value)
    }
}
