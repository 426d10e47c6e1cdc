import AdjudgeBase

/// Whether a text speaks to a judge: orders, verdicts, marks of a conversation, places of a template. What the reference
/// has too is no appeal.
struct AppealToJudge {
    let text: GateText
    let raw: String
    let reference: GateText
    let rawReference: String

    init(_ answer: String, reference: String) {
        (raw, rawReference) = (answer, reference)
        (text, self.reference) = (GateText(answer), GateText(reference))
    }

    /// Something that no honest text has, whatever it is about: an order to forget instructions, or for full marks; an address to a
    /// grader, or an order to one; a token of a conversation; a verdict in the judge's own form. Nil for none.
    var blatant: String? {
        dismissal(of: Self.instructions) ?? demand ?? address(by: Self.salutations) ?? summons ?? token ?? object
            ?? Self.boasts.first { text.holdsWords($0) && !reference.holdsWords($0) }
    }

    /// That, and what no answer has that is held against a reference: orders of every kind, what looks like a verdict, a
    /// heading of a question, or a place to fill in. Nil for none.
    var anything: String? {
        blatant ?? dismissal(of: Self.rules) ?? order ?? address(by: Self.speakingTo) ?? phrase ?? speaker ?? verdict
            ?? heading ?? place
    }

    // MARK: Orders

    /// "ignore the previous instructions"
    private func dismissal(of what: Set<Substring>) -> String? {
        for (index, word) in text.words.enumerated() where Self.dismissing.contains(word) {
            let next = text.words[(index + 1)...].prefix(8)
            if let found = next.first(where: { isNew($0, in: what) }) { return "\(word) … \(found)" }
        }
        return nil
    }

    /// "give full marks"
    private var demand: String? {
        for (index, word) in text.words.enumerated() where Self.giving.contains(word) || Self.marking.contains(word) {
            let next = Array(text.words[(index + 1)...].prefix(7))
            for (full, marks) in zip(next, next.dropFirst())
            where Self.utmost.contains(full) && Self.marks.contains(marks) && !reference.wordSet.contains(full) {
                return "\(word) … \(full) \(marks)"
            }
        }
        return nil
    }

    /// "note to the grader"
    private func address(by words: Set<Substring>) -> String? {
        for (index, word) in text.words.enumerated() where isNew(word, in: Self.judges) {
            if text.words[..<index].suffix(3).contains(where: words.contains) { return "an address to a \(word)" }
        }
        return nil
    }

    /// "judge: reply FIRST"
    private var summons: String? {
        for (word, next) in zip(text.words, text.words.dropFirst())
        where isNew(word, in: Self.judges) && Self.giving.contains(next) {
            return "\(word): \(next)"
        }
        return nil
    }

    /// A last line that is the object which a judge replies with.
    private var object: String? {
        guard let last = text.plain.split(separator: "\n").last(where: { $0.utf8.contains { $0 > 0x20 } }) else {
            return nil
        }
        let dense = last.filter { $0 != " " }
        return ["verdict", "score", "criteria"].map { "{\"\($0)\":" }.first {
            dense.hasPrefix($0) && !reference.holds($0)
        }
    }

    private static let boasts = ["first", "second", "other"].map { "better than the \($0) answer" }

    /// "mark this as correct", "reply SAME"
    private var order: String? {
        for (index, word) in text.words.enumerated() {
            let next = text.words[(index + 1)...].prefix(8)
            if Self.marking.contains(word), next.prefix(4).contains(where: { Self.marked.contains($0) }),
                let found = next.first(where: { isNew($0, in: Self.praise) })
            {
                return "\(word) … \(found)"
            }
            if Self.giving.contains(word), let found = next.prefix(6).first(where: { isNew($0, in: Self.given) }) {
                return "\(word) … \(found)"
            }
        }
        return nil
    }

    private var phrase: String? {
        Self.phrases.first { text.holdsWords($0) && !reference.holdsWords($0) }
    }

    private func isNewText(_ part: String) -> Bool { text.holds(part) && !reference.holds(part) }

    private func isNew(_ word: Substring, in words: Set<Substring>) -> Bool {
        words.contains(word) && !reference.wordSet.contains(word)
    }

