import AdjudgeBase

/// How many of a text's words and marks by ``TreebankTokenizer`` are in capitals, counted without making them.
///
/// Its rules part words at white space, at most marks and before the ends that apostrophes lead; what else they split off
/// has no letters. A part in which another rule could matter has no count here.
enum CapitalWords {
    /// What a character is to the rules.
    private enum Kind: UInt8 {
        case neutral = 0, lower = 1, upper = 2
        /// White space, or a mark that parts words.
        case parting
        /// A comma or a colon, which parts words unless a digit alone follows.
        case comma
        /// A full stop or a dash, which parts words where another follows.
        case twin
        case apostrophe
        /// Beyond ASCII, to be looked at.
        case wide
    }

    /// The count; nil where only the words themselves can tell it. O(text).
    static func count(in text: Bytes, _ arena: Arena) -> Int? {
        // Only parts with a capital count, or with what may be one.
        var triggers = ByteMap(text, in: CapitalWords.triggers, arena).members()
        let parts = ByteMap(text, in: CapitalWords.parting, arena)
        return kinds.withUnsafeBufferPointer { kinds in
            var (found, end) = (0, 0)
            while let trigger = triggers.next() {
                if trigger < end { continue }
                if let known = isPlainCapital(text, trigger, &end, kinds.baseAddress!) {
                    found += known ? 1 : 0
                    continue
                }
                let start = parts.last(before: trigger, notBefore: end).map { $0 + 1 } ?? end
                end = parts.first(from: trigger) ?? text.count
                guard let more = count(in: text[start..<end], kinds.baseAddress!) else { return nil }
                found += more
            }
            return found
        }
    }

    /// Whether the word that begins with a capital is in capitals, where it consists of one case behind that and marks part it
    /// from the rest: most words that have a capital. Moves `end` behind it.
    private static func isPlainCapital(_ text: Bytes, _ first: Int, _ end: inout Int, _ kinds: UnsafePointer<Kind>)
        -> Bool?
    {
        func kind(_ at: Int) -> Kind { kinds[Int(text.start[at])] }
        guard kind(first) == .upper, first == 0 || kind(first - 1) == .parting else { return nil }
        var next = first + 1
        while text[next] &- 0x61 < 26 { next += 1 }
        let isUpper = next == first + 1
        if isUpper { while text[next] &- 0x41 < 26 { next += 1 } }
        guard next == text.count || kind(next) == .parting else { return nil }
        // Some of five and six letters are two words.
        if isUpper, next - first >= 5, text.start[first].isOne(of: "CGLW") { return nil }
        end = next
        return isUpper
    }

    private static func count(in text: Bytes, _ kinds: UnsafePointer<Kind>) -> Int? {
        var (found, start, at) = (0, 0, 0)
        var (capitals, lowers, isInvolved) = (0, 0, false)
        while true {
            // Letters and marks without a say are most of a text.
            while at < text.count {
                let kind = Int(kinds[Int(text.start[at])].rawValue)
                if kind > Int(Kind.upper.rawValue) { break }
                lowers &+= kind & 1
                capitals &+= kind >> 1
                at &+= 1
            }
            var (kind, length) = (Kind.parting, 1)
            if at < text.count, kinds[Int(text.start[at])] != .parting {
                guard let known = settled(kinds[Int(text.start[at])], text, at) else { return nil }
                (kind, length) = known
            }
            if kind == .parting {
                if capitals > 0 {
                    let part = text[start..<at]
                    if capitals > 1 || isInvolved, Contractions.mayStand(inPart: part) { return nil }
                    if isInvolved {
                        guard let more = count(ofPart: part) else { return nil }
                        found += more
                    } else if lowers == 0 {
                        found += 1
                    }
                }
                if at >= text.count { return found }
                (capitals, lowers, isInvolved) = (0, 0, false)
                start = at + length
            } else if kind != .neutral {
                isInvolved = true
            }
            at += length
        }
    }

