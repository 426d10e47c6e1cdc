import AdjudgeBase
import AdjudgeProse

/// Python's `str` methods over UTF-8, as instructions are defined by them. Texts are well formed.
extension Bytes {
    /// `str.lower()`, in `arena`. O(count).
    func pythonLower(_ arena: Arena) -> Bytes {
        if count <= 16, let short = shortLower(arena) { return short }
        let lower = asciiLower(arena)
        return isASCII || lowerInPlace(lower, arena) ? lower : loweredBeyondASCII(arena)
    }

    /// Puts what is beyond ASCII in lower case in a copy that has all else so; false where the length of some letter differs.
    private func lowerInPlace(_ lower: Bytes, _ arena: Arena) -> Bool {
        let memory = UnsafeMutablePointer(mutating: lower.start)
        var leads = ByteMap(self, in: .leads, arena).members()
        while let at = leads.next() {
            if let (first, second) = LowerCase.pair(self, at) {
                (memory[at], memory[at + 1]) = (first, second)
                continue
            }
            let (value, length) = scalar(at: at)
            if let scalar = value.flatMap({ Unicode.Scalar($0) }), scalar.mayHaveLowerCase,
                scalar.properties.changesWhenLowercased
            {
                let mapping = scalar.properties.lowercaseMapping.utf8
                guard mapping.count == length else { return false }
                for (index, byte) in mapping.enumerated() { memory[at + index] = byte }
            }
        }
        return true
    }

    private func loweredBeyondASCII(_ arena: Arena) -> Bytes {
        // No letter in lower case is longer than half as much again.
        let memory = arena.allocate(2 * count + 1)
        var (at, written) = (0, 0)
        while at < count {
            let byte = start[at]
            if byte < 0x80 {
                // What is beyond ASCII stands mostly alone.
                if at + 8 <= count {
                    let eight = UnsafeRawPointer(start + at).loadUnaligned(as: UInt64.self)
                    if eight & 0x8080_8080_8080_8080 == 0 {
                        UnsafeMutableRawPointer(memory + written).storeBytes(of: eight.loweredASCII, as: UInt64.self)
                        (at, written) = (at + 8, written + 8)
                        continue
                    }
                }
                memory[written] = byte &- 0x41 < 26 ? byte | 0x20 : byte
                (at, written) = (at + 1, written + 1)
                continue
            }
            if let (first, second) = LowerCase.pair(self, at) {
                (memory[written], memory[written + 1]) = (first, second)
                (at, written) = (at + 2, written + 2)
                continue
            }
            let (value, length) = scalar(at: at)
            if let scalar = value.flatMap({ Unicode.Scalar($0) }), scalar.mayHaveLowerCase,
                scalar.properties.changesWhenLowercased
            {
                for byte in scalar.properties.lowercaseMapping.utf8 {
                    memory[written] = byte
                    written += 1
                }
            } else {
                (memory + written).update(from: start + at, count: length)
                written += length
            }
            at += length
        }
        arena.shrinkLast(memory, to: written)
        return Bytes(start: memory, count: written)
    }

    /// A text of at most 16 bytes in lower case; nil where it is not ASCII.
    @inline(__always)
    private func shortLower(_ arena: Arena) -> Bytes? {
        let (low, high) = sixteen
        guard (low | high) & 0x8080_8080_8080_8080 == 0 else { return nil }
        let memory = arena.allocate(16)
        UnsafeMutableRawPointer(memory).storeBytes(of: low.loweredASCII.littleEndian, as: UInt64.self)
        UnsafeMutableRawPointer(memory + 8).storeBytes(of: high.loweredASCII.littleEndian, as: UInt64.self)
        return Bytes(start: memory, count: count)
    }

    /// Unicode's Final_Sigma for the two bytes at an offset: a cased letter before and none behind, what has no case left out.
    func endsWord(_ at: Int) -> Bool {
        var before = at
        // A run of marks without case is looked at this far, as ``CodePoints/lowered(_:)`` does.
        for _ in 0..<64 {
            guard before > 0 else { return false }
            repeat { before -= 1 } while before > 0 && start[before] & 0xC0 == 0x80
            guard let isCased = LowerCase.isCased(self, before) else { continue }
            guard isCased else { return false }
            var next = at + 2
            for _ in 0..<64 {
                guard next < count else { return true }
                if let isCased = LowerCase.isCased(self, next) { return !isCased }
                next += codePointLength(at: next)
            }
            return true
        }
        return false
    }

