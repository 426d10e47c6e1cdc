import AdjudgeBase

/// A `code` grader's settings for running and rewarding programs.
struct CodeSettings: Sendable {
    /// How tests become a reward.
    enum Reward: String, Sendable, CaseIterable {
        case allOrNothing = "all"
        case fraction
        case weighted
        case firstFailure = "first_failure"
        case primeCode = "prime_code"

        /// Whether the reward is known as soon as one test has failed.
        var endsAtFirstFailure: Bool { self == .allOrNothing || self == .firstFailure }
    }

    /// Other projects whose rules are reproduced.
    enum Compat: String, Sendable, CaseIterable {
        case primeCode = "prime_code"
        case liveCodeBench = "livecodebench"
        case evalPlus = "evalplus"
        case humanEval = "humaneval"
        case codeforces
    }

    /// The language, where the grader says; else the tests or the fence say, else Python.
    var language: Language?
    /// Languages by name.
    var languages = LanguageTable.standard
    var limits = RunLimits()
    /// The CPU time in seconds, or a third of the wall time, that the tests of one row may spend on reaching their time
    /// limits; nil: thirty times the limit. The tests behind it count as failed.
    var rowCPUSeconds: Double?
    var compileLimits = RunLimits(cpuSeconds: 30, memoryMB: 2048, outputMB: 256)
    var comparator = OutputComparator()
    /// A program that decides instead of the comparator.
    var checker: CheckerProgram?
    var reward = Reward.allOrNothing
    /// Stop at the first failing test, where the reward does not need the rest.
    var stopsAtFailure = true
    /// Call a function for all cases in one process instead of one for each.
    var sharesProcess = false
    /// The one module name by which Python tests import the program; empty: any that nobody else has.
    var module = ""
    /// Run tests in one process with the program where nothing else is possible, though it could forge their result.
    var allowsForgeable = false
    var minimumLevel = 0
    var seed: UInt64 = 0
    /// Text that is put before every program, such as the imports that a data set's harness supplies.
    var preamble = ""
    var compat: Compat?
    /// The Python that programs run in.
    var python = PythonNeeds()

    /// The order in which the cases of a suite are run: shuffled, unless the reward counts up to the first failure.
    func order(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        guard reward != .firstFailure, count > 1 else { return order }
        var random = SplitMix64(state: seed ^ UInt64(count) &* 0x9E37_79B9_7F4A_7C15)
        order.shuffle(using: &random)
        return order
    }
}

/// A program that judges output. Contained as the programs are.
struct CheckerProgram: Sendable {
    /// How it is called and how it answers.
    enum Convention: String, Sendable, CaseIterable {
        /// Files with the input, the expected output and the output; the answer is on standard output.
        case files
        /// testlib's: files with the input, the output and the jury's answer; the exit code is the answer.
        case testlib
    }

    var language: Language
    var source: OwnedBytes
    var convention: Convention
    /// It came with the tests, so that its faults are theirs.
    var isOfTests = false

    /// A checker; one that is written for testlib, or in its words, is called as testlib's are.
    init(language: Language, source: String) {
        self.language = language
        self.source = OwnedBytes(source)
        let words = ["testlib", "registerTestlibCmd", "ouf"]
        convention = words.contains { CheckerProgram.names(source, $0) } ? .testlib : .files
    }

    /// Whether a text holds a name, as a word of its own or the beginning of one with a dot.
    private static func names(_ source: String, _ name: String) -> Bool {
        withBytes(of: source) { text in
            withBytes(of: name) { name in
                var rest = text
                while let at = rest.find(name) {
                    let isStart = at == 0 || !(rest[at - 1].isASCIIAlphanumeric || rest[at - 1] == UInt8(ascii: "_"))
                    let end = at + name.count
                    let isEnd = end == rest.count || !(rest[end].isASCIIAlphanumeric || rest[end] == UInt8(ascii: "_"))
                    if isStart, isEnd { return true }
                    rest = rest.suffix(from: end)
                }
                return false
            }
        }
    }
}

/// A small generator with a state of one word (Steele, Lea and Flood 2014), the same everywhere.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
