import AdjudgeBase
import CForks
import CSandbox
import Glibc

/// The contained runner of this process. Opened when the first program is to run; it lives as long as the process.
public final class Sandbox: @unchecked Sendable {
    /// The Python templates: the usual standard modules, and those with numpy beside.
    static let plainPython = 0
    static let numericPython = 1

    /// The modules that programs import most, and those that the tests' own process needs.
    private static let modules =
        "abc array ast binascii bisect cmath collections collections.abc contextlib copy dataclasses datetime decimal enum "
        + "fractions functools hashlib heapq io itertools json math numbers operator os random re statistics string struct "
        + "sys textwrap time types typing"

    /// An index that no interpreter has.
    static let missingPython = 1000

    private let box: OpaquePointer
    private let templates = Guarded<[PythonNeeds: Int]>([:])
    /// The program, and on whose behalf it runs.
    private let tickets = Guarded<[sandbox_ticket: CancelToken]>([:])

    // Opening takes milliseconds; a fork in the midst of it leaves the child with its own.
    private static let ofProcess = PerProcess { Guarded<Result<Sandbox, SandboxProblem>?>(nil) }

    /// Why there is no sandbox.
    public struct SandboxProblem: Error, Sendable, CustomStringConvertible {
        /// The fault, and the remedy.
        public let description: String
    }

    /// The sandbox of this process. A child of fork gets its own.
    public static func current() throws(SandboxProblem) -> Sandbox {
        let result = ofProcess.value.withLock { known -> Result<Sandbox, SandboxProblem> in
            if let known { return known }
            let opened = open()
            // A lack of memory or of descriptors may pass: the next caller tries again.
            if case .success = opened { known = opened }
            return opened
        }
        return try result.get()
    }

