import AdjudgeBase

/// The calls of test cases as plain data.
struct PlainCalls {
    let bytes: OwnedBytes

    /// The calls of `cases`; nil when their arguments are no JSON arrays.
    init?(_ cases: [TestCase]) {
        var writer = PlainWriter()
        writer.list(cases.count)
        let parser = JSONParser(maxDepth: 250)
        let arena = Arena()
        defer { withExtendedLifetime((parser, arena)) {} }
        for test in cases {
            arena.reset()
            if test.keywords != nil { writer.keywordCall() }
            guard let arguments = try? parser.parse(test.input.view), arguments.kind == .array else { return nil }
            writer.json(arguments, arena)
            if let keywords = test.keywords {
                guard let object = try? parser.parse(keywords.view), object.kind == .object else { return nil }
                writer.json(object, arena)
            }
        }
        bytes = OwnedBytes(writer.bytes)
    }

    /// Calls that were encoded elsewhere.
    init(encoded: OwnedBytes) { bytes = encoded }
}

/// A JSON value that is expected of a call, as plain data.
struct PlainExpected {
    private let bytes: OwnedBytes

    /// The value; nil when the text is no JSON.
    init?(_ json: OwnedBytes) {
        var writer = PlainWriter()
        let parser = JSONParser(maxDepth: 250)
        let arena = Arena()
        defer { withExtendedLifetime((parser, arena, json)) {} }
        guard let value = try? parser.parse(json.view) else { return nil }
        writer.json(value, arena)
        bytes = OwnedBytes(writer.bytes)
    }

    /// Whether a value is the expected one.
    func matches(_ value: PlainData, _ comparator: PlainComparator) -> Bool {
        defer { withExtendedLifetime(bytes) {} }
        guard let expected = PlainData(bytes.view) else { return false }
        return comparator.equal(value, expected)
    }
}

/// The records of calls, as an untrusted process wrote them.
struct PlainRecords {
    /// The outcome of one call.
    enum Record {
        case value(PlainData)
        /// The exception's type and message.
        case raised(String)
    }

    private var records: [Record] = []

    /// Reads as many records as are well formed; views of `bytes`.
    init(_ bytes: Bytes) {
        var at = 0
        while at < bytes.count {
            let tag = bytes[at]
            at += 1
            switch tag {
            case UInt8(ascii: "V"):
                guard let value = PlainData.read(bytes, at: &at) else { return }
                records.append(.value(value))
            case UInt8(ascii: "X"):
                guard let type = PlainData.read(bytes, at: &at), let message = PlainData.read(bytes, at: &at) else {
                    return
                }
                records.append(.raised(Trimmed.start(type.content) + ": " + Trimmed.start(message.content)))
            default: return
            }
        }
    }

    var count: Int { records.count }

    /// The record of a call; nil when it never finished.
    func at(_ number: Int) -> Record? { number < records.count ? records[number] : nil }

    /// The last value.
    var last: PlainData? {
        if case .value(let value)? = records.last { return value }
        return nil
    }
}
