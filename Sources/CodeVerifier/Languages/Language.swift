/// How programs of a language become processes.
struct Language: Sendable, Equatable {
    /// What runs a program.
    enum Runtime: Sendable, Equatable {
        /// A warm Python.
        case python
        /// A warm node.
        case node
        /// Commands: words in which `{source}` and `{binary}` stand for the files.
        case commands(compile: [String]?, run: [String])
    }

    /// Its name in a grader and in the output of `adjudge doctor`.
    var name: String
    /// Other names, as after the backquotes of a fenced block.
    var aliases: [String] = []
    /// The name of the file that holds a program.
    var source: String
    /// What runs a program.
    var runtime: Runtime
    /// The compiled file stands alone, so that it can be kept and run without its directory.
    var isStandalone = true

    /// The commands whose first words must be found on this machine.
    var tools: [String] {
        switch runtime {
        case .python, .node: []
        case .commands(let compile, let run):
            [compile?.first, run.first].compactMap { $0 }.filter { !$0.hasPrefix("{") }
        }
    }
}

/// The languages that a grader knows.
struct LanguageTable: Sendable {
    private(set) var languages: [Language]

    /// What is known without a word of the user's. C and C++ link statically, which starts three times as fast.
    static let standard = LanguageTable(languages: [
        Language(name: "python", aliases: ["py", "python3"], source: "main.py", runtime: .python),
        Language(
            name: "c", aliases: ["gcc"], source: "main.c",
            runtime: .commands(
                compile: ["gcc", "-O2", "-std=gnu17", "-static", "-w", "-o", "{binary}", "{source}", "-lm"],
                run: ["{binary}"])),
        Language(
            name: "cpp", aliases: ["c++", "cc", "cxx", "g++"], source: "main.cpp",
            runtime: .commands(
                compile: ["g++", "-O2", "-std=gnu++17", "-static", "-w", "-o", "{binary}", "{source}"],
                run: ["{binary}"])),
        Language(name: "javascript", aliases: ["js", "node"], source: "main.js", runtime: .node),
        Language(
            name: "bash", aliases: ["sh", "shell"], source: "main.sh",
            runtime: .commands(compile: nil, run: ["bash", "{source}"])),
        Language(
            name: "go", aliases: ["golang"], source: "main.go",
            runtime: .commands(compile: ["go", "build", "-o", "{binary}", "{source}"], run: ["{binary}"])),
        Language(
            name: "rust", aliases: ["rs"], source: "main.rs",
            runtime: .commands(compile: ["rustc", "-O", "-o", "{binary}", "{source}"], run: ["{binary}"])),
        Language(
            name: "java", source: "Main.java",
            runtime: .commands(compile: nil, run: ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "{source}"])),
    ])

    /// The language with that name or alias, without case.
    func named(_ name: String) -> Language? {
        let name = name.lowercased()
        return languages.first { $0.name == name || $0.aliases.contains(name) }
    }

    /// Adds a language, or puts it in the place of the one with its name.
    mutating func add(_ language: Language) {
        languages.removeAll { $0.name == language.name }
        languages.append(language)
    }
}
