import AdjudgeBase
import CKernels
import CodeVerifier
import Glibc

/// The capabilities of this machine: the facts that `adjudge doctor` shows and every door gives.
public struct MachineFacts: Sendable {
    /// The instruction set of the kernels in use, such as `avx2`.
    public let instructionSet: String
    /// Every instruction set that can run here.
    public let instructionSets: [String]
    /// The value of ADJUDGE_ISA where it names none that can run here.
    public let unusableInstructionSet: String?
    /// The number of processors.
    public let processors: Int
    /// The version of PCRE2.
    public let pcre2: String
    /// Whether patterns are compiled to machine code.
    public let compilesPatterns: Bool
    /// The version of libcurl, by which judges are called; nil where it cannot be loaded, with the reason in
    /// ``curlProblem``.
    public let curl: String?
    /// The reason why no judge can be called, and the package that has what is missing.
    public let curlProblem: String?
    /// The contained runner; nil where it cannot be opened, with the reason in ``sandboxProblem``.
    public let sandbox: SandboxFacts?
    /// The reason why programs cannot be run at all.
    public let sandboxProblem: String?

    /// The contained runner's capabilities.
    public struct SandboxFacts: Sendable {
        /// The level in force, 0 to 3.
        public let level: Int
        /// The layers of containment, each with the reason why it is missing; nil where it is there.
        public let layers: [(name: String, problem: String?)]
        /// The languages, and what runs or compiles them.
        public let languages: [Sandbox.FoundLanguage]
        /// Python modules that programs often import, by whether they are installed.
        public let modules: [(name: String, isInstalled: Bool)]
    }

    private static let usualModules = [
        "numpy", "scipy", "pandas", "sympy", "networkx", "sortedcontainers", "matplotlib", "pytest",
    ]

    /// Looks at the machine. Opens the sandbox and asks each interpreter for its version, which takes some tenths of a
    /// second.
    public init() {
        instructionSet = String(cString: ak_active().pointee.name)
        instructionSets = [AK_SCALAR, AK_AVX2, AK_AVX512, AK_NEON].compactMap { ak_kernels_for($0) }
            .map { String(cString: $0.pointee.name) }
        unusableInstructionSet = ak_unusable_isa_request().map { String(cString: $0) }
        processors = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        pcre2 = RegexLibrary.version
        compilesPatterns = RegexLibrary.hasJIT
        curlProblem = Judges.problem
        curl = curlProblem == nil ? Judges.library : nil
        do {
            let sandbox = try Sandbox.current()
            let installed = sandbox.importable(MachineFacts.usualModules)
            self.sandbox = SandboxFacts(
                level: Int(sandbox.level), layers: sandbox.layers, languages: sandbox.languages(),
                modules: MachineFacts.usualModules.map { ($0, installed.contains($0)) })
            sandboxProblem = nil
        } catch {
            sandbox = nil
            sandboxProblem = error.description
        }
    }
}
