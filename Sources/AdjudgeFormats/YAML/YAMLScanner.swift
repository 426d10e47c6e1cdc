import AdjudgeBase

/// Cuts YAML into tokens, block structure included.
///
/// The way of PyYAML's scanner, which libyaml shares: a stack of indents gives the tokens at which collections begin and
/// end, and what may turn out to be a key is remembered until it cannot be one any more (1,024 characters, one line).
/// Remembered places stand in the order in which they were met, those of outer collections first, so that each is looked
/// at once: O(text), however deep.
struct YAMLScanner: ~Copyable {
    /// The deepest nesting.
    static let maxDepth = 256
    /// The furthest that a key without `?` may lie before its colon.
    private static let keyReach = 1_024

    /// A place at which a key may have begun.
    private struct PossibleKey {
        let level: Int
        let isRequired: Bool
        let number: Int
        let byte: Int
        let line: Int
        let column: Int
    }

    let text: Bytes
    let rules: YAMLRules
    let arena: Arena
    var at = 0
    var line = 0
    /// Where the line begins.
    var lineStart = 0
    var flowLevel = 0
    var indent = -1
    var allowsKey = true
    /// What a scalar of several pieces comes to.
    var buffer = ByteWriter(capacity: 256)
    private var indents: [Int] = []
    private var tokens: [YAMLToken] = []
    private var head = 0
    private var taken = 0
    private var keys: [PossibleKey] = []
    private var keysHead = 0
    private var isDone = false

    init(_ text: Bytes, rules: YAMLRules, arena: Arena) throws(StructureError) {
        self.text = text
        self.rules = rules
        self.arena = arena
        if let bad = text.findFirst(in: YAMLScanner.controls) {
            throw StructureError(at: bad, "a control character, expected none outside of escapes")
        }
        if text.hasPrefix("\u{FEFF}") {
            at = 3
            lineStart = 3
        }
    }

    private static let controls: ByteSet = {
        var set = ByteSet("\u{7F}")
        for byte in UInt8(0)..<0x20 where byte != 0x09 && byte != 0x0A && byte != 0x0D { set.insert(byte) }
        return set
    }()

    var column: Int { at - lineStart }

    // MARK: Tokens

    /// The next token, which stays.
    mutating func peekToken() throws(StructureError) -> YAMLToken {
        while try needsMore() { try fetch() }
        return tokens[head]
    }

    /// Takes the next token.
    @discardableResult
    mutating func take() throws(StructureError) -> YAMLToken {
        let token = try peekToken()
        head += 1
        taken += 1
        if head == tokens.count {
            tokens.removeAll(keepingCapacity: true)
            head = 0
        }
        return token
    }

    private mutating func needsMore() throws(StructureError) -> Bool {
        if isDone { return false }
        if head == tokens.count { return true }
        try dropStaleKeys()
        return keysHead < keys.count && keys[keysHead].number == taken
    }

    func add(_ kind: YAMLToken.Kind, at byte: Int) -> YAMLToken { YAMLToken(kind: kind, byte: byte) }

    mutating func append(_ token: YAMLToken) { tokens.append(token) }

    private mutating func append(_ kind: YAMLToken.Kind) { tokens.append(YAMLToken(kind: kind, byte: at)) }

    // MARK: Possible keys

    private mutating func dropStaleKeys() throws(StructureError) {
        while keysHead < keys.count, keys[keysHead].line != line || at - keys[keysHead].byte > YAMLScanner.keyReach {
            if keys[keysHead].isRequired { throw missingColon(keys[keysHead].byte) }
            keysHead += 1
        }
        if keysHead == keys.count {
            keys.removeAll(keepingCapacity: true)
            keysHead = 0
        }
    }

    private func missingColon(_ byte: Int) -> StructureError {
        StructureError(at: byte, "a key without a colon, expected one in its line")
    }

    mutating func saveKey() throws(StructureError) {
        guard allowsKey else { return }
        try removeKey()
        keys.append(
            PossibleKey(
                level: flowLevel, isRequired: flowLevel == 0 && indent == column,
                number: taken + tokens.count - head, byte: at, line: line, column: column))
    }

    mutating func removeKey() throws(StructureError) {
        guard keysHead < keys.count, let key = keys.last, key.level == flowLevel else { return }
        if key.isRequired { throw missingColon(key.byte) }
        keys.removeLast()
    }

    // MARK: Indents

    private mutating func unwind(to column: Int) {
        guard flowLevel == 0 else { return }
        while indent > column {
            indent = indents.removeLast()
            append(.blockEnd)
        }
    }

    /// Whether the column begins a block collection.
    private mutating func addIndent(_ column: Int) throws(StructureError) -> Bool {
        guard indent < column else { return false }
        guard indents.count < YAMLScanner.maxDepth else { throw tooDeep() }
        indents.append(indent)
        indent = column
        return true
    }

    private func tooDeep() -> StructureError {
        StructureError(.limit, at: at, "nested deeper than \(YAMLScanner.maxDepth) levels, expected at most so many")
    }

    // MARK: Fetching

