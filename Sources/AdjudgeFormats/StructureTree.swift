import AdjudgeBase

/// The values of a text that is not JSON, before they are written as JSON. What formats such as TOML and XML say of one
/// value stands in several places of their texts, so values are linked and written once they are whole.
///
/// Its memory is kept from text to text.
package struct StructureTree {
    /// The number of a node.
    package typealias Index = Int32

    package enum Kind: UInt8 {
        case null, no, yes, number, string, array, object
        /// A value that JSON has no kind for, such as a date.
        case foreign
        /// What another node says, which is its only child.
        case alias
    }

    package struct Node {
        package var kind: Kind
        /// A string's content, a number in JSON's grammar, or what a foreign value is called.
        package var text = Bytes.empty
        /// The name that it has in the object that it is a member of.
        package var key = Bytes.empty
        package var first: Index = -1
        package var last: Index = -1
        package var next: Index = -1
        /// What the reader of a format notes of it.
        package var marks: UInt8 = 0
        package var count: Int32 = 0
    }

    /// The most values of a text.
    static let maxNodes = 1 << 22

    package init() {}

    package private(set) var nodes: [Node] = []
    /// Whether some value has no kind in JSON.
    package private(set) var hasForeign = false

    /// Forgets everything; the memory is kept unless it is much.
    package mutating func removeAll() {
        nodes.removeAll(keepingCapacity: nodes.capacity <= 1 << 16)
        hasForeign = false
    }

    package subscript(_ index: Index) -> Node {
        get { nodes[Int(index)] }
        _modify { yield &nodes[Int(index)] }
    }

    /// A new node that is no child of any yet.
    package mutating func make(_ kind: Kind, _ text: Bytes = .empty) throws(StructureError) -> Index {
        guard nodes.count < StructureTree.maxNodes else {
            throw StructureError(.limit, at: 0, "more than \(StructureTree.maxNodes) values, expected at most so many")
        }
        if kind == .foreign { hasForeign = true }
        nodes.append(Node(kind: kind, text: text))
        return Index(nodes.count - 1)
    }

    /// A new node that says what another does.
    package mutating func makeAlias(of target: Index) throws(StructureError) -> Index {
        let index = try make(.alias)
        self[index].first = target
        return index
    }

    /// Makes a node the last child of another.
    package mutating func append(_ child: Index, to parent: Index, key: Bytes = .empty) {
        self[child].key = key
        self[child].next = -1
        if self[parent].last < 0 { self[parent].first = child } else { self[self[parent].last].next = child }
        self[parent].last = child
        self[parent].count += 1
    }

    /// Makes an array in the place of a node, whose only element is what the node was.
    package mutating func wrap(_ index: Index) throws(StructureError) {
        let node = self[index]
        let inner = try make(node.kind)
        self[inner] = node
        self[index] = Node(kind: .array, key: node.key, next: node.next)
        append(inner, to: index)
    }

    /// Takes over what another node is; name and place stay.
    package mutating func become(_ index: Index, _ other: Index) {
        var node = self[other]
        (node.key, node.next) = (self[index].key, self[index].next)
        self[index] = node
    }

    /// Notes that some value has no kind in JSON.
    package mutating func noteForeign() { hasForeign = true }

    /// Makes a node a scalar; name and place stay.
    package mutating func set(_ index: Index, _ kind: Kind, _ text: Bytes = .empty) {
        self[index].kind = kind
        self[index].text = text
    }

    /// The member with a name. O(members).
    package func member(_ key: Bytes, of parent: Index) -> Index? {
        var at = self[parent].first
        while at >= 0 {
            if self[at].key == key { return at }
            at = self[at].next
        }
        return nil
    }

    /// Keeps of each object's members of one name the last, in the place of the first, as Python's dictionaries do.
    /// O(values).
    package mutating func keepLastMembers() {
        for index in nodes.indices where nodes[index].kind == .object && nodes[index].count > 1 {
            var places: [Key: Index] = [:]
            var (at, before) = (nodes[index].first, Index(-1))
            while at >= 0 {
                let next = self[at].next
                if let known = places[Key(self[at].key)] {
                    become(known, at)
                    self[before].next = next
                    nodes[index].count -= 1
                } else {
                    places[Key(self[at].key)] = at
                    before = at
                }
                at = next
            }
            nodes[index].last = before
        }
    }
}
