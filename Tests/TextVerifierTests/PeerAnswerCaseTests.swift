import AdjudgeBase
import AdjudgeProse
import CaseFiles
import Testing

@testable import TextVerifier

/// Peers' rules for short answers against what the peers themselves said.
@Suite struct PeerAnswerCaseTests {
    @Test("SQuAD, DROP, HELM, LightEval and lm-eval: normalisations and scores")
    func questionAnswering() throws {
        guard let rows = CaseFiles.external("rules/qa_normalise_em_f1") else { return }
        var bench = CaseBench()
        try CaseFiles.forEach(rows) { row in
            bench.begin()
            let input = row.member("input")!
            let arena = bench.scratch.arena
            let name = row.text("fn")
            if let text = input.member("text") {
                let points = CodePoints(bench.texts(text)[0], arena)
                let normal: CodePoints
                switch name {
                case "drop.normalize": normal = AnswerText.drop(points, arena)
                case "lighteval.helm_normalizer": normal = AnswerText.lightEval(points, arena)
                case "helm.normalize_text_keep_articles": normal = AnswerText.keepingArticles(points, arena)
                case "lighteval.triviaqa_normalizer": normal = AnswerText.triviaQA(points, arena)
                default: normal = AnswerText.squad(points, arena)
                }
                bench.note(row, normal.bytes(arena).string, row.text("expect"))
                return
            }
            if name.hasSuffix(".drop") {
                let score = DropBags(scratch: bench.prose).score(
                    bench.texts(input.member("prediction")).map { CodePoints($0, arena) },
                    bench.texts(input.member("gold_spans")).map { CodePoints($0, arena) },
                    scale: name.hasPrefix("simple") ? 100 : 1)
                bench.note(row, score.exact, Double(row.member("expect")!.member("em")!.raw.string))
                bench.note(row, score.f1, Double(row.member("expect")!.member("f1")!.raw.string))
                return
            }
            var options = PeerOptions()
            let parameters = row.member("params")
            options.ignoresCase = parameters?.member("ignore_case")?.boolValue ?? false
            options.ignoresPunctuation = parameters?.member("ignore_punctuation")?.boolValue ?? false
            options.ignoresNumbers = parameters?.member("ignore_numbers")?.boolValue ?? false
            for pattern in bench.texts(parameters?.member("regexes_to_ignore")) {
                options.ignoredPatterns.append(try RegexPattern(pattern.string))
            }
            let gold = input.member("answers") ?? input.member("gold") ?? input.member("answer")
            bench.note(
                row,
                bench.score(name, bench.texts(input.member("prediction"))[0], bench.texts(gold), options),
                Double(row.member("expect")!.raw.string))
        }
        bench.report("qa_normalise_em_f1", least: 1_000)
    }

    @Test(
        "search rewards, slime, open-instruct and NeMo-RL",
        arguments: [
            "rules/rewards_verl_skyrl_slime_areal_nemorl", "rules/rewards_open_instruct",
        ])
    func rewards(_ file: String) throws {
        guard let rows = CaseFiles.external(file) else { return }
        let names = [
            "verl.search_r1_em": "search_r1.em", "verl.search_r1_subem": "search_r1.subem", "slime.f1": "slime.f1",
            "nemo_rl.exact_alnum": "nemo_rl.exact_alnum", "open_instruct.F1": "open_instruct.f1",
            "open_instruct.Flan": "open_instruct.flan", "open_instruct.StringMatcher": "open_instruct.string_matcher",
            "open_instruct.PuzzleMatcher": "open_instruct.puzzle", "open_instruct.R1Search": "open_instruct.re_search",
            "open_instruct.ReSearchF1": "open_instruct.re_search_f1",
        ]
        var bench = CaseBench()
        try CaseFiles.forEach(rows) { row in
            guard let name = names[row.text("fn")], let input = row.member("input") else { return }
            bench.begin()
            var options = PeerOptions()
            options.formatScore = row.member("params")?.member("format_score").flatMap { Double($0.raw.string) } ?? 0
            let gold = input.member("answers") ?? input.member("answer") ?? input.member("label")
            bench.note(
                row, bench.score(name, bench.texts(input.member("completion"))[0], bench.texts(gold), options),
                Double(row.member("expect")!.raw.string))
        }
        bench.report(file, least: 500)
    }

    @Test("Inspect's scorers")
    func inspect() throws {
        guard let rows = CaseFiles.external("rules/inspect_ai_scorers") else { return }
        var bench = CaseBench()
        try CaseFiles.forEach(rows) { row in
            let input = row.member("input")!
            bench.begin()
            var options = PeerOptions()
            let parameters = row.member("params")
            options.ignoresCase = parameters?.member("ignore_case")?.boolValue ?? true
            options.isNumeric = parameters?.member("numeric")?.boolValue ?? false
            let locations: [String: PeerOptions.Location] = [
                "begin": .begin, "end": .end, "any": .any, "exact": .exact,
            ]
            options.location = locations[row.text("params.location")] ?? .end
            options.pattern = try RegexPattern("answer\\s*:?\\s*(\\S+)", options: [.ignoreCase])
            let score = bench.score(
                row.text("fn"), bench.texts(input.member("completion"))[0], bench.texts(input.member("target")), options
            )
            let expected = row.member("expect")!
            let wanted = ["\"C\"": 1.0, "true": 1, "\"I\"": 0, "false": 0][expected.raw.string]
            bench.note(row, score, wanted ?? Double(expected.raw.string))
        }
        bench.report("inspect_ai_scorers", least: 500)
    }

    @Test("NeMo-Gym's string_match and equivalence_rule")
    func nemo() throws {
        guard let rows = CaseFiles.external("rules/nemo_gym_verifiers") else { return }
        var bench = CaseBench()
        let extractions: [String: PeerOptions.Extraction] = [
            "boxed": .boxed, "final_answer": .finalAnswer, "last_line": .lastLine, "full_response": .fullResponse,
        ]
        let sequences: [String: PeerOptions.Sequence] = [
            "exact": .exact, "seq_match": .ratio, "weighted_seq_match": .weighted,
        ]
        try CaseFiles.forEach(rows) { row in
            let name = row.text("fn").replacing("nemo_gym.", with: "nemo.")
            guard ["nemo.string_match", "nemo.equivalence_rule"].contains(name), let input = row.member("input") else {
                return
            }
            bench.begin()
            var options = PeerOptions()
            options.ignoresCase = !(row.member("params")?.member("case_sensitive")?.boolValue ?? false)
            options.extraction = extractions[row.text("params.extraction_mode")] ?? .finalAnswer
            options.sequence = sequences[row.text("params.grading_rule")] ?? .exact
            bench.note(
                row,
                bench.score(
                    name, bench.texts(input.member("response"))[0], bench.texts(input.member("expected_answer")),
                    options),
                Double(row.member("expect")!.raw.string))
        }
        bench.report("nemo_gym_verifiers", least: 300)
    }
}

extension CaseBench {
    /// What a peer's rule gives.
    fileprivate func score(_ name: String, _ response: Bytes, _ references: [Bytes], _ options: PeerOptions) -> Double?
    {
        guard let rule = PeerAnswer.all.first(where: { $0.name == name }) else { return nil }
        return rule.score(
            PeerAnswer.Input(
                response: response, references: references, options: options, prose: prose, scratch: scratch))
    }
}
