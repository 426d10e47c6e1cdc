/// `{"json": PATH}`: a field of the JSON in the response: the whole text, else the last JSON object in it, else the last
/// fenced block. A string gives its content, any other value its text.
struct JSONFinder: Finder {
    /// How many objects are tried, from the last.
    private static let maxObjects = 4

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
        var candidates = [text] + JSONFinder.objects(in: text)
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

    /// The last texts between a brace and the one that closes it, the last first, none inside another. Quotes hide braces
    /// inside braces only, so that prose may quote. O(text).
    private static func objects(in text: Bytes) -> [Bytes] {
        var open: [Int] = []
        var found: [Range<Int>] = []
        var isQuoted = false
        var at = 0
        while let next = text.suffix(from: at).findFirst(in: marks) {
            at += next
            defer { at += 1 }
            switch text[at] {
            case UInt8(ascii: "\\"): if isQuoted { at += 1 }
            case UInt8(ascii: "\""): if !open.isEmpty { isQuoted.toggle() }
            case 0x0A: isQuoted = false
            case UInt8(ascii: "{"): if !isQuoted { open.append(at) }
            default:
                guard !isQuoted, let start = open.popLast() else { continue }
                while let last = found.last, last.lowerBound > start { found.removeLast() }
                found.append(start..<at + 1)
            }
            if at >= text.count { break }
        }
        return found.suffix(maxObjects).reversed().map { text[$0] }
    }

    private static let marks = ByteSet("{}\"\\\n")
}
