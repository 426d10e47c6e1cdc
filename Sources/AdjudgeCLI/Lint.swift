import Adjudge
import ArgumentParser

/// `adjudge lint`: checks that graders compile.
struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Check grader files and show their hashes.")

    @OptionGroup var judge: JudgeOptions
    @Argument(help: "Graders: files (JSON or YAML), names of presets, or JSON itself.") var graders: [String]

    func run() throws {
        try judge.configure()
        var failed = false
        for grader in graders {
            do {
                let plan = try GraderFile.plan(grader)
                print("\(grader): ok, \(plan.hash)")
                for warning in plan.warnings { printError("\(grader): warning: \(warning)") }
            } catch let failure as CommandFailure {
                printError(failure.message)
                failed = true
            }
        }
        if failed { throw ExitCode(2) }
    }
}
