import AdjudgeBase

extension CodeSettings {
    /// The settings of a grader's node.
    init(_ node: DocumentNode) throws(DocumentError) {
        self.init()
        if let more = node.member("languages") { try addLanguages(more) }
        if let compat = node.member("compat") {
            follow(try compat.choice("a project's rules", Compat.allCases.map { ($0.rawValue, $0) }))
        }
        if let name = node.member("language") { language = try language(name) }
        if let limits = node.member("limits") { try read(limits: limits) }
        if let comparator = node.member("comparator") { try read(comparator: comparator) }
        if let reward = node.member("reward") {
            let offered = Reward.allCases.filter { $0 != .primeCode }
            self.reward = try reward.choice("how tests become a reward", offered.map { ($0.rawValue, $0) })
        }
        if let stops = node.member("stop_on_failure") { stopsAtFailure = try stops.bool() }
        if let shares = node.member("shared_process") { sharesProcess = try shares.bool() }
        if let module = node.member("module") { self.module = try module.string("the name of a module") }
        if let forgeable = node.member("forgeable") {
            allowsForgeable = try forgeable.choice(
                "what counts where a program could forge its tests' result", [("refuse", false), ("allow", true)])
        }
        if let level = node.member("minimum_level") { minimumLevel = try level.integer(in: 0...3) }
        python = try PythonNeeds(node)
        if let standard = node.member("standard") {
            let text = try standard.string("a standard such as \"gnu++17\"")
            guard !text.isEmpty, text.utf8.allSatisfy({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "+") }) else {
                throw standard.mismatch(expected: "a standard such as \"gnu++17\", \"c11\" or \"2018\"")
            }
            languages = languages.with(standard: text)
            if let name = language?.name { language = languages.named(name) }
        }
        if let seed = node.member("seed") { self.seed = UInt64(bitPattern: Int64(try seed.integer())) }
        if let preamble = node.member("preamble") {
            let text = try preamble.string("Python source, or \"leetcode\"")
            self.preamble = text == "leetcode" ? CodeSettings.usualImports : text + "\n"
        }
    }

    /// The imports that LeetCode and LiveCodeBench supply.
    static let usualImports =
        "from typing import *\nfrom collections import *\nfrom itertools import *\nfrom functools import *\n"
        + "from heapq import *\nfrom bisect import *\nfrom math import *\nfrom operator import *\nfrom string import *\n"
        + "import math, collections, itertools, functools, heapq, bisect, string, re, random, operator, sys, datetime, "
        + "json, copy\ninf = float('inf')\n"

    private mutating func follow(_ compat: Compat) {
        self.compat = compat
        switch compat {
        case .primeCode:
            comparator.rule = .primeCode
            reward = .primeCode
        case .liveCodeBench:
            comparator.rule = .liveCodeBench
            limits.cpuSeconds = 6
            preamble = CodeSettings.usualImports
        case .evalPlus: limits.cpuSeconds = 30
        case .humanEval: limits.cpuSeconds = 3
        case .codeforces: comparator.rule = .tokens
        }
    }

    private func language(_ node: DocumentNode) throws(DocumentError) -> Language {
        let name = try node.string("the name of a language")
        if let language = languages.named(name) { return language }
        let names = languages.languages.map(\.name)
        throw node.mismatch(
            expected: "a language: one of " + names.joined(separator: ", "),
            suggestion: nearestName(to: name, in: names))
    }

    private mutating func addLanguages(_ node: DocumentNode) throws(DocumentError) {
        for (name, node) in try node.members() {
            try node.allowOnly(["source", "compile", "run", "aliases"])
            let source = try node.required("source", "the name of the source file").string()
            guard !source.isEmpty, source.utf8.allSatisfy({ $0 > 0x20 && $0 != UInt8(ascii: "/") && $0 < 0x7F }) else {
                throw node.member("source")!.mismatch(expected: "a plain file name such as \"main.zig\"")
            }
            let compile = try node.member("compile").map { node throws(DocumentError) in try CodeSettings.command(node)
            }
            let run = try CodeSettings.command(try node.required("run", "the command that runs a program"))
            if run.first == "{binary}", compile == nil {
                throw node.mismatch(expected: "a compile command, since run begins with {binary}")
            }
            var aliases: [String] = []
            if let more = node.member("aliases") {
                for alias in try more.elements() { aliases.append(try alias.string().lowercased()) }
            }
            languages.add(
                Language(
                    name: name.lowercased(), aliases: aliases, source: source,
                    runtime: .commands(compile: compile, run: run)))
        }
    }

    /// A command as an array of words, or as words between spaces.
    private static func command(_ node: DocumentNode) throws(DocumentError) -> [String] {
        var words: [String] = []
        if case .array = node.value {
            for word in try node.elements() { words.append(try word.string()) }
        } else {
            words = try node.string("a command such as \"zig run {source}\"").split(separator: " ").map(String.init)
        }
        guard !words.isEmpty else { throw node.mismatch(expected: "a command such as \"zig run {source}\"") }
        return words
    }

    private mutating func read(limits node: DocumentNode) throws(DocumentError) {
        try node.allowOnly([
            "cpu_seconds", "wall_seconds", "memory_mb", "output_mb", "processes", "compile_cpu_seconds",
            "compile_memory_mb", "row_cpu_seconds",
        ])
        func seconds(_ key: String) throws(DocumentError) -> Double? {
            guard let node = node.member(key) else { return nil }
            let value = try node.double("seconds, from 0.01 to 86400")
            guard value >= 0.01, value <= 86400 else { throw node.mismatch(expected: "seconds, from 0.01 to 86400") }
            return value
        }
        if let value = try seconds("cpu_seconds") { limits.cpuSeconds = value }
        if let value = try seconds("wall_seconds") { limits.wallSeconds = value }
        if let value = try seconds("compile_cpu_seconds") { compileLimits.cpuSeconds = value }
        if let value = try seconds("row_cpu_seconds") { rowCPUSeconds = value }
        if let size = node.member("memory_mb") { limits.memoryMB = try size.integer(in: 16...1 << 20) }
        if let size = node.member("output_mb") { limits.outputMB = try size.integer(in: 1...1024) }
        if let count = node.member("processes") { limits.processes = try count.integer(in: 1...4096) }
        if let size = node.member("compile_memory_mb") { compileLimits.memoryMB = try size.integer(in: 16...1 << 20) }
    }

    private mutating func read(comparator node: DocumentNode) throws(DocumentError) {
        let offered = OutputComparator.Rule.allCases.map { (name: $0.rawValue, value: $0) }
        if case .string = node.value {
            comparator.rule = try node.choice("a comparator", offered)
            return
        }
        try node.allowOnly(["mode", "abs", "rel", "ignore_case", "unordered", "checker"])
        if let mode = node.member("mode") { comparator.rule = try mode.choice("a comparator", offered) }
        func bound(_ key: String) throws(DocumentError) -> Double? {
            guard let node = node.member(key) else { return nil }
            let value = try node.double("a number of at least 0")
            guard value >= 0 else { throw node.mismatch(expected: "a number of at least 0") }
            return value
        }
        let (absolute, relative) = (try bound("abs"), try bound("rel"))
        if absolute != nil || relative != nil {
            comparator.tolerance = Tolerance(absolute: absolute ?? 0, relative: relative ?? 0)
            if node.member("mode") == nil { comparator.rule = .numeric }
        }
        if let flag = node.member("ignore_case") { comparator.ignoresCase = try flag.bool() }
        if let flag = node.member("unordered") { comparator.isUnordered = try flag.bool() }
        if let checker = node.member("checker") {
            try checker.allowOnly(["language", "program", "convention"])
            let source = try checker.required("program", "the checker's source").string()
            let name = try checker.member("language").map { node throws(DocumentError) in try language(node) }
            self.checker = CheckerProgram(language: name ?? languages.named("python")!, source: source)
            if let convention = checker.member("convention") {
                self.checker!.convention = try convention.choice(
                    "how a checker is called", CheckerProgram.Convention.allCases.map { ($0.rawValue, $0) })
            }
        }
    }

    /// The settings with the limits and the checker that a suite brings along; nil where its checker is in a language that
    /// nobody knows. What the grader says itself of judging outputs goes first.
    func adapted(to suite: TestSuite) -> CodeSettings? {
        var settings = self
        switch suite.checker {
        case .program(let name, let source)? where checker == nil:
            guard let language = languages.named(name) else { return nil }
            settings.checker = CheckerProgram(language: language, source: source)
            settings.checker!.isOfTests = true
        case .comparison(let comparison)? where checker == nil && comparator == usualComparator:
            settings.comparator = comparison
        default: break
        }
        if compat == .codeforces, let problems = suite.problemLimits { settings.limits.take(problems) }
        if let own = suite.limits { settings.limits.take(own) }
        return settings
    }

    /// How outputs compare where the grader does not say it.
    private var usualComparator: OutputComparator {
        var comparator = OutputComparator()
        if compat == .codeforces { comparator.rule = .tokens }
        return comparator
    }
}

extension RunLimits {
    /// Takes what tests say.
    fileprivate mutating func take(_ own: SuiteLimits) {
        if let seconds = own.cpuSeconds { cpuSeconds = seconds }
        if let seconds = own.wallSeconds { wallSeconds = seconds }
        if let size = own.memoryMB { memoryMB = size }
    }
}
