import AdjudgeBase

/// Cuts an answer into tokens: TeX, ASCII mathematics, Unicode signs and words alike.
///
/// Linear in the text. Commands that only set spacing or style yield nothing; `\text{…}` yields the tokens inside it,
/// marked as text.
struct Lexer {
    private let text: Bytes
    private var at = 0
    private var isSpaced = false
    /// Ends of the text commands that are open, innermost last.
    private var textEnds: ContiguousArray<Int> = []
    /// Dollar signs set formulas apart when they come in pairs, and are currency otherwise.
    private let dollarsArePairs: Bool
    private(set) var tokens: ContiguousArray<Token>
    /// How many brackets that can hold lists are open: there a comma separates.
    private var depth = 0
    /// Commas never group digits: another reading of `60,120`.
    private let commasSeparate: Bool

    /// Cuts `text` into tokens, reusing `tokens`' memory; nil when there are more than the budget allows.
    static func run(_ text: Bytes, into tokens: inout ContiguousArray<Token>, commasSeparate: Bool = false) -> Bool {
        var lexer = Lexer(text, tokens, commasSeparate)
        tokens = []
        lexer.tokens.removeAll(keepingCapacity: true)
        let done = lexer.run()
        tokens = lexer.tokens
        return done
    }

    static let maxTokens = 4_000