    /// The text of code points, in `arena`.
    init(_ points: CodePoints, _ arena: Arena) {
        let memory = arena.allocate(4 * points.count + 1)
        var count = 0
        for index in 0..<points.count {
            let scalar = Unicode.Scalar(points[index]) ?? "\u{FFFD}"
            for byte in UTF8.encode(scalar)! {
                memory[count] = byte
                count += 1
            }
        }
        arena.shrinkLast(memory, to: count)
        self.init(start: memory, count: count)
    }

    /// Whether every byte is a letter from A to Z or a to z, or a digit. O(count).
    var isASCIIAlphanumeric: Bool {
        for index in 0..<count where !start[index].isASCIIAlphanumeric { return false }
        return true
    }

    /// Whether every byte is a letter from a to z, and there is one. O(count).
    var isASCIILower: Bool {
        for index in 0..<count where start[index] &- 0x61 >= 26 { return false }
        return count > 0
    }

    /// `str.isupper()`: some letter has a case, and all that have one are upper case.
    var isPythonUpper: Bool { hasCaseOnly(isUpper: true) }

    /// `str.islower()`.
    var isPythonLower: Bool { hasCaseOnly(isUpper: false) }

    private func hasCaseOnly(isUpper: Bool) -> Bool {
        var found = false
        var at = 0
        while at < count {
            let byte = start[at]
            guard byte >= 0x80 else {
                if byte.isASCIILetter {
                    if (byte < 0x61) != isUpper { return false }
                    found = true
                }
                at += 1
                continue
            }
            let (scalar, length) = scalar(at: at)
            at += length
            guard let scalar = scalar.flatMap({ Unicode.Scalar($0) }), scalar.mayHaveCase else { continue }
            let properties = scalar.properties
            if properties.generalCategory == .titlecaseLetter { return false }
            if properties.isUppercase {
                if !isUpper { return false }
                found = true
            } else if properties.isLowercase {
                if isUpper { return false }
                found = true
            }
        }
        return found
    }

    /// `str.split()`. O(count) for the first, then as words are asked for.
    func pythonWords(_ arena: Arena) -> ByteRuns {
        ByteMap.spaces(of: self, isASCII: isASCII, arena).gaps(of: self)
    }

    /// The first word of `str.split()`; nil where there is none. O(white space and the word).
    var firstWord: Bytes? {
        var at = 0
        while at < count {
            let space = pythonSpaceLength(at: at)
            if space == 0 { break }
            at += space
        }
        guard at < count else { return nil }
        let first = at
        while at < count, pythonSpaceLength(at: at) == 0 { at += start[at] < 0x80 ? 1 : codePointLength(at: at) }
        return self[first..<at]
    }

    /// The last word of `str.split()`; nil where there is none.
    var lastWord: Bytes? {
        let text = pythonStripped
        guard !text.isEmpty else { return nil }
        var at = text.count
        while at > 0 {
            var before = at - 1
            while before > 0, text.start[before] & 0xC0 == 0x80 { before -= 1 }
            if text.pythonSpaceLength(at: before) > 0 { break }
            at = before
        }
        return text.suffix(from: at)
    }

    /// `str.split(separator)`, part by part as they are asked for.
    func parts(by separator: StaticString) -> Parts { Parts(of: self, by: Bytes(separator)) }

    /// `str.split(separator)`. O(count).
    func pythonSplit(_ separator: StaticString, _ arena: Arena) -> Views {
        var views = Views(room: 8, arena)
        for part in parts(by: separator) { views.append(part) }
        return views
    }

    /// Whether the text holds `literal`.
    func holds(_ literal: StaticString) -> Bool { find(Bytes(literal)) != nil }

    /// Whether the text begins with `prefix`.
    func begins(with prefix: Bytes) -> Bool { count >= prefix.count && self[0..<prefix.count] == prefix }

    /// Whether the text ends with `suffix`.
    func ends(with suffix: Bytes) -> Bool { count >= suffix.count && self.suffix(from: count - suffix.count) == suffix }

    /// How often `needle` stands in the text without overlaps, as `str.count` has it. O(count).
    func occurrences(of needle: Bytes) -> Int {
        if needle.isEmpty { return codePointCount + 1 }
        var found = 0
        var at = 0
        while let next = suffix(from: at).find(needle) {
            found += 1
            at += next + needle.count
        }
        return found
    }

