import Adjudge
import AdjudgeBase
import AdjudgeFiles
import AdjudgeWire
import ArgumentParser
import Foundation

/// `adjudge score`: a file of rows to a file of verdicts.
struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Score a file of responses: one verdict row for each input row, in order.")

    @Option(help: "A grader file (JSON or YAML), or preset:NAME.") var grader: String
    @Option(help: "The rows, JSONL, also gzip or zstd; - for standard input.") var input: String
    @Option(help: "Where verdicts go; - for standard output.") var output: String
    @Option(help: "The rows' dialect: plain, nova, openai, verl, trl, lm-eval; found out when not given.")
    var dialect: String?
    @Option(help: "field=path: where rows keep id, response, reference or item.") var map: [String] = []
    @Option(help: "Threads; default one for each processor.") var jobs: Int = 0
    @Option(help: "What a row without a reward becomes: null, zero or fail; default as the grader says.")
    var onError: String?
    @Flag(help: "Go on with an output that an earlier run left.") var resume = false
    @Flag(help: "Replace an output that exists.") var overwrite = false
    @Option(help: "Read at most so many rows.") var limit: Int?
    @Option(help: "Write the summary as JSON to this file.") var summary: String?
    @Option(help: "Exit with 3 when more than this share of the rows cannot be read, in percent.")
    var maxBad: Double = 10
    @Option(help: "Exit with 1 when less than this share of all rows is right, from 0 to 1.")
    var failUnder: Double?

    func run() throws {
        let options = try scoringOptions()
        let engine = try GraderFile.engine(grader, jobs: jobs)
        let run: ScoringRun
        Interruption.install()
        do {
            run = try ScoringRun(engine, options, stop: Interruption.signal)
        } catch {
            if Interruption.signal.isRaised { throw CommandFailure(code: 130, message: "adjudge: \(error)") }
            throw CommandFailure.usage("\(error)")
        }
        if failUnder != nil, run.resumedRows > 0 {
            throw CommandFailure.usage(
                "--fail-under: found \(run.resumedRows) rows of an earlier run, expected to score every row in this one; "
                    + "use --overwrite")
        }
        let started = Date()
        var progress = ProgressLine(input: input)
        do {
            while try run.step() { progress.update(rows: run.summary.rows, bytes: run.bytesRead) }
        } catch {
            progress.clear()
            throw CommandFailure(code: 3, message: "adjudge: \(error)")
        }
        progress.clear()
        let seconds = Date().timeIntervalSince(started)
        if run.resumedRows > 0 { printError("resumed after \(run.resumedRows) rows") }
        printError(SummaryTable.render(run.summary, seconds: seconds, bytes: run.bytesRead))
        if let summary { try write(run.summary, to: summary, grader: engine.plan.hash) }
        if run.isInterrupted {
            let advice = output == "-" ? "" : "; --resume goes on from there"
            throw CommandFailure(code: 130, message: "adjudge: interrupted, every scored row is written\(advice)")
        }
        let rows = run.summary.rows
        if rows > 0, Double(run.summary.badRows) * 100 > maxBad * Double(rows) {
            throw CommandFailure(
                code: 3,
                message:
                    "adjudge: \(run.summary.badRows) of \(rows) rows cannot be read, expected at most \(maxBad) %; "
                    + "see \"status\":\"bad_sample\" in the output, and --dialect and --map")
        }
        if let failUnder, run.summary.passedShare.map({ $0 < failUnder }) ?? true {
            let found = run.summary.passedShare.map { "\(run.summary.passed) of \(rows) rows right (\($0))" }
            throw CommandFailure(
                code: 1, message: "adjudge: gate failed: \(found ?? "no rows"), expected at least \(failUnder)")
        }
    }

    private func scoringOptions() throws -> ScoringRun.Options {
        var options = ScoringRun.Options(input: input, output: output)
        if let dialect {
            guard let known = Dialect(rawValue: dialect) else {
                throw CommandFailure.usage(
                    unknown("--dialect", dialect, Dialect.allCases.map(\.rawValue)))
            }
            options.dialect = known
        }
        do {
            for mapping in map { try options.map.add(mapping) }
        } catch {
            throw CommandFailure.usage("\(error)")
        }
        if let onError {
            guard let policy = Plan.ErrorPolicy(rawValue: onError) else {
                throw CommandFailure.usage(unknown("--on-error", onError, Plan.ErrorPolicy.allCases.map(\.rawValue)))
            }
            options.onError = policy
        }
        if let failUnder, !(0...1).contains(failUnder) {
            throw CommandFailure.usage("--fail-under: found \(failUnder), expected a share from 0 to 1")
        }
        if resume, overwrite { throw CommandFailure.usage("found both --resume and --overwrite, expected one of them") }
        options.resume = resume
        options.overwrite = overwrite
        options.limit = limit
        return options
    }

    private func unknown(_ option: String, _ found: String, _ names: [String]) -> String {
        let near = nearestName(to: found, in: names).map { "; did you mean \"\($0)\"?" } ?? ""
        return "\(option): found \"\(found)\", expected one of " + names.joined(separator: ", ") + near
    }

    private func write(_ summary: Summary, to path: String, grader: String) throws {
        var writer = ByteWriter()
        summary.writeJSON(grader: grader, to: &writer)
        do {
            try OutputFile(path: path, overwrite: true, append: false).write(writer.bytes)
        } catch {
            throw CommandFailure.usage("\(error)")
        }
    }
}
