/// `{"json": PATH}`: a field of the JSON in the response: the whole text, else the last fenced block, else what stands
/// between the first `{` and the last `}`. A string gives its content, any other value its text.
struct JSONFinder: Finder {
    let path: JSONPath
    private let fenced = FencedFinder(language: nil)

    init(path: JSONPath) { self.path = path }

    static func compile(_ step: ExtractorNode) throws(DocumentError) -> any Finder {
        let text = try step.text("a path such as \"final.answer\"")
        guard let path = JSONPath(text) else { throw step.node.mismatch(expected: "a path such as \"final.answer\"") }
        return JSONFinder(path: path)
    }

    func find(in text: Bytes, _ scratch: Scratch) -> Extraction {
        scratch.spend(text.count)
        var candidates = [text]
        let block = fenced.find(in: text, scratch)
        if block.status == .found { candidates.append(block.bytes) }
        if let open = text.find(Bytes("{")), let close = text.findLast(Bytes("}")), close > open {
            candidates.append(text[open..<close + 1])
        }
        let parser = scratch.json
        for candidate in candidates {
            let value: JSONValue
            do throws(JSONError) {
                value = try parser.parse(candidate)
            } catch {
                if error.kind == .tooManyValues { return .limitExceeded }
                continue
            }
            guard value.kind == .object || value.kind == .array else { continue }
            guard let field = path.find(in: value), field.kind != .null else { return .nothing(.missingField) }
            let content = field.string(into: scratch.arena) ?? field.raw
            let origin = field.rawString ?? field.raw
            return content.isEmpty ? .nothing(.emptyAnswer, miss: origin) : .found(content, .json, origin: origin)
        }
        return .nothing()
    }
}