    /// `str.lstrip(set)` for a set of ASCII characters.
    func leftStripped(of set: ByteSet) -> Bytes {
        var first = 0
        while first < count, set.contains(start[first]) { first += 1 }
        return suffix(from: first)
    }

    /// `str.rstrip(set)` for a set of ASCII characters.
    func rightStripped(of set: ByteSet) -> Bytes {
        var end = count
        while end > 0, set.contains(start[end - 1]) { end -= 1 }
        return self[0..<end]
    }

    /// `str.strip(set)` for a set of ASCII characters.
    func stripped(of set: ByteSet) -> Bytes { leftStripped(of: set).rightStripped(of: set) }

    /// `text.lstrip(string.punctuation + ' ')`.
    var leftStrippedOfMarks: Bytes {
        var first = 0
        while first < count, start[first].isMarkOrSpace { first += 1 }
        return suffix(from: first)
    }

    /// `text.rstrip(string.punctuation + ' ')`.
    var rightStrippedOfMarks: Bytes {
        var end = count
        while end > 0, start[end - 1].isMarkOrSpace { end -= 1 }
        return self[0..<end]
    }

    /// `text.strip(string.punctuation + ' ')`.
    @inline(__always)
    var strippedOfMarks: Bytes {
        // Most words have letters at both ends.
        if count > 0, start[0].isASCIILetter, start[count - 1].isASCIILetter { return self }
        return leftStrippedOfMarks.rightStrippedOfMarks
    }

    /// The text without the bytes of `set`, in `arena`; the text itself where it has none. O(count).
    func without(_ set: ByteSet, _ arena: Arena) -> Bytes {
        guard let first = findFirst(in: set) else { return self }
        let memory = arena.allocate(count)
        memory.update(from: start, count: first)
        var written = first
        for index in first + 1..<count where !set.contains(start[index]) {
            memory[written] = start[index]
            written += 1
        }
        arena.shrinkLast(memory, to: written)
        return Bytes(start: memory, count: written)
    }

    /// The text without ASCII's punctuation, in `arena`; the text itself where it has none. O(count).
    func withoutPunctuation(_ arena: Arena) -> Bytes {
        findFirst(in: .punctuation) == nil ? self : removingPunctuation(into: arena)
    }

    /// The text with every `old` replaced by `new`, in `arena`. O(count).
    func replacing(_ old: StaticString, with new: StaticString, _ arena: Arena) -> Bytes {
        var buffer = EditBuffer(self, arena: arena)
        buffer.replace(old, with: new)
        return buffer.bytes
    }

    /// The code points `text[from:to]`, both counted from the start and not negative. O(to).
    func codePoints(from first: Int, to end: Int) -> Bytes {
        guard !isASCII else { return self[first..<max(first, end)] }
        var (index, at, begin) = (0, 0, count)
        while at < count, index < end {
            if index == first { begin = at }
            at += codePointLength(at: at)
            index += 1
        }
        return part(from: min(begin, at), to: at)
    }

    /// The bytes of the first code point; empty for the empty text.
    var firstCodePoint: Bytes { isEmpty ? .empty : self[0..<(start[0] < 0x80 ? 1 : codePointLength(at: 0))] }

    /// The bytes of the last code point; empty for the empty text.
    var lastCodePoint: Bytes { lastCodePoints(1) }
}

/// The parts of a text between separators.
struct Parts: Sequence, IteratorProtocol {
    private let separator: Bytes
    private var rest: Bytes?

    fileprivate init(of text: Bytes, by separator: Bytes) {
        self.separator = separator
        rest = text
    }

    /// The next part.
    mutating func next() -> Bytes? {
        guard let text = rest else { return nil }
        guard let found = text.find(separator) else {
            rest = nil
            return text
        }
        rest = text.suffix(from: found + separator.count)
        return text[0..<found]
    }
}

extension UInt8 {
    /// Python's `string.punctuation + ' '`: what ASCII prints, but for letters and digits.
    @inline(__always)
    fileprivate var isMarkOrSpace: Bool { self &- 0x20 < 0x5F && !isASCIIAlphanumeric }
}

extension ByteSet {
    /// Python's `string.punctuation`.
    static let punctuation = ByteSet("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
}
