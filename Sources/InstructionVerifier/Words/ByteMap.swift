import AdjudgeBase
import AdjudgeProse

/// Which bytes of a text are of a class, a bit for each, in a worker's arena.
struct ByteMap {
    /// The bits, 64 a word; those beyond the text are 0.
    let words: UnsafeMutablePointer<UInt64>
    /// How many bytes the text has.
    private let count: Int

    /// The bytes that are in a set. O(text), 64 bytes at a time.
    init(_ text: Bytes, in set: ByteSet, _ arena: Arena) {
        count = text.count
        words = arena.array(of: UInt64.self, (count + 63) / 64)
        text.members(of: set, words)
    }

    /// None of a text's bytes. O(text), 64 bytes at a time.
    init(noneOf text: Bytes, _ arena: Arena) {
        count = text.count
        words = arena.array(repeating: 0, (count + 63) / 64)
    }

    /// How many words of bits there are.
    var wordCount: Int { (count + 63) / 64 }

    /// The bytes of white space by `str.split`, the wide ones with all of their bytes.
    static func spaces(of text: Bytes, isASCII: Bool, _ arena: Arena) -> ByteMap {
        let map = ByteMap(text, in: .pythonSpaces, arena)
        if !isASCII {
            map.addWide(of: text, from: ByteMap(text, in: .wideSpaceLeads, arena)) { text.pythonSpaceLength(at: $0) }
        }
        return map
    }

    /// The bytes of characters that are `\w`.
    static func wordCharacters(of text: Bytes, isASCII: Bool, _ arena: Arena) -> ByteMap {
        let map = ByteMap(text, in: .wordCharacters, arena)
        if !isASCII { map.addWide(of: text, from: ByteMap(text, in: .leads, arena)) { text.wordLength(at: $0) } }
        return map
    }

    /// The bytes of characters that are `\d`.
    static func digits(of text: Bytes, isASCII: Bool, _ arena: Arena) -> ByteMap {
        let map = ByteMap(text, in: .digits, arena)
        if !isASCII { map.addWide(of: text, from: ByteMap(text, in: .leads, arena)) { text.digitLength(at: $0) } }
        return map
    }

    /// Adds the characters beyond ASCII that begin at `leads` and have a length.
    private func addWide(of text: Bytes, from leads: ByteMap, _ length: (Int) -> Int) {
        var leads = leads.members()
        while let lead = leads.next() { insert(lead..<lead + length(lead)) }
    }

    /// Adds a byte.
    @inline(__always)
    func insert(_ byte: Int) { words[byte >> 6] |= 1 << UInt64(byte & 63) }

    /// Adds a few bytes.
    func insert(_ bytes: Range<Int>) { for byte in bytes { insert(byte) } }

    /// How many members there are. O(text).
    var memberCount: Int {
        var members = 0
        for word in 0..<wordCount { members += words[word].nonzeroBitCount }
        return members
    }

    /// How many members lie in a part of the text that is not empty. O(part), 64 bytes at a time.
    @inline(__always)
    func memberCount(in part: Range<Int>) -> Int {
        let (first, last) = (part.lowerBound >> 6, (part.upperBound - 1) >> 6)
        let (head, tail): (UInt64, UInt64) =
            (~0 &<< UInt64(part.lowerBound & 63), ~0 &>> UInt64(63 - (part.upperBound - 1) & 63))
        // Most parts are words.
        if first == last { return (words[first] & head & tail).nonzeroBitCount }
        var members = (words[first] & head).nonzeroBitCount + (words[last] & tail).nonzeroBitCount
        for word in first + 1..<last { members += words[word].nonzeroBitCount }
        return members
    }

    /// The offset of the first member at `offset` or behind it. O(bytes between).
    func first(from offset: Int) -> Int? {
        guard offset < count else { return nil }
        var word = offset >> 6
        var bits = words[word] & ~0 << UInt64(offset & 63)
        while bits == 0 {
            word += 1
            guard word << 6 < count else { return nil }
            bits = words[word]
        }
        return word << 6 | bits.trailingZeroBitCount
    }

    /// The offset of the last member before `offset`, which is inside the text, and not before `first`. O(bytes between).
    func last(before offset: Int, notBefore first: Int) -> Int? {
        var word = offset >> 6
        var bits = words[word] & ~(~0 << UInt64(offset & 63))
        while bits == 0 {
            word -= 1
            guard word >= first >> 6 else { return nil }
            bits = words[word]
        }
        let found = word << 6 | (63 - bits.leadingZeroBitCount)
        return found >= first ? found : nil
    }

