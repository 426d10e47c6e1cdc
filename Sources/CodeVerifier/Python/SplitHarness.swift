/// The test program of split execution. It runs in the trusted process, where the module `candidate` reaches the
/// untrusted one: tests call the program's functions through stand-ins; values cross by value, objects by number.
///
/// The zygotes of test processes run it once and hold what it makes: it knows no test and no program.
enum SplitHarness {
    /// The program, one text made of the files in `Harness`. A job's tests are a call of `run`, see ``PythonText``. It
    /// reports one tuple, see ``SplitReport``.
    static let source = String(
        decoding: PackageResources.plain_py + PackageResources.crossing_py + PackageResources.stand_ins_py
            + PackageResources.class_stand_ins_py + shared + PackageResources.together_py + PackageResources.chosen_py
            + PackageResources.nothing_py
            + PackageResources.run_py,
        as: UTF8.self)

    /// The Python that also collects and runs the tests of one process.
    private static let shared =
        PackageResources.own_pytest_py + PackageResources.checks_py + PackageResources.names_py
        + PackageResources.under_test_py + PackageResources.collect_py

    /// Takes the place of the stand-ins where tests and program share a process.
    static let oneProcess = String(decoding: PackageResources.one_process_py, as: UTF8.self)
}
