import AdjudgeBase
import CodeVerifier
import InstructionVerifier
import JudgeVerifier
import MathVerifier
import StructureVerifier
import TextVerifier

/// Every verifier that the engine knows. A new one is a line in its family's list; a new family is a line here.
public enum Registry {
    /// The kinds of verifier, by family.
    public static let verifiers: [VerifierKind] =
        TextVerifiers.all + InstructionVerifiers.all + MathVerifiers.all + CodeVerifiers.all + StructureVerifiers.all
        + JudgeVerifiers.all

    /// The grader types that make one verdict of several, each with one line for `adjudge list`.
    public static let composites: [(name: StaticString, summary: StaticString)] = [
        ("multi", "Several graders in one reward: graders by name (they may nest), calculate_output, clip."),
        (
            "route",
            "The grader that a field of the row names: by, cases (names, a|b, patterns with *), default; of a list the sum, by weights."
        ),
        ("cascade", "Graders in turn until one decides: graders as a list, escalate (statuses, reasons), cap."),
    ]

    /// The reasons that families have of their own. A family with reasons is a line here.
    static let familyReasons: [any FamilyReason.Type] = [
        TextReason.self, InstructionReason.self, ShapingReason.self, MathReason.self, CodeReason.self,
        StructureReason.self, JudgeReason.self,
    ]

    /// Every family's own reasons, in the order in which `adjudge list` shows them.
    public static let reasons: [any FamilyReason] = familyReasons.flatMap { all($0) }

    /// The reason for programs that import a module which is not installed: a sign that the machine lacks something.
    public static let moduleMissing = CodeReason.moduleMissing.id

    private static let reasonNames = Dictionary(uniqueKeysWithValues: reasons.map { ($0.id, $0.name) })

    private static func all<Reasons: FamilyReason>(_: Reasons.Type) -> [any FamilyReason] { Array(Reasons.allCases) }

    /// The name of a family's own reason; nil for `ReasonID.none` and for numbers that no family has given.
    public static func name(of reason: ReasonID) -> StaticString? {
        reason == .none ? nil : reasonNames[reason]
    }

    /// The number and name of every reason that a verdict may have: the coarse ones below 256, then those of families.
    public static let exactReasons: [(number: UInt16, name: StaticString)] =
        Reason.allCases.map { (UInt16($0.rawValue), $0.name) } + reasons.map { ($0.id.rawValue, $0.name) }

    /// The name of the reason with a number of ``exactReasons``; nil where there is none.
    public static func exactReasonName(_ number: UInt16) -> StaticString? {
        number < 256 ? Reason(rawValue: UInt8(number))?.name : name(of: ReasonID(rawValue: number))
    }

    /// Whether a grader may have this type.
    static func isType(_ name: String) -> Bool {
        name == "preset" || verifiers.contains { $0.name == name } || composites.contains { "\($0.name)" == name }
    }

    /// The kind named `type`.
    static func kind(_ type: DocumentNode) throws(DocumentError) -> VerifierKind {
        let name = try type.string("the name of a grader type")
        if let kind = verifiers.first(where: { $0.name == name }) { return kind }
        let names = verifiers.map(\.name) + composites.map { "\($0.name)" } + ["preset"]
        throw DocumentError(
            path: type.path, found: "\"\(name)\"", expected: "a grader type: one of " + names.joined(separator: ", "),
            suggestion: nearestName(to: name, in: names))
    }
}
