"""Mathematical prose: long tapes of sentences from which bodies and reasoning are cut.

A tape is made once for a seed; a cut is one slice of bytes that starts at a paragraph and ends with a sentence. That is
what makes the generator fast. Tapes hold JSON string bytes (already escaped). No sentence announces an answer or holds
a box, so that only a row's form does.
"""

import json
from bisect import bisect_left

from dice import Quantiles

_STEPS = (
    "Let $%(x)s$ be the number of %(noun)s, so that $%(x)s + %(a)d = %(b)d$.",
    "We start from $%(a)d%(x)s^2 - %(b)d%(x)s + %(c)d = 0$ and complete the square.",
    "Expanding, $(%(x)s - %(a)d)(%(x)s + %(b)d) = %(x)s^2 + %(d)d%(x)s - %(e)d$.",
    "Each of the %(a)d %(noun)s costs %(b)d dollars, which makes %(a)d * %(b)d = %(e)d dollars in all.",
    "By the Pythagorean theorem, $\\sqrt{%(a)d^2 + %(b)d^2}$ is the length of the hypotenuse.",
    "Dividing both sides by %(a)d leaves $\\frac{%(b)d}{%(a)d}$ on the right.",
    "Since %(a)d and %(b)d have no common factor, the fraction $\\frac{%(a)d}{%(b)d}$ is in lowest terms.",
    "The sum of the first %(a)d terms is $\\frac{%(a)d \\cdot (%(a)d + 1)}{2}$.",
    "There are $\\binom{%(b)d}{%(s)d}$ ways to choose the %(noun)s without regard to order.",
    "Modulo %(a)d, the powers of %(s)d repeat, so only the remainder of the exponent matters.",
    "The triangle with sides %(a)d, %(b)d and %(c)d has the semi-perimeter $s = \\frac{%(a)d + %(b)d + %(c)d}{2}$.",
    "Substituting $%(x)s = %(a)d$ gives $%(b)d \\cdot %(a)d - %(c)d$, which is easy to evaluate.",
    "Note that $%(x)s \\ge %(a)d$, otherwise the expression under the root would be negative.",
    "A train that covers %(b)d miles in %(s)d hours moves at $\\frac{%(b)d}{%(s)d}$ miles an hour.",
    "We can factor out %(s)d: $%(s)d(%(a)d + %(b)d%(x)s)$.",
    "On the interval $[%(s)d, %(c)d]$ the function is increasing because its derivative is positive.",
    "\\[\n%(a)d%(x)s + %(b)d = %(c)d%(x)s - %(s)d\n\\]",
    "\\begin{align*}\nf(%(x)s) &= %(a)d%(x)s + %(b)d \\\\\n&= %(s)d(%(x)s + %(c)d)\n\\end{align*}",
    "Of the %(b)d %(noun)s, %(s)d were given away, and the rest were shared equally among %(a)d friends.",
    "The area is half the base times the height, that is $\\frac{1}{2} \\cdot %(a)d \\cdot %(b)d$.",
    "The angle at the centre is twice the angle at the circumference, so it measures %(a)d°.",
    "**Step %(s)d.** Collect the terms in $%(x)s$ and move the constants to the other side.",
    "As $n → ∞$ the ratio of neighbouring terms tends to $\\frac{%(a)d}{%(b)d} ≤ 1$.",
    "Vieta's formulas give the sum %(a)d and the product %(b)d of the roots.",
)
_THOUGHTS = (
    "Wait, let me check that: %(a)d times %(b)d is %(e)d, yes.",
    "Hmm, that can't be right, because $%(x)s$ has to be positive.",
    "Okay, so what do we know? There are %(a)d %(noun)s and %(b)d of them are new.",
    "Let me try a small case first, say $%(x)s = %(s)d$, and see whether the pattern holds.",
    "Alternatively, I could set up the equation $%(a)d%(x)s + %(b)d = %(c)d$ and solve it directly.",
    "So if $%(x)s = %(a)d$ then the left side is %(e)d, and the right side is %(d)d, which do not match.",
    "Actually, I should be careful here: the question asks for the %(noun)s, not for the dollars.",
    "Let me recompute. %(b)d minus %(a)d, and then divided by %(s)d.",
    "I think the previous step was fine, but let me verify it with another method.",
    "Suppose instead that the order matters; then we would count each pair twice.",
    "That gives $\\frac{%(a)d}{%(b)d}$, hmm, which does not simplify.",
    "Right, because $%(a)d^2 = %(q)d$, the discriminant is $%(q)d - 4 \\cdot %(s)d \\cdot %(c)d$.",
    "Is it possible that $%(x)s = 0$? No, the denominator would vanish.",
    "So far so good.",
    "But wait, did I use the condition that the %(noun)s are distinct?",
    "Let me write it as a list: %(s)d, %(a)d, %(b)d, %(c)d, and so on.",
    "In Python this would be sum(k * %(s)d for k in range(%(a)d)), which I can do by hand.",
)
_NOUNS = ("apples", "marbles", "tickets", "students", "tiles", "coins", "pages", "books", "points", "boxes of chalk")
_QUESTIONS = (
    "A shop sells %(a)d %(noun)s a day for %(b)d dollars each. How much does it take in after %(s)d days?",
    "Find all real $%(x)s$ with $%(a)d%(x)s^2 - %(b)d%(x)s + %(c)d = 0$.",
    "How many ways are there to arrange %(s)d of %(a)d %(noun)s in a row?",
    "Simplify $\\frac{%(a)d%(x)s + %(b)d}{%(c)d}$ as far as possible.",
    "What is the remainder when $%(s)d^{%(b)d}$ is divided by %(a)d?",
)