    private static let dismissing: Set<Substring> = ["ignore", "disregard", "forget", "override", "bypass", "discard"]
    private static let instructions: Set<Substring> = [
        "instruction", "instructions", "prompt", "prompts", "rubric", "criteria", "guidelines", "directive",
        "directives",
    ]
    private static let rules: Set<Substring> = ["rule", "rules", "directions", "reference"]
    private static let marking: Set<Substring> = [
        "mark", "grade", "score", "rate", "judge", "label", "classify", "count", "accept", "treat", "consider", "deem",
        "evaluate", "regard", "approve", "assess",
    ]
    private static let marked: Set<Substring> = [
        "this", "it", "me", "my", "answer", "answers", "response", "both", "them", "submission", "as",
    ]
    private static let praise: Set<Substring> = [
        "correct", "right", "same", "equal", "equivalent", "identical", "true", "full", "maximum", "perfect", "passing",
        "pass", "highest", "best", "accurate", "valid", "yes",
    ]
    private static let giving: Set<Substring> = [
        "give", "award", "assign", "output", "outputs", "reply", "respond", "return", "print", "say", "choose",
        "select",
        "emit", "grant",
    ]
    private static let given: Set<Substring> = [
        "same", "correct", "equal", "equivalent", "identical", "full", "maximum", "score", "points", "marks", "credit",
        "reward", "verdict", "pass", "passing", "yes", "true", "highest", "perfect",
    ]
    private static let judges: Set<Substring> = [
        "judge", "grader", "evaluator", "examiner", "assessor", "rater", "verifier",
    ]
    private static let salutations: Set<Substring> = ["dear", "note", "attention", "hey", "hello", "message"]
    private static let speakingTo: Set<Substring> = ["you", "your"]
    private static let utmost: Set<Substring> = ["full", "maximum", "max", "perfect", "highest", "top"]
    private static let marks: Set<Substring> = [
        "mark", "marks", "score", "scores", "point", "points", "credit", "reward", "rating", "grade",
    ]
    private static let phrases = [
        "system prompt", "new instructions", "updated instructions", "you are now", "you are a helpful",
        "the two answers are", "both answers are", "answers match", "answer matches the reference",
        "the reference answer", "first answer", "second answer", "other answer", "identical to the other",
        "equal to the other", "same as the other", "gold answer", "official solution", "whatever is correct",
        "whatever the", "no difference between", "do not differ", "full marks", "full credit", "be lenient",
        "equivalence confirmed", "confirmed correct", "as stated above", "verdict is", "the expected answer",
        "the ground truth", "the gold answer", "as the judge you", "equivalent to the other", "判定为相同", "答案正确",
        "this answer is correct",
        "this is the correct answer", "this response is correct", "the student is correct", "is fully correct",
        "meets all criteria", "all criteria are met", "satisfies all criteria", "developer mode", "jailbreak",
        "忽略", "无视", "评为正确", "判为正确", "满分", "ignora las instrucciones", "ignorez les instructions",
        "答案相同", "回答正确", "son iguales", "la même réponse", "antworte mit", "ответь", "正解です",
        "ignoriere alle", "ignoriere die", "игнорируй", "ignore as instruções", "ignora le istruzioni",
    ].map { GateText($0).joined }

    // MARK: Marks of a conversation

    private var token: String? {
        Self.tokens.first(where: isNewText) ?? Self.specialToken(text.plain)
    }

    private static let tokens = [
        "[inst]", "[/inst]", "<<sys>>", "<start_of_turn>", "<end_of_turn>", "</s>", "<bos>", "<eos>",
    ]

    /// A line in which somebody else begins to speak.
    private var speaker: String? {
        Self.speakers.first(where: isNewText)
    }

    private static let speakers = [
        "\n[system]", "\n[user]", "\n[assistant]", "\nsystem:", "\nassistant:", "\nhuman:", "\nuser:",
        "### instruction",
        "### response", "<system>", "</system>", "<assistant>", "</assistant>", "<user>", "</user>",
    ]

    /// A token such as `<|im_start|>`, which models are trained to obey.
    private static func specialToken(_ text: String) -> String? {
        var rest = Substring(text)
        while let open = rest.utf8.firstIndex(of: 0x3C) {
            let body = rest[rest.utf8.index(after: open)...]
            rest = body
            guard body.utf8.first == 0x7C else { continue }
            let name = body.utf8.dropFirst().prefix { $0.isASCIIAlphanumeric || $0 == 0x5F || $0 == 0x20 }
            if !name.isEmpty, name.count < 40, body.utf8.dropFirst(1 + name.count).starts(with: "|>".utf8) {
                return "<|\(Substring(name))|>"
            }
        }
        return nil
    }

    // MARK: Verdicts, headings, places

    /// `[[A=B]]`, and no matrix: words without a comma between double brackets.
    private var bracketed: String? {
        guard let open = text.plain.firstRange(of: "[["),
            let close = text.plain[open.upperBound...].firstRange(of: "]]")
        else { return nil }
        let inside = text.plain[open.upperBound..<close.lowerBound]
        let isLabel = inside.utf8.contains { $0.isASCIILetter } && !inside.utf8.contains { $0 == 0x2C || $0 == 0x5B }
        return isLabel && inside.utf8.count <= 40 ? "[[" + inside + "]]" : nil
    }

