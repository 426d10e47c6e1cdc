import AdjudgeBase
import CaseFiles
import Testing

@testable import TextVerifier

/// Counts where rules agree with what the rows of a case file say.
struct CaseBench {
    let prose = ProseScratch()
    let scratch = Scratch()
    var agreed = 0
    var misses: [String] = []

    func begin() {
        scratch.beginSample()
        prose.begin(scratch)
    }

    mutating func note(_ row: JSONValue, _ found: String, _ wanted: String) {
        if found == wanted { agreed += 1 } else { misses.append("\(row.text("id")): \(found), not \(wanted)") }
    }

    /// Equal to the twelfth digit.
    mutating func note(_ row: JSONValue, _ found: Double?, _ wanted: Double?) {
        var isEqual = found == wanted
        if let found, let wanted { isEqual = abs(found - wanted) <= 1e-12 * max(1, abs(wanted)) }
        if isEqual {
            agreed += 1
        } else {
            misses.append("\(row.text("id")): \(found as Any), not \(wanted as Any)")
        }
    }

    /// Prints the count and the first misses; fails where there are some, or fewer rows than `least`.
    func report(_ name: String, least: Int) {
        print("\(name): \(agreed) agree, \(misses.count) do not")
        for miss in misses.prefix(40) { print("  \(miss)") }
        #expect(misses.isEmpty && agreed >= least)
    }

    /// The texts of a member that is a string or a list of them.
    func texts(_ value: JSONValue?) -> [Bytes] {
        guard let value else { return [] }
        if value.kind != .array { return [value.string(into: scratch.arena) ?? value.raw] }
        return value.elements.map { $0.string(into: scratch.arena) ?? $0.raw }
    }

    func number(_ row: JSONValue) -> Double? { row.member("expect").flatMap { Double($0.raw.string) } }
}
