import AdjudgeBase

/// The cases of a route: names, and patterns with `*`, each with the node that its rows are given.
struct RouteTable: Sendable {
    /// A field longer than this names no case, so that a row cannot make patterns work.
    static let longestName = 256

    /// One name or pattern.
    struct Case: Sendable {
        let text: OwnedText
        let isPattern: Bool
        let node: Int
    }

    /// In the order of the document, names before patterns: a name is more exact than any pattern.
    private(set) var cases: [Case] = []

    /// The names and patterns as written.
    var names: [String] { cases.map { $0.text.bytes.view.string } }

    /// Adds a name or a pattern; false where it is there already.
    mutating func add(_ name: String, node: Int) -> Bool {
        let entry = Case(text: OwnedText(name), isPattern: name.utf8.contains(0x2A), node: node)
        guard !cases.contains(where: { $0.text == entry.text }) else { return false }
        let place = entry.isPattern ? cases.count : cases.firstIndex(where: \.isPattern) ?? cases.count
        cases.insert(entry, at: place)
        return true
    }

    /// The first case that takes `name`; nil where none does. O(cases · name.count).
    func entry(for name: Bytes) -> Case? {
        guard name.count <= RouteTable.longestName else { return nil }
        return cases.first {
            $0.isPattern ? RouteTable.matches($0.text.bytes.view, name) : $0.text.bytes.view == name
        }
    }

    /// The case that a pattern in front of it always takes the rows of, with that pattern, for every such case.
    var unreachable: [(name: String, pattern: String)] {
        cases.indices.compactMap { index in
            let name = cases[index].text.bytes.view
            let earlier = cases[..<index].first {
                $0.isPattern && cases[index].isPattern && RouteTable.matches($0.text.bytes.view, name)
            }
            return earlier.map { (name.string, $0.text.bytes.view.string) }
        }
    }

    /// True when `pattern` takes `name`; `*` stands for any bytes, also none, and in `name` for itself.
    static func matches(_ pattern: Bytes, _ name: Bytes) -> Bool {
        var (at, position) = (0, 0)
        var retry: (at: Int, position: Int)?
        while position < name.count {
            if at < pattern.count, pattern[at] == 0x2A {
                at += 1
                retry = (at, position)
            } else if at < pattern.count, pattern[at] == name[position] {
                at += 1
                position += 1
            } else if let last = retry {
                // The last star takes one byte more; earlier ones never need to.
                at = last.at
                position = last.position + 1
                retry = (at, position)
            } else {
                return false
            }
        }
        while at < pattern.count, pattern[at] == 0x2A { at += 1 }
        return at == pattern.count
    }
}

extension RouteTable {
    /// The same table with text of its own.
    func copied() -> RouteTable {
        var copy = RouteTable()
        for entry in cases { _ = copy.add(entry.text.bytes.view.string, node: entry.node) }
        return copy
    }
}
