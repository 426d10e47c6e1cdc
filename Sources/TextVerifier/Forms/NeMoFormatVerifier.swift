import AdjudgeBase

/// `format` with the preset `nemo.format_verification`: the form that each row's `verifier` names, by NeMo-Gym's rules.
struct NeMoFormatVerifier: Verifier {
    let argument: Int

    var needsReference: Bool { false }

    func makeChecker() -> any Checker { NeMoFormatChecker(argument: argument) }
}

private final class NeMoFormatChecker: Checker {
    private let argument: Int
    private let parser = JSONParser(maxDepth: 8)
    private let patterns = RowPatterns()

    init(argument: Int) { self.argument = argument }

    func check(_ input: CheckInput, _ scratch: Scratch) -> Outcome {
        scratch.spend(input.answer.bytes.count)
        let field = input.arguments[argument]
        if field.isAbsent { return Outcome(.badSample, .missingField) }
        guard let form = try? parser.parse(field.bytes), form.kind == .object else {
            return Outcome(.badSample, .mistypedField)
        }
        let text = input.answer.bytes
        let holds: Bool?
        switch form.member("type")?.string(into: scratch.arena) {
        case let type? where type.equals("regex") || type.equals("inline_prose"):
            // Without a pattern no line matches, and without a count one has to.
            guard let patterns = patterns(form.member("verify_regex"), scratch), !patterns.isEmpty,
                let least = form.member("verify_min_matches").map({ Int($0.raw.string) }) ?? 1
            else { return Outcome(.badSample, .mistypedField) }
            holds = LineForms.holds(text, patterns, least: least, scratch)
        case let type? where type.equals("string_match"):
            guard let markers = texts(form.member("expected_markers"), scratch),
                let patterns = patterns(form.member("patterns"), scratch), markers.count + patterns.count > 0
            else { return Outcome(.badSample, .mistypedField) }
            holds = LineForms.holds(text, markers: markers, patterns, scratch)
        default: return Outcome(.badSample, .mistypedField)
        }
        guard let holds else { return Outcome(.limitExceeded, .matchLimit) }
        return .graded(holds, holds ? .wellFormed : .malformed)
    }

    private func texts(_ list: JSONValue?, _ scratch: Scratch) -> [Bytes]? {
        guard let list, list.kind != .null else { return [] }
        guard list.kind == .array else { return nil }
        var texts: [Bytes] = []
        for element in list.elements {
            guard let text = element.string(into: scratch.arena) else { return nil }
            texts.append(text)
        }
        return texts
    }

    private func patterns(_ list: JSONValue?, _ scratch: Scratch) -> [RegexPattern]? {
        guard let texts = texts(list, scratch) else { return nil }
        var found: [RegexPattern] = []
        for text in texts {
            guard let pattern = patterns.pattern(text) else { return nil }
            found.append(pattern)
        }
        return found
    }
}
