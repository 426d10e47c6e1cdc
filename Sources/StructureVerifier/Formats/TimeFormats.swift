import AdjudgeBase

/// Dates, times and durations by RFC 3339.
enum TimeFormats {
    static func isDateTime(_ text: Bytes) -> Bool {
        text[10] | 0x20 == UInt8(ascii: "t") && isDate(text[0..<10]) && isTime(text.suffix(from: 11))
    }

    static func isDate(_ text: Bytes) -> Bool {
        guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            let year = number(text, 0, 4), let month = number(text, 5, 2), let day = number(text, 8, 2),
            (1...12).contains(month)
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
        return (1...days).contains(day)
    }

    static func isTime(_ text: Bytes) -> Bool {
        guard text.count >= 9, text[2] == UInt8(ascii: ":"), text[5] == UInt8(ascii: ":"),
            let hour = number(text, 0, 2), let minute = number(text, 3, 2), let second = number(text, 6, 2),
            hour < 24, minute < 60, second <= 60
        else { return false }
        var at = 8
        if text[at] == UInt8(ascii: ".") {
            at += 1
            let first = at
            while text[at].isASCIIDigit { at += 1 }
            if at == first { return false }
        }
        var offset = 0
        if text[at] | 0x20 == UInt8(ascii: "z") {
            guard at + 1 == text.count else { return false }
        } else {
            guard text[at] == UInt8(ascii: "+") || text[at] == UInt8(ascii: "-"), text.count == at + 6,
                text[at + 3] == UInt8(ascii: ":"), let hours = number(text, at + 1, 2),
                let minutes = number(text, at + 4, 2), hours < 24, minutes < 60
            else { return false }
            offset = (60 * hours + minutes) * (text[at] == UInt8(ascii: "+") ? 1 : -1)
        }
        // A leap second is the last of a day of universal time.
        let universal = (60 * hour + minute - offset + 2880) % 1440
        return second < 60 || universal == 1439
    }

    static func isDuration(_ text: Bytes) -> Bool {
        guard text[0] == UInt8(ascii: "P"), text.count > 2 || text.count == 3 else { return false }
        var at = 1
        /// Reads numbers whose units are successive ones of `units`; how many there were, or nil.
        func run(_ units: StaticString) -> Int? {
            let units = Bytes(units)
            var (next, count) = (-1, 0)
            while text[at].isASCIIDigit {
                while text[at].isASCIIDigit { at += 1 }
                guard let unit = units.find(text[at..<at + 1]), next < 0 || unit == next else { return nil }
                next = unit + 1
                count += 1
                at += 1
            }
            return count
        }
        let start = at
        if let weeks = run("W"), weeks == 1, at == text.count { return true }
        at = start
        guard let days = run("YMD") else { return false }
        if at == text.count { return days > 0 }
        guard text[at] == UInt8(ascii: "T") else { return false }
        at += 1
        guard let hours = run("HMS") else { return false }
        return hours > 0 && at == text.count
    }

    private static func number(_ text: Bytes, _ start: Int, _ count: Int) -> Int? {
        var value = 0
        for index in start..<start + count {
            guard text[index].isASCIIDigit else { return nil }
            value = value * 10 + Int(text[index] - 0x30)
        }
        return value
    }
}
