import AdjudgeBase

extension Preset {
    /// Graders that ask a model for what rules leave open. They need an endpoint that the operator configured.
    static let judges: [Preset] = [
        Preset(
            name: "math_hybrid",
            summary: "Math by proof; a judge for what that leaves undecided and for references that it cannot read.",
            document: hybrid("preset:math")),
        Preset(
            name: "science_hybrid",
            summary: "Science answers by proof, units and 1 %; a judge for what that leaves open.",
            document: hybrid("preset:science")),
        Preset(
            name: "rubric", summary: "A judge checks the response against the row's rubric: criteria with points.",
            document: ["type": "judge", "mode": "rubric"]),
        Preset(
            name: "general_verifier",
            summary:
                "TIGER-Lab's general-verifier at an endpoint of the operator's: its prompt, Final Decision: Yes or No.",
            document: [
                "type": "judge", "mode": "label", "labels": ["Yes", "No"], "passing": ["Yes"], "gate": "strict",
                "extract": ["strip_think", "first_turn", "boxed", "hash", ["xml": "answer"], "answer_line", "whole"],
                "template": .string(
                    """
                    User: ### Question: {{question}}

                    ### Ground Truth Answer: {{reference}}

                    ### Student Answer: {{answer}}

                    For the above question, please verify if the student's answer is equivalent to the ground truth answer.
                    Do not solve the question by yourself; just check if the student's answer is equivalent to the ground \
                    truth answer.
                    If the student's answer is correct, output "Final Decision: Yes". If the student's answer is \
                    incorrect, output "Final Decision: No". Assistant:
                    """),
            ]),
    ]

    /// A rule first, and a judge for rows that it does not decide. What it proves different is never asked about.
    private static func hybrid(_ rule: DocumentValue) -> DocumentValue {
        [
            "type": "cascade", "graders": [rule, ["type": "judge", "mode": "equivalence"]],
            "escalate": ["undecided", "bad_reference"],
        ]
    }
}
