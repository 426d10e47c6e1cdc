import AdjudgeBase
import CaseFiles
import Testing

@testable import InstructionVerifier

/// Checks rows' instructions as the engine does, and counts where they agree with what a case file says.
final class InstructionBench {
    private let checker: any Checker
    private let scratch = Scratch()
    private(set) var agreed = 0
    private(set) var misses: [String] = []

    init(isLoose: Bool = false, reward: InstructionVerifier.Reward = .all) {
        checker =
            InstructionVerifier(isLoose: isLoose, reward: reward, isOpenInstruct: false, places: [(0, 1)], tagger: nil)
            .makeChecker()
    }

    /// What each of a row's instructions comes to, nil where that is not known; with the row's outcome.
    func check(_ ids: String, _ arguments: String, _ response: String) -> (followed: [Bool?], outcome: Outcome) {
        scratch.beginSample()
        scratch.wantsDetail = true
        scratch.detail = nil
        let outcome = withBytes(of: ids) { ids in
            withBytes(of: arguments) { arguments in
                withBytes(of: response) { response in
                    withUnsafeTemporaryAllocation(of: Field.self, capacity: 2) { fields in
                        fields.initializeElement(at: 0, to: Field(.json, ids))
                        fields.initializeElement(at: 1, to: Field(.json, arguments))
                        return checker.check(
                            CheckInput(
                                answer: .text(response), reference: .absent, response: response,
                                arguments: UnsafeBufferPointer(fields)), scratch)
                    }
                }
            }
        }
        guard let detail = scratch.detail else { return ([], outcome) }
        let list = detail.text.drop { $0 != "[" }.dropFirst().prefix { $0 != "]" }.split(separator: ",")
        return (list.map { $0 == "null" ? nil : $0 == "true" }, outcome)
    }

    /// Compares with a row's expectations where its gates are open.
    func compare(
        _ name: String, _ ids: String, _ arguments: String, _ response: String, _ wanted: [Bool], _ gates: [Bool]
    ) {
        let found = check(ids, arguments, response)
        guard found.followed.count == wanted.count else {
            misses.append("\(name): \(found.outcome)")
            return
        }
        for (index, isWanted) in wanted.enumerated() where gates[index] {
            if found.followed[index] == isWanted {
                agreed += 1
            } else {
                let said = found.followed[index].map { "\($0)" } ?? "not known"
                misses.append("\(name): \(ids) \(arguments) at \(index): \(said), not \(isWanted)")
            }
        }
    }

    /// Prints the count and the first misses; fails where there are some, or fewer verdicts than `least`.
    func report(_ name: String, least: Int) {
        print("\(name): \(agreed) agree, \(misses.count) do not")
        for miss in misses.prefix(40) { print("  \(miss)") }
        #expect(misses.isEmpty && agreed >= least)
    }
}

extension JSONValue {
    /// The booleans of a list member.
    func flags(_ name: String) -> [Bool] {
        withBytes(of: name) { member($0) }.map { $0.elements.map { $0.boolValue ?? false } } ?? []
    }
}
