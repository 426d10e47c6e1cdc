import AdjudgeBase

/// Answers that are neither formulas nor words and are compared by their own rules: dates and reactions.
enum PlainForms {
    /// The judgement of two texts by these rules; nil where they are not both of one such form. O(both).
    static func compare(_ a: Bytes, _ b: Bytes) -> Judgement? {
        // Months and elements begin with a capital; dates without a month's name are digits.
        guard a.findFirst(in: capitals) != nil else {
            if let left = CalendarDate(digits: a), let right = CalendarDate(b) { return left.compare(right) }
            return ChemicalReaction.compare(a, b)
        }
        if let left = CalendarDate(a), let right = CalendarDate(b) { return left.compare(right) }
        if Substance.mayBegin(a), let left = Substance(a), left.isCounted, let right = Substance(b),
            left.isSame(as: right), left.hasState(of: right)
        {
            return .equal(.equalText)
        }
        return ChemicalReaction.compare(a, b)
    }

    private static let capitals = ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

    /// True for a reference of which nothing can be computed, but which says one thing when an answer repeats it.
    static func isName(_ text: Bytes) -> Bool {
        ScriptedName.isAll(of: text) || Substance.reference(text) != nil || ChemicalReaction.isOne(text)
    }
}

/// `March 5`, `5 March`, `the 5th of March, 2024`.
struct CalendarDate {
    private var month = 0
    private var day = 0
    private var year: Int?

    /// The date that the whole text names by a month's name, a day and perhaps a year; nil for all else.
    init?(_ text: Bytes) {
        guard text.count <= 48 else { return nil }
        if let date = CalendarDate(digits: text) {
            self = date
            return
        }
        var at = 0
        while at < text.count {
            let start = at
            if text[at].isASCIIDigit {
                while at < text.count, text[at].isASCIIDigit { at += 1 }
                guard take(text[start..<at], beforeYear: day > 0) else { return nil }
                continue
            }
            if text[at].isASCIILetter {
                while at < text.count, text[at].isASCIILetter { at += 1 }
                guard take(word: text[start..<at], behindDigit: start > 0 && text[start - 1].isASCIIDigit)
                else {
                    return nil
                }
                continue
            }
            guard
                text[at] == 0x20 || text[at] == UInt8(ascii: ",")
                    || text[at] == UInt8(ascii: ".") && at + 1 == text.count
            else { return nil }
            at += 1
        }
        guard month > 0, day > 0 else { return nil }
    }

    /// `2020-01-02`, `2020/1/2`: year, month and day. Where the year is last nobody knows which is the month.
    fileprivate init?(digits text: Bytes) {
        let text = text.trimmed
        guard text.count >= 8, text.count <= 10, text[4] == UInt8(ascii: "-") || text[4] == UInt8(ascii: "/") else {
            return nil
        }
        var values: [Int] = [0]
        for at in 0..<text.count {
            if text[at].isASCIIDigit {
                values[values.count - 1] = values[values.count - 1] * 10 + Int(text[at] - 0x30)
            } else if text[at] == text[4], at > 0, text[at - 1].isASCIIDigit {
                values.append(0)
            } else {
                return nil
            }
        }
        guard values.count == 3, (1000...2999).contains(values[0]), (1...12).contains(values[1]),
            (1...31).contains(values[2])
        else { return nil }
        (year, month, day) = (values[0], values[1], values[2])
    }

    /// A date of which only one side says the year may be that of another.
    func compare(_ other: CalendarDate) -> Judgement {
        guard month == other.month, day == other.day else { return .different(.differentText) }
        if year == other.year { return .equal(.equalText) }
        return year == nil || other.year == nil ? .undecided(.differentText) : .different(.differentText)
    }

    private mutating func take(_ digits: Bytes, beforeYear hasDay: Bool) -> Bool {
        guard digits.count <= 4 else { return false }
        let value = (0..<digits.count).reduce(0) { $0 * 10 + Int(digits[$1] - 0x30) }
        if digits.count <= 2, !hasDay, value >= 1, value <= 31 {
            day = value
            return true
        }
        guard digits.count == 4, year == nil, hasDay || month > 0 else { return false }
        year = value
        return true
    }

    private mutating func take(word: Bytes, behindDigit: Bool) -> Bool {
        if behindDigit { return CalendarDate.suffixes.contains { word.equals($0) } }
        if word.equals("the") || word.equals("of") { return true }
        guard month == 0, let number = CalendarDate.months.firstIndex(where: { word.equals($0) }) else { return false }
        month = number + 1
        return true
    }

