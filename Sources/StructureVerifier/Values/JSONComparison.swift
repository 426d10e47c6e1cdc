import AdjudgeBase

/// Compares JSON values: numbers by value, objects without order, and booleans with booleans only.
struct JSONComparison {
    let scratch: Scratch
    /// Members that are looked up by a table rather than one by one.
    private static let tableSize = 12

    /// Whether both are the same value. Duplicate keys must have been refused. O(size of the smaller).
    func equal(_ left: JSONValue, _ right: JSONValue) -> Bool {
        guard left.kind == right.kind else { return false }
        scratch.spend(1)
        switch left.kind {
        case .null: return true
        case .bool: return left.boolValue == right.boolValue
        case .number: return equalNumbers(left.raw, right.raw)
        case .string: return equalStrings(left, right)
        case .array:
            guard left.count == right.count else { return false }
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
        case .bool: return value.boolValue! ? 2 : 3
        case .number:
            scratch.spend(value.raw.count >> 3)
            return Decimal(value.raw)?.hash ?? value.raw.hash64(seed: 5)
        case .string:
            scratch.spend(value.raw.count >> 5)
            return value.string(into: scratch.arena)!.hash64(seed: 7)
        case .array:
            var hash: UInt64 = 11
            for element in value.elements { hash = (hash ^ self.hash(element)) &* 0x9E37_79B9_7F4A_7C15 }
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

/// The content of an object's key, for tables.
struct Key: Hashable {
    let bytes: Bytes

    init(_ bytes: Bytes) { self.bytes = bytes }

    static func == (left: Key, right: Key) -> Bool { left.bytes == right.bytes }

    func hash(into hasher: inout Hasher) {
        // Seeded for each process: nobody can prepare keys that collide.
        hasher.combine(bytes: UnsafeRawBufferPointer(start: bytes.start, count: bytes.count))
    }
}
