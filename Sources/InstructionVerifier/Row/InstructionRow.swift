import AdjudgeBase

/// Finds a row's instructions in the shapes that data sets have, one of
///
/// - `instruction_id_list` and `kwargs`, side by side in the row, in its `doc` (lm-eval) or in its `verifier_metadata`
///   (NeMo-Gym),
/// - a reference that is a list or an object, as itself, as JSON text or as a Python literal: `instruction_id` and
///   `kwargs` (open-instruct's IFEvalG, Dolci), or `func_name` with its arguments (Tulu 3).
///
/// One per worker: it owns the parsers that its values are views of.
final class InstructionRow {
    private let ids = JSONParser(maxDepth: 16)
    private let arguments = JSONParser(maxDepth: 64)
    /// What the last row holds; valid until the next is read, as the worker's arena is.
    var entries: UnsafeBufferPointer<Entry> { UnsafeBufferPointer(start: memory, count: count) }
    private var memory: UnsafeMutablePointer<Entry>?
    private var count = 0

    /// One instruction of a row.
    struct Entry {
        /// The catalogue holds all of them.
        let instruction: Unmanaged<Instruction>
        let arguments: JSONValue?
    }

    /// Reads the row; what is wrong with it where it cannot be read.
    func read(_ places: [(ids: Int, arguments: Int)], _ input: CheckInput, _ scratch: Scratch) -> Outcome? {
        count = 0
        for place in places where !input.arguments[place.ids].isAbsent {
            guard let list = parsed(input.arguments[place.ids], ids, scratch) else {
                return Outcome(.badSample, .mistypedField)
            }
            let field = input.arguments[place.arguments]
            let values = field.isAbsent ? nil : parsed(field, arguments, scratch)
            if !field.isAbsent, values == nil { return Outcome(.badSample, .mistypedField) }
            return read(list, values, status: .badSample, scratch)
        }
        guard !input.reference.isAbsent else { return Outcome(.badSample, InstructionReason.noInstructions) }
        return read(input.reference, scratch)
    }

    private func read(_ reference: Field, _ scratch: Scratch) -> Outcome? {
        let unreadable = Outcome(.badReference, .unreadableReference)
        guard var value = parsed(reference, arguments, scratch) else { return unreadable }
        // A list of one, whose element may be JSON text again.
        for _ in 0..<3 {
            if value.kind == .array, value.count == 1, let only = value.element(0) { value = only }
            guard let text = value.string(into: scratch.arena) else { break }
            guard let inner = parsed(.text(text), arguments, scratch) else { return unreadable }
            value = inner
        }
        guard value.kind == .object else { return unreadable }
        if let name = value.member("func_name") {
            guard let name = name.string(into: scratch.arena) else { return unreadable }
            makeRoom(1, scratch)
            return add(name, value, status: .badReference, scratch)
        }
        guard let names = value.member("instruction_id") ?? value.member("instruction_id_list") else {
            return unreadable
        }
        return read(names, value.member("kwargs"), status: .badReference, scratch)
    }

    /// Parallel lists of ids and arguments; one id may stand without its list.
    private func read(_ names: JSONValue, _ values: JSONValue?, status: Status, _ scratch: Scratch) -> Outcome? {
        let isMistyped = Outcome(status, .mistypedField)
        if let name = names.string(into: scratch.arena) {
            makeRoom(1, scratch)
            return add(name, values?.kind == .array ? values?.element(0) : values, status: status, scratch)
        }
        guard names.kind == .array else { return isMistyped }
        guard names.count > 0 else { return Outcome(status, InstructionReason.noInstructions) }
        guard values == nil || values?.kind == .null || values?.kind == .array && values?.count == names.count else {
            return isMistyped
        }
        makeRoom(names.count, scratch)
        var arguments = values?.elements.makeIterator()
        for name in names.elements {
            guard let name = name.string(into: scratch.arena) else { return isMistyped }
            if let wrong = add(name, arguments?.next(), status: status, scratch) { return wrong }
        }
        return nil
    }

    private func add(_ name: Bytes, _ arguments: JSONValue?, status: Status, _ scratch: Scratch) -> Outcome? {
        guard let instruction = Catalogue.instruction(name) else {
            let nearest = Catalogue.nearest(to: name)
            scratch.evidence?.note(
                "unknown instruction", name.string + (nearest.map { "; did you mean \($0)?" } ?? ""))
            return Outcome(status, InstructionReason.unknownInstruction)
        }
        guard arguments == nil || arguments?.kind == .object || arguments?.kind == .null else {
            return Outcome(status, .mistypedField)
        }
        (memory! + count).initialize(to: Entry(instruction: instruction, arguments: arguments))
        count += 1
        return nil
    }

    private func makeRoom(_ most: Int, _ scratch: Scratch) { memory = scratch.arena.array(of: Entry.self, most) }

    /// A field's JSON; of text that is no JSON, what it says as a Python literal.
    private func parsed(_ field: Field, _ parser: JSONParser, _ scratch: Scratch) -> JSONValue? {
        scratch.spend(field.bytes.count)
        if field.kind == .json, let value = scratch.row?.value(at: field.bytes) { return value }
        if let value = try? parser.parse(field.bytes) { return value }
        guard field.kind == .text, let literal = PythonLiteral.json(field.bytes, scratch.arena) else { return nil }
        return try? parser.parse(literal)
    }
}
