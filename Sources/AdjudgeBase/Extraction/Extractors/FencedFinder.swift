/// `fenced`: the content of the last closed block between lines that begin with three backquotes; with a language,
/// of the last such block whose opening line names it.
struct FencedFinder: Finder {
    private static let fence = Bytes("```")
    let language: OwnedBytes?

    static func compile(_ step: ExtractorNode) throws(DocumentError) -> any Finder {
        guard let argument = step.argument else { return FencedFinder(language: nil) }
        return FencedFinder(language: OwnedBytes(try argument.string("a language such as \"python\"")))
    }

    func find(in text: Bytes, _ scratch: Scratch) -> Extraction {
        scratch.spend(text.count)
        var answer: Bytes?
        var open: (start: Int, content: Int, matches: Bool)?
        var at = 0
        while let found = text.suffix(from: at).find(FencedFinder.fence) {
            let start = at + found
            guard isAtLineStart(start, in: text) else {
                at = start + 3
                continue
            }
            let line = text.suffix(from: start).firstLine
            at = min(start + line.count + 1, text.count)
            if let block = open {
                if block.matches, start >= block.content { answer = text[block.content..<start] }
                open = nil
            } else {
                let name = line.suffix(from: 3).trimmed
                open = (start, at, language.map { name == $0.view } ?? true)
            }
        }
        if let answer {
            let code = answer.hasSuffix("\n") ? answer[0..<answer.count - 1] : answer
            return code.isEmpty ? .nothing(.emptyAnswer, miss: answer) : .found(code, .fenced)
        }
        return open.map { .nothing(.unclosedTag, miss: text.suffix(from: $0.start)) } ?? .nothing()
    }

    private func isAtLineStart(_ offset: Int, in text: Bytes) -> Bool {
        var at = offset
        while at > 0, text[at - 1] == 0x20 || text[at - 1] == 0x09 { at -= 1 }
        return at == 0 || text[at - 1] == 0x0A
    }
}
