"""Answer forms: how a response states its answer, and what a strict verifier should make of it.

A form is a function (answer, other, dice) -> the end of the response. `other` is a different answer.
"""

from dice import Weighted

#: What the form does to the truth of the answer that it states.
KEPT, NEVER, POLICY = "kept", "never", "policy"

_LEADS = (
    "Therefore, the result is", "So the final answer is", "Hence we get", "Putting everything together:",
    "This leaves us with", "Thus", "We conclude that the value is",
)
_TRAILERS = (
    " This can be confirmed by substituting back.", "\n\nLet me know if you would like to see another way.",
    " It agrees with the estimate made at the start.", "\n\nThe same steps work for every case of this shape.",
)
_FULL_WIDTH = {ord("0") + i: 0xFF10 + i for i in range(10)}
_FULL_WIDTH[ord("-")] = "−"


def boxed(answer, other, dice):
    return dice.pick(_LEADS) + " $\\boxed{" + answer + "}$."


def boxed_display(answer, other, dice):
    return dice.pick(_LEADS) + "\n\\[\n\\boxed{" + answer + "}\n\\]"


def boxed_then_prose(answer, other, dice):
    return dice.pick(_LEADS) + " $\\boxed{" + answer + "}$." + dice.pick(_TRAILERS)


def several_boxes(answer, other, dice):
    return (
        "A first pass gives $\\boxed{" + other + "}$, but one case was counted twice. Corrected, it is $\\boxed{"
        + answer + "}$."
    )


def unicode_boxed(answer, other, dice):
    return dice.pick(_LEADS) + " $\\boxed{" + answer.translate(_FULL_WIDTH) + "}$."


def hashes(answer, other, dice):
    return "\n#### " + answer


def sentence(answer, other, dice):
    return "The answer is $" + answer + "$."


def answer_line(answer, other, dice):
    return "\nAnswer: " + answer


def answer_line_math(answer, other, dice):
    return "\nAnswer: $" + answer + "$"


def bold(answer, other, dice):
    return "\n**Answer:** " + answer


def bold_sentence(answer, other, dice):
    return "The answer is **" + answer + "**."


def tags(answer, other, dice):
    return "\n<answer>" + answer + "</answer>"


def nothing(answer, other, dice):
    return "It remains to carry out the last step with these values."


def cut_off(answer, other, dice):
    return dice.pick(_LEADS)[:-1]


def unbalanced_box(answer, other, dice):
    return dice.pick(_LEADS) + " $\\boxed{" + answer


def empty_box(answer, other, dice):
    return dice.pick(_LEADS) + " $\\boxed{}$."


def hedged_box(answer, other, dice):
    return dice.pick(_LEADS) + " $\\boxed{" + answer + " \\text{ or } " + other + "}$."


#: name, function, what happens to the truth
FORMS = {
    form.__name__: (form, truth)
    for form, truth in [
        (boxed, KEPT), (boxed_display, KEPT), (boxed_then_prose, KEPT), (several_boxes, KEPT), (unicode_boxed, KEPT),
        (hashes, KEPT), (sentence, KEPT), (answer_line, KEPT), (answer_line_math, KEPT), (bold, KEPT),
        (bold_sentence, KEPT), (tags, KEPT), (nothing, NEVER), (cut_off, NEVER), (empty_box, NEVER),
        (hedged_box, NEVER), (unbalanced_box, POLICY),
    ]
}

#: The form in which the box stands in the reasoning only; rows without reasoning use `nothing`.
BOX_IN_THINK = "box_in_think_only"

_RARE = [
    ("several_boxes", 2.5), ("unicode_boxed", 1.5), ("nothing", 2.5), ("cut_off", 1), (BOX_IN_THINK, 1),
    ("unbalanced_box", 0.7), ("empty_box", 0.3), ("hedged_box", 0.5),
]

#: What models are asked for differs with the data set.
TABLES = {
    "lighteval/MATH": Weighted(
        [("boxed", 52), ("boxed_display", 18), ("boxed_then_prose", 8), ("sentence", 4), ("bold_sentence", 2),
         ("answer_line_math", 2), ("tags", 2)] + _RARE),
    "openai/gsm8k": Weighted(
        [("hashes", 62), ("sentence", 8), ("bold", 3), ("answer_line", 3), ("boxed", 12), ("tags", 2)] + _RARE),
    "math_dapo": Weighted(
        [("answer_line_math", 40), ("answer_line", 20), ("boxed", 20), ("bold", 3), ("sentence", 6)] + _RARE),
}
