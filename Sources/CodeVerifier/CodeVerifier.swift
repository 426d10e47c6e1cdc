import AdjudgeBase

/// `code`: the answer is a program; it is run against tests, contained, and never sees them.
struct CodeVerifier: Verifier {
    static let kind = VerifierKind(
        name: "code", summary: "A program that is run against tests, contained; the tests' shape tells how.",
        keys: [
            .init(
                "language",
                "python (default), c, cpp, javascript, bash, or one of `languages`; else the tests' or the fence's."),
            .init("tests", "A template for the test object; default the reference."),
            .init(
                "limits",
                "cpu_seconds (10), wall_seconds (3 × cpu + 1), memory_mb (512), output_mb (16), processes (64), compile_cpu_seconds (30), compile_memory_mb (2048), row_cpu_seconds (30 × cpu: spent at time limits by all tests of a row)."
            ),
            .init(
                "comparator",
                "How outputs compare: exact, trailing_whitespace (default), lines, tokens, numeric; or {mode, abs, rel, ignore_case, unordered}; or {checker: {language, program, convention}}."
            ),
            .init(
                "reward",
                "all (default): 1 when every test passes; fraction; weighted; first_failure: the share before it."),
            .init("stop_on_failure", "false: run every test even when the reward is known; default true."),
            .init("shared_process", "true: a function is called for all cases in one process; default one for each."),
            .init("module", "The one name by which Python tests import the program; default any that nobody else has."),
            .init(
                "forgeable",
                "refuse (default): tests that need one process with the program, which could forge their result, are no reward; allow: they count."
            ),
            .init("seed", "Sets the order in which cases are run; default 0."),
            .init(
                "minimum_level",
                "The sandbox level (0 to 3) below which nothing is run and the row is unavailable; default 0."),
            .init(
                "packages",
                "Python modules that must be there, imported beforehand; without one the row is unavailable."),
            .init(
                "python", "An interpreter, or a virtual environment, that Python programs run in; else the one found."),
            .init("standard", "The standard for C, C++ or Rust: gnu17, gnu++20 and 2021 by default."),
            .init("preamble", "Python that stands before every program, or \"leetcode\" for the usual imports."),
            .init("compat", "Another project's rules: prime_code, livecodebench, evalplus, humaneval, codeforces."),
            .init("languages", "More languages: {NAME: {source, compile, run}}; commands name {source} and {binary}."),
        ],
        defaultInput: { node in
            // Peers whose harness takes what it is given for the program where there is no block.
            let bare = ["humaneval", "evalplus", "prime_code"]
            guard case .string(let compat)? = node.member("compat")?.value, bare.contains(compat) else {
                return .answer(["strip_think", "program"])
            }
            return .answer(["strip_think", "program", "whole"])
        },
        compile: compile)

    let settings: CodeSettings
    let testsArgument: Int?
    let suites = SuiteCache()
    let stop = CancelToken()

    var referenceArgument: Int? { testsArgument }
    var isDeferring: Bool { true }
    var detailKind: Detail.Kind? { .run }

    private static func compile(_ node: DocumentNode, _ context: inout CompileContext) throws(DocumentError)
        -> any Verifier
    {
        let tests = try node.member("tests").map { node throws(DocumentError) in
            context.argument(try node.string("a template such as \"{{item.tests}}\""), path: node.path)
        }
        return CodeVerifier(settings: try CodeSettings(node), testsArgument: tests)
    }

    func makeChecker() -> any Checker { CodeChecker(self) }

    func prepare() {
        guard let sandbox = try? Sandbox.current(), settings.language?.runtime ?? .python == .python else { return }
        sandbox.warmPython(settings.python)
    }

    func cancel() { stop.cancel() }
}

private final class CodeChecker: DeferringChecker {
    private let verifier: CodeVerifier

    init(_ verifier: CodeVerifier) { self.verifier = verifier }

    /// What the tests say how a program is run.
    private struct Task {
        let suite: TestSuite
        let language: Language
        let settings: CodeSettings
    }

    private struct Defect: Error { let outcome: Outcome }

    func begin(_ input: CheckInput, _ scratch: Scratch) -> Begun {
        let task: Task
        do {
            task = try self.task(input, scratch)
        } catch {
            return .done(error.outcome)
        }
        let job = CodeJob(
            program: program(input.answer.bytes, task.suite, task.language), suite: task.suite,
            settings: task.settings, language: task.language, stop: verifier.stop)
        Lanes.current.submit(job)
        return .pending(PendingCode(job))
    }

    func referenceDefect(_ input: CheckInput, _ scratch: Scratch) -> Outcome? {
        do {
            _ = try task(input, scratch)
            return nil
        } catch {
            return error.outcome
        }
    }

    private func task(_ input: CheckInput, _ scratch: Scratch) throws(Defect) -> Task {
        let reference = verifier.testsArgument.map { input.arguments[$0] } ?? input.reference
        scratch.spend(input.answer.bytes.count + reference.bytes.count)
        let suite: TestSuite
        switch verifier.suites.suite(reference.bytes) {
        case .success(let read): suite = read
        case .failure(let error):
            scratch.evidence?.note("tests", error.description)
            throw Defect(outcome: Outcome(.badReference, .unreadableReference))
        }
        guard let language = language(of: input, suite) else {
            scratch.evidence?.note("language", "found \(suite.language ?? ""), expected one that the grader knows")
            throw Defect(outcome: Outcome(.badReference, .unreadableReference))
        }
        guard let settings = verifier.settings.adapted(to: suite) else {
            scratch.evidence?.note("tests", "found a checker in a language that the grader does not know")
            throw Defect(outcome: Outcome(.badReference, .unreadableReference))
        }
        if let name = unknownLanguage(of: input, suite) {
            scratch.evidence?.note(
                "language", "found \(name), expected one that the grader knows; \"language\" sets one for all")
            throw Defect(outcome: Outcome(.unavailable, .sandboxUnavailable))
        }
        return Task(suite: suite, language: language, settings: settings)
    }

