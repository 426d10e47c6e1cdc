import AdjudgeBase
import AdjudgeProse

/// The words of a text of ASCII, one after the other, by some rule. O(text) for all of them.
protocol WordScan {
    /// Behind the memory that words lie in.
    var end: UnsafePointer<UInt8> { get }
    /// No text has more words.
    var most: Int { get }
    mutating func next() -> Bytes?
}

extension UInt8 {
    /// ASCII's punctuation: `string.punctuation`.
    @inline(__always)
    var isPunctuation: Bool { CodePoints.isPunctuation(UInt32(self)) }
}

extension Bytes {
    /// The offset of the first byte at or behind `from` that is a space or a control character, in a text of ASCII; the
    /// text's end where there is none. Eight bytes a step.
    @inline(__always)
    fileprivate func firstBlank(from: Int) -> Int {
        var at = from
        while at + 8 <= count {
            let word = UInt64(littleEndian: UnsafeRawPointer(start + at).loadUnaligned(as: UInt64.self))
            // No byte of ASCII borrows from the next as long as none below it is blank.
            let blank = (word &- 0x2121_2121_2121_2121) & ~word & 0x8080_8080_8080_8080
            if blank != 0 { return at + blank.trailingZeroBitCount >> 3 }
            at += 8
        }
        while at < count, start[at] > 0x20 { at += 1 }
        return at
    }
}

/// Words between white space, as `str.split()` gives them.
struct SpacedWords: WordScan {
    private let text: Bytes
    private var at = 0

    init(_ text: Bytes) { self.text = text }

    var end: UnsafePointer<UInt8> { text.start + text.count }
    var most: Int { text.count / 2 + 1 }

    @inline(__always)
    mutating func next() -> Bytes? {
        while at < text.count, text.start[at].isPythonSpace { at += 1 }
        guard at < text.count else { return nil }
        let first = at
        at = text.firstBlank(from: at)
        // A control character may belong to a word.
        while at < text.count, !text.start[at].isPythonSpace { at = text.firstBlank(from: at + 1) }
        return Bytes(start: text.start + first, count: at - first)
    }
}

/// The words of jiwer's default: between spaces, and between two and more characters of white space; a line break alone
/// parts none.
struct TranscriptWords: WordScan {
    private let text: Bytes
    private var at = 0

    init(_ text: Bytes) { self.text = text.pythonStripped }

    var end: UnsafePointer<UInt8> { text.start + text.count }
    var most: Int { text.count / 2 + 1 }

    @inline(__always)
    mutating func next() -> Bytes? {
        guard at < text.count else { return nil }
        let first = at
        var last = at
        while at < text.count {
            guard text.start[at].isPythonSpace else {
                at = text.firstBlank(from: at + 1)
                last = at
                continue
            }
            let space = at
            while at < text.count, text.start[at].isPythonSpace { at += 1 }
            if at - space >= 2 || text.start[space] == 0x20 { break }
        }
        return Bytes(start: text.start + first, count: last - first)
    }
}

/// The tokens of sacrebleu's 13a, in one pass, for texts without what its first steps replace (see ``MTTokenizer``) and
/// without full stops and commas side by side; of others ``isBeyond`` is true at the end.
struct MTWords: WordScan {
    private let text: Bytes
    private var at = 0
    private(set) var isBeyond = false

    init(_ text: Bytes) {
        var end = text.count
        while end > 0, text.start[end - 1].isPythonSpace { end -= 1 }
        self.text = text[0..<end]
    }

    var end: UnsafePointer<UInt8> { text.start + text.count }
    var most: Int { text.count + 1 }

    @inline(__always)
    mutating func next() -> Bytes? {
        while at < text.count, text.start[at].isPythonSpace { at += 1 }
        guard at < text.count else { return nil }
        let first = at
        while at < text.count {
            let byte = text.start[at]
            if byte.isASCIIAlphanumeric {
                at += 1
                continue
            }
            if byte.isPythonSpace { break }
            guard MTWords.isApart(byte) else {
                at += 1
                continue
            }
            if byte == 0x26 || byte == 0x3C { return beyond() }
            if byte == 0x2D {
                if text[at + 1] == 0x0A { return beyond() }
                // A hyphen is apart behind a digit only.
                guard at > 0, text.start[at - 1].isASCIIDigit else {
                    at += 1
                    continue
                }
            } else if byte == 0x2E || byte == 0x2C {
                if text[at + 1] == 0x2E || text[at + 1] == 0x2C { return beyond() }
                if at > 0, text.start[at - 1].isASCIIDigit, text[at + 1].isASCIIDigit {
                    at += 1
                    continue
                }
            }
            if at == first { at += 1 }
            break
        }
        return Bytes(start: text.start + first, count: at - first)
    }

    private mutating func beyond() -> Bytes? {
        isBeyond = true
        return nil
    }

    /// What may stand apart from words.
    @inline(__always)
    private static func isApart(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21...0x26, 0x28...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }
}

/// The words of SQuAD's normal form: white space parts them, punctuation goes, letters are small, articles are none. Only
/// for texts of printable characters.
struct SquadWords: WordScan {
    private let text: Bytes
    private let memory: UnsafeMutablePointer<UInt8>
    private let forms: UnsafePointer<UInt8>
    private var at = 0
    private var written = 0
    /// True behind a control character, which parts no words and is none: another rule has to read the text.
    private(set) var isBeyond = false

    init(_ text: Bytes, _ arena: Arena) {
        self.text = text
        memory = arena.allocate(text.count + 8)
        forms = SquadWords.forms
    }

    var end: UnsafePointer<UInt8> { UnsafePointer(memory + text.count + 8) }
    var most: Int { text.count / 2 + 1 }

    /// What each byte becomes: a letter or digit, 0 for nothing, 1 for the end of a word, 2 for another rule.
    private nonisolated(unsafe) static let forms: UnsafePointer<UInt8> = {
        let forms = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
        for byte in UInt8.min...UInt8.max {
            if byte.isASCIIAlphanumeric {
                forms[Int(byte)] = byte &- 0x41 < 26 ? byte | 0x20 : byte
            } else {
                forms[Int(byte)] = byte.isPythonSpace ? 1 : byte < 0x20 || byte > 0x7E ? 2 : 0
            }
        }
        return UnsafePointer(forms)
    }()

    @inline(__always)
    mutating func next() -> Bytes? {
        var first = written
        while at < text.count {
            let form = forms[Int(text.start[at])]
            at += 1
            memory[written] = form
            if form > 2 {
                written += 1
            } else if form == 1 {
                guard written > first else { continue }
                if !isArticle(first) { return Bytes(start: memory + first, count: written - first) }
                first = written
            } else if form == 2 {
                isBeyond = true
                return nil
            }
        }
        return written > first && !isArticle(first) ? Bytes(start: memory + first, count: written - first) : nil
    }

    @inline(__always)
    private func isArticle(_ first: Int) -> Bool {
        let count = written - first
        guard count <= 3, memory[first] == 0x61 || memory[first] == 0x74 else { return false }
        let word = Bytes(start: memory + first, count: count)
        return count == 1 ? memory[first] == 0x61 : word.equals("an") || word.equals("the")
    }
}
