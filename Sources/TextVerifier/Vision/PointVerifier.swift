import AdjudgeBase
import Glibc

/// `point`: a place on an image against the reference's.
struct PointVerifier: Verifier {
    static let kind = VerifierKind(
        name: "point", summary: "A point x, y: inside the reference's box, or near its point.",
        keys: [
            .init("max_distance", "The distance from which the reward is 0 (default 0.15)."),
            .init(
                "mode",
                "linear (default): 1 at the point, falling to 0; square: its square; compat:nemo_gui: NeMo-Gym's, the first <point>(x, y)</point> in thousandths against \"x,y\" from 0 to 1."
            ),
        ],
        defaultInput: { node in
            node.member("mode")?.value == "compat:nemo_gui"
                ? .response
                : .answer(["strip_think", ["xml": "answer"], ["xml": "point"], "boxed", "answer_line", "whole"])
        },
        compile: { node, _ throws(DocumentError) in
            let distance = try node.member("max_distance").map { node throws(DocumentError) -> Double in
                let distance = try node.double()
                guard distance > 0, distance <= Coordinates.farthest else {
                    throw node.mismatch(expected: "a distance above 0 and at most 1e9")
                }
                return distance
            }
            return PointVerifier(
                mode: try node.member("mode")?.choice(
                    "a mode", [("linear", .linear), ("square", .square), ("compat:nemo_gui", .nemo)]) ?? .linear,
                maxDistance: distance ?? 0.15)
        })

    enum Mode: Sendable { case linear, square, nemo }

    let mode: Mode
    let maxDistance: Double

    func makeChecker() -> any Checker { PointChecker(self) }

    /// NeMo-Gym's reward; nil where the reference is no point, and 0 where the response has none.
    static func nemo(_ response: Bytes, _ reference: Bytes, maxDistance: Double, _ arena: Arena) -> Double? {
        guard let gold = Coordinates.pythonList(reference, arena), gold.count == 2 else { return nil }
        guard let point = tagged(response) else { return 0 }
        return reward((point.0 / 1000, point.1 / 1000), (gold[0], gold[1]), maxDistance, squares: true)
    }

    /// What is left of 1 at a distance.
    static func reward(
        _ point: (Double, Double), _ gold: (Double, Double), _ maxDistance: Double, squares: Bool
    ) -> Double {
        let (x, y) = (point.0 - gold.0, point.1 - gold.1)
        let distance = (x * x + y * y).squareRoot()
        if distance >= maxDistance { return 0 }
        let left = 1 - distance / maxDistance
        return squares ? left * left : left
    }

    /// The first `<point>\s*\[?\s*\(\s*(\d+)\s*,\s*(\d+)\s*\)\s*\]?\s*</point>`.
    private static func tagged(_ text: Bytes) -> (Double, Double)? {
        var from = 0
        while let found = text.suffix(from: from).find(Bytes("<point>")) {
            from += found + 7
            var at = from
            func space() { while text.pythonSpaceLength(at: at) > 0 { at += text.pythonSpaceLength(at: at) } }
            func skip(_ byte: UInt8) -> Bool {
                space()
                guard text[at] == byte else { return false }
                at += 1
                return true
            }
            func number() -> Double? {
                space()
                let start = at
                while text[at].isASCIIDigit { at += 1 }
                return at > start ? Double(text[start..<at].string) : nil
            }
            _ = skip(0x5B)
            guard skip(0x28), let x = number(), skip(0x2C), let y = number(), skip(0x29) else { continue }
            _ = skip(0x5D)
            space()
            if text.suffix(from: at).hasPrefix("</point>") { return (x, y) }
        }
        return nil
    }
}

private final class PointChecker: Checker {
    private let verifier: PointVerifier

    init(_ verifier: PointVerifier) { self.verifier = verifier }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        scratch.spend(input.answer.bytes.count + input.reference.bytes.count)
        if verifier.mode == .nemo {
            guard
                let reward = PointVerifier.nemo(
                    input.answer.bytes, input.reference.bytes, maxDistance: verifier.maxDistance, scratch.arena)
            else { return Outcome(.badReference, .unreadableReference) }
            guard reward.isFinite else { return Outcome(.noAnswer, .numberTooLarge, reward: 0) }
            return Outcome(.graded, TextReason.overlap, reward: reward)
        }
        let gold: [Double]
        switch Coordinates.list(input.reference.bytes, most: 4, scratch.arena) {
        case .outOfRange: return Outcome(.badReference, .numberTooLarge)
        case .none: return Outcome(.badReference, .unreadableReference)
        case .numbers(let numbers): gold = numbers
        }
        let area = Box(gold)
        guard gold.count == 2 || area?.isProper == true else { return Outcome(.badReference, .unreadableReference) }
        let point: [Double]
        switch Coordinates.list(input.answer.bytes, most: 2, scratch.arena) {
        case .outOfRange: return Outcome(.noAnswer, .numberTooLarge, reward: 0)
        case .numbers(let numbers) where numbers.count == 2: point = numbers
        case .none, .numbers: return Outcome(.noAnswer, .notANumber, reward: 0)
        }
        if let area {
            let isInside = (area.left...area.right).contains(point[0]) && (area.top...area.bottom).contains(point[1])
            return .graded(isInside, isInside ? .matched : .notMatched)
        }
        let reward = PointVerifier.reward(
            (point[0], point[1]), (gold[0], gold[1]), verifier.maxDistance, squares: verifier.mode == .square)
        return Outcome(.graded, TextReason.overlap, reward: reward)
    }
}
