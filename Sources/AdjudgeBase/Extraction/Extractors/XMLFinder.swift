/// `{"xml": TAG}`: what stands between the last `<TAG>` and the `</TAG>` after it; with `take: first` the first pair.
struct XMLFinder: Finder {
    let open: OwnedBytes
    let close: OwnedBytes
    let takeFirst: Bool

    static func compile(_ step: ExtractorNode) throws(DocumentError) -> any Finder {
        let tag = try step.text("a tag name such as \"answer\"")
        guard !tag.isEmpty, !tag.contains(where: { "<>/ ".contains($0) }) else {
            throw step.node.mismatch(expected: "a tag name without <, >, / or spaces")
        }
        return XMLFinder(
            open: OwnedBytes("<\(tag)>"), close: OwnedBytes("</\(tag)>"), takeFirst: try step.takesFirst())
    }

    func find(in text: Bytes, _ scratch: Scratch) -> Extraction {
        scratch.spend(text.count)
        guard let start = takeFirst ? text.find(open.view) : text.findLast(open.view) else { return .nothing() }
        let inside = text.suffix(from: start + open.view.count)
        guard let end = inside.find(close.view) else { return .nothing(.unclosedTag, miss: text.suffix(from: start)) }
        let content = inside[0..<end].trimmed
        return content.isEmpty ? .nothing(.emptyAnswer, miss: text[start..<start]) : .found(content, .xml)
    }
}
