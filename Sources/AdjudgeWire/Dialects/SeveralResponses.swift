import Adjudge
import AdjudgeBase

/// Rows that hold several responses to one prompt: `resps` of lm-eval, `completions`, or a list of texts where one response
/// is looked for. Each is a sample of its own, and all are of one group.
extension Dialect {
    /// The keys of lists of responses, for dialects that look for a single one.
    private static let listKeys: [StaticString] = ["responses", "completions", "generations", "outputs", "samples"]

    /// The responses of a row that holds a list of them, one or more; nil for a row with one response, which may be a
    /// conversation. `map` says where rows keep the response, whatever the dialect says.
    public func responses(_ row: JSONValue, _ map: FieldMap) -> [JSONValue]? {
        if let mapped = map.place(of: "response", in: row) { return mapped.value.flatMap(Dialect.list) }
        switch self {
        case .lmEval:
            guard let lists = row.member("resps") ?? row.member("filtered_resps"), lists.kind == .array else {
                return nil
            }
            // One list for each request of the document, usually one; or the responses themselves.
            let texts = lists.count == 1 && lists.element(0)?.kind == .array ? lists.element(0)! : lists
            let flat = texts.elements.map { $0.kind == .array && $0.count == 1 ? $0.element(0)! : $0 }
            return flat.count > 1 && flat.allSatisfy { $0.kind == .string } ? flat : nil
        case .nova, .nemo, .openInstruct, .inspect, .verifiers: return nil
        case .plain, .openai, .verl, .trl:
            if let single = response(row), single.kind != .null { return Dialect.list(single) }
            for key in Dialect.listKeys {
                if let found = row.member(key).flatMap(Dialect.list) { return found }
            }
            return nil
        }
    }

    /// Whether rows of the dialect can hold several responses at all.
    public func readsSeveral(_ map: FieldMap) -> Bool {
        switch self {
        case .nova, .nemo, .openInstruct, .inspect, .verifiers: map.has("response")
        case .plain, .openai, .verl, .trl, .lmEval: true
        }
    }

    /// The elements of a list of texts, or of conversations; nil for all else: a conversation is one response.
    private static func list(_ value: JSONValue) -> [JSONValue]? {
        guard value.kind == .array, let first = value.element(0), first.kind == .string || first.kind == .array else {
            return nil
        }
        return Array(value.elements)
    }

    /// The sample of one response of a row with several, which `bytes` hold; its group is the row, unless `map` says
    /// another.
    public func sample(
        _ row: JSONValue, response: JSONValue?, of bytes: Bytes, _ map: FieldMap, _ arena: Arena
    ) -> Sample {
        var sample = self.sample(row, arena)
        map.apply(to: &sample, row, arena)
        sample.response = .absent
        sample.defect = nil
        switch RowFields.response(response, arena) {
        case .success(let field): sample.response = field
        case .failure(let defect): sample.defect = defect
        }
        if sample.group.isAbsent {
            let name = arena.allocate(8)
            var hash = bytes.hash64().littleEndian
            withUnsafeBytes(of: &hash) {
                name.update(from: $0.baseAddress!.assumingMemoryBound(to: UInt8.self), count: 8)
            }
            sample.group = .text(Bytes(start: name, count: 8))
        }
        return sample
    }
}