    /// The grader's language, else the tests', else that of the fence's first line, else Python. Nil where the tests
    /// name a language that nobody knows; a fence may say anything.
    private func language(of input: CheckInput, _ suite: TestSuite) -> Language? {
        let settings = verifier.settings
        if let language = settings.language { return language }
        if let name = suite.language { return settings.languages.named(name) }
        let fence = CodeChecker.fenceName(of: input.answer.bytes, in: input.response)
        return fence.flatMap { settings.languages.named($0) } ?? settings.languages.named("python")
    }

    /// Programming languages by their fences that are known by name and not to be run.
    private static let others: Set<String> = [
        "typescript", "ts", "tsx", "csharp", "cs", "c#", "kotlin", "kt", "swift", "ruby", "rb", "php", "perl", "scala",
        "r",
        "julia", "haskell", "hs", "lua", "dart", "ocaml", "pascal", "fortran", "elixir", "erlang", "clojure", "nim",
        "zig",
        "d", "fsharp", "vb", "groovy", "cobol", "ada", "racket", "lisp", "scheme", "prolog", "matlab", "octave", "sql",
    ]

    /// The language of a fence that cannot be run here, where neither the grader nor the tests say one: such a program is no
    /// wrong one in another language. Tests that are Python's own say so.
    private func unknownLanguage(of input: CheckInput, _ suite: TestSuite) -> String? {
        guard verifier.settings.language == nil, suite.language == nil else { return nil }
        switch suite.form {
        case .stdio, .file: break
        case .call, .script, .model: return nil
        }
        guard let name = CodeChecker.fenceName(of: input.answer.bytes, in: input.response)?.lowercased(),
            verifier.settings.languages.named(name) == nil, CodeChecker.others.contains(name)
        else { return nil }
        return name
    }

    /// The word after the backquotes or tildes of the line before the answer.
    private static func fenceName(of answer: Bytes, in response: Bytes) -> String? {
        guard let offset = answer.offset(in: response), offset > 0, response[offset - 1] == 0x0A else { return nil }
        var start = offset - 1
        while start > 0, response[start - 1] != 0x0A { start -= 1 }
        var line = response[start..<offset - 1].trimmed
        guard line.hasPrefix("```") || line.hasPrefix("~~~"), line.count < 80 else { return nil }
        let mark = line[0]
        while line.count > 0, line[0] == mark || line[0] == UInt8(ascii: "{") || line[0] == UInt8(ascii: ".") {
            line = line.suffix(from: 1)
        }
        return line.string.split(whereSeparator: { " {},:".contains($0) }).first.map(String.init)
    }

    /// The program with what stands before it, as its tests meet it.
    private func program(_ answer: Bytes, _ suite: TestSuite, _ language: Language) -> OwnedBytes {
        guard language.runtime == .python else { return OwnedBytes(answer) }
        let usual = suite.hasUsualImports && verifier.settings.preamble.isEmpty ? CodeSettings.usualImports : ""
        let head = usual + verifier.settings.preamble + PromptHead.text(before: answer, suite)
        var writer = ByteWriter(capacity: head.utf8.count + answer.count + 1)
        // A future import must come first, whatever the preamble holds.
        if !head.isEmpty, answer.find(Bytes("from __future__")) == nil { writer.append(head) }
        writer.append(answer)
        let whole = OwnedBytes(writer.bytes)
        switch suite.form {
        case .stdio, .file: return whole
        case .call, .script, .model: return MainGuard.disarmed(whole)
        }
    }
}

/// A program that runs on a lane.
private final class PendingCode: PendingCheck {
    private let job: CodeJob

    init(_ job: CodeJob) { self.job = job }

    func finish(_ scratch: Scratch) -> Outcome {
        let verdict = job.wait()
        scratch.detail = Detail(.run, verdict.json())
        if let evidence = scratch.evidence { verdict.note(evidence) }
        return verdict.outcome
    }

    func cancel() { job.stop.cancel() }
}

extension CodeVerdict {
    /// The verdict as the engine keeps it. What is not the program's own doing has no reward.
    var outcome: Outcome {
        if let reason {
            return kind == .unavailable ? Outcome(.unavailable, reason) : Outcome(.graded, reason, reward: share)
        }
        return switch kind {
        case .ok: Outcome(.graded, .passedTests, reward: share)
        case .wrongAnswer: Outcome(.graded, .wrongAnswer, reward: share)
        case .timeLimitCPU: Outcome(.graded, .timeLimitCPU, reward: share)
        case .timeLimitWall: Outcome(.graded, .timeLimitWall, reward: share)
        case .memoryLimit: Outcome(.graded, .memoryLimit, reward: share)
        case .outputLimit: Outcome(.graded, .outputLimit, reward: share)
        case .runtimeError where isModuleMissing: Outcome(.graded, CodeReason.moduleMissing, reward: share)
        case .runtimeError: Outcome(.graded, .runtimeError, reward: share)
        case .compileError: Outcome(.graded, .compileError, reward: share)
        case .forbidden: Outcome(.graded, .forbidden, reward: share)
        case .badTests: Outcome(.badReference, .badTests)
        case .judgeError: Outcome(.internalError, .judgeError)
        case .unavailable: Outcome(.unavailable, .sandboxUnavailable)
        case .cancelled: Outcome(.unavailable, .cancelled)
        }
    }
}
