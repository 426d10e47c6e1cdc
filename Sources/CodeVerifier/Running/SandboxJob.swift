import AdjudgeBase
import CSandbox
import Glibc

/// One run as it is asked for. The bytes are views that live until the job has been handed over.
struct SandboxJob {
    /// The program.
    var kind: sandbox_kind
    /// Which of the sandbox's Pythons.
    var interpreter = 0
    var program = Bytes.empty
    var programName = "main.py"
    var tests = Bytes.empty
    var entry: String?
    var calls = Bytes.empty
    var input = Bytes.empty
    /// An absolute path, for native programs.
    var executable: String?
    /// An open executable instead of a path.
    var executableDescriptor: Int32?
    var arguments: [String] = []
    var files: [File] = []
    var outputs: [String] = []
    var limits = RunLimits()
    /// Wait until nothing else runs.
    var isAlone = false

    /// A file in the program's directory.
    struct File {
        var name: String
        var bytes: Bytes
        var isExecutable = false
    }

    init(_ kind: sandbox_kind) { self.kind = kind }

    /// Puts the program into its directory as well, where its text has a word of those that look for it there.
    mutating func placeSource() {
        let words = ["__file__", "inspect", "linecache", "argv", "multiprocessing", "getsource"]
        guard words.contains(where: { word in withBytes(of: word) { program.find($0) != nil } }) else { return }
        files.append(File(name: programName, bytes: program))
    }

    /// Calls `body` with the job in C's form.
    func withC<Result>(_ body: (UnsafePointer<sandbox_job>) -> Result) -> Result {
        var strings: [UnsafeMutablePointer<CChar>] = []
        defer { for string in strings { free(string) } }
        func c(_ text: String) -> UnsafePointer<CChar> {
            strings.append(strdup(text))
            return UnsafePointer(strings.last!)
        }
        func vector(_ texts: [String]) -> [UnsafePointer<CChar>?] { texts.map { c($0) } + [nil] }
        let arguments = vector(self.arguments)
        let outputs = vector(self.outputs)
        let files = self.files.map {
            sandbox_file(name: c($0.name), bytes: $0.bytes.start, size: $0.bytes.count, executable: $0.isExecutable)
        }
        var job = sandbox_job()
        job.kind = kind.rawValue
        job.interpreter = UInt32(interpreter)
        job.program = UnsafeRawPointer(program.start).assumingMemoryBound(to: CChar.self)
        job.program_size = program.count
        job.program_name = c(programName)
        job.tests = UnsafeRawPointer(tests.start).assumingMemoryBound(to: CChar.self)
        job.tests_size = tests.count
        if let entry { job.entry = c(entry) }
        job.calls = calls.start
        job.calls_size = calls.count
        job.standard_input = UnsafeRawPointer(input.start)
        job.standard_input_size = input.count
        if let executable { job.executable = c(executable) }
        job.executable_fd = executableDescriptor ?? -1
        job.limits = limits.c
        job.alone = isAlone
        return arguments.withUnsafeBufferPointer { arguments in
            outputs.withUnsafeBufferPointer { outputs in
                files.withUnsafeBufferPointer { files in
                    if arguments.count > 1 { job.arguments = arguments.baseAddress }
                    if outputs.count > 1 { job.outputs = outputs.baseAddress }
                    job.files = files.baseAddress
                    job.file_count = files.count
                    return withUnsafePointer(to: job, body)
                }
            }
        }
    }
}
