import Adjudge
import AdjudgeBase
import AdjudgeFiles
import AdjudgeWire
import ArgumentParser
import Foundation

/// `adjudge score`: scores files of rows into a file of verdicts.
struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Score files of responses: one verdict row for each input row, in order.",
        discussion: """
            Exit codes: 0 done; 1 less is right than --fail-under; 2 an option, the grader or a file is not as expected; \
            3 more than --max-bad of the rows cannot be read, no row has the response or reference that the grader \
            needs, or one has no reward under on_error fail; 4 no memory; 5 reading or writing failed; 130 interrupted.
            """)

    @Option(help: "A grader: the name of a preset, a file (JSON or YAML), or JSON itself.") var grader: String
    @Option(help: "A file of rows, JSONL, also gzip or zstd; - for standard input. Several are scored in turn.")
    var input: [String] = []
    @Option(help: "Where verdicts go, compressed for a name in .gz or .zst; - for standard output.") var output: String
    @OptionGroup var rows: RowOptions
    @OptionGroup var judge: JudgeOptions
    @Option(help: "Threads; default one for each processor.") var jobs: Int = 0
    @Option(
        help: ArgumentHelp(
            "What a row without a reward becomes: null; zero: its \"score\" is 0, its \"reward\" stays null; fail: the run ends; default as the grader says."
        ))
    var onError: String?
    @Flag(help: "Go on with an output that an earlier run with the same input and options left.") var resume = false
    @Flag(help: "Replace an output or a summary that exists.") var overwrite = false
    @Option(help: "Read at most so many rows.") var limit: Int?
    @Option(help: "Write the summary as JSON to this file.") var summary: String?
    @Option(help: "Add the run's metrics, under the names of TRL, verl and NeMo-Gym, as a line of JSON to this file.")
    var metricsOut: String?
    @Option(help: "The step of that line; default the number of lines before it.") var step: Int?
    @Option(help: "Where rows name their group, such as prompt_id: group statistics, and --advantage.")
    var groupBy: String?
    @Option(help: "Add an advantage to each row: grpo, dr_grpo, rloo, mean_centre or gdpo.") var advantage: String?
    @Option(help: "How many rows a group has: they are written once it is whole, and not only at the end.")
    var groupSize: Int?
    @Option(help: "The k of pass@k and its like, such as 1,8; default 1, 2, 4 … up to the largest group.")
    var passK: String?
    @Option(help: "Exit with 3 when more than this share of the rows cannot be read, in percent.")
    var maxBad: Double = 10
    @Option(help: "Exit with 1 when less than this share of all rows is right, from 0 to 1.")
    var failUnder: Double?
    @Flag(name: .shortAndLong, help: "Show no progress and no summary, only what is wrong.") var quiet = false
    @Argument(help: "More files of rows.") var files: [String] = []

    func run() throws {
        let options = try scoringOptions()
        try judge.configure()
        let engine = try GraderFile.engine(grader, jobs: try MemoryLimit.affordableThreads(jobs))
        let run: ScoringRun
        Interruption.install()
        do {
            if let summary { try SummaryFile.check(summary, mayReplace: overwrite) }
            if let metricsOut { _ = try MetricsFile.lines(metricsOut) }
            run = try ScoringRun(engine, options, stop: Interruption.signal)
        } catch {
            if Interruption.signal.isRaised { throw CommandFailure(code: 130, message: "adjudge: \(error)") }
            throw CommandFailure(error)
        }
        let started = Date()
        var progress = ProgressLine(inputs: options.inputs, isShown: !quiet)
        do {
            while try run.step() { progress.update(rows: run.summary.rows, bytes: run.bytesRead) }
        } catch {
            progress.clear()
            printComplaints(run)
            throw CommandFailure(error)
        }
        progress.clear()
        let seconds = Date().timeIntervalSince(started)
        printComplaints(run)
        let groups = run.ledger.map { GroupMetrics($0) }
        if !quiet {
            if run.resumedRows > 0 { printError("resumed after \(run.resumedRows) rows") }
            printError(
                SummaryTable.render(
                    run.summary, groups, scored: run.summary.rows - run.resumedRows, seconds: seconds,
                    bytes: run.bytesRead))
            for line in JudgeTable.lines(Judges.tally) { printError(line) }
        }
        do {
            if let summary {
                try SummaryFile.write(
                    run.summary, ledger: run.ledger, judges: Judges.tally, to: summary, grader: engine.plan.hash)
            }
            if let metricsOut, !run.isInterrupted {
                try MetricsFile.append(Metrics(run.summary, run.ledger), step: step, to: metricsOut)
            }
        } catch {
            throw CommandFailure(error)
        }
        if run.isInterrupted {
            let advice = output == "-" ? "" : "; --resume goes on from there"
            let held = run.heldRows > 0 ? " but \(run.heldRows), whose groups are not whole," : ""
            throw CommandFailure(
                code: 130, message: "adjudge: interrupted, every scored row\(held) is written\(advice)")
        }
        try checkOutcome(run, engine.plan)
        if let warning = SummaryTable.absence(run.summary) { printError(warning) }
    }

    /// Throws the exit code of a finished run whose rows are unusable or fail a gate.
    private func checkOutcome(_ run: ScoringRun, _ plan: Plan) throws {
        if let shortage = run.summary.shortage {
            let isOfGroups = shortage == .response && run.lacksGroups
            let message =
                isOfGroups ? "no row has the group that is asked for" : Score.message(shortage, run.columns, plan)
            throw CommandFailure(code: 3, message: "adjudge: " + message)
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

    /// The message for a field that every row lacks: the field, the columns found instead, and the likely `--map`.
    private static func message(_ shortage: Summary.Shortage, _ columns: RowColumns?, _ plan: Plan) -> String {
        var field = "response"
        var text = "no row has a response"
        if case .reference(let part) = shortage {
            field = "reference"
            text = "no row has the reference that " + (part.map { "the part \"\($0)\"" } ?? "the grader") + " needs"
            if !plan.readsReference { text += " (it names its own place)" }
        }
        guard let columns else { return text }
        return text + columns.advice(on: field == "response" || plan.readsReference ? field : nil)
    }

    /// Prints the errors of the first rows that cannot be read.
    private func printComplaints(_ run: ScoringRun) {
        for complaint in run.complaints { printError(complaint) }
        let others = run.summary.badRows - run.complaints.count
        if others > 0, !run.complaints.isEmpty { printError("… and \(others) more rows that cannot be read") }
    }

    private func scoringOptions() throws -> ScoringRun.Options {
        guard !(input + files).isEmpty else {
            throw CommandFailure.usage(
                "found no input, expected --input FILE, several of them, or - for standard input")
        }
        var options = ScoringRun.Options(inputs: input + files, output: output)
        options.dialect = try rows.knownDialect()
        options.map = try rows.fieldMap()
        if let onError {
            options.onError = try named(onError, "--on-error", Plan.ErrorPolicy.allCases.map { ($0.rawValue, $0) })
        }
        if let failUnder, !(0...1).contains(failUnder) {
            throw CommandFailure.usage("--fail-under: found \(failUnder), expected a share from 0 to 1")
        }
        if let limit, limit < 0 { throw CommandFailure.usage("--limit: found \(limit), expected 0 or more") }
        guard (0...1024).contains(jobs) else {
            throw CommandFailure.usage("--jobs: found \(jobs), expected 1 to 1024, or 0 for one for each processor")
        }
        if resume, overwrite { throw CommandFailure.usage("found both --resume and --overwrite, expected one of them") }
        options.resume = resume
        options.overwrite = overwrite
        options.limit = limit
        options.graderFile = grader.hasPrefix("preset:") ? nil : grader
        options.summaryFile = summary
        options.judgesFile = judge.judges
        options.repliesFile = try judge.settings()?.cache
        options.metricsFile = metricsOut
        if let groupBy {
            do {
                try options.map.add("group=\(groupBy)")
            } catch {
                throw CommandFailure.usage("--group-by: found \"\(groupBy)\", expected a path such as a.b[0]")
            }
        }
        if let advantage {
            options.advantage = try named(advantage, "--advantage", Advantage.allCases.map { ($0.rawValue, $0) })
        }
        if let groupSize, groupSize < 1 {
            throw CommandFailure.usage("--group-size: found \(groupSize), expected 1 or more")
        }
        options.groupSize = groupSize
        for text in (passK ?? "").split(separator: ",") {
            guard let k = Int(text), (1...65536).contains(k) else {
                throw CommandFailure.usage("--pass-k: found \"\(text)\", expected numbers from 1, such as 1,8")
            }
            options.attempts.append(k)
        }
        return options
    }
}
