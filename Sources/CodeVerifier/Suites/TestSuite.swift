import AdjudgeBase

/// The tests of one problem: what a program is given, and what it must answer. Immutable and shared; it never enters
/// the process that is being judged.
final class TestSuite: Sendable {
    /// How a program meets its tests.
    enum Form: Sendable {
        /// It reads standard input and writes standard output.
        case stdio
        /// A function of it is called with plain arguments.
        case call(function: String)
        /// Python tests that call it, as people write them.
        case script(ScriptTests)
        /// A function is called, and what a known right program answers is expected: EvalPlus.
        case model(ModelSolution)
        /// It leaves a file behind.
        case file(name: String)
    }

    /// How a program meets its tests.
    let form: Form
    /// The cases, in the order of the document; one for scripts, whose tests are counted when they run.
    let cases: [TestCase]
    /// The language that the tests are for, where they say.
    let language: String?
    /// How near numbers must be, where the tests say.
    let tolerance: Tolerance?

    /// The problem's prompt, which completions go on from.
    let prompt: String?
    /// The limits that the tests bring along.
    let limits: SuiteLimits?
    /// The limits that the problem had where it was posed: `time_limit`, `memory_limit`.
    let problemLimits: SuiteLimits?
    /// The program that judges outputs in place of a comparison, where the tests bring one along.
    let checker: SuiteChecker?
    /// The tests come from a project whose harness supplies the usual imports.
    let hasUsualImports: Bool
    private let answers = Guarded<OwnedBytes?>(nil)
    private let nature = Guarded<TestsNature?>(nil)

    init(form: Form, cases: [TestCase], settings: SuiteSettings = SuiteSettings()) {
        self.form = form
        self.cases = cases
        language = settings.language
        tolerance = settings.tolerance
        prompt = settings.prompt
        limits = settings.limits
        problemLimits = settings.problemLimits
        checker = settings.checker
        hasUsualImports = settings.hasUsualImports
    }

    /// The right program's answers, found once by `find`; nil, and looked for again, where it has none.
    func modelAnswers(_ find: () -> OwnedBytes?) -> OwnedBytes? {
        if let known = answers.withLock({ $0 }) { return known }
        let found = find()
        answers.withLock { $0 = found }
        return found
    }

    /// The nature of the tests, found once by `find`; nil, and looked for again, where that found none.
    func nature(_ find: () -> TestsNature?) -> TestsNature? {
        if let known = nature.withLock({ $0 }) { return known }
        let found = find()
        nature.withLock { $0 = found }
        return found
    }
}

/// One case of a suite.
struct TestCase: Sendable {
    /// Standard input, or the arguments as a JSON array.
    var input: OwnedBytes
    /// Keyword arguments as a JSON object, where there are any.
    var keywords: OwnedBytes?
    /// Standard output, or the result as JSON.
    var expected: OwnedBytes
    /// Other answers that count as well: several that are right, or shapes that do not say which is meant.
    var alternatives: [OwnedBytes] = []
    /// The weight of the case in a weighted reward.
    var weight = 1.0
}

/// Tests written in Python (or another language, then run in one process with the program).
struct ScriptTests: Sendable {
    /// Code that runs before the tests.
    var setup = ""
    /// The tests, each a text of statements; a top-level assert is a test of its own.
    var scripts: [String]
    /// The name of the program's function, where the tests say it.
    var entryPoint: String?
    /// The text is a file of `test_…` functions that imports the program as a module.
    var isTestFile = false
    /// Files beside the program and the tests: more modules, and data.
    var files: [TestFile] = []
}

/// A file beside the tests.
struct TestFile: Sendable {
    /// Its path below the directory in which program and tests run.
    var name: String
    /// Its contents.
    var text: String
}

/// The nature of a script's tests, whatever program they meet: found by running them against nothing.
enum TestsNature: Sendable, Equatable {
    /// They hold a check; of these tests, by name, each is skipped whatever the program does.
    case hold(skipped: Set<String>)
    /// They pass for any program.
    case vacuous
    /// They do not run, for a reason of their own.
    case broken(String)
}

/// A program that is known to be right, and the inputs on which to compare with it.
struct ModelSolution: Sendable {
    /// The source of the right program.
    var program: String
    /// The function to call.
    var function: String
}

/// The settings that a test object may have beside its tests.
struct SuiteSettings: Sendable {
    var function: String?
    var entryPoint: String?
    var language: String?
    var tolerance: Tolerance?
    var setup = ""
    var call: String?
    var prompt: String?
    var limits: SuiteLimits?
    var problemLimits: SuiteLimits?
    var files: [TestFile] = []
    var checker: SuiteChecker?
    var hasUsualImports = false
}

/// A test object's settings for judging outputs.
enum SuiteChecker: Sendable {
    /// A program in a language of that name.
    case program(language: String, source: String)
    /// One of the comparisons that are known by name.
    case comparison(OutputComparator)
}

/// The limits that a test object may bring along.
struct SuiteLimits: Sendable {
    var cpuSeconds: Double?
    var wallSeconds: Double?
    var memoryMB: Int?
}

/// Why a reference is no test suite.
struct SuiteError: Error, CustomStringConvertible {
    /// The fault, its place, and the right form.
    let description: String

    init(_ path: String, found: String, expected: String) {
        description = "\(path): found \(found), expected \(expected)"
    }
}
