import AdjudgeBase

/// The unit words that Qwen2.5-Math's `strip_string` deletes where they stand apart, in its order; a point in one is any
/// character.
enum QwenUnits {
    /// Deletes them, twice over, each also with an `s`. A text that would vanish keeps the word. O(text × words).
    static func cut(_ buffer: inout EditBuffer) {
        for _ in 0..<2 {
            for unit in words { cut(unit, plural: false, &buffer) }
            for unit in words { cut(unit, plural: true, &buffer) }
        }
    }

    /// `(^|\W)unit($|\W)` to `\1\2`: a character that ended one match begins none.
    private static func cut(_ unit: StaticString, plural: Bool, _ buffer: inout EditBuffer) {
        let text = buffer.bytes
        let unit = Bytes(unit)
        guard text.count >= unit.count, next(unit, in: text, from: 0) != nil else { return }
        let before = text
        buffer.rewrite { text, to in
            var count = 0
            var copied = 0
            var free = 0
            var at = 0
            while let found = next(unit, in: text, from: at) {
                at = found + 1
                guard var end = match(unit, text, found) else { continue }
                if plural {
                    guard end < text.count, text[end] == UInt8(ascii: "s") else { continue }
                    end += 1
                }
                if found > 0 {
                    let left = text.codePointStart(before: found)
                    guard left >= free, !text.isPythonWord(at: left) else { continue }
                }
                var stop = end
                if end < text.count {
                    guard !text.isPythonWord(at: end) else { continue }
                    stop = min(end + text.codePointLength(at: end), text.count)
                }
                (to + count).update(from: text.start + copied, count: found - copied)
                count += found - copied
                copied = end
                free = stop
                at = max(stop, found + 1)
            }
            (to + count).update(from: text.start + copied, count: text.count - copied)
            return count + text.count - copied
        }
        if buffer.bytes.isEmpty { buffer.keep(before) }
    }

    /// Where the unit may next begin: where its text up to a point stands.
    private static func next(_ unit: Bytes, in text: Bytes, from start: Int) -> Int? {
        guard start <= text.count else { return nil }
        let literal = unit[0..<(unit.find(Bytes(".")) ?? unit.count)]
        return text.suffix(from: start).find(literal).map { start + $0 }
    }

    /// The end of the unit at `start`.
    private static func match(_ unit: Bytes, _ text: Bytes, _ start: Int) -> Int? {
        var at = start
        for index in 0..<unit.count {
            guard at < text.count else { return nil }
            if unit[index] == UInt8(ascii: ".") {
                at = min(at + text.codePointLength(at: at), text.count)
            } else if text[at] == unit[index] {
                at += 1
            } else {
                return nil
            }
        }
        return at
    }

    private static let words: [StaticString] = [
        "east", "degree", "mph", "kmph", "ft", "m sqaure", " m east", "sq m", "deg", "mile", "q .", "monkey",
        "prime", "ratio", "profit of rs", "rd", "o", "gm", "p . m", "lb", "tile", "per", "dm", "lt", "gain", "ab",
        "way", "west", "a .", "b .", "c .", "d .", "e .", "f .", "g .", "h .", "t", "a", "h", "no change", "men",
        "soldier", "pie", "bc", "excess", "st", "inches", "noon", "percent", "by", "gal", "kmh", "c", "acre", "rise",
        "a . m", "th", "π r 2", "sq", "mark", "l", "toy", "coin", "sq . m", "gallon", "° f", "profit", "minw", "yr",
        "women", "feet", "am", "pm", "hr", "cu cm", "square", "v â € ™", "are", "rupee", "rounds", "cubic", "cc",
        "mtr", "s", "ohm", "number", "kmph", "day", "hour", "minute", "min", "second", "man", "woman", "sec", "cube",
        "mt", "sq inch", "mp", "∏ cm ³", "hectare", "more", "sec", "unit", "cu . m", "cm 2", "rs .", "rs", "kg", "g",
        "month", "km", "m", "cm", "mm", "apple", "liter", "loss", "yard", "pure", "year", "increase", "decrease",
        "d", "less", "Surface", "litre", "pi sq m", "s .", "metre", "meter", "inch",
    ]
}
