import AdjudgeBase
import AdjudgeProse

enum BFCLLanguage: Sendable { case python, java, javascript }
enum BFCLCategory: Sendable { case simple, multiple, parallel }

/// The Berkeley leaderboard's AST checker (bfcl-eval): possible answers by argument, types by the function's description.
///
/// Unsafe accepts: strings without case, spaces and `,./-_*^`; true where 1 is possible in lists; lists for tuples.
final class BFCLCalls: PeerCallRule {
    private let functions: Int
    private let language: BFCLLanguage
    private let category: BFCLCategory?
    private let parser = JSONParser(maxDepth: 128)
    /// The latest descriptions: the rows of a group have the same.
    private var latest: (text: OwnedBytes, value: JSONValue?)?

    init(functions: Int, language: BFCLLanguage, category: BFCLCategory?) {
        self.functions = functions
        self.language = language
        self.category = category
    }

    private func descriptions(_ text: Bytes) -> JSONValue? {
        if let latest, latest.text.view == text { return latest.value }
        let kept = OwnedBytes(text)
        latest = (kept, try? parser.parse(kept.view))
        return latest?.value
    }

    func reward(
        _ expected: ExpectedTurn, _ wanted: [ToolCall], _ made: [ToolCall], _ input: CheckInput, _ scratch: Scratch
    ) -> Double? {
        guard let described = descriptions(input.arguments[functions].bytes), !wanted.isEmpty else { return nil }
        // An argument without any possible value could not be met.
        let isPossible = wanted.allSatisfy { call in
            call.arguments.members.allSatisfy { $0.value.kind != .array || $0.value.count > 0 }
        }
        guard isPossible else { return nil }
        let descriptions = described.kind == .array ? Array(described.elements) : [described]
        let check = BFCLCheck(language: language, scratch: scratch)
        func description(_ name: Bytes) -> JSONValue? {
            if described.kind == .object { return described }
            return descriptions.first { $0.member("name")?.isString(name) ?? false }
        }
        guard wanted.count == made.count else { return 0 }
        let category = category ?? (wanted.count > 1 ? .parallel : descriptions.count > 1 ? .multiple : .simple)
        switch category {
        case .simple:
            guard wanted.count == 1, let only = descriptions.first else { return 0 }
            return check.holds(only, made[0], wanted[0]) ? 1 : 0
        case .multiple:
            guard let function = description(wanted[0].name) else { return nil }
            return check.holds(function, made[0], wanted[0]) ? 1 : 0
        case .parallel:
            var taken = [Bool](repeating: false, count: made.count)
            for call in wanted {
                guard let function = description(call.name) else { return nil }
                guard let index = made.indices.first(where: { !taken[$0] && check.holds(function, made[$0], call) })
                else {
                    return 0
                }
                taken[index] = true
            }
            return 1
        }
    }
}

/// One call against the possible values of one.
struct BFCLCheck {
    let language: BFCLLanguage
    let scratch: Scratch

    private enum Kind: Equatable { case text, integer, float, boolean, list, dictionary, none }

    func holds(_ function: JSONValue, _ call: ToolCall, _ possible: ToolCall) -> Bool {
        guard let name = function.member("name"), name.isString(call.name),
            let parameters = function.member("parameters"),
            let properties = parameters.member("properties"), call.arguments.kind == .object
        else { return false }
        if let required = parameters.member("required") {
            for name in required.elements where call.arguments.member(content(name)) == nil { return false }
        }
        for (key, value) in call.arguments.members {
            let key = content(key)
            guard let details = properties.member(key), let answers = possible.arguments.member(key),
                argumentHolds(value, answers, details)
            else { return false }
        }
        for (key, answers) in possible.arguments.members {
            let isOptional = answers.elements.contains { $0.isString(Bytes("")) }
            if !isOptional, call.arguments.member(content(key)) == nil { return false }
        }
        return true
    }

    private func content(_ value: JSONValue) -> Bytes { value.string(into: scratch.arena) ?? value.raw }

    private func argumentHolds(_ given: JSONValue, _ answers: JSONValue, _ details: JSONValue) -> Bool {
        scratch.spend(1 + answers.count)
        guard let type = details.member("type"), let expected = kind(ofType: content(type)) else { return false }
        var value = given
        var nested: Kind?
        if language == .python {
            if expected == .list {
                guard let items = details.member("items")?.member("type"), let inner = kind(ofType: content(items))
                else {
                    return false
                }
                nested = inner
            }
        } else {
            guard given.kind == .string else { return false }
            guard let converted = BFCLLiterals(language, scratch).converted(given, content(type), details) else {
                return false
            }
            value = converted
            if let items = details.member("items")?.member("type"), expected == .list {
                nested = kind(ofType: content(items))
            }
        }
        // The checker turns an int for a float into one.
        let isFloat = language == .python && expected == .float && kind(of: value) == .integer
        let mine = isFloat ? Kind.float : kind(of: value)
        let first = answers.elements.first { !$0.isString(Bytes("")) }
        var isVariable = first.map { kind(of: $0) != expected } ?? false
        if mine == expected {
            if let nested, !nestedHolds(value, answers, nested) {
                guard let first, kind(of: first) == mine else { return false }
                isVariable = true
            }
        } else {
            guard let first, kind(of: first) == mine else { return false }
            isVariable = true
        }
        if !isVariable {
            switch expected {
            case .dictionary: return dictionaryHolds(value, Array(answers.elements))
            case .list where nested == .dictionary: return dictionariesHold(value, answers)
            case .text: return answers.elements.contains { $0.kind == .string && standard($0) == standard(value) }
            case .list: return answers.elements.contains { listHolds(value, $0) }
            default: break
            }
        }
        return answers.elements.contains { equal(value, $0) }
    }

