import AdjudgeBase

/// `judge`: a model says whether an answer is the reference, how good it is, which label it has, which criteria it meets,
/// whether it is better than another, or how it ranks among those of its group.
enum JudgeKind {
    static let kind = VerifierKind(
        name: "judge",
        summary: "A model's verdict, at an endpoint that the operator configured: never for what rules can decide.",
        keys: keys,
        defaultInput: { node in
            isAboutAnswers(node)
                ? .answer([
                    "strip_think", "first_turn", "boxed", "hash", ["xml": "answer"], "answer_line", "whole",
                ]) : .answer(["strip_think", "whole"])
        },
        compile: compile)

    private static let keys: [VerifierKind.Key] = [
        .init("mode", "equivalence (default), score, label, rubric, pairwise, ranking."),
        .init("endpoint", "The name of an endpoint in the operator's settings; default theirs."),
        .init("model", "The model, as the endpoint knows it; default the endpoint's."),
        .init("question", "What was asked; default the row's question, problem or prompt."),
        .init("guide", "What good answers are like, or what the labels mean."),
        .init("labels", "label: a list of labels, or an object of labels with lists of other words for them."),
        .init("passing", "label: the labels that get 1."),
        .init("heading", "label: the heading of the reply's section that is the label; default the last line."),
        .init("range", "score: [lowest, highest], default [0, 1]."),
        .init("normalize", "score: true: the reward goes from 0 to 1 whatever the range."),
        .init("criteria", "rubric: a list of criteria, or a template; default {{item.rubric}}."),
        .init("batch", "rubric: how many criteria one call has; default all."),
        .init("rivals", "ranking: the group's responses, a template; default {{item.completions}}."),
        .init("pairs", "ranking: all (default), or circular: only with the neighbours in the list."),
        .init("swap", "equivalence, pairwise: ask in both orders; default true."),
        .init("votes", "How many replies are counted in each order, 1 to 64; default 1."),
        .init("logprobs", "equivalence, label, pairwise, ranking: the reward is the probability of the labels."),
        .init("gate", "What is refused without a call: strict (default of equivalence), light, off."),
        .init("max_answer", "The longest answer that is shown, in bytes; default 4000 for equivalence, else 100000."),
        .init("template", "The question as text with {{places}}, or the name of one in the operator's settings."),
        .init("sampling_params", "temperature, top_p, seed, max_completions_tokens, reasoning_effort."),
    ]

    private enum Mode {
        case equivalence, score, label, rubric, pairwise, ranking
    }

    private static func mode(_ node: DocumentNode) throws(DocumentError) -> Mode {
        try node.member("mode")?.choice(
            "a mode",
            [
                ("equivalence", .equivalence), ("score", .score), ("label", .label), ("rubric", .rubric),
                ("pairwise", .pairwise), ("ranking", .ranking),
            ]) ?? .equivalence
    }

    private static func isAboutAnswers(_ node: DocumentNode) -> Bool {
        guard let mode = try? mode(node) else { return true }
        return mode == .equivalence
    }

    /// The keys that only some modes have.
    private static let modesOfKeys: [(key: String, modes: [Mode])] = [
        ("labels", [.label]), ("passing", [.label]), ("heading", [.label]), ("range", [.score]),
        ("normalize", [.score]),
        ("criteria", [.rubric]), ("batch", [.rubric]), ("swap", [.equivalence, .pairwise]),
        ("logprobs", [.equivalence, .label, .pairwise, .ranking]),
        ("votes", [.equivalence, .score, .label, .pairwise, .ranking]), ("rivals", [.ranking]), ("pairs", [.ranking]),
    ]

    private static func compile(
        _ node: DocumentNode, _ context: inout CompileContext
    ) throws(DocumentError) -> any Verifier {
        let mode = try mode(node)
        for (key, modes) in modesOfKeys where !modes.contains(mode) {
            if let member = node.member(key) {
                throw DocumentError(path: member.path, found: "\"\(key)\"", expected: "none in this mode")
            }
        }
        let place = try JudgePlace(node)
        var texts = SubjectReader()
        let questions = try node.member("question").map { question throws(DocumentError) in
            [try question.string("a template such as \"{{item.question}}\"")]
        }
        for template in questions ?? ["{{item.question}}", "{{item.problem}}", "{{item.prompt}}"] {
            texts.questions.append(context.argument(template, path: "\(node.path).question"))
        }
        if mode == .rubric { texts.criteria = try criteria(node, &context) }
        if mode == .ranking { texts.rivals = try rivals(node, &context) }
        let isStrict = mode == .equivalence
        let strictness = try node.member("gate")?.choice(
            "a gate", Gate.Strictness.allCases.map { ($0.rawValue, $0) })
        let longest = try node.member("max_answer")?.integer(in: 1...1 << 24)
        let asked = try built(mode, node, place)
        return JudgeVerifier(
            mode: asked,
            gate: Gate(
                strictness ?? (isStrict ? .strict : .light),
                maxBytes: longest ?? (isStrict ? 4_000 : 100_000), marks: asked.marks, headings: asked.headings),
            texts: texts, address: place.judge, needsReference: try needsReference(mode, node))
    }

