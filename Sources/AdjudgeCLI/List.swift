import Adjudge
import AdjudgeBase
import AdjudgeFiles
import AdjudgeWire
import ArgumentParser

/// `adjudge list`: what a grader document may name.
struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List verifiers with their keys, extractors, normalisations, presets and dialects.")

    func run() {
        section("Verifiers")
        for kind in Registry.verifiers {
            line(kind.name, kind.summary)
            for key in kind.keys { line("  \(key.name)", key.summary) }
        }
        for composite in Registry.composites { line("\(composite.name)", "\(composite.summary)") }
        section("Extractors")
        for kind in ExtractorKind.all { line(kind.name, kind.summary) }
        for filter in ExtractorKind.filters { line(filter.name, filter.summary) }
        section("Normalisations")
        for step in NormalizationStep.allCases { line(step.rawValue, step.summary) }
        section("Presets")
        for preset in Preset.all { line(preset.name, preset.summary) }
        section("Reasons of verifiers' own, with the coarse reason of each")
        for reason in Registry.reasons { line("\(reason.name)", "\(reason.summary) (\(reason.coarse.name))") }
        section("Dialects")
        for dialect in Dialect.allCases { line(dialect.rawValue, dialect.summary) }
    }

    private func section(_ title: String) { print("\n\(title)") }

    private func line(_ name: String, _ summary: String) {
        print("  " + name + String(repeating: " ", count: max(1, 22 - name.count)) + summary)
    }
}
