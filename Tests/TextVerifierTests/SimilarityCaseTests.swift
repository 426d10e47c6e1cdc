import AdjudgeBase
import AdjudgeProse
import CaseFiles
import Testing

@testable import TextVerifier

/// Every metric against what the package of its name computed.
@Suite struct SimilarityCaseTests {
    @Test("metrics are the packages' own, to the twelfth digit")
    func cases() throws {
        guard let rows = CaseFiles.external("rules/text_similarity") else { return }
        let prose = ProseScratch()
        let scratch = Scratch()
        var agreed = 0
        var misses: [String] = []
        try CaseFiles.forEach(rows) { row in
            scratch.beginSample()
            prose.begin(scratch)
            let expected = row.member("expect")!
            var wanted: [(name: String, options: SimilarityOptions, value: JSONValue)] = []
            var options = SimilarityOptions()
            options.stems = row.member("params")?.member("use_stemmer")?.boolValue ?? false
            options.smoothing = row.member("params")?.member("smoothing").flatMap { Int($0.raw.string) } ?? 0
            switch row.text("fn") {
            case let name where name.hasPrefix("rouge_score"):
                for (measure, key) in [
                    (SimilarityOptions.Measure.f1, "f"), (.precision, "p"), (.recall, "r"),
                ] {
                    options.measure = measure
                    wanted.append((name, options, JSONPath(key)!.find(in: expected)!))
                }
            case "jiwer.mer_wil_wip":
                for key in ["mer", "wil", "wip"] {
                    wanted.append(("jiwer.\(key)", options, JSONPath(key)!.find(in: expected)!))
                }
            case let name: wanted.append((name, options, expected))
            }
            let (hypothesis, reference) = (row.text("input.hypothesis"), row.text("input.reference"))
            for (name, options, value) in wanted {
                guard let metric = SimilarityMetric.all.first(where: { $0.name == name }) else {
                    misses.append("\(row.text("id")): no metric \(name)")
                    continue
                }
                let found = withBytes(of: hypothesis) { left in
                    withBytes(of: reference) { right in
                        metric.value(
                            ProseText(left, scratch.arena), ProseText(right, scratch.arena), options, prose)
                    }
                }
                let expected = Double(value.raw.string)
                if let found, let expected, abs(found - expected) <= 1e-12 * max(1, abs(expected)) {
                    agreed += 1
                } else if found == nil, expected == nil {
                    agreed += 1
                } else {
                    misses.append("\(row.text("id")): \(found.map { "\($0)" } ?? "nil"), not \(value.raw.string)")
                }
            }
        }
        print("text_similarity: \(agreed) values agree, \(misses.count) do not")
        for miss in misses.prefix(60) { print("  \(miss)") }
        #expect(misses.isEmpty && agreed > 1_000)
    }
}
