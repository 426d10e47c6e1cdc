import AdjudgeBase

/// A template such as `{{item.answer}}`, resolved to field accessors at compile time.
struct Template: Sendable, Equatable {
    enum Piece: Sendable, Equatable {
        case literal(OwnedText)
        case response
        case reference
        case extracted(Int)
        case item(JSONPath)
        /// OpenAI's `sample.output_json`: the row's, or the response read as JSON.
        case outputJSON(JSONPath)
        /// OpenAI's `sample.output_tools`: the calls of the model's turn.
        case outputTools(JSONPath)
    }

    /// The pieces of the template, in order.
    let pieces: [Piece]

    /// Whether the response decides what it gives. Such a template may be checked, never say what is right.
    var readsResponse: Bool {
        pieces.contains {
            switch $0 {
            case .response, .extracted, .outputJSON, .outputTools: true
            case .literal, .reference, .item: false
            }
        }
    }

    /// The extraction that the template is and nothing else, such as `{{extract.final}}`.
    var soleExtraction: Int? {
        guard pieces.count == 1, case .extracted(let chain) = pieces[0] else { return nil }
        return chain
    }

    /// The path of the row's field that the template is and nothing else, such as `{{item.level}}`.
    var soleItem: JSONPath? {
        guard pieces.count == 1, case .item(let path) = pieces[0] else { return nil }
        return path
    }

    /// True when the template reads the row's fields.
    var readsItem: Bool {
        pieces.contains { if case .item = $0 { true } else { false } }
    }

    /// The row's fields that the template reads, by their first names; "" is the whole item.
    var itemNames: [String] {
        pieces.compactMap { if case .item(let path) = $0 { path.firstMember ?? "" } else { nil } }
    }

    /// True when the template is the whole response and nothing else.
    var isResponse: Bool { pieces == [.response] }
}

/// Text of a grader document that the hot path reads as bytes.
struct OwnedText: Sendable, Equatable {
    let bytes: OwnedBytes

    init(_ text: String) { bytes = OwnedBytes(text) }

    static func == (left: OwnedText, right: OwnedText) -> Bool { left.bytes.view == right.bytes.view }
}
