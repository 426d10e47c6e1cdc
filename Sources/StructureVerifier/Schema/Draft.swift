/// The drafts of JSON Schema.
enum Draft: Int, Sendable, Comparable {
    case draft4 = 4
    case draft6 = 6
    case draft7 = 7
    case draft2019 = 2019
    case draft2020 = 2020

    /// The names in a document.
    static let names: [(name: String, value: Draft)] = [
        ("2020-12", .draft2020), ("2019-09", .draft2019), ("7", .draft7), ("6", .draft6), ("4", .draft4),
        ("draft2020-12", .draft2020), ("draft2019-09", .draft2019), ("draft7", .draft7), ("draft6", .draft6),
        ("draft4", .draft4), ("draft-07", .draft7), ("draft-06", .draft6), ("draft-04", .draft4),
    ]

    /// The draft whose metaschema has this address, in `$schema`.
    init?(metaschema: String) {
        var address = Substring(metaschema)
        if address.last == "#" { address.removeLast() }
        switch address.replacing("https://", with: "http://") {
        case "http://json-schema.org/draft/2020-12/schema": self = .draft2020
        case "http://json-schema.org/draft/2019-09/schema": self = .draft2019
        case "http://json-schema.org/draft-07/schema": self = .draft7
        case "http://json-schema.org/draft-06/schema": self = .draft6
        case "http://json-schema.org/draft-04/schema": self = .draft4
        default: return nil
        }
    }

    static func < (left: Draft, right: Draft) -> Bool { left.rawValue < right.rawValue }

    /// The keyword that names a resource.
    var identifier: String { self == .draft4 ? "id" : "$id" }

    /// Whether what stands beside `$ref` counts.
    var refHasSiblings: Bool { self >= .draft2019 }
}
