import AdjudgeBase

/// How far off is still right, of grader documents.
enum Tolerance: Sendable {
    case absolute(Rational)
    case relative(Rational)

    /// Reads `{"absolute": …}` or `{"relative": …}`, with the keys of `more` beside them allowed.
    init(_ node: DocumentNode, beside more: [String] = []) throws(DocumentError) {
        try node.allowOnly(["absolute", "relative"] + more)
        let members = try node.members().filter { !more.contains($0.key) }
        guard members.count == 1, let member = members.first else {
            throw node.mismatch(expected: "one of {\"absolute\": …} and {\"relative\": …}")
        }
        let amount = try Tolerance.amount(member.node)
        self = member.key == "absolute" ? .absolute(amount) : .relative(amount)
    }

    private static func amount(_ node: DocumentNode) throws(DocumentError) -> Rational {
        let text: String
        switch node.value {
        case .string(let written), .number(let written): text = written
        default: throw node.mismatch(expected: "a number that is not negative")
        }
        guard let value = withBytes(of: text, { NumberReader.read($0).value }), value.sign >= 0 else {
            throw node.mismatch(expected: "a number that is not negative")
        }
        return value
    }

    /// How far a value may lie from `reference`.
    func reach(at reference: Rational) -> Rational {
        switch self {
        case .absolute(let bound): bound
        case .relative(let bound): reference.magnitude * bound
        }
    }

    /// True when `answer` is no farther from `reference`.
    func holds(_ answer: Rational, _ reference: Rational) -> Bool {
        Rational.compare((answer - reference).magnitude, reach(at: reference)) <= 0
    }
}
