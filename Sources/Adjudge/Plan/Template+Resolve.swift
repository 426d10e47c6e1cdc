import AdjudgeBase

extension Template {
    /// The template's value for one sample. A template that is one accessor passes the field on as it is;
    /// a longer one is joined in the arena, and is absent when any field in it is.
    func resolve(_ sample: borrowing Sample, _ scratch: Scratch, extracted: (Int) -> Extraction) -> Field {
        if pieces.count == 1 { return Template.field(pieces[0], sample, scratch, extracted) }
        var fields: [Bytes] = []
        fields.reserveCapacity(pieces.count)
        for piece in pieces {
            let field = Template.field(piece, sample, scratch, extracted)
            if field.isAbsent { return .absent }
            fields.append(field.bytes)
        }
        let length = fields.reduce(0) { $0 + $1.count }
        let joined = scratch.arena.allocate(length)
        var end = 0
        for field in fields {
            (joined + end).update(from: field.start, count: field.count)
            end += field.count
        }
        return .text(Bytes(start: joined, count: length))
    }

    /// True when the row itself has no value for some accessor of the template, whatever the response holds.
    func lacksField(of sample: borrowing Sample) -> Bool {
        for piece in pieces {
            switch piece {
            case .literal, .response, .extracted, .outputJSON, .outputTools: continue
            case .reference: if sample.reference.isAbsent { return true }
            case .item(let path):
                guard let item = sample.item, let value = path.find(in: item), value.kind != .null else { return true }
            }
        }
        return false
    }

    private static func field(
        _ piece: Piece, _ sample: borrowing Sample, _ scratch: Scratch, _ extracted: (Int) -> Extraction
    ) -> Field {
        switch piece {
        case .literal(let text): return .text(text.bytes.view)
        case .response: return sample.response
        case .reference: return sample.reference
        case .extracted(let chain):
            let extraction = extracted(chain)
            return extraction.status == .found ? .text(extraction.bytes) : .absent
        case .item(let path):
            guard let item = sample.item, let value = path.find(in: item) else { return .absent }
            return Field(json: value, arena: scratch.arena)
        case .outputJSON(let path): return outputJSON(path, sample, scratch)
        case .outputTools(let path):
            let output = sample.output
            let calls =
                output?.member("output_tools")
                ?? output?.member("choices")?.element(0)?.member("message")?.member("tool_calls")
            return calls.flatMap { path.find(in: $0) }.map { Field(json: $0, arena: scratch.arena) } ?? .absent
        }
    }

    private static func outputJSON(_ path: JSONPath, _ sample: borrowing Sample, _ scratch: Scratch) -> Field {
        if let given = sample.output?.member("output_json"), given.kind != .null {
            return path.find(in: given).map { Field(json: $0, arena: scratch.arena) } ?? .absent
        }
        // The fields found are views of the response, which outlives the parser's next text.
        guard sample.response.kind == .text, let value = try? scratch.json.parse(sample.response.bytes.trimmed) else {
            return .absent
        }
        return path.find(in: value).map { Field(json: $0, arena: scratch.arena) } ?? .absent
    }
}