def escaped(text):
    """The bytes of a JSON string, without its quotes."""
    return json.dumps(text, ensure_ascii=False)[1:-1].encode("utf-8")


def _filled(template, dice):
    a, b = dice.between(2, 60), dice.between(2, 400)
    return template % {
        "a": a, "b": b, "c": dice.between(3, 99), "d": a + b, "e": a * b, "q": a * a, "s": dice.between(2, 9),
        "x": dice.pick("xynkt"), "noun": dice.pick(_NOUNS),
    }


class Tape:
    """Sentences in a row, from which slices are cut."""

    #: The longest cut.
    LONGEST = 64000

    def __init__(self, dice, templates, size):
        pieces, self._starts, self._ends, length, left = [], [], [], 0, 0
        while length < size + self.LONGEST:
            if left == 0:
                left = dice.between(2, 7)
                if length < size:
                    self._starts.append(length)
            left -= 1
            piece = escaped(_filled(dice.pick(templates), dice) + (" " if left else "\n\n"))
            pieces.append(piece)
            length += len(piece)
            self._ends.append(length)
        self._bytes = b"".join(pieces)

    def cut(self, dice, length):
        """About `length` bytes: from a paragraph's start to the first sentence's end at or after that length."""
        start = self._starts[int(dice.unit() * len(self._starts))]
        return self._bytes[start : self._ends[bisect_left(self._ends, start + length)]]


class Prose:
    """Everything that is said around an answer."""

    #: Bytes of a response without its reasoning. The quantiles lie between those of short GSM8K solutions (half under
    #: 250 characters) and those of chains of thought (half above 1,800, one in a hundred above 20,000).
    BODY = Quantiles([
        (0, 20), (0.1, 150), (0.25, 320), (0.5, 700), (0.75, 1250), (0.9, 2000), (0.97, 3500), (0.99, 7000),
        (0.999, 20000), (1, 40000),
    ])
    #: Characters of reasoning, near a log-normal law, 200 to 60,000.
    THINK = Quantiles([
        (0, 200), (0.05, 500), (0.25, 1500), (0.5, 3400), (0.75, 7500), (0.9, 15000), (0.97, 28000), (0.99, 41000),
        (1, 60000),
    ])
    #: The same for models that reason at length.
    LONG_THINK = Quantiles([
        (0, 200), (0.05, 2500), (0.25, 7500), (0.5, 14500), (0.75, 25500), (0.9, 38000), (0.97, 51000), (1, 60000),
    ])

    def __init__(self, dice):
        self.steps = Tape(dice, _STEPS, 2_000_000)
        self.thoughts = Tape(dice, _THOUGHTS + _STEPS[:8], 2_000_000)
        self.questions = [escaped(_filled(dice.pick(_QUESTIONS), dice)) for _ in range(256)]