    private static let suffixes: [StaticString] = ["st", "nd", "rd", "th"]
    private static let months: [StaticString] = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

}

/// `2H_2 + O_2 \rightarrow 2H_2O`: substances with their counts on both sides of an arrow.
enum ChemicalReaction {
    /// Equal where both texts have one arrow of the same kind and the same terms on each side of it, in any order;
    /// undecided for other reactions, whose counts may be multiples; nil where one is no reaction.
    static func compare(_ a: Bytes, _ b: Bytes) -> Judgement? {
        guard a.count <= 400, b.count <= 400, mayHaveArrow(a), let left = sides(a), let right = sides(b),
            let first = terms(left.before), let second = terms(right.before),
            let third = terms(left.after), let fourth = terms(right.after)
        else { return nil }
        return left.isReversible == right.isReversible && areSame(first, second) && areSame(third, fourth)
            ? .equal(.equalText) : .undecided(.differentText)
    }

    /// True when the text has one arrow with substances on both of its sides.
    static func isOne(_ text: Bytes) -> Bool {
        guard text.count <= 400, mayHaveArrow(text), let sides = sides(text) else { return false }
        return terms(sides.before) != nil && terms(sides.after) != nil
    }

    private static let arrows: [(StaticString, isReversible: Bool)] = [
        ("\\longrightarrow", false), ("\\rightarrow", false), ("\\xrightarrow{}", false), ("\\to", false), ("→", false),
        ("\\rightleftharpoons", true), ("\\leftrightarrow", true), ("⇌", true), ("<->", true), ("<=>", true),
        ("->", false),
    ]

    /// False for most formulas, which have no sign and no command that an arrow could be.
    private static func mayHaveArrow(_ text: Bytes) -> Bool {
        if text.findFirst(in: arrowSigns) != nil { return true }
        guard text.findFirst(in: backslash) != nil else { return false }
        return text.find(Bytes("arrow")) != nil || text.find(Bytes("\\to")) != nil
            || text.find(Bytes("harpoons")) != nil
    }

    private static let backslash = ByteSet("\\")
    /// The bytes that end `->`, or begin `→` and `⇌`.
    private static let arrowSigns: ByteSet = {
        var set = ByteSet(">")
        set.insert(0xE2)
        return set
    }()

    private static func sides(_ text: Bytes) -> (before: Bytes, after: Bytes, isReversible: Bool)? {
        for (arrow, isReversible) in arrows {
            guard let place = text.find(Bytes(arrow)) else { continue }
            let after = text.suffix(from: place + arrow.utf8CodeUnitCount)
            // One arrow, and `\to` begins no longer name.
            guard !arrows.contains(where: { after.find(Bytes($0.0)) != nil }) else { return nil }
            let isCommand = arrow.utf8Start[0] == UInt8(ascii: "\\")
            if isCommand, !after.isEmpty, after[0].isASCIILetter { return nil }
            return (text[0..<place], after, isReversible)
        }
        return nil
    }

    /// The same terms, each in the state that the reference gives it.
    private static func areSame(_ reference: [Substance], _ answer: [Substance]) -> Bool {
        reference.count == answer.count
            && zip(reference, answer).allSatisfy { $0.term == $1.term && $0.hasState(of: $1) }
    }

    /// The terms between plus signs, sorted; nil where one is no count and formula.
    private static func terms(_ text: Bytes) -> [Substance]? {
        var terms: [Substance] = []
        var start = 0
        var level = 0
        for at in 0...text.count {
            if at < text.count {
                if text[at] == UInt8(ascii: "{") { level += 1 }
                if text[at] == UInt8(ascii: "}") { level -= 1 }
                // The charge of `Na+` and `Na^+` is no sign between terms: another sign follows it, or a state.
                guard text[at] == UInt8(ascii: "+"), level == 0 else { continue }
                let next = text.suffix(from: at + 1).trimmed
                guard !next.isEmpty, next[0] != UInt8(ascii: "+"), !Substance.beginsWithState(next) else { continue }
            }
            guard let term = Substance(text[start..<at].trimmed) else { return nil }
            terms.append(term)
            start = at + 1
        }
        return terms.sorted { $0.order.lexicographicallyPrecedes($1.order) }
    }
}