    private init(_ text: Bytes, _ tokens: ContiguousArray<Token>, _ commasSeparate: Bool) {
        self.text = text
        self.commasSeparate = commasSeparate
        self.tokens = tokens
        var dollars = 0
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "\\") {
                index += 2
                continue
            }
            if text[index] == UInt8(ascii: "$") { dollars += 1 }
            index += 1
        }
        dollarsArePairs = dollars % 2 == 0
    }

    private mutating func run() -> Bool {
        while at < text.count {
            guard tokens.count < Lexer.maxTokens else { return false }
            if let end = textEnds.last, at >= end {
                textEnds.removeLast()
                at = end + 1
                isSpaced = true
                continue
            }
            step()
        }
        tokens.append(Token(kind: .end, isSpaced: true, start: Int32(text.count), end: Int32(text.count)))
        return true
    }

    private mutating func emit(_ kind: TokenKind, _ length: Int) { emit(kind, 0, length) }

    private mutating func emit(_ kind: TokenKind, _ detail: UInt8, _ length: Int) {
        tokens.append(
            Token(
                kind: kind, detail: detail, isSpaced: isSpaced, isText: !textEnds.isEmpty, start: Int32(at),
                end: Int32(at + length)))
        isSpaced = false
        at += length
        if Lexer.opensList(kind) { depth += 1 } else if Lexer.closesList(kind) { depth = max(0, depth - 1) }
    }

    private mutating func skip(_ length: Int) {
        at += length
        isSpaced = true
    }

    private mutating func step() {
        let byte = text[at]
        switch byte {
        case 0x30...0x39: number()
        case UInt8(ascii: "."):
            if at + 1 < text.count, isDigit(text[at + 1]) || startsPeriod(at + 1) { number() } else { dots() }
        case 0x41...0x5A, 0x61...0x7A: letters()
        case UInt8(ascii: "\\"): command()
        case 0x09, 0x0C, 0x08, 0x0D, 0x0B: brokenCommand()
        case 0x00...0x20: skip(1)
        case 0x80...0xFF: character()
        default: sign(byte)
        }
    }

    // MARK: Numbers

    /// Digits, thousands separators, a decimal point, an exponent. The value is read later.
    private mutating func number() {
        let start = at
        var end = at
        while end < text.count, isDigit(text[end]) { end += 1 }
        if let base = basedEnd(end) {
            emit(.basedDigits, base - start)
            return
        }
        if let european = europeanEnd(end) {
            emit(.number, 1, european - start)
            return
        }
        if end > start, end - start <= 3, text[start] != UInt8(ascii: "0") { end = thousands(end) }
        if end < text.count, text[end] == UInt8(ascii: "."),
            !(end + 1 < text.count && text[end + 1] == UInt8(ascii: "."))
        {
            var fraction = end + 1
            while fraction < text.count, isDigit(text[fraction]) { fraction += 1 }
            if fraction > end + 1 || startsPeriod(fraction) { end = fraction }
        } else if text.suffix(from: end).hasPrefix("{.}"), end + 3 < text.count, isDigit(text[end + 3]) {
            end += 3
            while end < text.count, isDigit(text[end]) { end += 1 }
        }
        if end < text.count, text[end] | 0x20 == UInt8(ascii: "e") {
            var exponent = end + 1
            if exponent < text.count, text[exponent] == UInt8(ascii: "-") || text[exponent] == UInt8(ascii: "+") {
                exponent += 1
            }
            let digits = exponent
            while exponent < text.count, isDigit(text[exponent]) { exponent += 1 }
            if exponent > digits { end = exponent }
        }
        emit(.number, 0, end - start)
    }

    /// `0.\overline{3}`, `0.(3)`: a period right behind the point. Any other point without digits ends a sentence.
    private func startsPeriod(_ at: Int) -> Bool {
        let rest = text.suffix(from: at)
        if rest.hasPrefix("\\overline") || rest.hasPrefix("\\bar") || rest.hasPrefix("\\dot{")
            || rest.hasPrefix("\\dot ")
        {
            return true
        }
        return rest.count > 2 && rest[0] == UInt8(ascii: "(") && isDigit(rest[1])
    }

    private func thousands(_ first: Int) -> Int {
        var end = first
        var groups = 0
        let isBracketed = depth > 0
        while end < text.count {
            let rest = text.suffix(from: end)
            var width = 0
            if rest.hasPrefix("{,}") {
                width = 3
            } else if rest.hasPrefix(",\\!") {
                width = 3
                while width < rest.count, rest[width] == 0x20 { width += 1 }
            } else if rest.hasPrefix("\\!,\\!") {
                width = 5
            } else if rest.hasPrefix("\\ ") {
                width = 2
            } else if rest.hasPrefix("\\!") || (rest.hasPrefix("\\,") && !isBracketed) {
                width = rest.hasPrefix("\\!:") ? 0 : 2
            } else if rest[0] == UInt8(ascii: ","), !isBracketed, !commasSeparate {
                width = 1
            } else if rest[0] == 0x20, isThousandsBySpace(end, first) {
                width = 1
            }
            guard width > 0, end + width + 3 <= text.count else { break }
            let group = end + width
            guard isDigit(text[group]), isDigit(text[group + 1]), isDigit(text[group + 2]),
                group + 3 >= text.count || !isDigit(text[group + 3])
            else { break }
            groups += 1
            end = group + 3
        }
        return groups > Lexer.maxGroups && text[first] == UInt8(ascii: ",") ? first : end
    }

    /// More groups of three digits than this are a list of numbers.
    private static let maxGroups = 6

    /// `1 234 567`: groups of exactly three digits; `1 234/5` is a mixed number.
    private func isThousandsBySpace(_ end: Int, _ first: Int) -> Bool {
        var at = end
        while at + 3 < text.count, text[at] == 0x20, isDigit(text[at + 1]), isDigit(text[at + 2]), isDigit(text[at + 3])
        {
            at += 4
            if at < text.count, isDigit(text[at]) { return false }
        }
        return at > end && !(at < text.count && text[at] == UInt8(ascii: "/"))
    }

    /// The end of `1.234,56`, where the point groups and the comma is decimal.
    private func europeanEnd(_ first: Int) -> Int? {
        guard first - at >= 1, first - at <= 3 else { return nil }
        var end = first
        while end + 3 < text.count, text[end] == UInt8(ascii: "."), isDigit(text[end + 1]), isDigit(text[end + 2]),
            isDigit(text[end + 3])
        { end += 4 }
        guard end > first, end + 1 < text.count, text[end] == UInt8(ascii: ","), isDigit(text[end + 1]) else {
            return nil
        }
        end += 1
        while end < text.count, isDigit(text[end]) { end += 1 }
        return end
    }

    /// The end of digits such as `152A` that a base follows: `152A_{12}`.
    private func basedEnd(_ digits: Int) -> Int? {
        guard digits < text.count, isLetter(text[digits]) else { return nil }
        return upperDigitsEnd()
    }

    private mutating func dots() {
        var end = at
        while end < text.count, text[end] == UInt8(ascii: ".") { end += 1 }
        if end - at >= 2 { emit(.ellipsis, end - at) } else { emit(.stop, 1) }
    }

    // MARK: Letters

    private mutating func letters() {
        let start = at
        var end = at
        while end < text.count, isLetter(text[end]) { end += 1 }
        if let length = meridiemLength() {
            emit(.meridiem, text[at] | 0x20 == UInt8(ascii: "p") ? 1 : 0, length)
            return
        }
        // `W(x)=1orW(x)=-1`
        let run = text[start..<end]
        if !isSpaced, run.count > 2, run.hasPrefix("or"), let last = tokens.last?.kind,
            last == .number || last == .closeParen
        {
            emit(.or, 2)
            return
        }
        if let digits = upperDigitsEnd() {
            emit(.basedDigits, digits - start)
            return
        }
        if end - start == 1 {
            emit(.letter, 0, 1)
            return
        }
        if let name = Symbol(text[start..<end]), let meaning = meaning(of: name) {
            emit(meaning.kind, meaning.detail, end - start)
            return
        }
        // A name that another letter run begins with, as in `sqrt2` or `sinx`, is found when no word is.
        emit(.word, 0, end - start)
    }

    /// What a name means; set upright it may be any operator, behind a number `min` is a unit.
    private func meaning(of name: Symbol) -> CommandTable.Meaning? {
        let meaning = CommandTable.words[name]
        if meaning?.kind == .function, name == Symbol("min"), tokens.last?.kind == .number { return nil }
        guard meaning == nil, !textEnds.isEmpty, let command = CommandTable.commands[name], command.kind == .function
        else { return meaning }
        return command
    }

    /// The end of digits such as `BAD` or `a2` that a base above ten follows: `BAD_{16}`.
    private func upperDigitsEnd() -> Int? {
        var end = at
        while end < text.count, isDigit(text[end]) || isLetter(text[end]) { end += 1 }
        var mark = end
        if let close = textEnds.last, mark == close { mark += 1 }
        guard mark + 2 < text.count, text[mark] == UInt8(ascii: "_") else { return nil }
        mark += 1
        if text[mark] == UInt8(ascii: "{") { mark += 1 }
        guard mark + 1 < text.count, isDigit(text[mark]), isDigit(text[mark + 1]) else { return nil }
        // One letter with a subscript is a variable, as `a_{12}` is.
        guard end - at > 1, mark + 2 >= text.count || !isDigit(text[mark + 2]) else { return nil }
        let base = Int(text[mark] - 0x30) * 10 + Int(text[mark + 1] - 0x30)
        guard base > 10, base <= 36, Numeral.value(text[at..<end], base: base) != nil else { return nil }
        return end
    }

    /// `a.m.`, `p. m.`, right after a number.
    private func meridiemLength() -> Int? {
        guard let last = tokens.last, last.kind == .number || last.kind == .closeParen,
            text[at] | 0x20 == UInt8(ascii: "a") || text[at] | 0x20 == UInt8(ascii: "p")
        else { return nil }
        var end = at + 1
        guard end < text.count else { return nil }
        let dotted = text[end] == UInt8(ascii: ".")
        if dotted { end += 1 }
        while end < text.count, text[end] == 0x20, dotted { end += 1 }
        guard end < text.count, text[end] | 0x20 == UInt8(ascii: "m"), end + 1 >= text.count || !isLetter(text[end + 1])
        else { return nil }
        end += 1
        if dotted, end < text.count, text[end] == UInt8(ascii: ".") { end += 1 }
        return end - at
    }

    // MARK: Commands

    private mutating func command() {
        guard at + 1 < text.count else { return skip(1) }
        var end = at + 1
        while end < text.count, isLetter(text[end]) { end += 1 }
        if end == at + 1 { return signCommand(text[at + 1]) }
        named(text[at + 1..<end], from: end)
    }

    private mutating func named(_ name: Bytes, from end: Int) {
        guard let symbol = Symbol(name) else { return emit(.unknown, end - at) }
        if CommandTable.text.contains(symbol) { return openText(end) }
        if CommandTable.dropped.contains(symbol) {
            styled(symbol, end)
        } else if CommandTable.space.contains(symbol) {
            spacing(end)
        } else if symbol == Symbol("color") || symbol == Symbol("textcolor") || symbol == Symbol("phantom")
            || symbol == Symbol("hphantom") || symbol == Symbol("tag") || symbol == Symbol("label")
        {
            spacing(end)
        } else if symbol == Symbol("mathbb") || symbol == Symbol("Bbb") {
            blackboard(end)
        } else if let meaning = CommandTable.commands[symbol] {
            emit(meaning.kind, meaning.detail, end - at)
        } else if symbol == Symbol("not") {
            negated(end)
        } else {
            glued(end)
        }
    }

    /// A command name run into what follows it, as in `\pir` or `\cdotx`: the longest known beginning is meant.
    private mutating func glued(_ end: Int) {
        var length = end - at - 2
        while length >= 2 {
            if let name = Symbol(text[at + 1..<at + 1 + length]) {
                if let meaning = CommandTable.commands[name] { return emit(meaning.kind, meaning.detail, length + 1) }
                if CommandTable.space.contains(name) { return skip(length + 1) }
            }
            length -= 1
        }
        emit(.unknown, end - at)
    }

    private mutating func styled(_ name: Symbol, _ end: Int) {
        // `\left.` and `\right.` are invisible; `\left|` says which side the bar is on.
        if name == Symbol("left") || name == Symbol("right") {
            var next = end
            while next < text.count, text[next] == 0x20 { next += 1 }
            if next < text.count, text[next] == UInt8(ascii: ".") { return skip(next + 1 - at) }
            if next < text.count, text[next] == UInt8(ascii: "|") {
                return emit(name == Symbol("left") ? .openPipe : .closePipe, next + 1 - at)
            }
        }
        let spaced = isSpaced
        skip(end - at)
        isSpaced = spaced
    }

    private mutating func spacing(_ end: Int) {
        var after = end
        if after < text.count, text[after] == UInt8(ascii: "{"), let close = text.matchingBrace(open: after) {
            after = close + 1
        }
        skip(after - at)
    }

    private mutating func blackboard(_ end: Int) {
        var letter = end
        while letter < text.count, text[letter] == UInt8(ascii: "{") || text[letter] == 0x20 { letter += 1 }
        guard letter < text.count, isLetter(text[letter]) else { return emit(.unknown, end - at) }
        var after = letter + 1
        if after < text.count, text[after] == UInt8(ascii: "}") { after += 1 }
        emit(.namedSet, text[letter], after - at)
    }

    private mutating func negated(_ end: Int) {
        var next = end
        while next < text.count, text[next] == 0x20 { next += 1 }
        let rest = text.suffix(from: next)
        if rest.hasPrefix("=") { return emit(.relation, RelationOperator.notEqual.rawValue, next + 1 - at) }
        if rest.hasPrefix("\\in") { return emit(.relation, RelationOperator.notElement.rawValue, next + 3 - at) }
        emit(.unknown, end - at)
    }

    private mutating func openText(_ end: Int) {
        var open = end
        while open < text.count, text[open] == 0x20 { open += 1 }
        guard open < text.count, text[open] == UInt8(ascii: "{"), let close = text.matchingBrace(open: open) else {
            return skip(end - at)
        }
        // One letter is set upright, not said: `\mathrm{e}`.
        let isLetter = text[open + 1..<close].trimmed.count == 1
        skip(open + 1 - at)
        if isLetter {
            while text[at] == 0x20 { at += 1 }
            if self.isLetter(text[at]) {
                emit(.letter, 0, 1)
                tokens[tokens.count - 1].isText = true
                at = close + 1
                return
            }
        }
        textEnds.append(close)
    }

    private mutating func signCommand(_ sign: UInt8) {
        switch sign {
        case UInt8(ascii: "{"): emit(.openSet, 2)
        case UInt8(ascii: "}"): emit(.closeSet, 2)
        case UInt8(ascii: "$"): emit(.currency, 2)
        case UInt8(ascii: "%"): emit(.percent, 2)
        case UInt8(ascii: "|"): emit(.doublePipe, 2)
        case UInt8(ascii: "\\"):
            // `\\frac` is a command whose backslash was doubled, unless rows of a matrix are being told apart.
            if at + 2 < text.count, isLetter(text[at + 2]), !isInEnvironment {
                at += 1
                return
            }
            emit(.newline, 2)
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "!"),
            UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: ">"), 0x20, 0x0A, 0x09,
            UInt8(ascii: "/"):
            skip(2)
        case UInt8(ascii: "&"): emit(.and, 2)
        case UInt8(ascii: "-") where isInEnvironment, 0x30...0x39 where isInEnvironment:
            // A row's end that lost one of its backslashes.
            emit(.newline, 1)
        default: skip(1)
        }
    }

    private var isInEnvironment: Bool { tokens.contains { $0.kind == .begin } }

    /// `\text` whose backslash and `t` became a TAB, and its kin with form feed, backspace, return and vertical tab.
    private mutating func brokenCommand() {
        let lost: UInt8 =
            switch text[at] {
            case 0x09: UInt8(ascii: "t")
            case 0x0C: UInt8(ascii: "f")
            case 0x08: UInt8(ascii: "b")
            case 0x0D: UInt8(ascii: "r")
            default: UInt8(ascii: "v")
            }
        var end = at + 1
        while end < text.count, isLetter(text[end]) { end += 1 }
        guard end - at >= 2, end - at <= Symbol.maxBytes else { return skip(1) }
        var bytes: [UInt8] = [lost]
        for index in at + 1..<end { bytes.append(text[index]) }
        let name = bytes.withUnsafeBufferPointer { Symbol(Bytes(start: $0.baseAddress!, count: $0.count)) }
        guard let name else { return skip(1) }
        if CommandTable.text.contains(name) { return openText(end) }
        // A circle sign that lost its caret's command: `^\textcirc` is one.
        if name == Symbol("textcirc") { return emit(.degree, end - at) }
        guard let meaning = CommandTable.commands[name] else { return skip(1) }
        emit(meaning.kind, meaning.detail, end - at)
    }

    // MARK: Signs

    private mutating func character() {
        let (scalar, length) = text.scalar(at: at)
        guard let scalar, let meaning = CommandTable.meaning(of: scalar) else { return emit(.unknown, length) }
        emit(meaning.kind, meaning.detail, length)
    }

    private mutating func sign(_ byte: UInt8) {
        let next = at + 1 < text.count ? text[at + 1] : 0
        func relation(_ operation: RelationOperator, _ length: Int) {
            emit(.relation, operation.rawValue, length)
        }
        switch byte {
        case UInt8(ascii: "+"):
            let isPlusMinus = next == UInt8(ascii: "/") && at + 2 < text.count && text[at + 2] == UInt8(ascii: "-")
            if !isPlusMinus, next == UInt8(ascii: "-"), startsItem { return emit(.plusMinus, 2) }
            emit(isPlusMinus ? .plusMinus : .plus, isPlusMinus ? 3 : 1)
        case UInt8(ascii: "-"):
            if next == UInt8(ascii: ">") { emit(.opaque, 2) } else { emit(.minus, 1) }
        case UInt8(ascii: "*"):
            if next == byte { emit(.caret, 2) } else { emit(.times, 1) }
        case UInt8(ascii: "/"): emit(.slash, 1)
        case UInt8(ascii: "^"): emit(.caret, 1)
        case UInt8(ascii: "_"): emit(.underscore, 1)
        case UInt8(ascii: "!"):
            if next == UInt8(ascii: "=") { relation(.notEqual, 2) } else { emit(.bang, 1) }
        case UInt8(ascii: "'"): emit(.prime, 1)
        case UInt8(ascii: "%"): emit(.percent, 1)
        case UInt8(ascii: "$"):
            if dollarsArePairs { skip(1) } else { emit(.currency, 1) }
        case UInt8(ascii: ","): emit(.comma, 1)
        case UInt8(ascii: ";"): emit(.semicolon, 1)
        case UInt8(ascii: ":"): emit(.colon, 1)
        case UInt8(ascii: "&"): emit(.ampersand, 1)
        case UInt8(ascii: "("): emit(.openParen, 1)
        case UInt8(ascii: ")"): emit(.closeParen, 1)
        case UInt8(ascii: "["): emit(.openBracket, 1)
        case UInt8(ascii: "]"): emit(.closeBracket, 1)
        case UInt8(ascii: "{"): brace(next)
        case UInt8(ascii: "}"): emit(.closeBrace, 1)
        case UInt8(ascii: "|"):
            if next == byte { emit(.doublePipe, 2) } else { emit(.pipe, 1) }
        case UInt8(ascii: "="):
            if next == UInt8(ascii: "=") { relation(.equal, 2) } else { relation(.equal, 1) }
        case UInt8(ascii: "<"):
            if next == UInt8(ascii: "=") {
                relation(.lessOrEqual, 2)
            } else if next == UInt8(ascii: ">") {
                relation(.notEqual, 2)
            } else {
                relation(.less, 1)
            }
        case UInt8(ascii: ">"):
            if next == UInt8(ascii: "=") { relation(.greaterOrEqual, 2) } else { relation(.greater, 1) }
        case UInt8(ascii: "~"): skip(1)
        case UInt8(ascii: "`"), UInt8(ascii: "\""): skip(1)
        default: emit(.unknown, 1)
        }
    }

    /// Nothing of the item has been read yet, so that `+-2` says both signs.
    private var startsItem: Bool {
        switch tokens.last?.kind {
        case nil, .comma, .openParen, .openSet, .openBrace, .relation: true
        default: false
        }
    }

    /// A brace, unless it holds nothing, or one sign: `42{}`, `{-}5`, `3{:}30`.
    private mutating func brace(_ next: UInt8) {
        let isScript = tokens.last.map { $0.kind == .caret || $0.kind == .underscore } ?? false
        if next == UInt8(ascii: "}"), !isScript { return skip(2) }
        if at + 2 < text.count, text[at + 2] == UInt8(ascii: "}"), Lexer.bracedSigns.contains(next), !isScript {
            at += 1
            sign(next)
            at += 1
            return
        }
        emit(.openBrace, 1)
    }

    private static let bracedSigns = ByteSet("-+:=,;<>")

    private static func opensList(_ kind: TokenKind) -> Bool {
        switch kind {
        case .openParen, .openBracket, .openSet, .openAngle: true
        default: false
        }
    }

    private static func closesList(_ kind: TokenKind) -> Bool {
        switch kind {
        case .closeParen, .closeBracket, .closeSet, .closeAngle: true
        default: false
        }
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    private func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }
}
