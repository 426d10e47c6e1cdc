import AdjudgeBase

/// Where a value stands in another, as a path such as `$.a[0]["b c"]`.
enum JSONPlace {
    /// The path from `root` to `value`, which lies in it. O(values passed over): for details and evidence.
    static func path(to value: JSONValue, in root: JSONValue) -> String {
        var path = "$"
        var at = root
        while at.order < value.order {
            var next: JSONValue?
            if at.kind == .array {
                var index = -1
                for element in at.elements where element.order <= value.order {
                    index += 1
                    next = element
                }
                path += "[\(index)]"
            } else {
                var name: JSONValue?
                for (key, element) in at.members where key.order <= value.order {
                    (name, next) = (key, element)
                    // The key itself was checked.
                    if key.order == value.order { next = nil }
                }
                if let name { path += step(name.decodedString ?? "") }
            }
            guard let next else { return path }
            at = next
        }
        return path
    }

    /// A member's name as a step of a path.
    static func step(_ name: String) -> String {
        let isPlain = !name.isEmpty && name.utf8.allSatisfy { $0 == 0x5F || $0.isASCIIAlphanumeric }
        return isPlain ? ".\(name)" : "[\"\(name)\"]"
    }
}

/// A detail of this family: an object of texts.
struct StructureDetail: ~Copyable {
    private var writer = ByteWriter(capacity: 256)

    /// Adds a member; one without a value is left out.
    mutating func add(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        writer.append(writer.count == 0 ? "{\"" : ",\"")
        writer.append(name)
        writer.append("\":")
        writer.appendJSONString(value)
    }

    /// The detail.
    mutating func finish() -> Detail {
        writer.append(writer.count == 0 ? "{}" : "}")
        return Detail(.detail, OwnedBytes(writer.bytes))
    }
}