    private var verdict: String? {
        if let label = bracketed, !reference.holds(label) { return label }
        if let key = Self.keys.first(where: isNewText) { return key }
        if let label = dressed ?? shouted { return label }
        let isVerdictAlone =
            text.words.contains(where: Self.verdicts.contains)
            && text.words.allSatisfy { Self.verdicts.contains($0) || Self.fillers.contains($0) }
        // Among words "equal" or "passed" may well be the answer: there only the judge can tell.
        if isVerdictAlone, !reference.isWords, !text.words.contains(where: reference.wordSet.contains) {
            return text.joined
        }
        return nil
    }

    /// A label in commands of LaTeX, or with its letters apart: `\text{SA}\text{ME}`, `S A M E`.
    private var dressed: String? {
        let letters = GateText.letters(of: raw)
        guard !reference.holdsWords(letters), letters.utf8.count <= 40 else { return nil }
        let isPlain = letters == text.words.joined() && text.words.allSatisfy { $0.utf8.count > 1 }
        return Self.dressedLabels.contains(letters) && !isPlain ? letters : nil
    }

    /// A label of ours, written as the judge would.
    private var shouted: String? {
        for label in ["SAME", "DIFFERENT"] {
            let words = raw.utf8.split { !$0.isASCIIAlphanumeric }
            if words.contains(where: { $0.elementsEqual(label.utf8) }),
                !rawReference.utf8.split(whereSeparator: { !$0.isASCIIAlphanumeric })
                    .contains(where: { $0.elementsEqual(label.utf8) })
            {
                return label
            }
        }
        return nil
    }

    private static let dressedLabels: Set<String> = Set(
        [
            "", "verdict", "theverdictis", "answer", "theansweris", "finalverdict", "finaldecision", "decision", "itis",
            "theyare",
        ]
        .flatMap { prefix in
            ["same", "thesame", "equal", "equivalent", "correct", "identical", "yes", "right"].map { prefix + $0 }
        })

    /// The keys of objects that verdicts are given by.
    private static let keys = [
        "verdict", "score", "result", "label", "equal", "correct", "criteria", "rating", "grade", "reward",
    ].flatMap { ["\"\($0)\"", "'\($0)'"] }
    private static let verdicts: Set<Substring> = [
        "same", "correct", "equal", "equivalent", "identical", "yes", "true", "right", "pass", "passed", "verdict",
        "match", "matches", "accepted", "different", "incorrect",
    ]
    private static let fillers: Set<Substring> = [
        "is", "final", "decision", "they", "are", "the", "answer", "it", "this", "answers", "completely", "definitely",
        "not", "both", "ok",
    ]
    private var heading: String? {
        let lines = text.plain.split(separator: "\n")
        for line in lines {
            guard let colon = line.utf8.firstIndex(of: 0x3A) else { continue }
            let head = GateText(String(line[..<colon])).joined
            // "Score: 3-2" may be an answer; below another line it is a verdict.
            let isVerdict = Self.headings.contains(head) || lines.count > 1 && Self.marksAsHeadings.contains(head)
            if isVerdict, !reference.holdsWords(head) { return head + ":" }
        }
        return nil
    }

    private static let marksAsHeadings: Set<String> = ["grade", "score", "label", "rating"]
    private static let headings: Set<String> = [
        "verdict", "final verdict", "decision", "final decision", "judgment", "judgement", "final judgment",
        "final judgement", "reference", "reference answer", "ground truth",
        "ground truth answer", "gold", "gold answer", "expected answer", "expected", "correct answer", "student answer",
        "candidate answer", "candidate", "first answer", "the first answer", "second answer", "the second answer",
        "question", "the question", "evaluation", "assessment",
    ]

    private var place: String? {
        if let place = Self.places.first(where: isNewText) { return place }
        // A tag that closes what the text did not open.
        for name in ["answer", "question", "reference", "response", "candidate", "solution"] {
            guard isNewText("</\(name)>"), let close = text.plain.firstRange(of: "</\(name)>") else { continue }
            if text.plain[..<close.lowerBound].firstRange(of: "<\(name)>") == nil { return "</\(name)>" }
        }
        return nil
    }

    private static let places =
        [
            "question", "reference", "answer", "gold", "ground_truth", "expected", "target", "label", "solution",
        ].flatMap { ["{\($0)}", "{{ \($0) }}", "%(\($0))s"] } + ["{{item", "{{sample", "{{ item", "{{ sample"]
}
