import AdjudgeBase

@testable import MathVerifier

/// Laws of numbers with units: they convert within a dimension, never between two, and may leave the unit out.
///
/// Only a text that is read as a number alone has these laws.
final class UnitLaws {
    private let equivalences = [Equivalence(.strict), Equivalence(.lenient)]
    private let arena = Arena()
    private static let maxBytes = 40

    /// A unit, the same dimension in another unit and how many of those make one; then a unit of another dimension.
    private struct Case {
        let unit: String
        let other: String
        let factor: String
        let stranger: String
    }

    private static let cases = [
        Case(unit: " \\text{ km}", other: " \\text{ m}", factor: "1000", stranger: " \\text{ kg}"),
        Case(unit: " hours", other: " minutes", factor: "60", stranger: " metres"),
        Case(unit: "\\,\\mathrm{J}", other: "\\,\\mathrm{mJ}", factor: "1000", stranger: "\\,\\mathrm{W}"),
        Case(unit: " \\text{ m/s}", other: " \\text{ cm/s}", factor: "100", stranger: " \\text{ m/s}^2"),
        Case(unit: " cm^2", other: " mm^2", factor: "100", stranger: " cm^3"),
    ]

    func check(_ a: Bytes, _ b: Bytes, _ log: inout FindLog) {
        guard a.count <= UnitLaws.maxBytes, b.count <= UnitLaws.maxBytes, !a.isEmpty, !b.isEmpty else { return }
        for equivalence in equivalences where isNumber(a, equivalence) {
            arena.reset()
            let areDifferent =
                isNumber(b, equivalence) && equivalence.compare(reference: a, answer: b).judgement.verdict == .different
            for one in UnitLaws.cases { check(one, a, areDifferent ? b : nil, equivalence, &log) }
        }
    }

    /// A comma or a space at the end of a number would stand before its unit.
    private func isNumber(_ text: Bytes, _ equivalence: Equivalence) -> Bool {
        let last = text[text.count - 1]
        guard last.isASCIIAlphanumeric || last == UInt8(ascii: "}") || last == UInt8(ascii: ")") else { return false }
        guard case .answer(let id) = equivalence.compare(reference: text, answer: text).reference else { return false }
        return equivalence.tree.kind(id) == .number
    }

    private func check(
        _ one: Case, _ number: Bytes, _ different: Bytes?, _ equivalence: Equivalence, _ log: inout FindLog
    ) {
        let large = arena.joined([number, Bytes(utf8: one.unit, arena)])
        let small = arena.joined([
            Bytes(utf8: one.factor + " \\cdot {", arena), number, Bytes(utf8: "}" + one.other, arena),
        ])
        let stranger = arena.joined([number, Bytes(utf8: one.stranger, arena)])
        expectEqual("unit converted", large, small, equivalence, &log)
        expectEqual("unit converted", small, large, equivalence, &log)
        expectEqual("unit left out", large, number, equivalence, &log)
        expectEqual("unit added", number, large, equivalence, &log)
        expectUnequal("other dimension", large, stranger, equivalence, &log)
        expectUnequal("other dimension", stranger, large, equivalence, &log)
        guard let different else { return }
        expectUnequal(
            "other number", large, arena.joined([different, Bytes(utf8: one.unit, arena)]), equivalence, &log)
        expectUnequal("other number", large, different, equivalence, &log)
    }

    /// A right answer that is only undecided costs a row; one that is refuted is a fault.
    private func expectEqual(
        _ law: String, _ reference: Bytes, _ answer: Bytes, _ equivalence: Equivalence, _ log: inout FindLog
    ) {
        let result = equivalence.compare(reference: reference, answer: answer)
        guard result.judgement.verdict == .different, isQuantity(result, equivalence) else { return }
        log.add("\(law) \(name(equivalence)) \(result.judgement.reason)", reference, answer)
    }

    private func expectUnequal(
        _ law: String, _ reference: Bytes, _ answer: Bytes, _ equivalence: Equivalence, _ log: inout FindLog
    ) {
        let result = equivalence.compare(reference: reference, answer: answer)
        guard result.judgement.isEqual, isQuantity(result, equivalence) else { return }
        log.add("\(law) \(name(equivalence)) \(result.judgement.reason)", reference, answer)
    }

    private func name(_ equivalence: Equivalence) -> String {
        equivalence.strictness.isLenient ? "lenient" : "strict"
    }

    /// True when the number and its unit were read as such, on one side at least.
    private func isQuantity(_ result: Equivalence.Result, _ equivalence: Equivalence) -> Bool {
        for case .answer(let id) in [result.reference, result.answer] where equivalence.tree.kind(id) == .quantity {
            return true
        }
        return false
    }
}
