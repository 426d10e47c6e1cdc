import AdjudgeBase
import CSandbox
import Glibc

/// Program and tests in one contained process, for tests that cannot be split. A program made for it could forge the
/// word that says the tests came to their end, so every verdict is marked forgeable.
struct InProcessJudge: CaseJudge {
    let job: CodeJob
    private let sandbox: Sandbox
    private let tests: ScriptTests

    init(_ job: CodeJob, _ sandbox: Sandbox, _ tests: ScriptTests) {
        self.job = job
        self.sandbox = sandbox
        self.tests = tests
    }

    func judge() -> CodeVerdict {
        let word = InProcessJudge.nonce()
        let body = tests.setup + "\n" + tests.scripts.joined(separator: "\n")
        let source: String
        switch job.language.name {
        case "python":
            source = OneProcess.source(job.program.view.string, tests, module: job.settings.module, word: word)
        case "javascript": source = javaScript(body, word)
        case "cpp", "c":
            guard let whole = cpp(body, word) else {
                return CodeVerdict(.badTests, "C++ tests without a main, expected main with assertions")
            }
            source = whole
        case "java":
            guard let whole = java(body, word) else {
                return CodeVerdict(.badTests, "Java tests without a main, expected a class with main that asserts")
            }
            source = whole
        case "bash": source = "\(job.program.view.string)\n\(body)\nprintf '\\n%s\\n' '\(word)'\n"
        default:
            return CodeVerdict(
                .badTests,
                "test scripts are for Python, JavaScript, C, C++, Java and Bash, found \(job.language.name)")
        }
        var verdict = CodeVerdict(.ok)
        verdict.isForgeable = true
        verdict.total = 1
        switch Launcher.prepare(OwnedBytes(source), job.language, job.settings, sandbox, stop: job.stop) {
        case .failed(var failed):
            failed.isForgeable = true
            failed.total = 1
            return failed
        case .ready(let launcher):
            defer { withExtendedLifetime(launcher) {} }
            let result = sandbox.run(launcher.job, stop: job.stop)
            defer { withExtendedLifetime(result) {} }
            verdict.add(result)
            let said = result.output.trimmedRight.hasSuffix(word)
            if result.status == SANDBOX_OK, said {
                verdict.passed = 1
                verdict.share = 1
                return verdict
            }
            verdict.kind = CodeVerdict.Kind(result) ?? .runtimeError
            let isAssertion = ["AssertionError", "Assertion `", "console.assert"].contains { result.error.find($0) }
            if verdict.kind == .runtimeError, isAssertion { verdict.kind = .wrongAnswer }
            verdict.ending = Self.ending(result)
            verdict.message = verdict.kind.isProgramsOwn ? "" : result.message
            verdict.failure = CodeVerdict.Failure(
                number: nil,
                message: said || !result.error.isEmpty
                    ? Trimmed.end(result.error) : "the tests did not come to their end")
            return verdict
        }
    }

    /// The tests of HumanEval-X use console.assert, which never throws by itself.
    ///
    /// The tests are a function of their own, whose names may be the program's too. A file beside them that is not there is
    /// the program: what it exports, or where it exports nothing, its names.
    private func javaScript(_ body: String, _ word: String) -> String {
        """
        \(job.program.view.string)
        ;console.assert = (holds, ...words) => { if (!holds) throw new Error('console.assert ' + words.join(' ')) };
        (function (require) {
        \(body)
        })(Object.assign(name => {
            try { return require(name) } catch (error) {
                if (error.code !== 'MODULE_NOT_FOUND' || !/^[.]{1,2}[/]/.test(name)) throw error;
                if (typeof module.exports !== 'object' || Object.keys(module.exports).length) return module.exports;
                return new Proxy({}, { get: (_, key) => /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(String(key)) ? eval(key) : undefined });
            }
        }, require));
        require('fs').writeSync(1, '\\n\(word)\\n');
        """
    }

    /// The tests bring a `main`, which is called from another one: an exit in between leaves no word. What the program said of
    /// assertions is taken back. Nil where the tests have no `main`.
    private func cpp(_ body: String, _ word: String) -> String? {
        guard let main = TestMain(body, renamedTo: "adjudge_tests") else { return nil }
        return """
            \(job.program.view.string)
            #undef NDEBUG
            #include <assert.h>
            #undef main
            \(main.source)
            #include <unistd.h>
            int main(int count, char **words) {
                (void)count, (void)words;
                \(main.call)
                if (status == 0 && write(1, "\\n\(word)\\n", \(word.utf8.count + 2)) < 0) return 1;
                return status;
            }
            """
    }

    /// The classes of both in one file, behind one whose `main` calls that of the tests: an exit in between leaves no word. Nil
    /// where the tests have no `main`.
    private func java(_ body: String, _ word: String) -> String? {
        let tests = OwnedBytes(body)
        defer { withExtendedLifetime(tests) {} }
        guard let main = JavaSource(tests.view).mainClass else { return nil }
        let parts = [JavaParts(job.program.view), JavaParts(tests.view)]
        return """
            \(parts.map(\.imports).joined())
            final class AdjudgeTests {
                public static void main(String[] words) throws Throwable {
                    \(main).main(words);
                    System.out.println("\\n\(word)");
                    System.out.flush();
                }
            }
            \(parts.map(\.body).joined(separator: "\n"))
            """
    }

    /// A word that no program can guess.
    private static func nonce() -> String {
        var random = SystemRandomNumberGenerator()
        return "adjudge-" + String(random.next(), radix: 16) + String(random.next(), radix: 16)
    }
}

extension Bytes {
    /// Whether the bytes end with a text.
    fileprivate func hasSuffix(_ text: String) -> Bool {
        withBytes(of: text) { count >= $0.count && suffix(from: count - $0.count) == $0 }
    }

    /// Whether a text occurs in the bytes.
    fileprivate func find(_ text: String) -> Bool { withBytes(of: text) { find($0) != nil } }
}
