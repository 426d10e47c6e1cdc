import AdjudgeBase

/// Reads what a row says of its question: the texts of the options, and which of them are right.
final class ChoiceQuestion {
    private let parser = JSONParser(maxDepth: 8)
    private let reader: ChoiceStatement

    init(letters: ClosedRange<UInt8>) { reader = ChoiceStatement(letters: letters) }

    /// The texts of at most 26 options: the elements of an array, or the values of an object.
    func options(_ field: Field, _ scratch: Scratch) -> [Bytes] {
        guard field.kind == .json, let list = try? parser.parse(field.bytes) else { return [] }
        if list.kind == .array { return list.elements.prefix(26).map { Field(json: $0, arena: scratch.arena).bytes } }
        return list.members.prefix(26).map { Field(json: $0.value, arena: scratch.arena).bytes }
    }

    /// The right letters, bit 0 for A: a letter or the whole text of an option, of which `takesSeveral` allows a list;
    /// 0 when the reference is neither.
    func rightLetters(_ field: Field, _ options: [Bytes], takesSeveral: Bool, _ scratch: Scratch) -> UInt32 {
        guard field.kind == .json else {
            let set = letters(in: field.bytes, options, scratch)
            return takesSeveral || set.nonzeroBitCount == 1 ? set : 0
        }
        guard takesSeveral, let list = try? parser.parse(field.bytes), list.kind == .array else { return 0 }
        var set: UInt32 = 0
        for element in list.elements {
            let letter = letters(in: Field(json: element, arena: scratch.arena).bytes, options, scratch)
            if letter == 0 { return 0 }
            set |= letter
        }
        return set
    }

    private func letters(in text: Bytes, _ options: [Bytes], _ scratch: Scratch) -> UInt32 {
        let exact = options.indices.filter { options[$0].trimmed == text.trimmed }
        let text = ChoiceText(text.folded(.text, into: scratch.arena), scratch.arena).bytes
        if case .letters(let set) = reader.read(text) { return set }
        return exact.count == 1 ? 1 << UInt32(exact[0]) : 0
    }
}
