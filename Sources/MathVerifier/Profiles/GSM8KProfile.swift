import AdjudgeBase

/// verl's GSM8K rule: the last `#### n` (strict) or the last number (flexible) of the last 300 characters, without
/// commas in the strict form, equal to the reference as text.
///
/// Unsafe: none known. It rejects much that is right: `42.` for 42, `42.0`, `#### $42`.
struct GSM8KProfile: CompatProfile {
    static let name = "gsm8k"
    static let looksIntoReferences = true
    private static let mark = Bytes("#### ")
    private static let clip = 300

    let flexible: Bool

    func answer(in response: Bytes, _ scratch: Scratch) -> CompatAnswer? {
        let tail = response.lastCodePoints(GSM8KProfile.clip)
        return (flexible ? lastNumber(tail) : lastMarked(tail)).map { CompatAnswer(text: $0) }
    }

    func normalized(_ text: Bytes, _ scratch: Scratch) -> Bytes {
        guard !flexible else { return text }
        var buffer = EditBuffer(text, arena: scratch.arena)
        buffer.replace(",", with: "")
        return buffer.bytes
    }

    /// The data script takes the commas out of what follows `####`.
    func prepared(_ reference: Bytes, _ scratch: Scratch) -> Bytes {
        var buffer = EditBuffer(reference, arena: scratch.arena)
        buffer.replace(",", with: "")
        return buffer.bytes
    }

    /// Commas go from the answer only: a reference with commas is never met.
    func normalizedReference(_ text: Bytes, _ scratch: Scratch) -> Bytes { text }

    private func lastMarked(_ text: Bytes) -> Bytes? {
        var end = text.count
        while let found = text[0..<end].findLast(GSM8KProfile.mark) {
            var stop = found + GSM8KProfile.mark.count
            let start = stop
            if stop < text.count, text[stop] == UInt8(ascii: "-") { stop += 1 }
            let body = stop
            while stop < text.count, isBody(text[stop]) { stop += 1 }
            if stop > body { return text[start..<stop] }
            end = found + GSM8KProfile.mark.count - 1
        }
        return nil
    }

    private func lastNumber(_ text: Bytes) -> Bytes? {
        var earliest: Bytes?
        var at = text.count
        while at > 0 {
            guard isBody(text[at - 1]) else {
                at -= 1
                continue
            }
            let end = at
            while at > 0, isBody(text[at - 1]) { at -= 1 }
            if at > 0, text[at - 1] == UInt8(ascii: "-") { at -= 1 }
            earliest = text[at..<end]
            if !earliest!.equals(".") { return earliest }
        }
        return earliest
    }

    private func isBody(_ byte: UInt8) -> Bool {
        byte.isASCIIDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",")
    }
}
