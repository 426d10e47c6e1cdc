/// The meanings of known names: a hash table that is filled once and then only asked.
///
/// Open addressing at a load of at most one half; names of up to 15 bytes compare as one integer.
struct SymbolTable<Value: Sendable>: Sendable {
    private var keys: ContiguousArray<Symbol>
    private var values: ContiguousArray<Value?>
    private let shift: UInt64

    init(_ entries: [Symbol: Value]) {
        var bits = 4
        while 1 << bits < 2 * entries.count { bits += 1 }
        shift = UInt64(64 - bits)
        keys = ContiguousArray(repeating: .none, count: 1 << bits)
        values = ContiguousArray(repeating: nil, count: 1 << bits)
        for (name, value) in entries {
            let slot = slot(of: name)
            keys[slot] = name
            values[slot] = value
        }
    }

    subscript(_ name: Symbol) -> Value? { values[slot(of: name)] }

    /// Every name, in no order.
    var names: [String] { keys.filter { $0 != .none }.map(\.description) }

    /// Where the name is, or else would be.
    private func slot(of name: Symbol) -> Int {
        let folded = UInt64(truncatingIfNeeded: name.bits) ^ UInt64(truncatingIfNeeded: name.bits >> 61)
        // Fibonacci hashing: the golden ratio's bits spread the names over the slots.
        let mixed = folded &* 0x9E37_79B9_7F4A_7C15
        var slot = Int(truncatingIfNeeded: mixed >> shift)
        while keys[slot] != name, keys[slot] != .none { slot = (slot + 1) & (keys.count - 1) }
        return slot
    }
}

extension SymbolTable where Value == Bool {
    /// The set of these names.
    init(_ names: [StaticString]) { self.init(Dictionary(names.map { (Symbol($0), true) }) { first, _ in first }) }

    func contains(_ name: Symbol) -> Bool { self[name] != nil }
}
