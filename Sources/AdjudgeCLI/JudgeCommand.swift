import Adjudge
import AdjudgeFiles
import ArgumentParser
import Foundation

/// `adjudge judge`: batch files of judges' questions.
struct JudgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge", abstract: "Write the questions to judges as a batch file, and read the replies back.",
        subcommands: [Export.self, Import.self])

    /// `adjudge judge export`: the questions that a run would ask.
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the questions that scoring these rows would ask, and the cache does not answer.",
            discussion: """
                The file is for the batch interface of the endpoint's server: OpenAI's, or Bedrock's. Once its replies are \
                imported, scoring goes on from them; what then needs a second question is exported by the same command.
                """)

        @Option(help: "A grader: the name of a preset, a file (JSON or YAML), or JSON itself.") var grader: String
        @Option(help: "The batch file to write.") var batch: String
        @OptionGroup var rows: RowOptions
        @OptionGroup var judge: JudgeOptions
        @Argument(help: "Files of rows.") var files: [String]

        func run() throws {
            guard judge.mode == nil else {
                throw CommandFailure.usage("found --judge, expected none: nothing is asked")
            }
            guard var settings = try judge.settings() else {
                throw CommandFailure.usage("found no endpoints, expected --judges FILE or ADJUDGE_JUDGES")
            }
            settings.source = .export(path: batch)
            Judges.configure(settings)
            if let problem = Judges.cacheProblem { throw CommandFailure.usage(problem) }
            let engine = try GraderFile.engine(grader)
            var options = ScoringRun.Options(inputs: files, output: "/dev/null")
            options.dialect = try rows.knownDialect()
            options.map = try rows.fieldMap()
            Interruption.install()
            do {
                let run = try ScoringRun(engine, options, stop: Interruption.signal)
                while try run.step() {}
                let tally = Judges.tally ?? Judges.Tally()
                let written = tally.failures["judge_exported"] ?? 0
                printError("\(run.summary.rows) rows, \(written) questions for \(batch), \(tally.cached) known")
            } catch {
                throw CommandFailure(error)
            }
        }
    }

    /// `adjudge judge import`: the replies of a batch.
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add the replies of a batch to the cache.")

        @Option(help: "The batch file that `adjudge judge export` wrote.") var batch: String
        @Option(help: "The endpoint that the questions were for; default the settings' default.") var endpoint: String?
        @OptionGroup var judge: JudgeOptions
        @Argument(help: "The files of replies.") var replies: [String]

        func run() throws {
            guard let settings = try judge.settings() else {
                throw CommandFailure.usage("found no endpoints, expected --judges FILE or ADJUDGE_JUDGES")
            }
            do {
                let report = try Judges.importBatch(batch, replies: replies, endpoint: endpoint, settings)
                printError(
                    "\(report.added) replies added, \(report.known) known already, \(report.failed) without a reply")
                if let problem = report.firstProblem { printError("first of them: \(problem)") }
                if report.added + report.known == 0 {
                    throw CommandFailure(code: 3, message: "adjudge: no reply was found in these files")
                }
            } catch let error as Judges.BatchError {
                throw CommandFailure.usage(error.description)
            }
        }
    }
}
