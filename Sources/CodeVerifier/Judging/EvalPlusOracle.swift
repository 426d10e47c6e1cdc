import AdjudgeBase
import Glibc

/// EvalPlus's exceptions, by the name of the function: problems whose answer is no single value.
struct EvalPlusOracle {
    private let function: String
    private let tolerance: Tolerance

    /// The exceptions for a function; its tolerance decides how near a root must be.
    init(function: String, tolerance: Tolerance) {
        self.function = function
        self.tolerance = tolerance
    }

    private static let sets = [
        "similar_elements", "find_char_long", "common_in_nested_lists", "extract_singly", "larg_nnum",
        "intersection_array", "find_dissimilar", "Diff",
    ]
    private static let presence = ["check_str", "text_match_three", "text_starta_endb"]

    /// Whether `got` is right where an exception decides; nil where none does.
    func accepts(_ got: PlainData, _ wanted: PlainData, arguments: OwnedBytes) -> Bool? {
        switch function {
        case "are_equivalent": return true
        case "sum_div": return got.kind == .integer && got.integer == 0 ? true : nil
        case "find_zero": return isRoot(got, arguments)
        case _ where EvalPlusOracle.sets.contains(function): return distinct(got) == distinct(wanted)
        case _ where EvalPlusOracle.presence.contains(function):
            if got.kind == .isTrue || got.kind == .isFalse { return got.kind == wanted.kind }
            return (wanted.kind == .isTrue) == (got.kind != .none)
        default: return nil
        }
    }

    private func distinct(_ value: PlainData) -> Set<String>? {
        switch value.kind {
        case .list, .tuple, .set, .frozenSet: Set(value.elements.map { PlainText.describe($0) })
        default: nil
        }
    }

    /// Whether the polynomial of the first argument vanishes at `got`, within the tolerance.
    private func isRoot(_ got: PlainData, _ arguments: OwnedBytes) -> Bool {
        guard let x = number(got), x.isFinite else { return false }
        let parser = JSONParser()
        defer { withExtendedLifetime((parser, arguments)) {} }
        guard let list = try? parser.parse(arguments.view), let coefficients = list.element(0) else { return false }
        var (sum, power) = (0.0, 1.0)
        for coefficient in coefficients.elements {
            sum += NumberToken.double(coefficient.raw) * power
            power *= x
        }
        return abs(sum) <= tolerance.absolute
    }

    private func number(_ value: PlainData) -> Double? {
        switch value.kind {
        case .integer: Double(value.integer)
        case .float: value.float
        default: nil
        }
    }
}
