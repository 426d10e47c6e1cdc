import AdjudgeBase

/// A view of one plain value, checked as it is read: the bytes may come from an untrusted process.
struct PlainData {
    /// How deep values may nest; what a program writes deeper than 256 arrives as an opaque value.
    static let maxDepth = 300

    /// The kinds of value, by their letter.
    enum Kind: UInt8 {
        case none = 0x4E  // N
        case isTrue = 0x54  // T
        case isFalse = 0x46  // F
        case integer = 0x49  // I
        case largeInteger = 0x4A  // J
        case float = 0x44  // D
        case complex = 0x43  // C
        case string = 0x53  // S
        case bytes = 0x42  // B
        case byteArray = 0x41  // A
        case list = 0x4C  // L
        case tuple = 0x55  // U
        case set = 0x45  // E
        case frozenSet = 0x5A  // Z
        case dict = 0x4D  // M
        case wrapped = 0x57  // W
        case linkedList = 0x48  // H
        case tree = 0x52  // R
        case opaque = 0x4F  // O
    }

    /// The kind of value.
    let kind: Kind
    /// How many elements or pairs; 0 for scalars.
    let count: Int
    /// The content: digits of a large integer, text, bytes, the name of an opaque type, the elements one after another.
    let content: Bytes
    /// The eight bytes of an integer or a float; the class of a wrapped value.
    let word: UInt64

    /// The classes of wrapped numbers.
    static let decimal: UInt64 = 6
    static let fraction: UInt64 = 7

    /// Whether it is an integer of any size.
    var isInteger: Bool { kind == .integer || kind == .largeInteger }

    /// The number that a decimal.Decimal spells, where it spells one.
    var decimalText: Bytes? {
        guard kind == .wrapped, word == PlainData.decimal, let text = elements.first, text.kind == .string,
            NumberToken.isNumber(text.content)
        else { return nil }
        return text.content
    }

    /// The value of an integer that fits.
    var integer: Int64 { Int64(bitPattern: word) }
    /// The value of a float.
    var float: Double { Double(bitPattern: word) }

    /// Reads the value at `at` and moves past it; nil when the bytes are no value. O(bytes of the value).
    static func read(_ bytes: Bytes, at: inout Int, depth: Int = 0) -> PlainData? {
        guard depth < maxDepth, at < bytes.count, let kind = Kind(rawValue: bytes[at]) else { return nil }
        at += 1
        switch kind {
        case .none, .isTrue, .isFalse: return PlainData(kind: kind, count: 0, content: .empty, word: 0)
        case .integer, .float:
            guard let word = fixed(bytes, &at) else { return nil }
            return PlainData(kind: kind, count: 0, content: .empty, word: word)
        case .complex:
            let start = at
            guard fixed(bytes, &at) != nil, fixed(bytes, &at) != nil else { return nil }
            return PlainData(kind: kind, count: 0, content: bytes[start..<at], word: 0)
        case .largeInteger, .string, .bytes, .byteArray, .opaque:
            guard let count = size(bytes, &at), count <= bytes.count - at else { return nil }
            defer { at += count }
            return PlainData(kind: kind, count: 0, content: bytes[at..<at + count], word: 0)
        case .list, .tuple, .set, .frozenSet, .dict, .linkedList, .tree:
            guard let count = size(bytes, &at) else { return nil }
            let start = at
            for _ in 0..<(kind == .dict ? 2 * count : count) {
                guard read(bytes, at: &at, depth: depth + 1) != nil else { return nil }
            }
            return PlainData(kind: kind, count: count, content: bytes[start..<at], word: 0)
        case .wrapped:
            guard at < bytes.count else { return nil }
            let word = UInt64(bytes[at])
            at += 1
            let start = at
            guard read(bytes, at: &at, depth: depth + 1) != nil else { return nil }
            return PlainData(kind: kind, count: 1, content: bytes[start..<at], word: word)
        }
    }

    /// The one value that `bytes` are; nil when they are anything else.
    init?(_ bytes: Bytes) {
        var at = 0
        guard let value = PlainData.read(bytes, at: &at), at == bytes.count else { return nil }
        self = value
    }

    private init(kind: Kind, count: Int, content: Bytes, word: UInt64) {
        self.kind = kind
        self.count = count
        self.content = content
        self.word = word
    }

    /// The elements of a container; keys and values in turn for a dict. O(bytes of the container).
    var elements: [PlainData] {
        var values: [PlainData] = []
        var at = 0
        while at < content.count, let value = PlainData.read(content, at: &at) { values.append(value) }
        return values
    }

    /// Each element with the bytes it is written as.
    var encodedElements: [(value: PlainData, bytes: Bytes)] {
        var values: [(PlainData, Bytes)] = []
        var at = 0
        while at < content.count {
            let start = at
            guard let value = PlainData.read(content, at: &at) else { break }
            values.append((value, content[start..<at]))
        }
        return values
    }

    private static func size(_ bytes: Bytes, _ at: inout Int) -> Int? {
        guard bytes.count - at >= 4 else { return nil }
        var value = 0
        for offset in 0..<4 { value |= Int(bytes[at + offset]) << (8 * offset) }
        at += 4
        return value
    }

    private static func fixed(_ bytes: Bytes, _ at: inout Int) -> UInt64? {
        guard bytes.count - at >= 8 else { return nil }
        var value: UInt64 = 0
        for offset in 0..<8 { value |= UInt64(bytes[at + offset]) << UInt64(8 * offset) }
        at += 8
        return value
    }
}
