/// One extractor: its name in documents, its one-line doc, and how it compiles.
public struct ExtractorKind: Sendable {
    /// The name in a chain.
    public let name: String
    /// One line for `adjudge list`.
    public let summary: String
    /// The option keys it has beside its name.
    public let options: [String]
    let compile: @Sendable (ExtractorNode) throws(DocumentError) -> any Finder

    /// Every extractor.
    public static let all: [ExtractorKind] = [
        ExtractorKind(
            name: "boxed", summary: "The last balanced \\boxed{} or \\fbox{}; take, require_single, walk_back.",
            options: ["take", "require_single", "walk_back"], compile: BoxedFinder.compile),
        ExtractorKind(
            name: "hash", summary: "What follows the last ####, to the end of its line.", options: [],
            compile: { _ throws(DocumentError) in HashFinder() }),
        ExtractorKind(
            name: "answer_line",
            summary: "What follows the last \"the answer is\" or \"Answer:\", in several languages; phrases.",
            options: ["phrases"], compile: AnswerLineFinder.compile),
        ExtractorKind(
            name: "xml", summary: "{\"xml\": TAG}: the content of the last <TAG>…</TAG>; take.", options: ["take"],
            compile: XMLFinder.compile),
        ExtractorKind(
            name: "fenced", summary: "The last closed ``` block; {\"fenced\": LANGUAGE} only of that language.",
            options: [], compile: FencedFinder.compile),
        ExtractorKind(
            name: "program",
            summary: "The block that is the program: of a language, not what stands behind it as output or shell.",
            options: [], compile: { _ throws(DocumentError) in ProgramFinder() }),
        ExtractorKind(
            name: "json", summary: "{\"json\": PATH}: a field of the response's JSON object.", options: [],
            compile: JSONFinder.compile),
        ExtractorKind(
            name: "regex",
            summary: "{\"regex\": PATTERN}: a match or its group; take, group, flags; lm-eval's spelling is read too.",
            options: ["take", "group", "flags", "fallback", "regex_pattern", "group_select"],
            compile: RegexFinder.compile),
        ExtractorKind(
            name: "last_number", summary: "The last number, with its sign and separators.", options: [],
            compile: { _ throws(DocumentError) in LastNumberFinder() }),
        ExtractorKind(
            name: "choice",
            summary:
                "The option letter that a text states: behind an announcement, or standing as one; letters, several; alone: letters that count as the whole text only.",
            options: ["letters", "several", "alone"], compile: ChoiceFinder.compile),
        ExtractorKind(
            name: "answer_format",
            summary:
                "{\"answer_format\": NAME}: the last answer in a wrapper of NeMo-Gym's litmus_agent, fmt_00 to fmt_30.",
            options: [], compile: AnswerFormatFinder.compile),
        ExtractorKind(
            name: "tool_calls",
            summary:
                "The calls of tools as a JSON list of {name, arguments}: of messages and items of JSON, of tags, of Python's syntax.",
            options: [], compile: { _ throws(DocumentError) in ToolCallFinder() }),
        ExtractorKind(
            name: "whole", summary: "The whole text, trimmed.", options: [],
            compile: { _ throws(DocumentError) in WholeFinder() }),
    ]

    /// The steps whose name has a value that is read.
    static let withArgument = ["answer_format", "xml", "fenced", "json", "regex", "strip_think", "first_turn"]

    /// Filters that may stand in a chain beside the extractors, with their one-line docs.
    public static let filters: [(name: String, summary: String)] = [
        (
            "strip_think",
            "Look only after the reasoning, by the markers of known models; {\"strip_think\": [MARKERS]} sets others."
        ),
        (
            "first_turn",
            "Look only before a token that ends the turn, such as <|im_end|>; {\"first_turn\": [TEXTS]} adds stop texts."
        ),
        ("letter", "Only an answer that names an option letter; else the next extractor looks."),
        ("lowercase", "ASCII letters of the answer to lower case."),
        ("uppercase", "ASCII letters of the answer to upper case."),
        ("remove_whitespace", "The answer without white space."),
        ("take_first", "The first of what was found, which an extractor gives already (lm-eval's chains end with it)."),
        (
            "last_value",
            "Of an answer that is prose, the last formula or number with its unit, where it is stated as a fact."
        ),
    ]
}

/// A step of a chain: the name, its main argument, and the node with the options.
struct ExtractorNode {
    let name: String
    let argument: DocumentNode?
    let node: DocumentNode

    /// An option of the step.
    func option(_ key: String) -> DocumentNode? {
        guard case .object = node.value else { return nil }
        return node.member(key)
    }

    /// `take`: true for the first occurrence, false for the last.
    func takesFirst() throws(DocumentError) -> Bool {
        try option("take")?.choice("which occurrence", [("first", true), ("last", false)]) ?? false
    }

    /// The argument as a string, which must be there.
    func text(_ expected: String) throws(DocumentError) -> String {
        guard let argument else {
            throw node.mismatch(expected: "{\"\(name)\": …}, \(expected)")
        }
        return try argument.string(expected)
    }
}
