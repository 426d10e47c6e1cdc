/// `program`: the block of a response that is the program. Blocks stand between lines of three or more backquotes or
/// tildes. The last one whose opening line names a programming language is taken; else the last one that is no shell
/// session, data or output, with what looks like code before what does not. What stands behind the program, such as its
/// output or a line that starts it, is not the program. A last block that the response does not close counts when no other
/// does.
struct ProgramFinder: Finder {
    /// How likely a block is the program, the best last.
    private enum Rank: Int, Comparable {
        case text, shell, unclosed, plain, code, named

        static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
    }

    private static let text = [
        "text", "txt", "plain", "plaintext", "output", "out", "input", "stdout", "stdin", "console", "pycon",
        "traceback",
        "json", "yaml", "yml", "toml", "xml", "csv", "markdown", "md", "diff", "log", "none", "math", "latex", "ini",
    ]
    private static let shell = [
        "bash", "sh", "shell", "zsh", "shell-session", "powershell", "cmd", "bat", "makefile", "dockerfile",
    ]

    func find(in text: Bytes, _ scratch: Scratch) -> Extraction {
        scratch.spend(text.count)
        var best: (rank: Rank, block: CodeBlock)?
        var blocks = CodeBlocks(text)
        while let block = blocks.next() {
            guard !block.content.trimmed.isEmpty else { continue }
            let rank = ProgramFinder.rank(block)
            if best.map({ $0.rank <= rank }) ?? true { best = (rank, block) }
        }
        guard let best else { return .nothing() }
        return .found(best.block.unindented(scratch.arena), .fenced)
    }

    private static func rank(_ block: CodeBlock) -> Rank {
        let name = block.language.string.lowercased()
        if text.contains(name) { return .text }
        if shell.contains(name) { return .shell }
        if !block.isClosed { return .unclosed }
        if !name.isEmpty { return .named }
        return looksLikeCode(block.content) ? .code : .plain
    }

    /// Whether a block without a language has a character that programs have and outputs mostly have not.
    private static func looksLikeCode(_ content: Bytes) -> Bool {
        ["=", "(", "import ", "#include", "{", "def "].contains { mark in
            mark.utf8.withContiguousStorageIfAvailable { content.find(Bytes($0)) != nil } ?? false
        }
    }
}

/// A block between fences.
struct CodeBlock {
    /// The first word after the opening fence, without attributes.
    let language: Bytes
    /// The lines between the fences, without the last end of line.
    let content: Bytes
    /// How far the opening fence is indented.
    let indent: Int
    /// Whether there is a closing fence.
    let isClosed: Bool

    /// The content without the indentation of its fence.
    func unindented(_ arena: Arena) -> Bytes {
        guard indent > 0, content.count > 0 else { return content }
        let memory = arena.allocate(content.count)
        var (count, at) = (0, 0)
        while at < content.count {
            var skipped = 0
            while skipped < indent, at < content.count, content[at] == 0x20 || content[at] == 0x09 {
                skipped += 1
                at += 1
            }
            while at < content.count {
                memory[count] = content[at]
                count += 1
                at += 1
                if memory[count - 1] == 0x0A { break }
            }
        }
        return Bytes(start: memory, count: count)
    }
}

/// The blocks of a text, one after another. Fences are those of CommonMark, but that one inside an open triple-quoted string
/// of Python closes nothing.
struct CodeBlocks {
    private let text: Bytes
    private var at = 0

    init(_ text: Bytes) { self.text = text }

    /// The next block; nil when there are no more. O(bytes) for all.
    mutating func next() -> CodeBlock? {
        while at < text.count {
            let line = lineAt(at)
            let start = at + line.count
            at = min(start + 1, text.count)
            guard let fence = Fence(line), !(fence.mark == 0x60 && fence.rest.find(Bytes("`")) != nil) else { continue }
            return block(fence, from: at)
        }
        return nil
    }

    private mutating func block(_ fence: Fence, from start: Int) -> CodeBlock {
        var words = fence.rest
        while words.count > 0, words[0] == 0x2E || words[0] == 0x7B { words = words.suffix(from: 1) }
        let end = (0..<words.count).first { isEnd(words[$0]) } ?? words.count
        let language = words[0..<end]
        var quotes = OpenQuotes()
        var firstClosing: (content: Int, after: Int)?
        var line = start
        while line < text.count {
            let bytes = lineAt(line)
            let after = min(line + bytes.count + 1, text.count)
            if let closing = Fence(bytes), closing.mark == fence.mark, closing.count >= fence.count,
                closing.rest.trimmed.isEmpty
            {
                if !quotes.isOpen {
                    at = after
                    return made(language, fence, start, line, isClosed: true)
                }
                if firstClosing == nil { firstClosing = (line, after) }
            } else {
                quotes.read(bytes)
            }
            line = after
        }
        // A string that is never closed was none.
        if let firstClosing {
            at = firstClosing.after
            return made(language, fence, start, firstClosing.content, isClosed: true)
        }
        at = text.count
        return made(language, fence, start, text.count, isClosed: false)
    }

    /// Whether a byte ends the name of a language: a space, or what attributes begin with.
    private func isEnd(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0x7B || byte == 0x7D || byte == 0x2C || byte == 0x3A
    }

    private func made(_ language: Bytes, _ fence: Fence, _ start: Int, _ end: Int, isClosed: Bool) -> CodeBlock {
        let content = end > start && text[end - 1] == 0x0A ? text[start..<end - 1] : text[start..<max(start, end)]
        return CodeBlock(language: language, content: content, indent: fence.indent, isClosed: isClosed)
    }

    private func lineAt(_ start: Int) -> Bytes {
        let rest = text.suffix(from: start)
        return rest[0..<(rest.find(Bytes("\n")) ?? rest.count)]
    }

    /// A line that begins with a fence.
    private struct Fence {
        let mark: UInt8
        let count: Int
        let indent: Int
        let rest: Bytes

        init?(_ line: Bytes) {
            var start = 0
            while start < line.count, line[start] == 0x20 || line[start] == 0x09 { start += 1 }
            guard start < line.count, line[start] == 0x60 || line[start] == 0x7E else { return nil }
            var end = start
            while end < line.count, line[end] == line[start] { end += 1 }
            guard end - start >= 3 else { return nil }
            mark = line[start]
            count = end - start
            indent = start
            rest = line.suffix(from: end).trimmed
        }
    }

    /// Whether lines of Python so far leave a triple-quoted string open.
    private struct OpenQuotes {
        private var open: UInt8?
        var isOpen: Bool { open != nil }

        mutating func read(_ line: Bytes) {
            var at = 0
            while at < line.count {
                let byte = line[at]
                if let quote = open {
                    if byte == 0x5C {
                        at += 2
                    } else if isTriple(line, at, quote) {
                        open = nil
                        at += 3
                    } else {
                        at += 1
                    }
                } else if byte == 0x22 || byte == 0x27 {
                    if isTriple(line, at, byte) {
                        open = byte
                        at += 3
                    } else {
                        at += 1
                        while at < line.count, line[at] != byte { at += line[at] == 0x5C ? 2 : 1 }
                        at += 1
                    }
                } else if byte == 0x23 {
                    return
                } else {
                    at += 1
                }
            }
        }

        private func isTriple(_ line: Bytes, _ at: Int, _ quote: UInt8) -> Bool {
            at + 2 < line.count && line[at] == quote && line[at + 1] == quote && line[at + 2] == quote
        }
    }
}
