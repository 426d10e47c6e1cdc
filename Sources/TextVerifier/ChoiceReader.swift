import AdjudgeBase

/// Reads an answer to a multiple-choice question: letters, or text.
struct ChoiceReader {
    enum Reading {
        /// A set of letters: bit 0 is A.
        case letters(UInt32)
        case text(Bytes)
    }

    let letters: ClosedRange<UInt8>

    /// `B`, `(B)`, `B.`, `B) because`, `B because`, `option B`, `B: the cat`, `\text{(B)}`, `**B**`, `A, C`, `A and C`; anything else is text.
    /// A letter that runs on into a sentence ("A dog") is none. O(text).
    func read(_ text: Bytes) -> Reading {
        let answer = peeled(text)
        if let list = list(answer) { return .letters(list) }
        if let set = labelled(answer) ?? explained(answer) { return .letters(set) }
        return .text(answer)
    }

    /// Letters in capital order, for evidence.
    static func spell(_ set: UInt32) -> String {
        let letters = (0..<26).filter { set >> UInt32($0) & 1 == 1 }.map { String(Unicode.Scalar(UInt8(0x41 + $0))) }
        return letters.isEmpty ? "no choice" : letters.joined(separator: ", ")
    }

    private func peeled(_ text: Bytes) -> Bytes {
        var text = text.trimmed
        for _ in 0..<8 {
            let before = text.count
            for command in ["\\text{", "\\textbf{", "\\mathrm{", "\\mathbf{", "\\boxed{", "{"] as [StaticString]
            where text.hasPrefix(command) {
                let brace = command.utf8CodeUnitCount - 1
                if text.matchingBrace(open: brace) == text.count - 1 { text = text[brace + 1..<text.count - 1].trimmed }
            }
            for mark in ["**", "$", "\"", "`"] as [StaticString]
            where text.hasPrefix(mark) && text.hasSuffix(mark) && text.count > 2 * mark.utf8CodeUnitCount {
                text = text[mark.utf8CodeUnitCount..<text.count - mark.utf8CodeUnitCount].trimmed
            }
            for noun in ["option ", "choice ", "Option ", "Choice "] as [StaticString] where text.hasPrefix(noun) {
                text = text.suffix(from: noun.utf8CodeUnitCount).trimmed
            }
            if text.count == before { break }
        }
        return text
    }

    /// Letters and nothing but brackets, commas, `and`, `or`, `/`, `&` between.
    private func list(_ text: Bytes) -> UInt32? {
        guard text.count <= 200 else { return nil }
        var set: UInt32 = 0
        var at = 0
        var afterLetter = false
        while at < text.count {
            let byte = text[at]
            if letters.contains(byte), !afterLetter, !isWord(text, at + 1) || isLetterRun(text) {
                set |= 1 << UInt32(byte - 0x41)
                afterLetter = !isLetterRun(text)
                at += 1
            } else if " ()[]{},.;/&*:$".utf8.contains(byte) {
                afterLetter = false
                at += 1
            } else if text.suffix(from: at).hasPrefix("and ") || text.suffix(from: at).hasPrefix("or ") {
                afterLetter = false
                at += byte == UInt8(ascii: "a") ? 4 : 3
            } else {
                return nil
            }
        }
        return set == 0 ? nil : set
    }

    /// `ACD`: two letters or more, each after the one before.
    private func isLetterRun(_ text: Bytes) -> Bool {
        guard text.count >= 2, text.count <= 10 else { return false }
        return (0..<text.count).allSatisfy { letters.contains(text[$0]) && ($0 == 0 || text[$0 - 1] < text[$0]) }
    }

    /// `(B) the cat`, `B) …`, `B. …`, `B: …`: a letter with its mark, then text that names no other choice so.
    private func labelled(_ text: Bytes) -> UInt32? {
        var at = 0
        let bracketed = text.hasPrefix("(") || text.hasPrefix("[")
        if bracketed { at = 1 }
        guard at + 1 < text.count, letters.contains(text[at]) else { return nil }
        let mark = text[at + 1]
        guard bracketed ? mark == UInt8(ascii: ")") || mark == UInt8(ascii: "]") : ").:".utf8.contains(mark) else {
            return nil
        }
        var set: UInt32 = 1 << UInt32(text[at] - 0x41)
        // "B) or C)" names two.
        var next = at + 2
        while next + 1 < text.count {
            if letters.contains(text[next]), !isWord(text, next - 1), ")]".utf8.contains(text[next + 1]) {
                set |= 1 << UInt32(text[next] - 0x41)
            }
            next += 1
        }
        return set
    }

    /// `B because …`, `B, which …`: a letter and a reason; behind `which`, one that names no other.
    private func explained(_ text: Bytes) -> UInt32? {
        guard text.count > 2, letters.contains(text[0]), text[1] == 0x20 || text[1] == UInt8(ascii: ",") else {
            return nil
        }
        let rest = text.suffix(from: 1)
        let reason = (rest[0] == 0x20 ? rest : rest.suffix(from: 1)).trimmed
        if reason.hasPrefix("because ") || reason.hasPrefix("since ") { return 1 << UInt32(text[0] - 0x41) }
        guard reason.hasPrefix("which ") || reason.hasPrefix("as ") else { return nil }
        for at in 0..<rest.count where letters.contains(rest[at]) && !isWord(rest, at - 1) && !isWord(rest, at + 1) {
            return nil
        }
        return 1 << UInt32(text[0] - 0x41)
    }

    private func isWord(_ text: Bytes, _ at: Int) -> Bool {
        guard at >= 0, at < text.count else { return false }
        let byte = text[at]
        return (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte >= 0x80
    }
}
