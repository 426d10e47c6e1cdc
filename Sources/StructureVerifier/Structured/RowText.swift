import AdjudgeBase

/// A text of a grader: written there, or a template for a field of the row.
enum RowText: Sendable {
    case literal(String)
    case argument(Int)

    init(_ node: DocumentNode, _ what: String, _ context: inout CompileContext) throws(DocumentError) {
        let text = try node.string(what)
        self = text.hasPrefix("{{") ? .argument(context.argument(text, path: node.path)) : .literal(text)
    }

    /// The text of a sample; empty where the row has none.
    func bytes(_ input: CheckInput, _ scratch: Scratch) -> Bytes {
        switch self {
        case .argument(let index): return input.arguments[index].bytes
        case .literal(let text): return withBytes(of: text) { scratch.arena.copy($0) }
        }
    }
}
