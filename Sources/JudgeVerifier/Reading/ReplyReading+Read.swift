import AdjudgeBase

extension ReplyReading {
    /// The finding in `reply`; throws where it is no verdict.
    func read(_ reply: ModelReply, _ parser: JSONParser) throws(JudgeFailure) -> Finding {
        switch reply.ending {
        case .truncated: throw JudgeFailure(.truncated, "the reply was cut off after \(reply.outputTokens) tokens")
        case .refused: throw JudgeFailure(.refused, "the model or a filter declined")
        case .complete: break
        }
        let text = ReplyText(reply.text)
        guard !text.text.isEmpty else { throw JudgeFailure(.unreadable, "the reply is empty") }
        if case .section(let heading, let labels) = self {
            return try ReplyReading.read(text.section(heading), under: heading, labels)
        }
        if let json = text.json {
            let bytes = OwnedBytes(String(json))
            defer { withExtendedLifetime(bytes) {} }
            guard let object = try? parser.parse(bytes.view), object.firstDuplicateKey() == nil else {
                throw JudgeFailure(.unreadable, "the reply is no JSON object with each key once")
            }
            return try read(object)
        }
        guard text.endsApart else { throw JudgeFailure(.unreadable, "the last line goes on from the one before it") }
        let keys = ["\"verdict\"", "\"label\"", "\"score\"", "\"result\""]
        guard !keys.contains(where: { text.text.firstRange(of: $0) != nil }) else {
            throw JudgeFailure(.unreadable, "the reply has an object and is none")
        }
        switch self {
        case .label(let labels): return try ReplyReading.read(text.lines, labels)
        case .score(let range, let clips):
            guard let line = text.lines.last else { throw JudgeFailure(.unreadable, "the reply is empty") }
            return try .score(ReplyReading.number(String(ReplyText.said(line)), range, clips: clips))
        case .criteria, .section: throw JudgeFailure(.unreadable, "the reply is no JSON object")
        }
    }

    // MARK: Objects

    private func read(_ object: JSONValue) throws(JudgeFailure) -> Finding {
        switch self {
        case .label(let labels):
            let text = ReplyReading.sole(["verdict", "label", "result", "answer"], of: object)?.decodedString
            guard let text, let place = labels.firstIndex(where: { $0.isMeant(by: text) }) else {
                throw JudgeFailure(.unreadable, "\"verdict\" is none of the labels")
            }
            return .label(place)
        case .score(let range, let clips):
            let value = ReplyReading.sole(["score", "result", "rating", "SCORE"], of: object)
            guard let text = value?.numberText?.string ?? value?.decodedString else {
                throw JudgeFailure(.unreadable, "\"score\" is no number")
            }
            return try .score(ReplyReading.number(text, range, clips: clips))
        case .criteria(let criteria): return try ReplyReading.read(object, criteria)
        case .section: throw JudgeFailure(.unreadable, "the reply is no report")
        }
    }

    /// The value of the only one of these keys that the object has.
    private static func sole(_ keys: [StaticString], of object: JSONValue) -> JSONValue? {
        let values = keys.compactMap { object.member($0) }
        return values.count == 1 ? values[0] : nil
    }

    /// The choices for criteria that are numbered from 1, each exactly once.
    private static func read(_ object: JSONValue, _ criteria: [[String]]) throws(JudgeFailure) -> Finding {
        guard let list = object.member("criteria"), list.kind == .array, list.count == criteria.count else {
            throw JudgeFailure(.unreadable, "\"criteria\" is no list of \(criteria.count) verdicts")
        }
        var met = [Double?](repeating: nil, count: criteria.count)
        for entry in list.elements {
            guard let number = entry.member("number")?.numberText.flatMap({ Int($0.string) }),
                number >= 1, number <= criteria.count, met[number - 1] == nil
            else { throw JudgeFailure(.unreadable, "a criterion's \"number\" is missing, unknown, or there twice") }
            let choices = criteria[number - 1]
            guard let said = entry.member("verdict")?.decodedString,
                let place = choices.firstIndex(where: { $0.lowercased() == said.lowercased() })
            else { throw JudgeFailure(.unreadable, "the verdict on criterion \(number) is none of its choices") }
            met[number - 1] = Double(place) / Double(choices.count - 1)
        }
        return .criteria(met.map { $0 ?? 0 })
    }

    // MARK: Lines

    /// The label that the last line is. A line that is another label takes it back: then none counts.
    private static func read(_ lines: [Substring], _ labels: [JudgeLabel]) throws(JudgeFailure) -> Finding {
        func label(_ line: Substring) -> Int? {
            let (whole, said) = (String(line), String(ReplyText.said(line)))
            return labels.firstIndex { $0.isMeant(by: whole) || $0.isMeant(by: said) }
        }
        guard let last = lines.last, let place = label(last) else {
            throw JudgeFailure(.unreadable, "the last line is none of the labels")
        }
        // "Verdict: DIFFERENT, since …" is another one.
        func begun(_ line: Substring) -> Int? {
            let said = ReplyText.said(line)
            guard said.startIndex != line.startIndex else { return nil }
            let word = said.utf8.prefix { $0.isASCIIAlphanumeric || $0 == 0x5F || $0 >= 0x80 }
            return labels.firstIndex { $0.isMeant(by: String(Substring(word))) }
        }
        guard lines.dropLast().allSatisfy({ (label($0) ?? begun($0) ?? place) == place }) else {
            throw JudgeFailure(.unreadable, "several lines are different labels")
        }
        return .label(place)
    }

    /// The label that a section is. A reply that quotes the heading from the answer has it twice, and none counts.
    private static func read(
        _ section: [Substring]?, under heading: String, _ labels: [JudgeLabel]
    ) throws(JudgeFailure) -> Finding {
        guard let section else {
            throw JudgeFailure(.unreadable, "the heading \"\(heading)\" is not there once")
        }
        guard section.count == 1, let place = labels.firstIndex(where: { $0.isMeant(by: String(section[0])) }) else {
            throw JudgeFailure(.unreadable, "what stands under \"\(heading)\" is none of the labels")
        }
        return .label(place)
    }

    /// The number that `text` is, and nothing else.
    private static func number(
        _ text: String, _ range: ClosedRange<Double>, clips: Bool
    ) throws(JudgeFailure) -> Double {
        let isPlain =
            !text.isEmpty && text.utf8.count <= 32
            && text.utf8.allSatisfy { byte in
                byte.isASCIIDigit || byte == 0x2E || byte == 0x2D || byte == 0x2B || byte | 0x20 == 0x65
            }
        guard isPlain, let value = Double(text), value.isFinite else {
            throw JudgeFailure(.unreadable, "the score is no number")
        }
        if range.contains(value) { return value }
        guard clips else {
            throw JudgeFailure(
                .unreadable, "the score \(value) is outside \(range.lowerBound) to \(range.upperBound)")
        }
        return min(max(value, range.lowerBound), range.upperBound)
    }
}