    /// The offsets of the members, one after another.
    @inline(__always)
    func members() -> ByteMembers { ByteMembers(words, wordCount) }

    /// The parts of the text whose bytes are members, each as long as it can be.
    @inline(__always)
    func runs(of text: Bytes) -> ByteRuns { ByteRuns(text, words, isGap: false) }

    /// The parts of the text whose bytes are none.
    @inline(__always)
    func gaps(of text: Bytes) -> ByteRuns { ByteRuns(text, words, isGap: true) }
}

/// The offsets of a map's members.
struct ByteMembers {
    private let words: UnsafeMutablePointer<UInt64>
    private let end: Int
    private var word = 0
    private var bits: UInt64

    fileprivate init(_ words: UnsafeMutablePointer<UInt64>, _ count: Int) {
        self.words = words
        end = count
        bits = count > 0 ? words[0] : 0
    }

    @inline(__always)
    mutating func next() -> Int? {
        while bits == 0 {
            word += 1
            if word >= end { return nil }
            bits = words[word]
        }
        let bit = bits.trailingZeroBitCount
        bits &= bits &- 1
        return word << 6 | bit
    }
}

/// Parts of a text between the edges of a map, made as they are asked for.
struct ByteRuns: Sequence, IteratorProtocol {
    private let text: Bytes
    private let words: UnsafeMutablePointer<UInt64>
    private let flip: UInt64
    private var word = -1
    /// The bytes at which runs begin and end, of the word at hand.
    private var edges: UInt64 = 0
    /// Whether the last byte of the word at hand is in a run.
    private var isInside: UInt64 = 0

    /// How many runs there are. O(text).
    var count: Int {
        var (runs, before) = (0, 0 as UInt64)
        for word in 0..<(text.count + 63) / 64 {
            var bits = words[word] ^ flip
            let rest = text.count - word << 6
            if rest < 64 { bits &= ~(~0 << UInt64(rest)) }
            runs += (bits & ~(bits << 1 | before)).nonzeroBitCount
            before = bits >> 63
        }
        return runs
    }

    fileprivate init(_ text: Bytes, _ words: UnsafeMutablePointer<UInt64>, isGap: Bool) {
        self.text = text
        self.words = words
        flip = isGap ? ~0 : 0
    }

    @inline(__always)
    private mutating func nextEdge() -> Int? {
        while edges == 0 {
            word += 1
            guard word << 6 < text.count else { return nil }
            let bits = words[word] ^ flip
            edges = bits ^ (bits << 1 | isInside)
            isInside = bits >> 63
        }
        let bit = edges.trailingZeroBitCount
        edges &= edges &- 1
        return word << 6 | bit
    }

    /// The next run.
    @inline(__always)
    mutating func next() -> Bytes? {
        // What lies beyond the text is in a gap's words, and in no run.
        guard let start = nextEdge(), start < text.count else { return nil }
        let end = Swift.min(nextEdge() ?? text.count, text.count)
        return Bytes(start: text.start + start, count: end - start)
    }
}

extension ByteSet {
    /// ASCII's white space by `str.split`.
    static let pythonSpaces = ByteSet(" \t\n\u{B}\u{C}\r\u{1C}\u{1D}\u{1E}\u{1F}")
    /// What white space beyond ASCII begins with.
    fileprivate static let wideSpaceLeads = bytes([0xC2, 0xE1, 0xE2, 0xE3])
    /// ASCII's characters of `\w`.
    fileprivate static let wordCharacters = ByteSet("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
    /// ASCII's capitals.
    static let capitals = ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    /// ASCII's letters in lower case.
    static let lowers = ByteSet("abcdefghijklmnopqrstuvwxyz")
    /// ASCII's letters.
    static let letters = ByteSet("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    /// ASCII's digits.
    fileprivate static let digits = ByteSet("0123456789")
    /// What characters beyond ASCII begin with.
    static let leads = bytes(0xC0...0xFF)

    private static func bytes(_ members: some Sequence<UInt8>) -> ByteSet {
        var set = ByteSet("")
        for byte in members { set.insert(byte) }
        return set
    }
}
