import AdjudgeBase

/// Numbers as formats write them, as numbers of JSON.
package struct NumberText {
    /// The longest number in another base than ten, in digits: longer ones are refused, for their decimal digits cost the
    /// square of their length.
    static let maxRadixDigits = 256

    let arena: Arena

    package init(arena: Arena) { self.arena = arena }

    /// The number without what JSON has not: a plus, underscores, zeros in front; `.5` and `5.` get a zero. O(length).
    package func decimal(_ text: Bytes) -> Bytes {
        let memory = arena.allocate(text.count + 3)
        var length = 0
        func put(_ byte: UInt8) {
            memory[length] = byte
            length += 1
        }
        var at = 0
        if at < text.count, text[at] == UInt8(ascii: "+") || text[at] == UInt8(ascii: "-") {
            if text[at] == UInt8(ascii: "-") { put(text[at]) }
            at += 1
        }
        let digits = length
        while at < text.count, text[at].isASCIIDigit || text[at] == UInt8(ascii: "_") {
            // A zero in front of other digits says nothing.
            if text[at] != UInt8(ascii: "_") {
                if length == digits + 1, memory[digits] == 0x30 { length = digits }
                put(text[at])
            }
            at += 1
        }
        if length == digits { put(0x30) }
        if at < text.count, text[at] == UInt8(ascii: ".") {
            put(text[at])
            at += 1
            let fraction = length
            while at < text.count, text[at].isASCIIDigit || text[at] == UInt8(ascii: "_") {
                if text[at] != UInt8(ascii: "_") { put(text[at]) }
                at += 1
            }
            if length == fraction { put(0x30) }
        }
        while at < text.count {
            if text[at] != UInt8(ascii: "_") { put(text[at]) }
            at += 1
        }
        arena.shrinkLast(memory, to: length)
        return Bytes(start: memory, count: length)
    }

    /// An integer of base 2, 8 or 16 in decimal digits; nil for more digits than are read. Underscores say nothing.
    func integer(_ digits: Bytes, radix: UInt32, isNegative: Bool) -> Bytes? {
        guard digits.count <= NumberText.maxRadixDigits else { return nil }
        // The value in blocks of nine decimal digits, the lowest first.
        var blocks: [UInt32] = [0]
        for index in 0..<digits.count {
            guard let digit = digits[index].hexDigit else { continue }
            var carry = UInt64(digit)
            for block in blocks.indices {
                carry += UInt64(blocks[block]) * UInt64(radix)
                blocks[block] = UInt32(carry % 1_000_000_000)
                carry /= 1_000_000_000
            }
            if carry > 0 { blocks.append(UInt32(carry)) }
        }
        let memory = arena.allocate(9 * blocks.count + 1)
        var length = 0
        var hasDigit = false
        if isNegative {
            memory[0] = UInt8(ascii: "-")
            length = 1
        }
        for block in blocks.reversed() {
            var power: UInt32 = 100_000_000
            while power > 0 {
                let digit = UInt8(block / power % 10)
                power /= 10
                guard hasDigit || digit > 0 else { continue }
                hasDigit = true
                memory[length] = 0x30 + digit
                length += 1
            }
        }
        if !hasDigit {
            memory[0] = 0x30
            length = 1
        }
        arena.shrinkLast(memory, to: length)
        return Bytes(start: memory, count: length)
    }
}

extension Bytes {
    /// Whether the text is a number by JSON's grammar (RFC 8259, section 6). O(length).
    var isJSONNumber: Bool {
        var at = hasPrefix("-") ? 1 : 0
        func digits() -> Int {
            let begun = at
            while at < count, self[at].isASCIIDigit { at += 1 }
            return at - begun
        }
        let hasZero = at < count && self[at] == 0x30
        let whole = digits()
        guard whole > 0, !hasZero || whole == 1 else { return false }
        if at < count, self[at] == UInt8(ascii: ".") {
            at += 1
            guard digits() > 0 else { return false }
        }
        if at < count, self[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < count, self[at] == UInt8(ascii: "+") || self[at] == UInt8(ascii: "-") { at += 1 }
            guard digits() > 0 else { return false }
        }
        return at == count
    }
}
