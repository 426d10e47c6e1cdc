import Adjudge
import AdjudgeBase
import AdjudgeFiles
import AdjudgeWire
import ArgumentParser

/// `adjudge list`: the names that a grader document may use.
struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List verifiers with their keys, extractors, normalisations, presets, dialects and reasons.")

    @Argument(help: "Only these, by name.") var names: [String] = []

    /// One line, with the lines indented under it.
    private struct Entry {
        let name: String
        let summary: String
        var keys: [(name: String, summary: String)] = []
    }

    func run() throws {
        var sections = List.sections
        if !names.isEmpty {
            let known = sections.flatMap { $0.entries.map { ($0.name, ()) } }
            for name in names where !known.contains(where: { $0.0 == name }) {
                let near = nearestName(to: name, in: known.map(\.0)).map { "; did you mean \"\($0)\"?" } ?? ""
                throw CommandFailure.usage("list: found \"\(name)\", expected a name that adjudge list shows\(near)")
            }
            sections = sections.map { section in
                (section.title, section.entries.filter { names.contains($0.name) })
            }
        }
        for section in sections where !section.entries.isEmpty {
            print("\n\(section.title)")
            for entry in section.entries {
                line(entry.name, entry.summary)
                for key in entry.keys { line("  \(key.name)", key.summary) }
            }
        }
    }

    private static var sections: [(title: String, entries: [Entry])] {
        return [
            (
                "Verifiers",
                Registry.verifiers.map { kind in
                    Entry(name: kind.name, summary: kind.summary, keys: kind.keys.map { ($0.name, $0.summary) })
                } + Registry.composites.map { Entry(name: "\($0.name)", summary: "\($0.summary)") }
            ),
            ("Extractors", ExtractorKind.all.map { Entry(name: $0.name, summary: $0.summary) }),
            ("Filters of extraction chains", ExtractorKind.filters.map { Entry(name: $0.name, summary: $0.summary) }),
            ("Normalisations", NormalizationStep.allCases.map { Entry(name: $0.rawValue, summary: $0.summary) }),
            ("Presets", Preset.all.map { Entry(name: $0.name, summary: $0.summary) }),
            ("Dialects", Dialect.allCases.map { Entry(name: $0.rawValue, summary: $0.summary) }),
            ("Statuses", Status.allCases.map { Entry(name: "\($0.name)", summary: "") }),
            ("Reasons", Reason.allCases.map { Entry(name: "\($0.name)", summary: "") }),
            (
                "Reasons of verifiers' own, with the coarse reason of each",
                Registry.reasons.map { Entry(name: "\($0.name)", summary: "\($0.summary) (\($0.coarse.name))") }
            ),
        ]
    }

    private func line(_ name: String, _ summary: String) {
        let gap = summary.isEmpty ? "" : String(repeating: " ", count: max(1, 22 - name.count))
        print("  " + name + gap + summary)
    }
}
