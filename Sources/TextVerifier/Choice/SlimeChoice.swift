import AdjudgeBase
import AdjudgeProse

/// slime's GPQA reward.
struct SlimeChoice {
    let input: PeerChoice.Input

    func find() -> PeerChoice.Found {
        let text = answer
        let letter: Int?
        switch extracted(text) {
        case .limitExceeded: return .limitExceeded
        case .letter(let found): letter = found
        default: letter = nil
        }
        let correct = correctLetter
        if let letter, correct != nil { return .letter(letter) }
        // Without both letters the gold text anywhere in the response will do.
        let response = plain(text)
        var targets = [plain(input.reference)]
        if let correct, let option = input.options.first(where: { $0.letter == correct })?.text {
            targets.append(plain(option))
        }
        if targets.contains(where: { !$0.isEmpty && response.find($0) != nil }) { return .text }
        return letter.map { .letter($0) } ?? .none
    }

    /// The reference as a letter: itself, or the option that it is the text of.
    var correctLetter: Int? {
        let reference = input.reference.pythonStripped
        if reference.count == 1, case let letter = reference[0] & 0xDF, letter >= 0x41, letter <= 0x5A,
            valid >> UInt32(letter - 0x41) & 1 == 1
        {
            return Int(letter - 0x41)
        }
        let wanted = plain(reference)
        return input.options.first { $0.text.map(plain) == wanted }?.letter
    }

    /// The letters of the options; A to H where the row has none.
    private var valid: UInt32 { input.options.isEmpty ? 0xFF : input.letters }

    private var answer: Bytes {
        input.response.findLast(Bytes("</think>")).map { input.response.suffix(from: $0 + 8) } ?? input.response
    }

    private static let patterns = [
        "(?:answer|option|choice)\\s*(?:is|:)?\\s*([A-Z])", "([A-Z])\\s*(?:is\\s*(?:the)?\\s*correct)",
        "final\\s*(?:answer|option)\\s*(?:is|:)?\\s*([A-Z])",
    ].map { try! RegexPattern($0, options: [.ignoreCase]) }

    private func extracted(_ text: Bytes) -> PeerChoice.Found {
        guard !text.isEmpty else { return .none }
        guard text.count <= RegexPattern.maxTextBytes else { return .limitExceeded }
        guard let validText = input.scratch.validText(text) else { return .none }
        for pattern in SlimeChoice.patterns {
            switch pattern.match(validText, scratch: input.scratch.regex) {
            case .limitExceeded: return .limitExceeded
            case .none: continue
            case .found(let groups):
                let letter = groups.range(1).map { text[$0.lowerBound] & 0xDF } ?? 0
                if letter >= 0x41, letter <= 0x5A, valid >> UInt32(letter - 0x41) & 1 == 1 {
                    return .letter(Int(letter - 0x41))
                }
            }
        }
        for at in stride(from: text.count - 1, through: 0, by: -1)
        where text[at] >= 0x41 && text[at] <= 0x5A && isAlone(text, at) && valid >> UInt32(text[at] - 0x41) & 1 == 1 {
            return .letter(Int(text[at] - 0x41))
        }
        return .none
    }

    /// Between word boundaries, as `\b` has them.
    private func isAlone(_ text: Bytes, _ at: Int) -> Bool {
        func isWord(_ at: Int) -> Bool {
            guard at >= 0, at < text.count else { return false }
            if text[at] < 0x80 { return text[at].continuesWord }
            var start = at
            while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
            return CodePoints.isWordCharacter(text.scalar(at: start).value ?? 0xFFFD)
        }
        return !isWord(at - 1) && !isWord(at + 1)
    }

    /// Runs of letters and digits of ASCII in lower case with single spaces between them.
    private func plain(_ text: Bytes) -> Bytes {
        let lower = CodePoints(text, input.arena).lowered(input.arena)
        let memory = input.arena.allocate(lower.count + 1)
        var count = 0
        for index in 0..<lower.count {
            let codePoint = lower[index]
            if codePoint >= 0x61 && codePoint <= 0x7A || codePoint.isASCIIDigit {
                memory[count] = UInt8(codePoint)
                count += 1
            } else if count > 0, memory[count - 1] != 0x20 {
                memory[count] = 0x20
                count += 1
            }
        }
        if count > 0, memory[count - 1] == 0x20 { count -= 1 }
        return Bytes(start: memory, count: count)
    }
}

/// simple-evals' pattern for multiple choice: `(?i)Answer[ \t]*:[ \t]*\$?([A-D])\$?`, the first match.
enum SimpleEvalsChoice {
    static func find(_ input: PeerChoice.Input) -> PeerChoice.Found {
        let text = input.response
        var at = 0
        while at + 6 < text.count {
            defer { at += 1 }
            guard text[at] | 0x20 == 0x61, text[at..<at + 6].isWord("answer") else { continue }
            var next = at + 6
            while text[next] == 0x20 || text[next] == 0x09 { next += 1 }
            guard text[next] == 0x3A else { continue }
            next += 1
            while text[next] == 0x20 || text[next] == 0x09 { next += 1 }
            if text[next] == 0x24 { next += 1 }
            guard text[next] | 0x20 >= 0x61, text[next] | 0x20 <= 0x64 else { continue }
            // A lower-case letter is extracted, and equals no reference.
            return text[next] <= 0x5A ? .letter(Int(text[next] - 0x41)) : .none
        }
        return .none
    }
}
