/// How programs of a language become processes.
struct Language: Sendable, Equatable {
    /// The interpreter or compiler of a program.
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
    /// The interpreter or compiler of a program.
    var runtime: Runtime
    /// Ways to compile that are tried, one after another, when the compiler finds the source wrong: older standards.
    var otherCompilations: [[String]] = []

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

    /// The settings without a word of the user's. C and C++ link statically, which starts three times as fast. C++ is
    /// of 2020; programs that its new names break are read as of 2017.
    static let standard = LanguageTable(languages: [
        Language(name: "python", aliases: ["py", "python3"], source: "main.py", runtime: .python),
        Language(
            name: "c", aliases: ["gcc"], source: "main.c",
            runtime: .commands(
                compile: [
                    "gcc", "-O2", "-std=gnu17", "-DONLINE_JUDGE", "-static", "-w", "-o", "{binary}", "{source}", "-lm",
                ],
                run: ["{binary}"])),
        Language(
            name: "cpp", aliases: ["c++", "cc", "cxx", "g++"], source: "main.cpp",
            runtime: .commands(
                compile: LanguageTable.cpp(standard: "gnu++20"), run: ["{binary}"]),
            otherCompilations: [LanguageTable.cpp(standard: "gnu++17")]),
        Language(name: "javascript", aliases: ["js", "node"], source: "main.js", runtime: .node),
        Language(
            name: "bash", aliases: ["sh", "shell"], source: "main.sh",
            runtime: .commands(compile: nil, run: ["bash", "{source}"])),
        Language(
            name: "go", aliases: ["golang"], source: "main.go",
            runtime: .commands(compile: ["go", "build", "-o", "{binary}", "{source}"], run: ["{binary}"])),
        Language(
            name: "rust", aliases: ["rs"], source: "main.rs",
            runtime: .commands(
                compile: ["rustc", "--edition=2021", "-O", "-o", "{binary}", "{source}"], run: ["{binary}"])),
        Language(
            name: "java", source: "Main.java",
            runtime: .commands(compile: nil, run: ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "{source}"])),
    ])

    private static func cpp(standard: String) -> [String] {
        ["g++", "-O2", "-std=\(standard)", "-DONLINE_JUDGE", "-static", "-w", "-o", "{binary}", "{source}"]
    }

    /// The table with the compilers told another standard: `gnu++17` is C++'s, `c11` C's, `2018` Rust's.
    func with(standard: String) -> LanguageTable {
        let isYear = standard.utf8.allSatisfy { $0.isASCIIDigit }
        let compiler = isYear ? "rustc" : standard.utf8.contains(UInt8(ascii: "+")) ? "g++" : "gcc"
        var table = self
        for (index, language) in languages.enumerated() {
            guard case .commands(let compile?, let run) = language.runtime, compile.first == compiler else { continue }
            let told = compile.map { word in
                if word.utf8.starts(with: "-std=".utf8) { return "-std=\(standard)" }
                return word.utf8.starts(with: "--edition=".utf8) ? "--edition=\(standard)" : word
            }
            table.languages[index].runtime = .commands(compile: told, run: run)
            table.languages[index].otherCompilations = []
        }
        return table
    }

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
