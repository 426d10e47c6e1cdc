import AdjudgeBase

/// Reads what a row says of its question: the texts of the options, and which of them are right.
final class ChoiceQuestion {
    private let parser = JSONParser(maxDepth: 8)
    private let reader: ChoiceStatement

    init(letters: ClosedRange<UInt8>) { reader = ChoiceStatement(letters: letters) }

    /// One option of a row.
    struct Option {
        /// 0 for A.
        let letter: Int
        /// Its text; nil where the row has null.
        let text: Bytes?

        var bit: UInt32 { 1 << UInt32(letter) }
    }

    /// The texts of at most 26 options, in the order of their letters: see ``labelled(_:_:)``; without its keys where they
    /// are no letters in order.
    func options(_ field: Field, _ scratch: Scratch) -> [Bytes] {
        let options = labelled(field, scratch)
        guard let last = options.map(\.letter).max() else { return [] }
        var texts = [Bytes](repeating: .empty, count: last + 1)
        for option in options { texts[option.letter] = option.text ?? .empty }
        return texts
    }

    /// What is wrong with a field that should hold options: there is none, or it is no list of any; a list may also be
    /// JSON text.
    func defect(of field: Field) -> Outcome? {
        if field.isAbsent { return Outcome(.badSample, .missingField) }
        return list(field) == nil ? Outcome(.badSample, .mistypedField) : nil
    }

    private func list(_ field: Field) -> JSONValue? {
        let text = field.bytes.trimmed
        guard field.kind == .json || text.hasPrefix("[") || text.hasPrefix("{"), let list = try? parser.parse(text),
            list.kind == .array || list.kind == .object, list.count > 0
        else { return nil }
        return list
    }

    /// The options of a row: the elements of an array, the members of an object, or an array of objects `{letter: text}`.
    func labelled(_ field: Field, _ scratch: Scratch) -> [Option] {
        guard let list = list(field) else { return [] }
        var members: [(key: Bytes, value: JSONValue)] = []
        if list.kind == .object {
            for member in list.members {
                members.append((member.key.string(into: scratch.arena) ?? .empty, member.value))
            }
        } else {
            for element in list.elements {
                guard element.kind == .object else {
                    members = []
                    break
                }
                for member in element.members {
                    members.append((member.key.string(into: scratch.arena) ?? .empty, member.value))
                }
            }
        }
        func text(_ value: JSONValue) -> Bytes? {
            value.kind == .null ? nil : Field(json: value, arena: scratch.arena).bytes
        }
        let letters = members.map { $0.key.count == 1 && $0.key[0].isASCIILetter ? Int($0.key[0] & 0xDF) - 0x41 : -1 }
        if !members.isEmpty, !letters.contains(-1), Set(letters).count == letters.count {
            return zip(letters, members).map { Option(letter: $0, text: text($1.value)) }
        }
        let values = list.kind == .object ? members.map(\.value) : Array(list.elements)
        return values.prefix(26).enumerated().map { Option(letter: $0, text: text($1)) }
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
