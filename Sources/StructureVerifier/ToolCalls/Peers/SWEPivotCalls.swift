import AdjudgeBase

/// NeMo-Gym's swe_pivot: the first call against the expected one by kind of tool, target and similarity.
///
/// Unsafe accepts: other tools of the same kind, arguments that it does not look at, calls behind the first, and everything
/// of a kind without rules once the tool is right.
final class SWEPivotCalls: PeerCallRule {
    private let isContinuous: Bool
    private let ratio: any Checker
    private let paths: RegexPattern

    init(isContinuous: Bool, ratio: any Checker) {
        self.isContinuous = isContinuous
        self.ratio = ratio
        paths = try! RegexPattern(#"(?:^|[\s='"(])((?:/[\w._-]+)+|\.\.?/[\w._/-]+|[\w._-]+/[\w._/-]+)"#)
    }

    func reward(
        _ expected: ExpectedTurn, _ wanted: [ToolCall], _ made: [ToolCall], _ input: CheckInput, _ scratch: Scratch
    ) -> Double? {
        guard let gold = wanted.first else { return nil }
        guard let call = made.first else { return 0 }
        let (kind, goldKind) = (SWETools.kind(call.name.string), SWETools.kind(gold.name.string))
        let isSameName = call.name.string.lowercased() == gold.name.string.lowercased()
        guard isSameName || kind == goldKind && kind != "unknown" else { return 0 }
        let arguments = SWEArguments(call.arguments, scratch)
        let goldArguments = SWEArguments(gold.arguments, scratch)
        guard hasTarget(kind, arguments, goldKind, goldArguments, scratch) else { return 0 }
        let similarity = similarity(kind, arguments, goldKind, goldArguments, scratch)
        if !isContinuous { return similarity >= 0.8 ? 1 : 0 }
        guard similarity >= 0.4 else { return 0 }
        let reward = similarity >= 0.8 ? 1 : 0.5 + 0.5 * (similarity - 0.4) / (0.8 - 0.4)
        guard kind == "edit" else { return reward }
        return reward * (1 - 0.1 * min(Double(arguments.content.unicodeScalars.count) / 500, 1))
    }

    private func hasTarget(
        _ kind: String, _ mine: SWEArguments, _ goldKind: String, _ gold: SWEArguments, _ scratch: Scratch
    ) -> Bool {
        switch (kind, goldKind) {
        case ("edit", "edit"):
            if !mine.editor.isEmpty, !gold.editor.isEmpty, mine.editor != gold.editor { return false }
            if !mine.file.isEmpty, !gold.file.isEmpty, SWETools.suffix(mine.file, 2) != SWETools.suffix(gold.file, 2) {
                return false
            }
            guard mine.editor == "view", gold.editor == "view", let range = mine.range, let wanted = gold.range else {
                return true
            }
            let overlap = max(0, min(range.1, wanted.1) - max(range.0, wanted.0))
            return Double(overlap) / Double(max(1, wanted.1 - wanted.0)) >= 0.8
        case ("bash", "bash"):
            let (verb, goldVerb) = (SWETools.verb(mine.command), SWETools.verb(gold.command))
            if !verb.isEmpty, !goldVerb.isEmpty, verb != goldVerb { return false }
            let (targets, goldTargets) = (suffixes(mine.command, scratch), suffixes(gold.command, scratch))
            if !targets.isEmpty, !goldTargets.isEmpty, targets.isDisjoint(with: goldTargets) { return false }
            return mine.command.isEmpty || gold.command.isEmpty
                || similarity(mine.command, gold.command, scratch) >= 0.3
        case ("search", "search"), ("search", "read"), ("read", "search"), ("read", "read"):
            return mine.file.isEmpty || gold.file.isEmpty
                || SWETools.suffix(mine.file, 3) == SWETools.suffix(gold.file, 3)
        default: return true
        }
    }

    private func similarity(
        _ kind: String, _ mine: SWEArguments, _ goldKind: String, _ gold: SWEArguments, _ scratch: Scratch
    ) -> Double {
        func both(_ left: String, _ right: String) -> Double {
            left.isEmpty || right.isEmpty ? (left == right ? 1 : 0) : similarity(left, right, scratch)
        }
        if kind == "edit", goldKind == "edit" {
            if !(mine.old + mine.new).isEmpty, !(gold.old + gold.new).isEmpty {
                return min(both(mine.old, gold.old), both(mine.new, gold.new))
            }
            return both(mine.content, gold.content)
        }
        if kind == "bash", goldKind == "bash", !mine.command.isEmpty, !gold.command.isEmpty {
            return similarity(mine.command, gold.command, scratch)
        }
        return 1
    }

    /// difflib's ratio of the first 2,000 characters.
    private func similarity(_ left: String, _ right: String, _ scratch: Scratch) -> Double {
        func head(_ text: String) -> String { String(String.UnicodeScalarView(text.unicodeScalars.prefix(2_000))) }
        let (mine, gold) = (head(left), head(right))
        if mine == gold { return 1 }
        return withBytes(of: mine) { mine in
            withBytes(of: gold) { gold in
                ratio.check(CheckInput(answer: .text(mine), reference: .text(gold), response: mine), scratch).reward
                    ?? 0
            }
        }
    }

    /// The ends of the paths in a shell command.
    private func suffixes(_ command: String, _ scratch: Scratch) -> Set<String> {
        var found: Set<String> = []
        withBytes(of: command) { text in
            guard let valid = ValidText(text) else { return }
            var at = 0
            while at <= text.count, case .found(let groups) = paths.match(valid, from: at, scratch: scratch.regex) {
                let path = groups.range(1).map { text[$0].string } ?? ""
                if !path.hasPrefix("--"), path.unicodeScalars.count > 2 { found.insert(SWETools.suffix(path, 3)) }
                at = max(groups.range(0)!.upperBound, at + 1)
            }
        }
        return found.subtracting([""])
    }
}

/// The arguments of an agent's tool by what they mean, as Python's `str` gives them.
struct SWEArguments {
    let file: String
    let command: String
    let editor: String
    let old: String
    let new: String
    let content: String
    let range: (Int, Int)?

