import AdjudgeBase

@testable import MathVerifier

/// Laws of answers that are made of two others: parts with labels, values under conditions, families of a parameter.
///
/// What cannot be read as it was meant has no law: a text may hold brackets, labels or conditions of its own.
final class StructureLaws {
    private let equivalence = Equivalence(.strict)
    private let arena = Arena()
    /// Longer texts are left out: every law is another comparison.
    private static let maxBytes = 120

    func check(_ a: Bytes, _ b: Bytes, _ log: inout FindLog) {
        guard a.count <= StructureLaws.maxBytes, b.count <= StructureLaws.maxBytes, !a.isEmpty, !b.isEmpty else {
            return
        }
        arena.reset()
        if equivalence.compare(reference: a, answer: b).judgement.verdict == .different { checkParts(a, b, &log) }
        checkConditions(a, &log)
        checkFamily(a, &log)
    }

    /// Two parts whose values differ are not the same parts with their values exchanged.
    private func checkParts(_ a: Bytes, _ b: Bytes, _ log: inout FindLog) {
        for (first, second) in [("(a) ", " (b) "), ("(i) ", "; (ii) ")] {
            let reference = arena.joined([Bytes(utf8: first, arena), a, Bytes(utf8: second, arena), b])
            let answer = arena.joined([Bytes(utf8: first, arena), b, Bytes(utf8: second, arena), a])
            let result = equivalence.compare(reference: reference, answer: answer)
            if result.judgement.isEqual, areParts(result.reference), areParts(result.answer) {
                log.add("swapped parts \(result.judgement.reason)", reference, answer)
            }
        }
    }

    private func areParts(_ reading: Reader.Reading) -> Bool {
        guard case .answer(let id) = reading else { return false }
        let tree = equivalence.tree
        return tree.kind(id) == .list && tree[id].detail == Reader.Joiner.parts.rawValue && tree.count(id) == 2
    }

    /// A condition with its sign turned is another one.
    private func checkConditions(_ a: Bytes, _ log: inout FindLog) {
        for (here, there) in [
            (" if x > 3", " if x < 3"), (" if n is even", " if n is odd"), (" for n \\ge 7", " for n \\ge 8"),
        ] {
            let (reference, answer) = (
                arena.joined([a, Bytes(utf8: here, arena)]), arena.joined([a, Bytes(utf8: there, arena)])
            )
            let result = equivalence.compare(reference: reference, answer: answer)
            if result.judgement.isEqual, isConditioned(result.reference), isConditioned(result.answer) {
                log.add("turned condition \(result.judgement.reason)", reference, answer)
            }
        }
    }

    private func isConditioned(_ reading: Reader.Reading) -> Bool {
        guard case .answer(let id) = reading else { return false }
        return equivalence.tree.kind(id) == .conditioned
    }

    /// The sign of one component of a family turned makes another family, unless the component is its own negative.
    private func checkFamily(_ a: Bytes, _ log: inout FindLog) {
        let negative = arena.joined([Bytes(utf8: "-(", arena), a, Bytes(utf8: ")", arena)])
        let plain = arena.joined([Bytes(utf8: "(", arena), a, Bytes(utf8: ")", arena)])
        guard equivalence.compare(reference: plain, answer: negative).judgement.verdict == .different else { return }
        let (open, close) = (Bytes(utf8: "(t, ", arena), Bytes(utf8: "), t \\in \\mathbb{R}", arena))
        let (reference, answer) = (arena.joined([open, plain, close]), arena.joined([open, negative, close]))
        let result = equivalence.compare(reference: reference, answer: answer)
        if result.judgement.isEqual { log.add("turned component \(result.judgement.reason)", reference, answer) }
    }
}

extension Bytes {
    /// The text, kept in the arena.
    init(utf8 text: String, _ arena: Arena) {
        let memory = arena.allocate(text.utf8.count)
        for (index, byte) in text.utf8.enumerated() { memory[index] = byte }
        self.init(start: memory, count: text.utf8.count)
    }
}

extension Arena {
    /// The texts, one behind the other.
    func joined(_ parts: [Bytes]) -> Bytes {
        let memory = allocate(parts.reduce(0) { $0 + $1.count })
        var count = 0
        for part in parts {
            (memory + count).update(from: part.start, count: part.count)
            count += part.count
        }
        return Bytes(start: memory, count: count)
    }
}
