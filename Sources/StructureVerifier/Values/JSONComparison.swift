import AdjudgeBase
import AdjudgeFormats

/// Compares JSON values: numbers by value, objects without order, and booleans with booleans only.
struct JSONComparison {
    /// How numbers compare with each other and with booleans.
    enum Numbers {
        /// By value; a boolean is none.
        case byValue
        /// As Python's `==` has it: by value, and true is 1.
        case python
        /// By value where both are integers or both have a fraction or an exponent.
        case strict
    }

    let scratch: Scratch
    var numbers = Numbers.byValue
    /// Whether the elements of arrays may come in any order.
    var isUnordered = false
    /// How far apart numbers with a fraction may be.
    var tolerance: Double?
    private let limit: UInt64

    /// The work that comparing may cost beyond what the sizes allow: equal hashes that somebody made.
    private static let budget: UInt64 = 1 << 24

    init(scratch: Scratch) {
        self.scratch = scratch
        limit = scratch.work &+ JSONComparison.budget
    }

    /// Whether the budget was spent, and the result means nothing.
    var isSpent: Bool { isUnordered && scratch.work > limit }
    /// Members that are looked up by a table rather than one by one.
    private static let tableSize = 12

    /// Whether both are the same value. Duplicate keys must have been refused. O(size of the smaller).
    func equal(_ left: JSONValue, _ right: JSONValue) -> Bool {
        scratch.spend(1)
        guard left.kind == right.kind else { return numbers == .python && equalAsPython(left, right) }
        switch left.kind {
        case .null: return true
        case .bool: return left.boolValue == right.boolValue
        case .number:
            if numbers == .strict, left.isInteger != right.isInteger { return false }
            if let tolerance, !left.isInteger, !right.isInteger, let mine = Decimal(left.raw),
                let other = Decimal(right.raw)
            {
                return abs(mine.double - other.double) <= tolerance
            }
            return equalNumbers(left.raw, right.raw)
        case .string: return equalStrings(left, right)
        case .array:
            guard left.count == right.count else { return false }
            if isUnordered { return equalUnordered(left, right) }
            var others = right.elements
            for element in left.elements {
                guard let other = others.next(), equal(element, other) else { return false }
            }
            return true
        case .object:
            guard left.count == right.count else { return false }
            return equalMembers(left, right)
        }
    }

    /// True is 1 and false is 0.
    private func equalAsPython(_ left: JSONValue, _ right: JSONValue) -> Bool {
        func number(_ value: JSONValue) -> Bytes? {
            value.kind == .number ? value.raw : value.boolValue.map { $0 ? Bytes("1") : Bytes("0") }
        }
        guard let mine = number(left), let other = number(right) else { return false }
        return equalNumbers(mine, other)
    }

    /// Whether two texts of numbers have the same value; those without an exact value only as the same text.
    func equalNumbers(_ left: Bytes, _ right: Bytes) -> Bool {
        if left == right { return true }
        scratch.spend(left.count + right.count)
        guard let mine = Decimal(left), let other = Decimal(right) else { return false }
        return mine.compare(other) == 0
    }

    /// Whether two strings have the same content.
    func equalStrings(_ left: JSONValue, _ right: JSONValue) -> Bool {
        scratch.spend((left.raw.count + right.raw.count) >> 5)
        if !left.hasEscapes, !right.hasEscapes { return left.raw == right.raw }
        return right.isString(left.string(into: scratch.arena)!)
    }

    /// The same elements as often, by their hashes.
    private func equalUnordered(_ left: JSONValue, _ right: JSONValue) -> Bool {
        var others: [UInt64: [JSONValue]] = [:]
        for element in right.elements { others[hash(element), default: []].append(element) }
        for element in left.elements {
            let hash = hash(element)
            guard !isSpent, let index = others[hash]?.lastIndex(where: { equal(element, $0) }) else { return false }
            others[hash]!.swapAt(index, others[hash]!.count - 1)
            others[hash]!.removeLast()
        }
        return true
    }

    /// The deepest place in `right` at which the two differ; `right` itself where their kinds do. For details.
    func difference(_ left: JSONValue, _ right: JSONValue) -> JSONValue {
        guard left.kind == right.kind, left.count == right.count else { return right }
        if left.kind == .array, !isUnordered {
            var others = right.elements
            for element in left.elements {
                guard let other = others.next() else { return right }
                if !equal(element, other) { return difference(element, other) }
            }
        } else if left.kind == .object {
            for (key, value) in left.members {
                guard let other = right.member(key.string(into: scratch.arena)!) else { return right }
                if !equal(value, other) { return difference(value, other) }
            }
        }
        return right
    }

    private func equalMembers(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if right.count <= JSONComparison.tableSize {
            for (key, value) in left.members {
                guard let other = right.member(key.string(into: scratch.arena)!), equal(value, other) else {
                    return false
                }
            }
            return true
        }
        var table: [Key: JSONValue] = [:]
        for (key, value) in right.members { table[Key(key.string(into: scratch.arena)!)] = value }
        for (key, value) in left.members {
            guard let other = table[Key(key.string(into: scratch.arena)!)], equal(value, other) else { return false }
        }
        return true
    }

    /// A hash that equal values share. O(size).
    func hash(_ value: JSONValue) -> UInt64 {
        scratch.spend(1)
        switch value.kind {
        case .null: return 1
        case .bool:
            if numbers == .python { return Decimal(value.boolValue! ? Bytes("1") : Bytes("0"))!.hash }
            return value.boolValue! ? 2 : 3
        case .number:
            scratch.spend(value.raw.count >> 3)
            return Decimal(value.raw)?.hash ?? value.raw.hash64(seed: 5)
        case .string:
            scratch.spend(value.raw.count >> 5)
            return value.string(into: scratch.arena)!.hash64(seed: 7)
        case .array:
            var hash: UInt64 = 11
            for element in value.elements {
                let next = self.hash(element)
                hash = isUnordered ? hash &+ next &* next : (hash ^ next) &* 0x9E37_79B9_7F4A_7C15
            }
            return hash
        case .object:
            // Order must not matter.
            var sum: UInt64 = 13
            for (key, element) in value.members {
                let mixed = self.hash(key) &* 0xC2B2_AE3D_27D4_EB4F ^ self.hash(element)
                sum &+= mixed &* 0x1656_67B1_9E37_79F9 ^ (mixed >> 31)
            }
            return sum
        }
    }
}

extension JSONValue {
    /// Whether a number is written without fraction and exponent: what Python reads as `int`.
    var isInteger: Bool { kind == .number && raw.findFirst(in: JSONValue.fractionMarks) == nil }

    private static let fractionMarks = ByteSet(".eE")
}
