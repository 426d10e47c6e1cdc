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
            document: verifier(
                labels: ["Yes": ["Final Decision: Yes"], "No": ["Final Decision: No"]], passing: "Yes",
                """
                User: ### Question: {{question}}

                ### Ground Truth Answer: {{reference}}

                ### Student Answer: {{answer}}

                For the above question, please verify if the student's answer is equivalent to the ground truth answer.
                Do not solve the question by yourself; just check if the student's answer is equivalent to the ground \
                truth answer.
                If the student's answer is correct, output "Final Decision: Yes". If the student's answer is \
                incorrect, output "Final Decision: No". Assistant:
                """)),
        Preset(
            name: "compass_verifier",
            summary:
                "CompassVerifier at an endpoint of the operator's: one letter, A right, B wrong, C no valid answer.",
            document: verifier(
                labels: [
                    "A": ["CORRECT", "A: CORRECT"], "B": ["INCORRECT", "B: INCORRECT"], "C": ["INVALID", "C: INVALID"],
                ],
                passing: "A",
                """
                As an expert grader, judge whether the candidate's final answer is consistent with the standard answer. \
                The standard answer is right and the question is valid. Compare final answers only, whatever their form: \
                values, expressions or words that mean the same are consistent, and every part of an answer with several \
                parts must be.
                Grade the candidate with one letter:
                A: CORRECT, where the answers are consistent.
                B: INCORRECT, where they are not.
                C: INVALID, where the candidate's answer is cut off, repeats itself, refuses or says nothing to the question.
                Reply with the letter A, B or C and nothing else.

                <Original Question Begin>:
                {{question}}
                <Original Question End>

                <Standard Answer Begin>:
                {{reference}}
                <Standard Answer End>

                <Candidate's Answer Begin>:
                {{answer}}
                <Candidate's Answer End>

                Judging the correctness of the candidate's answer:
                """)),
        Preset(
            name: "xverify",
            summary: "xVerify at an endpoint of the operator's: Correct or Incorrect.",
            document: verifier(
                labels: ["Correct": ["[Correct]"], "Incorrect": ["[Incorrect]"]], passing: "Correct",
                """
                You evaluate whether an output answers a question rightly, by the correct answer that is given. Of several \
                answers the last one counts; one that cannot be told is wrong. Answers that are mathematically the same \
                are right in any form. Where the question has options, the letter or the text of the right one is right. \
                Respond with either [Correct] or [Incorrect].

                Question: \"""{{question}}\"""

                Output sentence: \"""{{answer}}\"""

                Correct answer: {{reference}}

                Judgement:
                """)),
        Preset(
            name: "omni_judge",
            summary:
                "Omni-Judge at an endpoint of the operator's: a report whose section Equivalence Judgement is TRUE or FALSE.",
            document: verifier(
                labels: ["TRUE", "FALSE"], passing: "TRUE", heading: "Equivalence Judgement",
                """
                [system]
                You are an experienced teacher of mathematics.
                [user]
                # OBJECTIVE #
                Evaluate a student's answer by the reference answer of a problem. Say whether both mean the same, in whatever \
                words or notation, and explain briefly why.

                # RESPONSE: MARKDOWN REPORT #
                ## Student Final Answer
                [The student's final answer, which stands in "\\boxed{}".]
                ## Equivalence Judgement
                [Whether it means the same as the reference answer: TRUE or FALSE]
                ## Justification
                [Why the student's answer is right or wrong.]

                # ATTENTION #
                - The reference answer is always right.
                - An answer that is almost right is FALSE.
                - Compare what stands in the student's box with the reference answer, and not the steps before it.
                - Add "=== report over ===" at the end of the report.
                [assistant]
                OK.
                [user]
                **Question**:
                {{question}}

                **Reference Answer**
                {{reference}}

                **Student Solution**:
                \\boxed{ {{answer}} }
                """)),
    ]

    /// A model that was trained to compare an answer with a reference, asked in the layout that it knows.
    private static func verifier(
        labels: DocumentValue, passing: String, heading: String? = nil, _ template: String
    ) -> DocumentValue {
        let verifier: DocumentValue = [
            "type": "judge", "mode": "label", "labels": labels, "passing": [.string(passing)], "gate": "strict",
            "extract": ["strip_think", "first_turn", "boxed", "hash", ["xml": "answer"], "answer_line", "whole"],
            "template": .string(template),
        ]
        guard case .object(let members) = verifier, let heading else { return verifier }
        return .object(members + [.init(key: "heading", value: .string(heading))])
    }

    /// A rule first, and a judge for rows that it does not decide. What it proves different is never asked about.
    private static func hybrid(_ rule: DocumentValue) -> DocumentValue {
        [
            "type": "cascade", "graders": [rule, ["type": "judge", "mode": "equivalence"]],
            "escalate": ["undecided", "bad_reference"],
        ]
    }
}