    /// Whether a row without a reference cannot be judged. Our own templates of scores and labels do without; one that the
    /// grader gives and that shows the reference does not.
    private static func needsReference(_ mode: Mode, _ node: DocumentNode) throws(DocumentError) -> Bool {
        if mode == .equivalence || mode == .pairwise { return true }
        guard mode != .ranking, let place = node.member("template") else { return false }
        let text = try place.string("a template, or the name of one")
        return try JudgePlace.template(named: text, path: place.path).has(.reference)
    }

    private static func criteria(
        _ node: DocumentNode, _ context: inout CompileContext
    ) throws(DocumentError) -> SubjectReader.Criteria {
        guard let criteria = node.member("criteria") else {
            return .argument(context.argument("{{item.rubric}}", path: "\(node.path).criteria"))
        }
        if case .string(let text) = criteria.value { return .argument(context.argument(text, path: criteria.path)) }
        return .given(try CriteriaReader.criteria(criteria))
    }

    private static func rivals(
        _ node: DocumentNode, _ context: inout CompileContext
    ) throws(DocumentError) -> RivalReader {
        let place = node.member("rivals")
        let template = try place?.string("a template such as \"{{item.completions}}\"") ?? "{{item.completions}}"
        if let place, !template.contains("{{") {
            throw place.mismatch(expected: "a template such as \"{{item.completions}}\", a list of the row")
        }
        return RivalReader(
            argument: context.argument(template, path: place?.path ?? "\(node.path).rivals"),
            pairs: try node.member("pairs")?.choice("pairs", [("all", .all), ("circular", .circular)]) ?? .all,
            chain: try ExtractionChain(node.member("extract") ?? DocumentNode(["strip_think", "whole"])))
    }

    private static func heading(_ node: DocumentNode, _ weighs: Bool) throws(DocumentError) -> String? {
        guard let member = node.member("heading") else { return nil }
        let heading = try member.string("the heading of a section")
        guard heading.utf8.contains(where: \.isASCIIAlphanumeric), heading.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x23 })
        else { throw member.mismatch(expected: "one line of words, without #") }
        guard !weighs else {
            throw DocumentError(
                path: member.path, found: "\"heading\" beside \"logprobs\"",
                expected: "one of them: a report does not begin with its verdict")
        }
        return heading
    }

    private static func built(
        _ mode: Mode, _ node: DocumentNode, _ place: JudgePlace
    ) throws(DocumentError) -> any JudgeMode {
        let guide = try node.member("guide")?.string("a text") ?? ""
        let votes = try node.member("votes")?.integer(in: 1...64) ?? 1
        let weighs = try place.weighs(node)
        let forms = place.forms(isImmediate: weighs)
        switch mode {
        case .equivalence, .pairwise, .ranking:
            let isEquivalence = mode == .equivalence
            let comparison = ComparisonMode(
                kind: isEquivalence ? .equivalence : .pairwise,
                template: try place.template(
                    node, isEquivalence ? StandardTemplates.equivalence : StandardTemplates.pairwise,
                    needs: [[.first, .reference], [.second, .answer]]),
                guide: guide,
                labels: isEquivalence ? ComparisonMode.equivalenceLabels : ComparisonMode.pairwiseLabels,
                swaps: try node.member("swap")?.bool() ?? true, votes: votes, weighs: weighs, forms: forms)
            return mode == .ranking ? RankingMode(comparison: comparison) : comparison
        case .score:
            let range = try ScoreRange.read(node.member("range"))
            return ScoreMode(
                template: try place.template(node, StandardTemplates.score, needs: [[.answer]]), guide: guide,
                range: range, isNormalized: try node.member("normalize")?.bool() ?? false, votes: votes, forms: forms)
        case .label:
            let labels = try LabelList.labels(try node.required("labels", "a list of labels"))
            return LabelMode(
                template: try place.template(node, StandardTemplates.label, needs: [[.answer]]), guide: guide,
                labels: labels,
                passing: try LabelList.passing(try node.required("passing", "the labels that get 1"), labels),
                heading: try heading(node, weighs), votes: votes, weighs: weighs, forms: forms)
        case .rubric:
            return RubricMode(
                template: try place.template(node, StandardTemplates.rubric, needs: [[.answer], [.criteria]]),
                guide: guide, batch: try node.member("batch")?.integer(in: 1...256) ?? 256, forms: forms)
        }
    }
}
