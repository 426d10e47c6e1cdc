import AdjudgeBase

/// open-instruct's rule (`MathVerifier`): the box, Minerva's "Final Answer: The final answer is …", else the last `$…$`,
/// else the whole response; one of them must equal the reference, by computer algebra or after the Hendrycks
/// `strip_string`.
///
/// Unsafe: several candidates, of which any may be right; `\text{ ` and what follows is cut, so `2 \text{ or maybe } 3`
/// is 2; a left side of up to two characters is dropped, so `6=5` is 5; of a Minerva answer all before the last `=` is.
struct OpenInstructProfile: SymbolicProfile {
    static let name = "open_instruct"

    func answer(in response: Bytes, _ scratch: Scratch) -> CompatAnswer? { candidates(in: response, scratch).first }

    func candidates(in response: Bytes, _ scratch: Scratch) -> [CompatAnswer] {
        var answers: [CompatAnswer] = []
        if let box = boxed(response) { answers.append(CompatAnswer(text: box)) }
        if let minerva = minerva(response, scratch.arena) {
            let text = MinervaText.normalized(minerva, scratch.arena, openInstruct: true)
            if !text.equals("[invalidanswer]") { answers.append(CompatAnswer(text: text)) }
        }
        if answers.isEmpty, let formula = formula(response) {
            answers.append(
                CompatAnswer(text: MinervaText.normalized(formula, scratch.arena, openInstruct: true)))
        }
        if answers.isEmpty {
            answers.append(
                CompatAnswer(text: MinervaText.normalized(response, scratch.arena, openInstruct: true)))
            answers.append(CompatAnswer(text: response))
        }
        return answers
    }

    /// What an answer was cut out of by Minerva's normalisation, which drops left sides and words.
    func statement(in response: Bytes) -> Bytes? {
        if boxed(response) != nil { return nil }
        return minervaSentence(response)?.pythonStripped ?? formula(response) ?? response
    }

    private func formula(_ response: Bytes) -> Bytes? {
        guard let close = response.findLast(Bytes("$")), let open = response[0..<close].findLast(Bytes("$")) else {
            return nil
        }
        return response[open + 1..<close]
    }

    /// What stands between Minerva's two sentences, or behind the first where the second is missing.
    private func minervaSentence(_ response: Bytes) -> Bytes? {
        guard let start = response.find(OpenInstructProfile.announcement) else { return nil }
        let rest = response.suffix(from: start + OpenInstructProfile.announcement.count).firstLine
        var sentence = rest[0..<(rest.find(Bytes("I hope it is correct")) ?? rest.count)].pythonStripped
        if sentence.hasSuffix(".") { sentence = sentence[0..<sentence.count - 1] }
        return sentence
    }

    private static let announcement = Bytes("Final Answer: The final answer is")

    private func boxed(_ response: Bytes) -> Bytes? {
        if let spaced = response.findLast(Bytes("\\boxed ")) {
            let rest = response.suffix(from: spaced + 7)
            return rest[0..<(rest.find(Bytes("$")) ?? rest.count)]
        }
        guard let found = response.findLast(Bytes("\\boxed")), response.suffix(from: found + 6).hasPrefix("{"),
            let close = PlainBraces.close(response, open: found + 6)
        else { return nil }
        return response[found + 7..<close]
    }

    /// `Final Answer: The final answer is(.*?). I hope it is correct.`; the peer itself puts its last sentence at the
    /// end of the response.
    private func minerva(_ response: Bytes, _ arena: Arena) -> Bytes? {
        let mark = OpenInstructProfile.announcement
        let end = Bytes(" I hope it is correct")
        guard let start = response.find(mark) else { return nil }
        var line = response.suffix(from: start + mark.count).firstLine
        if line.offset(in: response)! + line.count == response.count {
            let added = Bytes("I hope it is correct.")
            let to = arena.allocate(line.count + added.count)
            to.update(from: line.start, count: line.count)
            (to + line.count).update(from: added.start, count: added.count)
            line = Bytes(start: to, count: line.count + added.count)
        }
        // One character, whichever, stands before the sentence, and one behind it.
        var from = 1
        while from <= line.count, let found = line.suffix(from: from).find(end) {
            if from + found + end.count < line.count {
                return line[0..<line.codePointStart(before: from + found)].pythonStripped
            }
            from += found + 1
        }
        return nil
    }

    func normalized(_ text: Bytes, _ scratch: Scratch) -> Bytes { StripString.apply(text, scratch.arena) ?? text }

    func accepts(_ answer: Bytes, _ reference: Bytes, _ engine: CompatEngine, _ scratch: Scratch) -> Bool {
        let arena = scratch.arena
        if engine.equivalent(answer.withPiAsLetter(arena), reference.withPiAsLetter(arena)) ?? false { return true }
        let left = StripString.apply(answer, arena)
        let right = StripString.apply(reference, arena)
        guard let left, let right else { return answer == reference }
        return left == right
    }
}
