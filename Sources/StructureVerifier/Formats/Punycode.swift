import AdjudgeBase

/// The encoding of RFC 3492, read.
enum Punycode {
    /// The characters that an ASCII label behind `xn--` stands for; nil where it is not well formed.
    static func decoded(_ text: Bytes) -> [Unicode.Scalar]? {
        guard !text.isEmpty, text.count <= 63 else { return nil }
        var output: [Unicode.Scalar] = []
        var at = 0
        if let dash = text.findLast(Bytes("-")) {
            for index in 0..<dash { output.append(Unicode.Scalar(text[index])) }
            at = dash + 1
        }
        var (code, bias, position) = (128, 72, 0)
        var isFirst = true
        while at < text.count {
            let old = position
            var (weight, k) = (1, 36)
            while true {
                guard at < text.count, let digit = digit(text[at]) else { return nil }
                at += 1
                position += digit * weight
                let threshold = min(max(k - bias, 1), 26)
                if digit < threshold { break }
                weight *= 36 - threshold
                k += 36
                guard position < 1 << 31, weight < 1 << 31 else { return nil }
            }
            bias = adapted(position - old, output.count + 1, isFirst)
            isFirst = false
            code += position / (output.count + 1)
            position %= output.count + 1
            guard let scalar = Unicode.Scalar(UInt32(min(code, 0x110000))) else { return nil }
            output.insert(scalar, at: position)
            position += 1
        }
        return output
    }

    private static func digit(_ byte: UInt8) -> Int? {
        if byte.isASCIIDigit { return Int(byte) - 0x30 + 26 }
        return byte.isASCIILetter ? Int(byte | 0x20) - 0x61 : nil
    }

    private static func adapted(_ delta: Int, _ points: Int, _ isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / points
        var k = 0
        while delta > 455 {
            delta /= 35
            k += 36
        }
        return k + 36 * delta / (delta + 38)
    }
}
