/// The boxes of one sentence as the list that they are read for: `$y = \boxed{1}$ and $x = \boxed{2}$` is `y = 1, x = 2`.
public struct NamedBoxes {
    /// Their contents, views of the response.
    private let boxes: [Bytes]
    /// What stands before each with a sign of equality; empty unless all have a name.
    private let names: [Bytes]

    /// More bytes than this are no name.
    private static let maxName = 32

    /// Reads the names of boxes whose contents are views of the response. O(boxes).
    public init(_ boxes: [Bytes], in response: Bytes) {
        self.boxes = boxes
        let names = boxes.map { NamedBoxes.name(of: $0, in: response) }
        self.names = names.contains { $0 == nil } ? [] : names.compactMap { $0 }
    }

    /// Whether each box has a name, so that their order says nothing.
    public var areNamed: Bool { !names.isEmpty }

    /// The list as text. O(bytes).
    public func list(_ arena: Arena) -> Bytes {
        let size = boxes.reduce(0) { $0 + $1.count } + names.reduce(0) { $0 + $1.count } + 3 * boxes.count
        let memory = arena.allocate(size)
        var count = 0
        func append(_ bytes: Bytes) {
            (memory + count).update(from: bytes.start, count: bytes.count)
            count += bytes.count
        }
        for (index, box) in boxes.enumerated() {
            if index > 0 { append(Bytes(", ")) }
            if areNamed {
                append(names[index])
                append(Bytes("="))
            }
            append(box)
        }
        return Bytes(start: memory, count: count)
    }

    /// `x` of `x = \boxed{1}`, where 1 is `content`; nil where no name and sign stand before the box.
    private static func name(of content: Bytes, in response: Bytes) -> Bytes? {
        guard let (box, _) = AnswerPlace(of: content, in: response)?.box else { return nil }
        let before = open(response[max(0, box.start - maxName)..<box.start])
        if before.hasSuffix("=") { return lastName(of: before[0..<before.count - 1]) }
        // "y is", "y:": of longer words none need be a name.
        let sign: StaticString = before.hasSuffix(":") ? ":" : " is"
        guard before.hasSuffix(sign), let name = lastName(of: before[0..<before.count - sign.utf8CodeUnitCount]),
            name.count == 1
        else { return nil }
        return name
    }

    /// The text without the sign that opens a formula at its end, or ends one.
    private static func open(_ text: Bytes) -> Bytes {
        let text = text.trimmed
        if text.hasSuffix("$") || text.hasSuffix("\\(") || text.hasSuffix("\\)") {
            return text[0..<text.count - (text.hasSuffix("$") ? 1 : 2)].trimmed
        }
        return text
    }

    private static func lastName(of text: Bytes) -> Bytes? {
        let left = open(text)
        let name = left.suffix(from: left.findLast(in: separators).map { $0 + 1 } ?? 0)
        return name.findFirst(in: letters) == nil ? nil : name
    }

    private static let separators = ByteSet(" \t\n$,;&=<>")
    private static let letters = ByteSet("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
}
