import AdjudgeBase

/// Numbers in English words as the Python package word2number (1.1) reads them: every word that is none is passed over,
/// so `one apple` is 1.
enum EnglishNumber {
    private static let maxWords = 64

    /// The number as Python prints it; nil where the package raises an exception. O(text).
    static func read(_ text: Bytes, _ arena: Arena) -> Bytes? {
        if let digits = plainDigits(text, arena) { return digits }
        var words: [Int] = []
        for word in split(text.pythonLowered(arena)) {
            guard let index = names.firstIndex(where: { word.equals($0.word) }) else { continue }
            words.append(index)
            if words.count > maxWords { return nil }
        }
        guard !words.isEmpty else { return nil }
        var fraction: [Int] = []
        for scale in [thousand, million, billion, point] where words.count(where: { $0 == scale }) > 1 { return nil }
        if let at = words.firstIndex(of: point) {
            fraction = Array(words[(at + 1)...])
            words = Array(words[..<at])
        }
        guard let whole = whole(words) else { return nil }
        guard !fraction.isEmpty else { return written("\(whole)", arena) }
        guard fraction.allSatisfy({ names[$0].value < 10 && $0 < 10 }) else { return written("\(whole)", arena) }
        let decimal = Double("0." + fraction.map { "\(names[$0].value)" }.joined()) ?? 0
        return written("\(Double(whole) + decimal)", arena)
    }

    private static func whole(_ words: [Int]) -> Int? {
        guard !words.isEmpty else { return 0 }
        if words.count == 1 { return names[words[0]].value }
        let billions = words.firstIndex(of: billion) ?? -1
        let millions = words.firstIndex(of: million) ?? -1
        let thousands = words.firstIndex(of: thousand) ?? -1
        if thousands > -1, thousands < millions || thousands < billions { return nil }
        if millions > -1, millions < billions { return nil }
        var total = 0
        var from = 0
        for (at, scale) in [(billions, 1_000_000_000), (millions, 1_000_000), (thousands, 1000)] where at > -1 {
            guard let group = group(words[from..<at]) else { return nil }
            total += group * scale
            from = at + 1
        }
        // A number behind the last scale is added; without one, the package goes back to the scale before it.
        let scales = [thousands, millions, billions]
        guard let last = scales.first(where: { $0 > -1 && $0 != words.count - 1 }) else {
            return scales.contains { $0 > -1 } ? total : group(words[...])
        }
        return group(words[(last + 1)...]).map { total + $0 }
    }

    /// `number_formation`: up to four words; of more than four the first.
    private static func group(_ words: ArraySlice<Int>) -> Int? {
        let values = words.map { names[$0].value }
        switch values.count {
        case 0: return nil
        case 2: return values.contains(100) ? values[0] * values[1] : values[0] + values[1]
        case 3: return values[0] * values[1] + values[2]
        case 4: return values[0] * values[1] + values[2] + values[3]
        default: return values[0]
        }
    }

    /// `int(text)` where `text.isdigit()`.
    private static func plainDigits(_ text: Bytes, _ arena: Arena) -> Bytes? {
        guard text.count > 0 else { return nil }
        let to = arena.allocate(text.count)
        var count = 0
        var at = 0
        while at < text.count {
            guard let digit = text.decimalDigit(at: at) else { return nil }
            if count > 0 || digit.value > 0 {
                to[count] = 0x30 + digit.value
                count += 1
            }
            at += digit.length
        }
        if count == 0 {
            to[0] = 0x30
            count = 1
        }
        return Bytes(start: to, count: count)
    }

    private static func split(_ text: Bytes) -> [Bytes] {
        var words: [Bytes] = []
        var start = 0
        var at = 0
        while at <= text.count {
            let space = at < text.count ? text[at] == UInt8(ascii: "-") ? 1 : text.pythonSpaceLength(at: at) : 1
            if space > 0 {
                if at > start { words.append(text[start..<at]) }
                at += space
                start = at
            } else {
                at += 1
            }
        }
        return words
    }

    private static func written(_ number: String, _ arena: Arena) -> Bytes? {
        number.utf8.withContiguousStorageIfAvailable { arena.copy(Bytes($0)) }
    }

    private static let names: [(word: StaticString, value: Int)] = [
        ("zero", 0), ("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7),
        ("eight", 8), ("nine", 9), ("ten", 10), ("eleven", 11), ("twelve", 12), ("thirteen", 13), ("fourteen", 14),
        ("fifteen", 15), ("sixteen", 16), ("seventeen", 17), ("eighteen", 18), ("nineteen", 19), ("twenty", 20),
        ("thirty", 30), ("forty", 40), ("fifty", 50), ("sixty", 60), ("seventy", 70), ("eighty", 80), ("ninety", 90),
        ("hundred", 100), ("thousand", 1000), ("million", 1_000_000), ("billion", 1_000_000_000), ("point", 0),
    ]

    private static let thousand = 29
    private static let million = 30
    private static let billion = 31
    private static let point = 32
}
