import AdjudgeBase
import AdjudgeFormats

/// NeMo-Gym's coercions.
extension Coercion {
    mutating func pythonXML(
        _ index: StructureTree.Index, _ schema: JSONValue, _ tree: inout StructureTree
    ) throws(StructureError) {
        guard let type = schema.member("type"), type.kind == .string else { return }
        if type.isString(Bytes("object")), tree[index].kind == .object {
            let properties = schema.member("properties")
            var child = tree[index].first
            while child >= 0 {
                try spend(1 + (properties?.count ?? 0))
                if let known = properties?.member(tree[child].key) { try pythonXML(child, known, &tree) }
                child = tree[child].next
            }
        } else if type.isString(Bytes("array")) {
            if tree[index].kind == .object, tree[index].count == 1 { tree.become(index, tree[index].first) }
            if tree[index].kind == .null {
                tree.set(index, .array)
            } else if tree[index].kind != .array {
                try tree.wrap(index)
            }
            guard let items = schema.member("items") else { return }
            var child = tree[index].first
            while child >= 0 {
                try pythonXML(child, items, &tree)
                child = tree[child].next
            }
        } else if tree[index].kind == .null {
            if type.isString(Bytes("string")) { tree.set(index, .string) }
        } else if tree[index].kind == .string {
            pythonScalar(index, type, &tree)
        }
    }

    /// The rows of CSV: by the schema's `items`, or by the schema itself where it has none.
    mutating func pythonRows(_ rows: StructureTree.Index, _ tree: inout StructureTree) throws(StructureError) {
        let properties = (root.member("items") ?? root).member("properties")
        var row = tree[rows].first
        while row >= 0 {
            var cell = tree[row].first
            while cell >= 0 {
                try spend(1 + (properties?.count ?? 0))
                if let type = properties?.member(tree[cell].key)?.member("type") { pythonCell(cell, type, &tree) }
                cell = tree[cell].next
            }
            row = tree[row].next
        }
    }

    private func pythonCell(_ cell: StructureTree.Index, _ type: JSONValue, _ tree: inout StructureTree) {
        let isEmpty = tree[cell].kind == .null || tree[cell].kind == .string && tree[cell].text.isEmpty
        guard type.kind == .array else {
            if !isEmpty, tree[cell].kind == .string { pythonScalar(cell, type, &tree) }
            return
        }
        if isEmpty {
            if type.elements.contains(where: { $0.isString(Bytes("null")) }) { tree.set(cell, .null) }
            return
        }
        for name in type.elements where !name.isString(Bytes("null")) && tree[cell].kind == .string {
            if name.isString(Bytes("string")) { return }
            pythonScalar(cell, name, &tree)
        }
    }

    /// `int()`, `float()`, or a boolean by its name or digit.
    private func pythonScalar(_ index: StructureTree.Index, _ type: JSONValue, _ tree: inout StructureTree) {
        let text = tree[index].text
        if type.isString(Bytes("boolean")) {
            if text.equals("1") || text.equalsIgnoringCase("true") { tree.set(index, .yes) }
            if text.equals("0") || text.equalsIgnoringCase("false") { tree.set(index, .no) }
            return
        }
        let isInteger = type.isString(Bytes("integer"))
        guard isInteger || type.isString(Bytes("number")) else { return }
        let number = text.pythonStripped
        if number.isPythonNumber(isInteger: isInteger) {
            tree.set(index, .number, NumberText(arena: arena).decimal(number))
        } else if !isInteger, let special = number.pythonSpecial {
            tree.setForeign(index, special)
        }
    }
}

extension StructureTree {
    /// Makes a node a value that JSON has no kind for.
    mutating func setForeign(_ index: Index, _ name: Bytes) {
        set(index, .foreign, name)
        noteForeign()
    }
}

extension Bytes {
    fileprivate func equalsIgnoringCase(_ lower: StaticString) -> Bool {
        let other = Bytes(lower)
        guard count == other.count else { return false }
        return (0..<count).allSatisfy { (self[$0].isASCIILetter ? self[$0] | 0x20 : self[$0]) == other[$0] }
    }

    /// Whether Python's `int` or `float` reads this, which has no white space at its ends: ASCII digits with single
    /// underscores between them.
    fileprivate func isPythonNumber(isInteger: Bool) -> Bool {
        var at = 0
        func digits() -> Bool {
            var wasDigit = false
            while at < count, self[at].isASCIIDigit || wasDigit && self[at] == 0x5F {
                wasDigit = self[at] != 0x5F
                at += 1
            }
            return wasDigit
        }
        if at < count, self[at] == 0x2B || self[at] == 0x2D { at += 1 }
        let begun = at
        var hasDigits = digits()
        if isInteger { return hasDigits && at == count }
        // An underscore must have stood between digits.
        if at > begun, !hasDigits { return false }
        if at < count, self[at] == UInt8(ascii: ".") {
            at += 1
            let fraction = at
            let hasFraction = digits()
            if at > fraction, !hasFraction { return false }
            hasDigits = hasDigits || hasFraction
        }
        guard hasDigits else { return false }
        if at < count, self[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < count, self[at] == 0x2B || self[at] == 0x2D { at += 1 }
            guard digits() else { return false }
        }
        return at == count
    }

    /// What `float` reads beside numbers.
    fileprivate var pythonSpecial: Bytes? {
        let name = hasPrefix("+") || hasPrefix("-") ? suffix(from: 1) : self
        if name.equalsIgnoringCase("nan") { return Bytes("nan") }
        guard name.equalsIgnoringCase("inf") || name.equalsIgnoringCase("infinity") else { return nil }
        return hasPrefix("-") ? Bytes("-inf") : Bytes("inf")
    }
}