    private mutating func fetch() throws(StructureError) {
        try skipToToken()
        try dropStaleKeys()
        unwind(to: column)
        guard at < text.count else { return try fetchStreamEnd() }
        let byte = text[at]
        switch byte {
        case UInt8(ascii: "%") where column == 0: return try fetchDirective()
        case UInt8(ascii: "-") where isDocumentMark("---"): return try fetchMark(.documentStart)
        case UInt8(ascii: ".") where isDocumentMark("..."): return try fetchMark(.documentEnd)
        case UInt8(ascii: "["): return try fetchFlowStart(.flowSequenceStart)
        case UInt8(ascii: "{"): return try fetchFlowStart(.flowMappingStart)
        case UInt8(ascii: "]"): return try fetchFlowEnd(.flowSequenceEnd)
        case UInt8(ascii: "}"): return try fetchFlowEnd(.flowMappingEnd)
        case UInt8(ascii: ","):
            allowsKey = true
            try removeKey()
            append(.flowEntry)
            at += 1
        case UInt8(ascii: "-") where isBlank(at + 1): try fetchBlockEntry()
        case UInt8(ascii: "?") where flowLevel > 0 && rules.isPyYAML || isBlank(at + 1): try fetchKey()
        case UInt8(ascii: ":") where flowLevel > 0 && isFlowValue || isBlank(at + 1): try fetchValue()
        case UInt8(ascii: "*"), UInt8(ascii: "&"):
            try saveKey()
            allowsKey = false
            append(try scanAnchor())
        case UInt8(ascii: "!"):
            try saveKey()
            allowsKey = false
            append(try scanTag())
        case UInt8(ascii: "|") where flowLevel == 0, UInt8(ascii: ">") where flowLevel == 0:
            allowsKey = true
            try removeKey()
            append(try scanBlockScalar(isFolded: byte == UInt8(ascii: ">")))
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            try saveKey()
            allowsKey = false
            append(try scanQuoted(isDouble: byte == UInt8(ascii: "\"")))
        default:
            guard beginsPlain(byte) else {
                throw StructureError(at: at, "\(named(byte)), which begins no value, expected quotes around it")
            }
            try saveKey()
            allowsKey = false
            append(try scanPlain())
        }
    }

    /// Whether a colon within a flow collection stands behind a key. PyYAML takes every one that a token begins with.
    private var isFlowValue: Bool {
        rules.isPyYAML || keysHead < keys.count && keys[keys.count - 1].level == flowLevel
            || at + 1 < text.count && YAMLScanner.flowMarks.contains(text[at + 1])
    }

    static let flowMarks = ByteSet(",[]{}")
    private static let indicators = ByteSet("-?:,[]{}#&*!|>'\"%@`")

    private func beginsPlain(_ byte: UInt8) -> Bool {
        if byte == 0x09 { return false }
        if !YAMLScanner.indicators.contains(byte) { return true }
        guard !isBlank(at + 1) else { return false }
        if byte == UInt8(ascii: "-") { return true }
        guard byte == UInt8(ascii: "?") || byte == UInt8(ascii: ":") else { return false }
        return flowLevel == 0 || !rules.isPyYAML && !YAMLScanner.flowMarks.contains(text[at + 1])
    }

    /// Whether the text ends there, or white space or a line's end stands there.
    func isBlank(_ place: Int) -> Bool {
        guard place < text.count else { return true }
        let byte = text[place]
        return byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    func isBreak(_ place: Int) -> Bool { place < text.count && (text[place] == 0x0A || text[place] == 0x0D) }

    func isDocumentMark(_ mark: StaticString) -> Bool {
        column == 0 && text.suffix(from: at).hasPrefix(mark) && isBlank(at + 3)
    }

    private mutating func fetchStreamEnd() throws(StructureError) {
        unwind(to: -1)
        try removeKey()
        (keysHead, isDone) = (0, true)
        keys.removeAll()
        append(.streamEnd)
    }

    private mutating func fetchDirective() throws(StructureError) {
        unwind(to: -1)
        try removeKey()
        allowsKey = false
        append(try scanDirective())
    }

    private mutating func fetchMark(_ kind: YAMLToken.Kind) throws(StructureError) {
        unwind(to: -1)
        try removeKey()
        allowsKey = false
        append(kind)
        at += 3
    }

    private mutating func fetchFlowStart(_ kind: YAMLToken.Kind) throws(StructureError) {
        guard flowLevel < YAMLScanner.maxDepth else { throw tooDeep() }
        try saveKey()
        flowLevel += 1
        allowsKey = true
        append(kind)
        at += 1
    }

    private mutating func fetchFlowEnd(_ kind: YAMLToken.Kind) throws(StructureError) {
        guard flowLevel > 0 else {
            throw StructureError(at: at, "\(named(text[at])) that closes nothing, expected none")
        }
        try removeKey()
        flowLevel -= 1
        allowsKey = false
        append(kind)
        at += 1
    }

    private mutating func fetchBlockEntry() throws(StructureError) {
        if flowLevel == 0 {
            guard allowsKey else {
                throw StructureError(at: at, "a list's entry behind something else, expected it in a line of its own")
            }
            if try addIndent(column) { append(.blockSequenceStart) }
        }
        allowsKey = true
        try removeKey()
        append(.blockEntry)
        at += 1
    }

    private mutating func fetchKey() throws(StructureError) {
        if flowLevel == 0 {
            guard allowsKey else {
                throw StructureError(at: at, "? behind something else, expected it in a line of its own")
            }
            if try addIndent(column) { append(.blockMappingStart) }
        }
        allowsKey = flowLevel == 0
        try removeKey()
        append(.key)
        at += 1
    }

    private mutating func fetchValue() throws(StructureError) {
        if keysHead < keys.count, let key = keys.last, key.level == flowLevel {
            keys.removeLast()
            let place = key.number - taken + head
            tokens.insert(YAMLToken(kind: .key, byte: key.byte), at: place)
            if flowLevel == 0, try addIndent(key.column) {
                tokens.insert(YAMLToken(kind: .blockMappingStart, byte: key.byte), at: place)
            }
            allowsKey = false
        } else {
            if flowLevel == 0 {
                guard allowsKey else {
                    throw StructureError(at: at, "a colon behind no key, expected quotes around a text that has one")
                }
                if try addIndent(column) { append(.blockMappingStart) }
            }
            allowsKey = flowLevel == 0
            try removeKey()
        }
        append(.value)
        at += 1
    }
}