    init(_ value: JSONValue, _ scratch: Scratch) {
        func text(_ names: [String]) -> String {
            for name in names {
                guard let found = value.member(key: name) else { continue }
                return SWEArguments.text(found)
            }
            return ""
        }
        func stripped(_ text: String) -> String { withBytes(of: text) { $0.pythonStripped.string } }
        file = stripped(text(["path", "file", "file_path", "filename", "file_name"]))
        command = stripped(text(["command", "cmd"]))
        editor = text(["command"])
        (old, new) = (text(["old_str"]), text(["new_str"]))
        if value.member("new_str") != nil {
            content = old + "\n" + new
        } else {
            content =
                text(["patch"]) + (value.member("patch") == nil ? text(["diff"]) : "")
                + (value.member("patch") == nil && value.member("diff") == nil ? text(["content", "file_text"]) : "")
        }
        range = SWEArguments.range(value.member("view_range"))
    }

    private static func text(_ value: JSONValue) -> String {
        switch value.kind {
        case .string: value.decodedString!
        case .null: "None"
        case .bool: value.boolValue! ? "True" : "False"
        default: value.raw.string
        }
    }

    private static func range(_ value: JSONValue?) -> (Int, Int)? {
        guard let value else { return nil }
        if let text = value.decodedString {
            let parser = JSONParser(maxDepth: 4)
            return withBytes(of: text) { text in
                defer { withExtendedLifetime(parser) {} }
                return (try? parser.parse(text)).flatMap { $0.kind == .string ? nil : range($0) }
            }
        }
        guard value.kind == .array, value.count == 2, let first = Decimal(value.element(0)!.raw)?.integer,
            let last = Decimal(value.element(1)!.raw)?.integer
        else { return nil }
        return (first, last)
    }
}

/// The tools of coding agents by what they do.
enum SWETools {
    private static let kinds: [String: String] = {
        var kinds: [String: String] = [:]
        let lists = [
            "edit":
                "str_replace_editor text_editor file_editor code_editor edit_file modify_file update_file file_edit edit "
                + "modify apply_patch patch_file apply_diff apply_changes write write_file save_file create_file",
            "bash":
                "execute_bash run_bash bash_exec shell_run shell bash terminal shell_command shell_cmd run_shell_cmd "
                + "exec_command exec_cmd",
            "search": "grep search_text find_pattern text_search glob find_files file_glob match_files grep_files "
                + "search_files find_in_files code_search list_dir ls show_dir ls_dir list_directory",
            "read": "read read_file view_file cat_file view file_view inspect show_file read_file_content",
            "finish": "finish submit", "think": "think",
            "planning":
                "task_tracker todo_tracker plan_tracker todo_read todo_write update_plan list_tasks update_tasks "
                + "read_todos write_todos edit_plan modify_plan",
        ]
        for (kind, names) in lists {
            for name in names.split(separator: " ") {
                kinds[String(name)] = kind
                kinds[String(name).replacing("_", with: "")] = kind
            }
        }
        return kinds
    }()

    static func kind(_ name: String) -> String { kinds[name.lowercased()] ?? "unknown" }

    /// The last parts of a path.
    static func suffix(_ path: String, _ parts: Int) -> String {
        var text = Substring(path)
        while text.first == "/" { text.removeFirst() }
        while text.last == "/" { text.removeLast() }
        return text.split(separator: "/", omittingEmptySubsequences: false).suffix(parts).joined(separator: "/")
    }

    /// The program of a shell command, without its folder.
    static func verb(_ command: String) -> String {
        let first = withBytes(of: command) { bytes in
            var first = ""
            bytes.forEachWord { if first.isEmpty { first = $0.string } }
            return first
        }
        return first.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    }
}
