import AdjudgeBase
import AdjudgeFormats

extension SchemaValidator {
    func hasType(_ bits: Int32, _ value: JSONValue) -> Bool {
        if hasForeign, value.kind == .object, let name = value.foreignName {
            // NaN and the infinities are numbers, a date is nothing that JSON has.
            let isNumber = name.equals("nan") || name.equals("inf") || name.equals("-inf")
            return isNumber && bits >> Int32(JSONValue.Kind.number.rawValue) & 1 == 1
        }
        if bits >> Int32(value.kind.rawValue) & 1 == 1 { return true }
        guard value.kind == .number, bits >> 6 & 1 == 1 else { return false }
        let text = value.raw
        if bits & Schema.strictIntegers != 0 { return text.findFirst(in: SchemaValidator.fractionMarks) == nil }
        if text.count <= 18, text.findFirst(in: SchemaValidator.fractionMarks) == nil { return true }
        return Decimal(text)?.isInteger ?? stop(.limit)
    }

    private static let fractionMarks = ByteSet(".eE")

    func isListed(_ rule: Schema.Rule, _ value: JSONValue) -> Bool {
        let first = Int(rule.a)
        if rule.c < 0 {
            for index in first..<first + Int(rule.b) where comparison.equal(schema.values[index], value) { return true }
            return false
        }
        let size = Int(schema.lists[Int(rule.c)])
        let slots = Int(rule.c) + 1
        var slot = Int(truncatingIfNeeded: comparison.hash(value)) & (size - 1)
        while schema.lists[slots + slot] >= 0 {
            if comparison.equal(schema.values[first + Int(schema.lists[slots + slot])], value) { return true }
            slot = (slot + 1) & (size - 1)
        }
        return false
    }

    func isInRange(_ rule: Schema.Rule, _ value: JSONValue) -> Bool {
        scratch.spend(value.raw.count >> 3)
        guard let number = Decimal(value.raw) else { return stop(.limit) }
        let bound = schema.numbers[Int(rule.a)]
        switch rule.keyword {
        case .maximum: return number.compare(bound) <= 0
        case .exclusiveMaximum: return number.compare(bound) < 0
        case .minimum: return number.compare(bound) >= 0
        case .exclusiveMinimum: return number.compare(bound) > 0
        default:
            scratch.spend(value.raw.count * (bound.count >> 4))
            return number.isMultiple(of: bound) ?? stop(.limit)
        }
    }

    func isTextRight(_ rule: Schema.Rule, _ value: JSONValue) -> Bool {
        let text = value.hasEscapes ? value.string(into: scratch.arena)! : value.rawString!
        scratch.spend(text.count >> 4)
        switch rule.keyword {
        case .maxLength: return text.count <= Int(rule.a) || text.codePointCount <= Int(rule.a)
        case .minLength: return text.count >= Int(rule.a) && text.codePointCount >= Int(rule.a)
        case .pattern: return matches(rule.a, text)
        default: return Format(rawValue: UInt8(rule.a))!.holds(text, scratch)
        }
    }

    /// Whether a pattern matches anywhere in a text.
    func matches(_ pattern: Int32, _ text: Bytes) -> Bool {
        scratch.spend(text.count)
        guard text.count <= RegexPattern.maxTextBytes, let valid = scratch.validText(text) else { return stop(.limit) }
        switch schema.patterns[Int(pattern)].match(valid, scratch: scratch.regex) {
        case .found: return true
        case .none: return false
        case .limitExceeded: return stop(.limit)
        }
    }

    /// Whether no two items are equal: few by comparing all, many by a table of hashes.
    func isUnique(_ array: JSONValue) -> Bool {
        if array.count < 2 { return true }
        if array.count <= 8 {
            var rest = array.elements
            while let item = rest.next() {
                var later = rest
                while let other = later.next() { if comparison.equal(item, other) { return false } }
            }
            return true
        }
        var seen: [UInt64: [JSONValue]] = [:]
        seen.reserveCapacity(array.count)
        for item in array.elements {
            let hash = comparison.hash(item)
            for other in seen[hash] ?? [] where comparison.equal(item, other) { return false }
            seen[hash, default: []].append(item)
            // Items whose hashes somebody made collide.
            guard seen[hash]!.count < 64 else { return stop(.limit) }
        }
        return true
    }
}

extension JSONValue {
    /// What a value is called that JSON has no kind for (``StructureTree/foreignKey``); nil for others.
    fileprivate var foreignName: Bytes? {
        guard count == 1, let (key, value) = members.first(where: { _ in true }), key.hasEscapes,
            key.isString(StructureTree.foreignKey)
        else { return nil }
        return value.rawString
    }
}
