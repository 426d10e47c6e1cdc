extension Bytes {
    /// Whether nothing of a text could be seen: white space, control and format characters, and tokens of chat templates at
    /// its end, such as `<|im_end|>`. O(count), and O(1) for most texts.
    public var saysNothing: Bool {
        var at = 0
        while at < count, let length = invisibleLength(at: at) { at += length }
        guard at < count else { return true }
        guard TemplateTokens.mayBegin(self[at]) else { return false }
        // Nothing but tokens begins with one.
        var second = at + 1
        while second < count, let length = invisibleLength(at: second) { second += length }
        guard TemplateTokens.mayBegin(self[at], self[second]), mayEndInToken else { return false }
        var writer = ByteWriter(capacity: count)
        while at < count {
            if let length = invisibleLength(at: at) {
                at += length
            } else {
                writer.append(self[at])
                at += 1
            }
        }
        return TemplateTokens.trimmed(writer.bytes).isEmpty
    }

    /// Whether the last that can be seen may close a token, or be the name behind one. O(1) for most texts.
    private var mayEndInToken: Bool {
        var (end, letters) = (count, 0)
        while end > 0, letters <= TemplateTokens.maxCount {
            var last = end - 1
            while last > 0, start[last] & 0xC0 == 0x80 { last -= 1 }
            if invisibleLength(at: last) != end - last {
                let byte = start[last]
                if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "]") { return true }
                guard byte.isASCIILetter else { return false }
                letters += 1
            }
            end = last
        }
        return false
    }

    /// The length of the character at a place, where it is one that is not seen.
    private func invisibleLength(at place: Int) -> Int? {
        let byte = self[place]
        if byte < 0x80 { return byte <= 0x20 || byte == 0x7F ? 1 : nil }
        let (value, length) = scalar(at: place)
        guard let scalar = value.flatMap(Unicode.Scalar.init) else { return nil }
        // The empty pattern of braille has the form of a space and is none for Unicode.
        if scalar.value == 0x2800 || scalar.properties.isDefaultIgnorableCodePoint { return length }
        switch scalar.properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator: return length
        default: return nil
        }
    }
}
