/// The test program of split execution. It runs in the trusted process, where the module `candidate` reaches the
/// untrusted one: tests call the program's functions through stand-ins, and only plain data crosses.
///
/// The zygotes of test processes run it once and hold what it makes: it knows no test and no program.
enum SplitHarness {
    /// The program, one text made of the files in `Harness`. A job's tests are a call `run(SCRIPTS, SETUP, ENTRY, IS_TEST_FILE,
    /// STOP)`. It reports one tuple: status, tests passed, tests in all, what failed, its line, the last call and its
    /// result. Status is `done`, or `own_objects` where a test needs the program's own objects.
    static let source = String(
        decoding: PackageResources.plain_py + PackageResources.stand_ins_py + PackageResources.names_py
            + PackageResources.run_py, as: UTF8.self)
}
