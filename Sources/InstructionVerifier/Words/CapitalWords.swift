import AdjudgeBase

/// How many of a text's words and marks by ``TreebankTokenizer`` are in capitals, counted without making them.
///
/// Its rules part words at white space, at most marks and before the ends that apostrophes lead; what else they split off
/// has no letters. So the text is parted as bits, 64 bytes at a time, and only parts with several capitals, or with a capital
/// and an apostrophe or a number's comma, are looked at one by one. A part in which another rule could matter has no count
/// here.
struct CapitalWords {
    private let text: Bytes
    private let capitals: ByteMap
    private let lowers: ByteMap
    /// What parts words.
    private let parting: ByteMap
    /// Apostrophes, and commas and colons inside numbers.
    private let involved: ByteMap

    /// The count; nil where only the words themselves can tell it. O(text).
    static func count(in text: Bytes, _ arena: Arena) -> Int? {
        let words = CapitalWords(text, arena)
        return words.settle(ByteMap(text, in: CapitalWords.marks, arena)) ? words.count() : nil
    }

    private init(_ text: Bytes, _ arena: Arena) {
        self.text = text
        capitals = ByteMap(text, in: .capitals, arena)
        lowers = ByteMap(text, in: .lowers, arena)
        parting = ByteMap(text, in: CapitalWords.alwaysParting, arena)
        involved = ByteMap(noneOf: text, arena)
    }

    /// Sorts the marks whose part in this hangs on what stands beside them; false where that is not known.
    private func settle(_ marks: ByteMap) -> Bool {
        var marks = marks.members()
        while let at = marks.next() {
            let byte = text.start[at]
            switch byte {
            case UInt8(ascii: "'"): involved.insert(at)
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                let isInNumber = text[at + 1].isASCIIDigit && !text[at - 1].isOne(of: ",:")
                if isInNumber { involved.insert(at) } else { parting.insert(at) }
            case UInt8(ascii: "."), UInt8(ascii: "-"):
                if text[at + 1] == byte || text[at - 1] == byte { parting.insert(at) }
            default:
                switch CapitalWords.wide(text, at) {
                case (.parting, let length): parting.insert(at..<at + length)
                case (.neutral, _): break
                case (.unknown, _): return false
                }
            }
        }
        return true
    }

    private func count() -> Int? {
        var (found, looked) = (0, 0)
        // Sums whose carries run through the parts without letters in lower case, and through those without letters: what
        // arrives at the end of a part has run through all of it.
        var (caseless, letterless) = (false, false)
        var before: UInt64 = 0
        for word in 0..<parting.wordCount {
            let rest = text.count - word << 6
            let parts = ~parting.words[word] & (rest < 64 ? ~(~0 &<< UInt64(rest)) : ~0)
            let starts = parts & ~(parts &<< 1 | before)
            before = parts &>> 63
            let upper = capitals.words[word]
            // These stop sums too: their parts are counted here.
            let special = upper & ~starts | involved.words[word]
            var left = special
            while left != 0 {
                let at = word << 6 | left.trailingZeroBitCount
                left &= left &- 1
                guard at >= looked else { continue }
                let start = parting.last(before: at, notBefore: looked).map { $0 + 1 } ?? looked
                looked = parting.first(from: at) ?? text.count
                guard let more = count(inPart: start..<looked) else { return nil }
                found += more
            }
            let open = parts & ~(lowers.words[word] | special)
            found += (CapitalWords.sum(open, starts, &caseless) & ~parts).nonzeroBitCount
            found -= (CapitalWords.sum(open & ~upper, starts, &letterless) & ~parts).nonzeroBitCount
        }
        return found + (caseless ? 1 : 0) - (letterless ? 1 : 0)
    }

    /// The sum of two words and the carry of those before.
    @inline(__always)
    private static func sum(_ left: UInt64, _ right: UInt64, _ carry: inout Bool) -> UInt64 {
        let (sum, isOver) = left.addingReportingOverflow(right)
        let (total, isOverAgain) = sum.addingReportingOverflow(carry ? 1 : 0)
        carry = isOver || isOverAgain
        return total
    }

    /// The words in capitals of a part that nothing parts for sure; nil where another rule could matter.
    private func count(inPart range: Range<Int>) -> Int? {
        let upper = capitals.memberCount(in: range)
        guard upper > 0 else { return 0 }
        let isInvolved = involved.memberCount(in: range) > 0
        // Without an apostrophe a contraction has five letters.
        let mayContract = isInvolved || upper > 1 && range.count > 4
        if mayContract, Contractions.mayStand(inPart: text[range]) { return nil }
        if isInvolved { return CapitalWords.count(ofPart: text[range]) }
        return lowers.memberCount(in: range) == 0 ? 1 : 0
    }

    /// What a character beyond ASCII is to the rules.
    private enum Wide { case parting, neutral, unknown }

    /// The kind of a character beyond ASCII, with its length: quotes and white space, and blocks without letters.
    private static func wide(_ text: Bytes, _ at: Int) -> (Wide, Int) {
        let (value, length) = text.scalar(at: at)
        switch value ?? 0 {
        case 0xA0, 0xAB, 0xBB, 0x2000...0x200A, 0x2018, 0x2019, 0x201C...0x201E, 0x2028, 0x2029, 0x202F, 0x205F:
            return (.parting, length)
        case 0xB7, 0x200B...0x2060, 0x20A0...0x20BF, 0x2190...0x21FF, 0x2500...0x27BF, 0xFE0F, 0x1F300...0x1F6FF,
            0x1F900...0x1FAFF:
            return (.neutral, length)
        default: return (.unknown, length)
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

    /// What parts words wherever it stands.
    private static let alwaysParting = ByteSet(
        " \t\n\r\u{B}\u{C}\u{1C}\u{1D}\u{1E}\u{1F}\"`;@#$%&?!*[](){}<>")
    /// What may part words, and what begins beyond ASCII.
    private static let marks: ByteSet = {
        var set = ByteSet("',:.-")
        for lead: UInt8 in 0xC0...0xFF { set.insert(lead) }
        return set
    }()
}
