import AdjudgeBase

extension Preset {
    /// Routes over the data sets that public mixes name. What a mix has and Adjudge has not is refused row by row, by name.
    static let mixes: [Preset] = [
        Preset(
            name: "mix",
            summary:
                "A mixed data set by {{item.data_source}}, each source by Adjudge's own rules: math, choice, QA, programs.",
            document: route(
                by: "{{item.data_source}}",
                [
                    (mathSources, ["type": "math"]),
                    ("hiyouga/geometry3k|geo3k", ["type": "math"]),
                    ("*litmus*", "preset:litmus"),
                    (choiceSources, ["type": "choice"]),
                    ("searchR1_*|hotpotqa*|nq*|triviaqa*|squad*|popqa*|musique*|bamboogle*", ["type": "answer_match"]),
                    (codeSources, ["type": "code"]),
                    ("ifeval*|ifbench*|*instruction_following*", ["type": "instructions"]),
                    ("*tool*|bfcl*|xlam*", ["type": "tool_call"]),
                    ("*sql*|bird*|spider*", missing("sql")),
                    ("reasoning_gym*|arc_*|zebra*|countdown*|synlogic*", missing("puzzle")),
                    ("*judge*|general*|webinstruct*", "preset:math_hybrid"),
                ])),
        Preset(
            name: "verl",
            summary: "verl's default_compute_score by {{item.data_source}}, each source by verl's own rule.",
            document: route(
                by: "{{item.data_source}}",
                [
                    ("openai/gsm8k", "preset:gsm8k"),
                    (
                        "lighteval/MATH|DigitalLearningGmbH/MATH-lighteval|HuggingFaceH4/MATH-500", "preset:hendrycks"
                    ),
                    ("math_dapo|math|math_dapo_reasoning|aime*", "preset:dapo"),
                    (
                        "numina_aops_forum|numina_synthetic_math|numina_amc_aime|numina_synthetic_amc|numina_cn_k12|numina_olympiads",
                        ["type": "math", "profile": "compat:prime"]
                    ),
                    ("codecontests|apps|codeforces|taco", "preset:prime_code"),
                    ("hiyouga/geometry3k", "preset:geo3k"),
                    (
                        "searchR1_nq|searchR1_triviaqa|searchR1_popqa|searchR1_hotpotqa|searchR1_2wikimultihopqa|searchR1_musique|searchR1_bamboogle",
                        ["type": "answer_match", "mode": "compat:search_r1.em"]
                    ),
                ])),
        Preset(
            name: "tulu",
            summary: "open-instruct's mixes (Tulu 3, OLMo 3, Dolci) by {{item.dataset}}.",
            document: route(
                by: "{{item.dataset}}",
                [
                    ("gsm8k|math|strict_math", ["type": "math"]),
                    ("flan", ["type": "answer_match", "mode": "compat:open_instruct.flan"]),
                    ("string_matcher", ["type": "answer_match", "mode": "compat:open_instruct.string_matcher"]),
                    ("string_f1", ["type": "answer_match", "mode": "compat:open_instruct.f1"]),
                    ("puzzle", ["type": "answer_match", "mode": "compat:open_instruct.puzzle"]),
                    ("re_search", ["type": "answer_match", "mode": "compat:open_instruct.re_search"]),
                    ("re_search_f1", ["type": "answer_match", "mode": "compat:open_instruct.re_search_f1"]),
                    ("code|code_stdio", ["type": "code"]),
                    ("ifeval|ifeval_old", "preset:ifeval_rlvr"),
                    ("general-*", missing("judge")),
                    ("max_length|up_to_max_length", missing("length")),
                ])),
        Preset(
            name: "nemotron",
            summary: "Nemotron's NeMo-Gym blends by {{item.agent_ref.name}}.",
            document: route(
                by: "{{item.agent_ref.name}}",
                [
                    ("*math_with_judge*|*library_judge_math*|*comp_coding_math*", ["type": "math"]),
                    (
                        "*mcqa*",
                        [
                            "type": "choice", "mode": "compat:nemo_regex", "options": "{{item.options}}",
                            "reference": "{{item.expected_answer}}",
                        ]
                    ),
                    (
                        "*string_match*",
                        [
                            "type": "answer_match", "mode": "compat:nemo.string_match",
                            "reference": "{{item.expected_answer}}",
                        ]
                    ),
                    ("*mrcr*", ["type": "mrcr", "reference": "{{item.expected_answer}}"]),
                    ("*graphwalks*", ["type": "graphwalks", "reference": "{{item.expected_answer}}"]),
                    ("*ruler*", ["type": "ruler", "mode": "compat:ruler", "reference": "{{item.outputs}}"]),
                    (
                        "*gui_coordinate*",
                        ["type": "point", "mode": "compat:nemo_gui", "reference": "{{item.expected_answer}}"]
                    ),
                    ("*litmus*", "preset:litmus"),
                    ("*format_verification*", ["type": "format", "preset": "nemo.format_verification"]),
                    ("*code_gen*|*competitive_coding*", ["type": "code"]),
                    ("*instruction_following*|*ifeval*", ["type": "instructions", "reward": "row"]),
                    ("*inverse_if*", missing("judge")),
                    ("*structured_outputs*", "preset:structured"),
                    ("*structeval*", "preset:structeval"),
                    ("*single_step_tool*|*conversational_tool*", "preset:nemo_tools"),
                    ("*xlam*", "preset:xlam"),
                    (
                        "*swe_pivot*",
                        [
                            "type": "tool_call", "compat": "compat:nemo_swe_pivot",
                            "reference": "{{item.expected_action}}",
                        ]
                    ),
                    ("*tool*|*workplace*|*pivot*|*swe*", missing("tools")),
                    ("*calendar*|*reasoning_gym*|*arc*|*puzzle*", missing("puzzle")),
                    ("*genrm*|*judge*|*safety*|*multichallenge*|*abstention*|*refusal*", missing("judge")),
                    ("*lean*", missing("lean")),
                ])),
    ]

    private static let mathSources: String = [
        "openai/gsm8k", "gsm8k*", "lighteval/MATH", "DigitalLearningGmbH/MATH-lighteval", "HuggingFaceH4/MATH-500",
        "math*", "MATH*", "aime*", "AIME*", "amc*", "numina*", "olympiad*", "dapo*", "deepscaler*", "omni-math*",
        "minerva*", "big_math*",
    ].joined(separator: "|")
    private static let choiceSources: String = [
        "mmlu*", "MMLU*", "*mcqa*", "gpqa*", "arc_easy", "arc_challenge", "arc-*", "medqa*", "medmcqa*",
        "commonsense_qa*",
        "openbookqa*", "*multiple_choice*",
    ].joined(separator: "|")
    private static let codeSources: String = [
        "codecontests", "apps", "codeforces", "taco", "livecodebench*", "lcb*", "primeintellect*", "kodcode*",
        "leetcode*",
        "mbpp*", "humaneval*", "*code*",
    ].joined(separator: "|")

    private static func route(by template: String, _ cases: [(String, DocumentValue)]) -> DocumentValue {
        [
            "type": "route", "by": .string(template),
            "cases": .object(cases.map { DocumentValue.Member(key: $0.0, value: $0.1) }),
        ]
    }

    /// Rows that need what is not there.
    private static func missing(_ verifier: String) -> DocumentValue {
        ["type": "missing", "verifier": .string(verifier)]
    }
}
