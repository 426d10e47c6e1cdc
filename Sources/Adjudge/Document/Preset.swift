import AdjudgeBase

/// A grader that people ask for by name.
public struct Preset: Sendable {
    /// The name: `{"type": "preset", "name": NAME}` or `preset:NAME`.
    public let name: String
    /// One line for `adjudge list`.
    public let summary: String
    /// The document that the name stands for.
    public let document: DocumentValue

    /// Every preset, in the order in which `adjudge list` shows them.
    public static let all: [Preset] = single + judges + mixes

    private static let single: [Preset] = [
        Preset(
            name: "math", summary: "Math answers: last box, ####, <answer>, \"the answer is\"; exact comparison.",
            document: ["type": "math"]),
        Preset(
            name: "science",
            summary: "Science answers: units convert, numbers within 1 % of the reference; last box or stated value.",
            document: [
                "type": "math", "profile": "strict", "tolerance": ["relative": "0.01"],
                "extract": [
                    "strip_think", "first_turn", "boxed", "hash", ["xml": "answer"], ["answer_line", "last_value"],
                    ["whole", "last_value"],
                ],
            ]),
        Preset(
            name: "gsm8k", summary: "verl's GSM8K rule, strict: the last \"#### n\" equals the reference as text.",
            document: ["type": "math", "profile": "compat:gsm8k"]),
        Preset(
            name: "gsm8k_flexible",
            summary: "verl's GSM8K rule, flexible: the last number equals the reference as text.",
            document: ["type": "math", "profile": "compat:gsm8k_flexible"]),
        Preset(
            name: "dapo", summary: "DAPO's rule (verl math_dapo): the last \"Answer:\" line, Minerva text; 1 or -1.",
            document: ["type": "math", "profile": "compat:dapo"]),
        Preset(
            name: "hendrycks", summary: "Hendrycks MATH (verl math_reward): the last box, text after strip_string.",
            document: ["type": "math", "profile": "compat:hendrycks"]),
        Preset(
            name: "geo3k",
            summary: "verl's geometry3k: 0.9 for the last box by MathRuler's rule (PRM800K's), 0.1 for its form.",
            document: [
                "type": "multi",
                "graders": [
                    "acc": ["type": "math", "profile": "compat:prm800k"],
                    "fmt": ["type": "format", "preset": "verl.geo3k"],
                ],
                "calculate_output": "0.9 * acc + 0.1 * fmt",
            ]),
        Preset(
            name: "litmus",
            summary:
                "NeMo-Gym's litmus_agent rows: a number, a truth value or a text by the row's own rule and wrapper.",
            document: [
                "type": "number", "match": "{{item.match}}", "answer_type": "{{item.answer_type}}",
                "answer_format": "{{item.answer_format}}", "output_regex": "{{item.output_regex}}",
                "reference": "{{item.expected_answer}}", "extract": ["strip_think", "whole"],
            ]),
        Preset(
            name: "choice", summary: "Multiple choice: the chosen letter, hedges refused.",
            document: ["type": "choice"]),
        Preset(
            name: "think_answer", summary: "Format only: <think>…</think><answer>…</answer>, once each, nothing else.",
            document: ["type": "format", "preset": "think_answer"]),
        Preset(
            name: "ifeval", summary: "IFEval, strict: 1 when every instruction of the row is followed.",
            document: ["type": "instructions"]),
        Preset(
            name: "ifeval_rlvr",
            summary: "open-instruct's rewards for instructions (IFEvalG, Tulu 3): the share that is followed.",
            document: ["type": "instructions", "reward": "fraction", "compat": "open_instruct"]),
        Preset(
            name: "ifbench", summary: "IFBench: every instruction is followed, loosely read.",
            document: ["type": "instructions", "mode": "loose"]),
        Preset(
            name: "nemo_tools",
            summary: "NeMo-Gym's one-step calls of tools: expected_action, threshold 0.1; calls too many are free.",
            document: ["type": "tool_call", "compat": "compat:nemo", "reference": "{{item.expected_action}}"]),
        Preset(
            name: "xlam", summary: "NeMo-Gym's xlam_fc: expected_answers, as many calls, arguments too many let pass.",
            document: ["type": "tool_call", "compat": "compat:xlam", "reference": "{{item.expected_answers}}"]),
        Preset(
            name: "bfcl",
            summary: "The Berkeley leaderboard's AST check: ground_truth by the descriptions in function.",
            document: [
                "type": "tool_call", "compat": "compat:bfcl", "functions": "{{item.function}}",
                "reference": "{{item.ground_truth}}",
            ]),
        Preset(
            name: "structured",
            summary:
                "NeMo-Gym's structured_outputs: schema_str made strict, by schema_type; with response_mode tool_call.",
            document: [
                "type": "structured", "compat": "compat:nemo", "format": "{{item.schema_type}}",
                "schema": "{{item.schema_str}}", "response_mode": "{{item.response_mode}}",
                "tool_name": "{{item.tool_name}}", "tool_payload_key": "{{item.tool_payload_key}}",
            ]),
        Preset(
            name: "structeval",
            summary:
                "StructEval: 0.2 for a document of output_type that parses, 0.8 for the paths in raw_output_metric.",
            document: [
                "type": "structured", "compat": "compat:structeval", "format": "{{item.output_type}}",
                "paths": "{{item.raw_output_metric}}",
            ]),
        Preset(
            name: "code", summary: "A program in the last fenced block, run against tests of any shape; all must pass.",
            document: ["type": "code"]),
        Preset(
            name: "prime_code", summary: "verl's prime_code: 1 when all tests pass, else the share of the first ten.",
            document: ["type": "code", "compat": "prime_code"]),
        Preset(
            name: "livecodebench", summary: "LiveCodeBench: its comparison, its imports, six CPU seconds a test.",
            document: ["type": "code", "compat": "livecodebench"]),
        Preset(
            name: "codeforces",
            summary: "Codeforces rows: their time and memory limits, their generated checkers; else outputs by tokens.",
            document: ["type": "code", "compat": "codeforces"]),
        Preset(
            name: "evalplus", summary: "EvalPlus: base and plus inputs against the canonical solution's answers.",
            document: ["type": "code", "compat": "evalplus"]),
        Preset(
            name: "kodcode",
            summary:
                "KodCode: pytest files that import solution; a test that mocks or prints may run beside the program.",
            document: ["type": "code", "module": "solution", "forgeable": "allow"]),
        Preset(
            name: "classeval", summary: "ClassEval: unittest classes in one file with the program.",
            document: ["type": "code", "forgeable": "allow"]),
        Preset(
            name: "bigcodebench",
            summary:
                "BigCodeBench: unittest classes with mocks and plots; where nothing else is possible, in one process.",
            document: ["type": "code", "forgeable": "allow", "limits": ["cpu_seconds": 60, "memory_mb": 4096]]),
        Preset(
            name: "humaneval_x",
            summary: "HumanEval-X: test scripts in JavaScript and C++, in one process with the program.",
            document: ["type": "code", "forgeable": "allow"]),
        Preset(
            name: "multipl_e",
            summary: "MultiPL-E: test scripts in JavaScript and C++, in one process with the program.",
            document: ["type": "code", "forgeable": "allow"]),
        Preset(
            name: "humaneval", summary: "HumanEval: check(candidate), split execution, three CPU seconds.",
            document: ["type": "code", "compat": "humaneval"]),
    ]

    /// The document that a node of type `preset` stands for.
    static func expand(_ node: DocumentNode) throws(DocumentError) -> DocumentNode {
        try node.allowOnly(["type", "name"])
        let name = try node.required("name", "the name of a preset")
        let choices = all.map { (name: $0.name, value: $0.document) }
        return DocumentNode(try name.choice("a preset", choices), path: node.path)
    }
}
