import AdjudgeBase
import CaseFiles
import Testing

@testable import TextVerifier

/// MRCR, RULER, GraphWalks, citations, points and boxes against what their peers said.
@Suite struct LongContextCaseTests {
    @Test("NeMo-Gym's mrcr, ruler, graphwalks, citation_if and gui_coordinate")
    func nemo() throws {
        guard let rows = CaseFiles.external("rules/nemo_gym_verifiers") else { return }
        var bench = CaseBench()
        try CaseFiles.forEach(rows) { row in
            bench.begin()
            guard let input = row.member("input"), let response = bench.texts(input.member("response")).first else {
                return
            }
            let arena = bench.scratch.arena
            switch row.text("fn") {
            case "nemo_gym.mrcr":
                let fields = [Field.text(bench.texts(input.member("random_string_to_prepend"))[0])]
                let outcome = fields.withUnsafeBufferPointer {
                    MRCRVerifier(prefix: 0).makeChecker().check(
                        CheckInput(
                            answer: .text(response),
                            reference: .text(bench.texts(input.member("expected_answer"))[0]), response: response,
                            arguments: $0), bench.scratch)
                }
                // The verifier asks for a prefix; the peer's empty one is in no row of the data set.
                if outcome.status == .badSample { return }
                bench.note(row, outcome.reward, bench.number(row))
            case "nemo_gym.ruler_all", "nemo_gym.ruler_any":
                bench.note(
                    row,
                    RulerVerifier.share(
                        of: bench.texts(input.member("refs")), in: response,
                        takesAny: row.text("fn") == "nemo_gym.ruler_any", arena), bench.number(row))
            case "nemo_gym.graphwalks":
                let score = GraphWalksVerifier.nodes(in: response).map {
                    GraphWalksVerifier.f1($0, bench.texts(input.member("expected")), bench.prose)
                }
                bench.note(row, score ?? 0, bench.number(row))
            case "nemo_gym.gui_coordinate":
                let distance = row.member("params").flatMap { $0.member("max_dist") }!.raw.string
                bench.note(
                    row,
                    PointVerifier.nemo(
                        response.pythonStripped, bench.texts(input.member("expected_answer"))[0],
                        maxDistance: Double(distance)!, arena) ?? 0, bench.number(row))
            case "nemo_gym.citation_if":
                let parameters = row.member("params")!
                let grammar = CitationGrammar.all.first { $0.name == row.text("params.grammar") }!
                let gates = CitationGates(
                    grammar: grammar, pattern: try grammar.pattern(id: "citation_[0-9]+"),
                    forbids: row.text("params.mode") == "no_cite", least: 1, slack: 1)
                let expected = parameters.member("expected_ids").flatMap { $0.kind == .array ? bench.texts($0) : nil }
                let result = gates.check(
                    response, valid: bench.texts(parameters.member("valid_id_set")), expected: expected, bench.scratch)
                bench.note(row, result == .passed ? 1 : 0, bench.number(row))
            default: break
            }
        }
        bench.report("mrcr, ruler, graphwalks, citation_if, gui_coordinate", least: 300)
    }

    @Test("boxes: NeMo-RL's GIoU, rllm's IoU")
    func boxes() throws {
        var bench = CaseBench()
        if let rows = CaseFiles.external("rules/rewards_verl_skyrl_slime_areal_nemorl") {
            try CaseFiles.forEach(rows) { row in
                guard row.text("fn") == "nemo_rl.bbox_giou", let input = row.member("input") else { return }
                bench.begin()
                bench.note(
                    row,
                    BoxVerifier.nemo(
                        bench.texts(input.member("completion"))[0], bench.texts(input.member("answer"))[0],
                        bench.scratch.arena), bench.number(row))
            }
        }
        guard let rows = CaseFiles.external("rules/rewards_verifiers_rllm") else { return }
        try CaseFiles.forEach(rows) { row in
            guard row.text("fn") == "rllm.iou", let input = row.member("input") else { return }
            bench.begin()
            func box(_ name: StaticString) -> Box {
                Box(input.member(name)!.elements.map { Double($0.raw.string)! })!
            }
            bench.note(row, box("pred").rllmOverlap(box("gold")), bench.number(row))
        }
        bench.report("boxes", least: 40)
    }
}
