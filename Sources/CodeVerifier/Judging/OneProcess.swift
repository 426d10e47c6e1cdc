import AdjudgeBase

/// Program and Python tests as one program, for tests that need both in one process: the collector and runner of split
/// runs, with the program's own objects.
enum OneProcess {
    /// The whole text. It writes `word` behind its output when every test has passed.
    static func source(_ program: String, _ tests: ScriptTests, module: String, word: String) -> String {
        """
        import os, sys, types
        _word = os.dup(1)
        pack, unpack, SUBCLASSED, directory = (lambda value: None), None, (), os.getcwd()
        class _Anything(BaseException):
            pass
        program = sys.modules['candidate'] = types.ModuleType('candidate')
        program.cross, program.Failure, program.Raised = (lambda *hooks: None), _Anything, _Anything
        program.Died, program.Opaque = type('Died', (_Anything,), {}), type('Opaque', (_Anything,), {})
        IS_ONE_PROCESS = True
        \(SplitHarness.source)
        \(SplitHarness.oneProcess)
        program = OneProcess('candidate')
        program.module = run_program(\(PythonText.literal(program)), 'main.py')
        \(PythonText.call(tests, stops: true, module: module))
        _fields = program.reported
        if _fields[0] == 'done' and not _fields[3] and _fields[1] and _fields[1] >= _fields[2]:
            sys.stdout.flush()
            os.write(_word, b"\\n\(word)\\n")
        else:
            sys.stderr.write(str(_fields[3] or _fields[0]) + '\\n' + str(_fields[4]) + '\\n')
            sys.exit(1)
        """
    }
}
