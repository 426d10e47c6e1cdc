/// The values of the few names of an expression.
struct SymbolMap<Value> {
    private(set) var entries: [(name: Symbol, value: Value)] = []

    var isEmpty: Bool { entries.isEmpty }

    subscript(_ name: Symbol) -> Value? {
        get {
            for entry in entries where entry.name == name { return entry.value }
            return nil
        }
        set {
            let known = entries.firstIndex { $0.name == name }
            switch (known, newValue) {
            case (let index?, let value?): entries[index].value = value
            case (let index?, nil): entries.remove(at: index)
            case (nil, let value?): entries.append((name, value))
            case (nil, nil): break
            }
        }
    }
}