    private func nestedHolds(_ value: JSONValue, _ answers: JSONValue, _ nested: Kind) -> Bool {
        answers.elements.contains { answer in
            guard answer.kind == .array else { return true }
            let first = answer.elements.first { !$0.isString(Bytes("")) }
            return value.elements.allSatisfy { element in
                scratch.spend(1)
                return kind(of: element) == nested || first.map { kind(of: $0) == kind(of: element) } ?? false
            }
        }
    }

    /// Strings standardised, everything else by Python's equality.
    private func looselyEqual(_ value: JSONValue, _ answer: JSONValue) -> Bool {
        if value.kind == .string, answer.kind == .string { return standard(value) == standard(answer) }
        return equal(value, answer)
    }

    private func listHolds(_ value: JSONValue, _ answer: JSONValue) -> Bool {
        if answer.kind == .string { return value.count == 0 && answer.isString(Bytes("")) }
        guard answer.kind == .array, answer.count == value.count else { return false }
        var others = answer.elements
        return value.elements.allSatisfy { element in others.next().map { looselyEqual(element, $0) } ?? false }
    }

    private func dictionaryHolds(_ value: JSONValue, _ answers: [JSONValue]) -> Bool {
        answers.contains { answer in
            guard answer.kind == .object, value.kind == .object else { return false }
            for (key, member) in value.members {
                guard let possible = answer.member(content(key)),
                    possible.elements.contains(where: { looselyEqual(member, $0) })
                else { return false }
            }
            for (key, possible) in answer.members where value.member(content(key)) == nil {
                if !possible.elements.contains(where: { $0.isString(Bytes("")) }) { return false }
            }
            return true
        }
    }

    private func dictionariesHold(_ value: JSONValue, _ answers: JSONValue) -> Bool {
        answers.elements.contains { answer in
            guard answer.kind == .array ? answer.count == value.count : value.count == 0 && answer.isString(Bytes(""))
            else { return false }
            var others = answer.elements
            return value.elements.allSatisfy { element in others.next().map { dictionaryHolds(element, [$0]) } ?? false
            }
        }
    }

    private func equal(_ left: JSONValue, _ right: JSONValue) -> Bool {
        var comparison = JSONComparison(scratch: scratch)
        comparison.numbers = .python
        return comparison.equal(left, right)
    }

    /// Lower case, without spaces and some marks, with one kind of quotes; as the memory of its code points.
    private func standard(_ value: JSONValue) -> Bytes {
        let text = content(value)
        scratch.spend(text.count)
        let lowered = CodePoints(text, scratch.arena).lowered(scratch.arena)
        let memory = scratch.arena.array(of: UInt32.self, lowered.count)
        var count = 0
        for index in 0..<lowered.count {
            switch lowered[index] {
            case 0x20, 0x2C, 0x2E, 0x2F, 0x2D, 0x5F, 0x2A, 0x5E: continue
            case 0x27: memory[count] = 0x22
            default: memory[count] = lowered[index]
            }
            count += 1
        }
        return CodePoints(start: memory, count: count).memory
    }

    private func kind(of value: JSONValue) -> Kind {
        switch value.kind {
        case .null: .none
        case .bool: .boolean
        case .number: value.isInteger ? .integer : .float
        case .string: .text
        case .array: .list
        case .object: .dictionary
        }
    }

    private func kind(ofType type: Bytes) -> Kind? {
        switch (language, type.string) {
        case (.python, "string"), (.python, "any"): .text
        case (.python, "integer"): .integer
        case (.python, "float"): .float
        case (.python, "boolean"): .boolean
        case (.python, "array"), (.python, "tuple"): .list
        case (.python, "dict"): .dictionary
        case (.java, "byte"), (.java, "short"), (.java, "integer"), (.java, "long"): .integer
        case (.java, "float"), (.java, "double"): .float
        case (.java, "boolean"): .boolean
        case (.java, "char"), (.java, "String"), (.java, "any"): .text
        case (.java, "Array"), (.java, "ArrayList"), (.java, "Queue"), (.java, "Stack"): .list
        case (.java, "HashMap"), (.java, "Hashtable"): .dictionary
        case (.javascript, "String"), (.javascript, "any"): .text
        case (.javascript, "integer"), (.javascript, "Bigint"): .integer
        case (.javascript, "float"): .float
        case (.javascript, "Boolean"): .boolean
        case (.javascript, "array"): .list
        case (.javascript, "dict"): .dictionary
        default: nil
        }
    }
}
