import AdjudgeBase
import Glibc

@testable import MathVerifier

/// Compares a pair in every way that has a law, and reports each law that does not hold.
///
/// A memory error ends the process, as sanitizers do; a broken law is written down once a signature, and the run goes on.
final class PairFuzzer {
    private let arena = Arena()
    private let strict = Equivalence(.strict)
    private let lenient = Equivalence(.lenient)
    private let checker = MathChecker(.strict)
    private let scratch = Scratch()
    private let responses = try! ResponseFuzzer()
    private let readers = try! ReaderFuzzer()
    private let structures = StructureLaws()
    private let units = UnitLaws()
    private var log = FindLog()

    /// Processor time that one comparison may take under the sanitizers, in nanoseconds.
    private static let maxNanoseconds = 50_000_000

    /// The three budgets of a comparison; the last step of each may go beyond it.
    private static let maxWork = 2 * (WorkBudget.whole + MathTree.maxNodes + Equivalence.maxComparisons)

    func run(_ first: Bytes, _ second: Bytes) {
        arena.reset()
        let a = copied(first)
        let b = copied(second)
        defer {
            a.start.deallocate()
            b.start.deallocate()
        }
        var isOneSided = false
        for equivalence in [strict, lenient] {
            let name = equivalence === strict ? "strict" : "lenient"
            checkReflexive(equivalence, name, a)
            checkReflexive(equivalence, name, b)
            if checkSymmetric(equivalence, name, a, b) { isOneSided = true }
        }
        if !isOneSided { checkWhole(first, second) }
        readers.run(first, second)
        structures.check(a, b, &log)
        units.check(a, b, &log)
        responses.run(first, &log)
        responses.run(second, &log)
    }

    /// The folded text in a block of its own, so that reading past its end is seen.
    private func copied(_ text: Bytes) -> Bytes {
        let folded = text.folded(.math, into: arena)
        let block = UnsafeMutablePointer<UInt8>.allocate(capacity: max(folded.count, 1))
        block.update(from: folded.start, count: folded.count)
        return Bytes(start: block, count: folded.count)
    }

    // MARK: Laws

    private func checkReflexive(_ equivalence: Equivalence, _ name: String, _ text: Bytes) {
        let result = compared(equivalence, name, text, text)
        guard case .answer(let id) = result.reference, result.judgement.verdict != .equal else { return }
        let reason = result.judgement.reason
        // What has no value, says that 6 is 5, or is beyond the budgets equals nothing.
        let isExcused = [.undefinedValue, .falseChain, .notComputed, .comparisonLimit, .numberTooLarge].contains(reason)
        if result.judgement.verdict == .undecided, isExcused { return }
        log.add("reflexive \(name) \(result.judgement.verdict) \(reason) \(equivalence.tree.kind(id))", text, text)
    }

    /// True when a reading was used that only references get: no law then holds for the pair.
    private func checkSymmetric(_ equivalence: Equivalence, _ name: String, _ a: Bytes, _ b: Bytes) -> Bool {
        let there = compared(equivalence, name, a, b)
        let thereKinds = kinds(equivalence, there)
        var isOneSided = equivalence.isOneSided
        var work = equivalence.work
        let back = compared(equivalence, name, b, a)
        isOneSided = isOneSided || equivalence.isOneSided
        work = max(work, equivalence.work)
        guard there.judgement.verdict != back.judgement.verdict, !isOneSided else { return isOneSided }
        // The reference's printed precision decides, by rule.
        if there.judgement.reason == .equalRounded || back.judgement.reason == .equalRounded { return false }
        // A proof that only one direction finds is a loss; an equality that only one finds is a fault.
        guard there.judgement.isEqual || back.judgement.isEqual else { return false }
        // Zero times a tower is soon seen to be zero, when the zero comes first.
        if work >= WorkBudget.whole, [there, back].contains(where: { $0.judgement.reason == .notComputed }) {
            return false
        }
        // The lenient profile takes any noun for another; one that is read as a unit and more is not computed.
        if name == "lenient", thereKinds == "quantity~quantity",
            [there, back].contains(where: { $0.judgement.reason == .notComputed })
        {
            return false
        }
        let isProved = there.judgement.verdict != .undecided && back.judgement.verdict != .undecided
        log.add(
            "\(isProved ? "contradiction" : "one-way") \(name) \(thereKinds) "
                + "\(there.judgement.reason)/\(back.judgement.reason)", a, b)
        return false
    }

    private func kinds(_ equivalence: Equivalence, _ result: Equivalence.Result) -> String {
        func kind(_ reading: Reader.Reading) -> String {
            if case .answer(let id) = reading { return "\(equivalence.tree.kind(id))" }
            return "unreadable"
        }
        return "\(kind(result.reference))~\(kind(result.answer))"
    }

    /// One comparison under its budgets of work and time.
    private func compared(_ equivalence: Equivalence, _ name: String, _ a: Bytes, _ b: Bytes) -> Equivalence.Result {
        let start = clock()
        let result = equivalence.compare(reference: a, answer: b)
        let nanoseconds = clock() - start
        if nanoseconds > PairFuzzer.maxNanoseconds {
            log.add(
                "slow \(name) \(kinds(equivalence, result)) \(result.judgement.reason)", a, b,
                "\(nanoseconds / 1_000_000) ms")
        }
        if equivalence.work > PairFuzzer.maxWork {
            log.add(
                "over-budget \(name) \(kinds(equivalence, result)) \(result.judgement.reason)", a, b,
                "\(equivalence.work) units")
        }
        return result
    }

    private func clock() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    // MARK: The grader's own path

    /// The path that samples take: numbers, then texts, then trees.
    private func checkWhole(_ a: Bytes, _ b: Bytes) {
        // Of a reference with a box or a mark only what it marks is compared.
        guard !holdsMark(a), !holdsMark(b) else { return }
        let there = checked(a, b)
        let back = checked(b, a)
        guard there.status == .graded, back.status == .graded, there.reward != back.reward else { return }
        if there.reason == .equalRounded || back.reason == .equalRounded { return }
        log.add("contradiction grader \(there.reason)/\(back.reason)", a, b)
    }

    private func holdsMark(_ text: Bytes) -> Bool {
        text.find(Bytes("boxed")) != nil || text.find(Bytes("fbox")) != nil || text.find(Bytes("####")) != nil
    }

    private func checked(_ reference: Bytes, _ answer: Bytes) -> Outcome {
        scratch.beginSample()
        return checker.check(CheckInput(answer: .text(answer), reference: .text(reference), response: answer), scratch)
    }
}
