import CJSON

/// Paths into the same object, such as the fields of a row that a check reads: the members that they begin with are found in
/// one pass over the object. One per worker; nothing of it is counted.
public struct JSONPaths {
    private struct Entry {
        /// The index of the member that the path begins with; -1 where it does not begin with one.
        let name: Int
        let path: JSONPath.Lookup
    }

    private let entries: UnsafeMutablePointer<Entry?>
    private let count: Int
    /// The members' names, each once.
    private let names: UnsafeMutablePointer<Bytes>
    private let nameCount: Int
    /// The lengths of the names as bits: most members are told apart by them.
    private let lengths: UInt64
    /// Of each name the place of the member's value in the object at hand; -1 where it has none.
    private let places: UnsafeMutablePointer<Int>

    /// Takes the paths, which outlive this; a nil has no value anywhere. Freed by ``deallocate()``.
    public init(_ paths: [JSONPath?]) {
        count = paths.count
        entries = .allocate(capacity: max(count, 1))
        var names: [Bytes] = []
        for (index, path) in paths.enumerated() {
            guard let lookup = path?.lookup else {
                (entries + index).initialize(to: nil)
                continue
            }
            var name = -1
            if let first = lookup.firstName {
                name = names.firstIndex(of: first) ?? names.count
                if name == names.count { names.append(first) }
            }
            (entries + index).initialize(to: Entry(name: name, path: lookup))
        }
        self.names = .allocate(capacity: max(names.count, 1))
        self.names.initialize(from: names, count: names.count)
        nameCount = names.count
        lengths = names.reduce(0) { $0 | JSONPaths.bit($1.count) }
        places = .allocate(capacity: max(names.count, 1))
    }

    /// Frees the memory.
    public func deallocate() {
        entries.deallocate()
        names.deallocate()
        places.deallocate()
    }

    private static func bit(_ length: Int) -> UInt64 { 1 << UInt64(min(length, 63)) }

    /// Writes the value of each path in a row as a field; leaves the places of nils. O(members) for the first steps of all, then
    /// O(members passed over).
    public func write(fieldsOf row: JSONValue, to fields: UnsafeMutablePointer<Field>, _ arena: Arena) {
        let isObject = row.kind == .object
        if isObject { findMembers(row) }
        for index in 0..<count {
            guard let entry = entries[index] else { continue }
            let value: JSONValue?
            if entry.name < 0 || !isObject {
                // A name may be the number of an element.
                value = entry.path.find(in: row)
            } else if places[entry.name] < 0 {
                value = nil
            } else {
                let member = JSONValue(values: row.values, index: places[entry.name], text: row.text)
                value = entry.path.count == 1 ? member : entry.path.find(in: member, after: 1)
            }
            (fields + index).initialize(to: value.map { Field(json: $0, arena: arena) } ?? .absent)
        }
    }

    private func findMembers(_ object: JSONValue) {
        for name in 0..<nameCount { places[name] = -1 }
        let values = object.values
        var key = object.index + 1
        for _ in 0..<object.count {
            let length = Int(values[key].end &- values[key].start) - 2
            if values[key].escaped || lengths & JSONPaths.bit(length) != 0 {
                let name = JSONValue(values: values, index: key, text: object.text)
                for index in 0..<nameCount where values[key].escaped || names[index].count == length {
                    if name.isString(names[index]) { places[index] = key + 1 }
                }
            }
            key = Int(values[key + 1].next)
        }
    }
}