    /// What the character at an offset is here, as one of the first kinds, an apostrophe, or a comma that parts nothing, with
    /// its length; nil where that is not known.
    private static func settled(_ kind: Kind, _ text: Bytes, _ at: Int) -> (Kind, Int)? {
        switch kind {
        case .comma:
            let isInNumber = text.digitLength(at: at + 1) > 0 && !(at > 0 && text[at - 1].isOne(of: ",:"))
            return (isInNumber ? .comma : .parting, 1)
        case .twin:
            let byte = text.start[at]
            return (text[at + 1] == byte || at > 0 && text[at - 1] == byte ? .parting : .neutral, 1)
        case .wide: return wide(text, at)
        default: return (kind, 1)
        }
    }

    /// The kind of a character beyond ASCII: quotes and white space, and blocks without letters.
    private static func wide(_ text: Bytes, _ at: Int) -> (Kind, Int)? {
        let (value, length) = text.scalar(at: at)
        switch value ?? 0 {
        case 0xA0, 0xAB, 0xBB, 0x2000...0x200A, 0x2018, 0x2019, 0x201C...0x201E, 0x2028, 0x2029, 0x202F, 0x205F:
            return (.parting, length)
        case 0xB7, 0x200B...0x2060, 0x20A0...0x20BF, 0x2190...0x21FF, 0x2500...0x27BF, 0xFE0F, 0x1F300...0x1F6FF,
            0x1F900...0x1FAFF:
            return (.neutral, length)
        default: return nil
        }
    }

    /// The count of a part that has a capital, and an apostrophe or a comma inside a number; nil where another rule could
    /// matter.
    private static func count(ofPart part: Bytes) -> Int? {
        // A sentence could end before a colon.
        guard part.find(Bytes(".:")) == nil else { return nil }
        var (first, end) = (0, part.count)
        while first < end, part[first] == UInt8(ascii: "'") { first += 1 }
        while end > first, part[end - 1] == UInt8(ascii: "'") { end -= 1 }
        let word = part[first..<end]
        guard let apostrophe = word.find(Bytes("'")) else { return isUpper(word) ? 1 : 0 }
        let tail = word.suffix(from: apostrophe + 1)
        // What stands behind decides whether the apostrophe leads an ending.
        guard end == part.count, word[apostrophe - 1] != UInt8(ascii: "."),
            (0..<tail.count).allSatisfy({ tail[$0].isASCIIAlphanumeric })
        else { return nil }
        let isNot =
            tail.equals("t") && word[apostrophe - 1] == UInt8(ascii: "n")
            || tail.equals("T") && word[apostrophe - 1] == UInt8(ascii: "N")
        let isEnding = tail.count == 1 && tail[0].isOne(of: "sSmMdD") || endings.contains { tail.equals($0) }
        guard isNot || isEnding || tail.count == 1 && !tail[0].isOne(of: "tTnN") else { return isUpper(word) ? 1 : 0 }
        let split = isNot ? apostrophe - 1 : apostrophe
        return (isUpper(word[0..<split]) ? 1 : 0) + (isUpper(word.suffix(from: split)) ? 1 : 0)
    }

    private static let endings: [StaticString] = ["ll", "LL", "re", "RE", "ve", "VE"]

    private static func isUpper(_ word: Bytes) -> Bool {
        var found = false
        for index in 0..<word.count where word.start[index].isASCIILetter {
            if word.start[index] >= 0x61 { return false }
            found = true
        }
        return found
    }

    /// Capitals, and what begins beyond ASCII.
    private static let triggers = set { kinds[Int($0)] == .upper || $0 >= 0xC0 }
    /// What parts words wherever it stands.
    private static let parting = set { kinds[Int($0)] == .parting }

    private static func set(_ isMember: (UInt8) -> Bool) -> ByteSet {
        var set = ByteSet("")
        for byte in UInt8.min...UInt8.max where isMember(byte) { set.insert(byte) }
        return set
    }

    private static let kinds: [Kind] = (UInt8.min...UInt8.max).map { byte in
        switch byte {
        case 0x41...0x5A: .upper
        case 0x61...0x7A: .lower
        case 0x80...0xFF: .wide
        case 0x09...0x0D, 0x1C...0x20: .parting
        case UInt8(ascii: "'"): .apostrophe
        case UInt8(ascii: ","), UInt8(ascii: ":"): .comma
        case UInt8(ascii: "."), UInt8(ascii: "-"): .twin
        case _ where byte.isOne(of: "\"`;@#$%&?!*[](){}<>"): .parting
        default: .neutral
        }
    }
}
