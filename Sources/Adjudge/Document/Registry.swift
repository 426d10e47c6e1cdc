import AdjudgeBase
import CodeVerifier
import MathVerifier
import TextVerifier

/// Every verifier that the engine knows. A new one is a line in its family's list; a new family is a line here.
public enum Registry {
    /// The kinds of verifier, by family.
    public static let verifiers: [VerifierKind] = TextVerifiers.all + MathVerifiers.all + CodeVerifiers.all

    /// The kind named `type`.
    static func kind(_ type: DocumentNode) throws(DocumentError) -> VerifierKind {
        let name = try type.string("the name of a grader type")
        if let kind = verifiers.first(where: { $0.name == name }) { return kind }
        let names = verifiers.map(\.name) + ["multi", "preset"]
        throw DocumentError(
            path: type.path, found: "\"\(name)\"", expected: "a grader type: one of " + names.joined(separator: ", "),
            suggestion: nearestName(to: name, in: names))
    }
}
