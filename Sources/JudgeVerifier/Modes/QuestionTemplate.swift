import AdjudgeBase

/// The messages of a question with places for what the row says.
///
/// The text has parts that begin with a line `[system]`, `[developer]`, `[user]` or `[assistant]`; without any it is one
/// message of the user. Places are `{{name}}`. They are filled in one pass: what is filled in is never looked into.
struct QuestionTemplate: Sendable {
    /// The places that can be filled in.
    enum Place: String, Sendable, CaseIterable {
        /// The question that the model got.
        case question
        /// The expected answer, and the one that is judged.
        case reference, answer
        /// Both answers in the order in which this question shows them.
        case first, second
        /// The grader's words on good answers, the criteria by their numbers, the labels, the ends of the range.
        case guide, criteria, labels, lowest, highest
        /// The form that the reply must have.
        case reply
        /// A mark that no text of the row contains.
        case fence
    }

    private enum Piece: Sendable {
        case text(String)
        case place(Place)
    }

    private var messages: [(role: ModelMessage.Role, pieces: [Piece])] = []

    /// Reads a template; `path` is where errors say that it stands.
    init(_ text: String, path: String) throws(DocumentError) {
        var role = ModelMessage.Role.user
        var lines: [Substring] = []
        func close(_ into: inout [(role: ModelMessage.Role, pieces: [Piece])]) throws(DocumentError) {
            let body = QuestionTemplate.trimmed(lines)
            if !body.isEmpty { into.append((role, try QuestionTemplate.pieces(body, path: path))) }
            lines = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let next = ModelMessage.Role.allCases.first(where: { line == "[\($0.rawValue)]" }) {
                try close(&messages)
                role = next
            } else {
                lines.append(line)
            }
        }
        try close(&messages)
        guard messages.contains(where: { $0.role == .user }) else {
            throw DocumentError(
                path: path, found: "a template without a message of the user",
                expected: "text, or parts that begin with [system] and [user]")
        }
    }

    /// Whether the template has that place.
    func has(_ place: Place) -> Bool {
        messages.contains { message in
            message.pieces.contains { if case .place(place) = $0 { true } else { false } }
        }
    }

    /// Calls `body` with each text between places, whether it stands behind one, and which one comes next.
    func forEachText(_ body: (_ text: String, _ isBehindPlace: Bool, _ next: Place?) -> Void) {
        for (_, pieces) in messages {
            for (index, piece) in pieces.enumerated() {
                guard case .text(let text) = piece else { continue }
                var next: Place?
                if index + 1 < pieces.count, case .place(let place) = pieces[index + 1] { next = place }
                body(text, index > 0, next)
            }
        }
    }

    /// Where the template has no fence, how the lines beside its places begin or end, as far as those look like headings, tags
    /// or quotation marks: `### Student`, `<Standard`, `"""`.
    var marks: [String] {
        if has(.fence) { return [] }
        var marks: Set<String> = []
        for (_, pieces) in messages {
            for (index, piece) in pieces.enumerated() {
                guard case .text(let text) = piece else { continue }
                let lines = text.split(separator: "\n")
                if index > 0, let line = lines.first { marks.formUnion(QuestionTemplate.marks(of: line)) }
                if index + 1 < pieces.count, let line = lines.last { marks.formUnion(QuestionTemplate.marks(of: line)) }
            }
        }
        return marks.sorted()
    }

    private static func marks(of line: Substring) -> [String] {
        let words = line.split(separator: " ")
        guard let first = words.first, let last = words.last else { return [] }
        var marks: [String] = []
        for quotes in ["\"\"\"", "\'\'\'", "```"] where last.hasSuffix(quotes) || first.hasPrefix(quotes) {
            marks.append(quotes)
        }
        if first.hasPrefix("**"), let end = line.dropFirst(2).firstRange(of: "**") {
            marks.append(String(line[..<end.upperBound]))
        }
        if first.hasPrefix("#"), words.count > 1 { marks.append("\(first) \(words[1])") }
        if first.count > 2, first.hasPrefix("<") || first.hasPrefix("[") { marks.append(String(first)) }
        return marks
    }

    /// The messages with everything filled in.
    func filled(_ value: (Place) -> String) -> [ModelMessage] {
        messages.map { role, pieces in
            var text = ""
            for piece in pieces {
                switch piece {
                case .text(let literal): text += literal
                case .place(let place): text += value(place)
                }
            }
            return ModelMessage(role: role, text: text)
        }
    }

    private static func trimmed(_ lines: [Substring]) -> String {
        var lines = lines[...]
        while lines.first?.utf8.allSatisfy({ $0 <= 0x20 }) == true { lines.removeFirst() }
        while lines.last?.utf8.allSatisfy({ $0 <= 0x20 }) == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    private static func pieces(_ text: String, path: String) throws(DocumentError) -> [Piece] {
        var pieces: [Piece] = []
        var rest = Substring(text)
        while let open = rest.firstRange(of: "{{") {
            if open.lowerBound > rest.startIndex { pieces.append(.text(String(rest[..<open.lowerBound]))) }
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
                throw DocumentError(path: path, found: "{{ without }}", expected: "a place such as {{answer}}")
            }
            let name = rest[open.upperBound..<close.lowerBound].filter { $0 != " " }
            guard let place = Place(rawValue: name) else {
                let names = Place.allCases.map(\.rawValue)
                throw DocumentError(
                    path: path, found: "the place {{\(name)}}", expected: "one of " + names.joined(separator: ", "),
                    suggestion: nearestName(to: name, in: names))
            }
            pieces.append(.place(place))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
        return pieces
    }
}
