import Adjudge
import AdjudgeBase
import ArgumentParser
import Foundation

/// The options for judges, shared by the subcommands that compile graders.
struct JudgeOptions: ParsableArguments {
    @Option(help: "The endpoints of judges, a file of JSON or YAML; default what ADJUDGE_JUDGES names.")
    var judges: String?
    @Option(name: .customLong("judge"), help: "live: ask what the cache has not (default); replay: the cache alone.")
    var mode: String?
    @Option(help: "The file of replies that were paid for; default as the endpoints' file says.")
    var judgeCache: String?

    /// Makes the judges of the options those of the graders that are compiled from now on.
    func configure() throws {
        guard let settings = try settings() else { return }
        Judges.configure(settings)
        if let problem = Judges.cacheProblem { throw CommandFailure.usage("--judge-cache: \(problem)") }
    }

    /// The settings of the options, on top of those of the environment; nil where there are none.
    func settings() throws -> Judges.Settings? {
        var settings: Judges.Settings?
        if let judges {
            settings = try JudgeOptions.read(judges)
        } else {
            do {
                settings = try Judges.Settings.ofEnvironment()
            } catch {
                throw CommandFailure.usage("the settings of judges: \(error)")
            }
        }
        guard mode != nil || judgeCache != nil else { return settings }
        guard var settings else {
            throw CommandFailure.usage(
                "found --judge or --judge-cache without endpoints, expected --judges FILE or ADJUDGE_JUDGES")
        }
        if let judgeCache { settings.cache = judgeCache }
        if let mode {
            settings.source = try named(mode, "--judge", [("live", Judges.Source.live), ("replay", .replay)])
        }
        if settings.source == .replay, settings.cache == nil {
            throw CommandFailure.usage("--judge replay: found no cache, expected --judge-cache FILE or \"cache\"")
        }
        return settings
    }

    private static func read(_ path: String) throws -> Judges.Settings {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure.usage("\(path): cannot be read, expected a file of JSON or YAML with endpoints")
        }
        let text = String(decoding: data, as: UTF8.self)
        do {
            return try withBytes(of: text) { bytes throws(DocumentError) in
                try Judges.Settings(file: bytes, named: path)
            }
        } catch {
            throw CommandFailure.usage("\(path): \(error)")
        }
    }
}

/// The questions to judges as lines of a table.
enum JudgeTable {
    static func lines(_ tally: Judges.Tally?) -> [String] {
        guard let tally, !tally.isEmpty else { return [] }
        func row(_ name: String, _ value: String) -> String {
            name + String(repeating: " ", count: max(1, 18 - name.count)) + value
        }
        var lines = [
            row("judge questions", "\(tally.questions)"), row("  from the cache", "\(tally.cached)"),
            row("  shared a call", "\(tally.shared)"), row("  calls", "\(tally.calls), \(tally.retries) of them again"),
            row("  tokens", "\(tally.inputTokens) in, \(tally.outputTokens) out"),
        ]
        if tally.cost > 0 { lines.append(row("  cost", String(format: "%.4f dollars", tally.cost))) }
        if tally.calls > 0 {
            lines.append(row("  seconds a call", String(format: "%.3f", tally.seconds / Double(tally.calls))))
        }
        for (name, count) in tally.failures.sorted(by: { $0.key < $1.key }) {
            lines.append(row("  \(name)", "\(count)"))
        }
        if tally.canaries > 0 {
            lines.append(
                row("  canaries", "\(tally.failedCanaries) of \(tally.canaries) wrong answers taken for right"))
        }
        if let failure = tally.lastFailure { lines.append("judge's last failure: \(failure)") }
        return lines
    }
}
