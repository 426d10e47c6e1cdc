/// The few names of an expression: a set that allocates nothing up to four of them.
struct SymbolSet {
    private var near: [4 of Symbol] = .init(repeating: Symbol.none)
    private var far: ContiguousArray<Symbol> = []
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// Some member: of one the only one.
    var first: Symbol? { isEmpty ? nil : near[0] }

    private subscript(_ index: Int) -> Symbol { index < 4 ? near[index] : far[index - 4] }

    func contains(_ name: Symbol) -> Bool {
        for index in 0..<min(count, 4) where near[index] == name { return true }
        return count > 4 && far.contains(name)
    }

    func contains(where isMeant: (Symbol) -> Bool) -> Bool {
        for index in 0..<count where isMeant(self[index]) { return true }
        return false
    }

    mutating func insert(_ name: Symbol) {
        guard !contains(name) else { return }
        if count < 4 { near[count] = name } else { far.append(name) }
        count += 1
    }

    mutating func remove(_ name: Symbol) { self = filtered { $0 != name } }

    mutating func formUnion(_ names: some Sequence<Symbol>) { for name in names { insert(name) } }

    /// The members in their order.
    var sorted: [Symbol] { (0..<count).map { self[$0] }.sorted() }

    func subtracting(_ other: SymbolSet) -> SymbolSet { filtered { !other.contains($0) } }

    func isSubset(of other: SymbolSet) -> Bool { subtracting(other).isEmpty }

    private func filtered(_ isKept: (Symbol) -> Bool) -> SymbolSet {
        var kept = SymbolSet()
        for index in 0..<count where isKept(self[index]) { kept.insert(self[index]) }
        return kept
    }
}

extension SymbolSet: Equatable {
    static func == (left: SymbolSet, right: SymbolSet) -> Bool { left.count == right.count && left.isSubset(of: right) }
}