    private static func open() -> Result<Sandbox, SandboxProblem> {
        forks_hold()
        defer { forks_release() }
        var error = [CChar](repeating: 0, count: 512)
        let numeric = modules + " numpy?"
        let opened = modules.withCString { modules in
            numeric.withCString { numeric in
                let path = getenv("ADJUDGE_PYTHON").map { UnsafePointer($0) }
                let pythons = [
                    sandbox_python(path: path, modules: modules), sandbox_python(path: path, modules: numeric),
                ]
                let headers = PrecompiledHeaders.root.map { strdup($0) }
                defer { free(headers ?? nil) }
                // The compilers' own folders, where they are not the system's.
                let folders = ToolPath.folders(of: LanguageTable.standard.languages).prefix(16).map { strdup($0) }
                defer { for folder in folders { free(folder) } }
                let readable: [UnsafePointer<CChar>?] =
                    ([headers.flatMap { $0 }] + folders).compactMap { $0.map { UnsafePointer($0) } } + [nil]
                return pythons.withUnsafeBufferPointer { pythons in
                    var options = sandbox_options()
                    options.maximum_level = -1
                    options.pythons = pythons.baseAddress
                    options.python_count = pythons.count
                    return readable.withUnsafeBufferPointer { readable in
                        options.read_only_paths = readable.baseAddress
                        return SplitHarness.source.withCString { prelude in
                            options.tests_prelude = prelude
                            return sandbox_open(&options, &error, error.count)
                        }
                    }
                }
            }
        }
        guard let opened else {
            let text = String(decoding: error.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            return .failure(SandboxProblem(description: text))
        }
        return .success(Sandbox(opened))
    }

    private init(_ box: OpaquePointer) { self.box = box }

    /// The level at which programs run, 0 to 3.
    public var level: Int { Int(sandbox_current_level(box).rawValue) }

    /// The layers, and of each why it is not there; nil where it is.
    public var layers: [(name: String, problem: String?)] {
        let names = ["private uid", "seccomp", "Landlock", "namespaces", "cgroup"]
        return names.enumerated().map { index, name in
            let missing = sandbox_layer_missing(box, sandbox_layer(rawValue: UInt32(index)))
            return (name, missing.map { String(cString: $0) })
        }
    }

    /// An interpreter as it was found: its path, its version, and why it cannot be used.
    public struct Interpreter: Sendable {
        /// The real executable; empty when there is none.
        public let path: String
        /// Its version; empty when it could not be asked.
        public let version: String
        /// Why it cannot be used; nil when it can.
        public let problem: String?

        init(_ info: sandbox_interpreter) {
            func text<T>(_ field: T) -> String {
                withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            }
            path = text(info.path)
            version = text(info.version)
            problem = text(info.problem).isEmpty ? nil : text(info.problem)
        }
    }

    /// The Python that programs run in.
    public var python: Interpreter {
        var info = sandbox_interpreter()
        _ = sandbox_python_info(box, 0, &info)
        return Interpreter(info)
    }

    /// The node that JavaScript runs in.
    public var node: Interpreter {
        var info = sandbox_interpreter()
        _ = sandbox_node_info(box, &info)
        return Interpreter(info)
    }

    /// Which template a Python program needs. Where numpy is not installed, both say so alike.
    func interpreter(numeric: Bool, _ needs: PythonNeeds = PythonNeeds()) -> Int {
        if needs.isUsual { return numeric ? Sandbox.numericPython : Sandbox.plainPython }
        return templates.withLock { templates in
            if let known = templates[needs] { return known }
            let modules = ([Sandbox.modules] + needs.packages).joined(separator: " ")
            let index = modules.withCString { modules -> Int in
                guard let path = needs.path else {
                    var python = sandbox_python(path: nil, modules: modules)
                    return Int(sandbox_add_python(box, &python, nil, 0))
                }
                return path.withCString { path in
                    var python = sandbox_python(path: path, modules: modules)
                    return Int(sandbox_add_python(box, &python, nil, 0))
                }
            }
            // Without room for one more, programs are told so by an interpreter that is not there.
            if index >= 0 { templates[needs] = index }
            return index >= 0 ? index : Sandbox.missingPython
        }
    }

    /// Starts the plain Python's template; blocks until a program could run in it, or until none can be had.
    func warmPython(_ needs: PythonNeeds = PythonNeeds()) {
        var job = SandboxJob(SANDBOX_PYTHON)
        job.interpreter = interpreter(numeric: false, needs)
        _ = run(job)
    }

    /// Which of some modules programs can import.
    public func importable(_ modules: [String]) -> [String] {
        var job = SandboxJob(SANDBOX_PYTHON)
        let names = modules.map(PythonText.literal).joined(separator: ", ")
        let source = OwnedBytes(
            "import importlib.util\nfor name in [\(names)]:\n    if importlib.util.find_spec(name): print(name)\n")
        defer { withExtendedLifetime(source) {} }
        job.program = source.view
        let result = run(job)
        // A view of what the result owns, which may otherwise be gone before the view is read.
        defer { withExtendedLifetime(result) {} }
        return result.output.string.split(separator: "\n").map(String.init)
    }

    /// Runs one job to its end; blocks. A fault of the judge's is tried once more, alone.
    func run(_ job: SandboxJob, stop: CancelToken? = nil) -> RunResult {
        let result = runOnce(job, stop)
        guard result.status == SANDBOX_JUDGE_ERROR, result.attempts < 2, !job.isAlone else { return result }
        var again = job
        again.isAlone = true
        return runOnce(again, stop)
    }

    private func runOnce(_ job: SandboxJob, _ stop: CancelToken?) -> RunResult {
        var error = [CChar](repeating: 0, count: 256)
        let ticket = job.withC { sandbox_submit(box, $0, &error, error.count) }
        guard ticket != 0 else {
            return RunResult(
                judgeError: String(decoding: error.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        }
        if let stop {
            tickets.withLock { $0[ticket] = stop }
            // Whoever cancelled before the ticket stood there has not seen it.
            if stop.isCancelled { sandbox_cancel(box, ticket) }
        }
        defer { if stop != nil { tickets.withLock { _ = $0.removeValue(forKey: ticket) } } }
        var raw = sandbox_result()
        guard sandbox_wait(box, ticket, -1, &raw) else { return RunResult(judgeError: "the run was lost") }
        return RunResult(raw)
    }

    /// Asks for the end of what runs under a token that was used, where a sandbox has been opened at all.
    static func endCancelledRuns() {
        guard case .success(let sandbox)? = ofProcess.value.withLock({ $0 }) else { return }
        let tickets = sandbox.tickets.withLock { $0.filter { $0.value.isCancelled }.map(\.key) }
        for ticket in tickets { sandbox_cancel(sandbox.box, ticket) }
    }
}
