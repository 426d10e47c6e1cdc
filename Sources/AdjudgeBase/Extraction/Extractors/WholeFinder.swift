/// `whole`: the text, trimmed.
struct WholeFinder: Finder {
    func find(in text: Bytes, _ scratch: Scratch) -> Extraction {
        let trimmed = text.trimmed
        return trimmed.isEmpty ? .nothing(.emptyResponse) : .found(trimmed, .whole)
    }
}
