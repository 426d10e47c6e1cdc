#!/usr/bin/env python3
"""Writes model responses to math problems as JSON lines: realistic shapes, known truth, the same bytes for a seed.

Eight rows in a row answer the same problem, as rollouts do. Beside id, response, reference and data_source a row has
  expected   what a strict verifier should say of it: true, false, or null where that is a matter of policy
  kind       the kind of answer: integer, fraction, radical, …
  form       how the response states it: boxed, hashes, nothing, …
  prompt_id  the number of the problem
"""

import argparse
import sys

import answers
import forms
from dice import Dice, Weighted
from prose import Prose, escaped
from rows import DIALECTS

GROUP = 8
CHUNK = 1 << 20
THINK_SHARE = {"none": 0.0, "some": 0.4, "long": 1.0}
#: How often a problem is solved, by share of problems; the mean is 0.65.
SOLVE_RATES = Weighted([(0.0, 12), (0.25, 8), (0.5, 14), (0.75, 26), (0.9, 22), (1.0, 18)])
TRUTH = {True: b"true", False: b"false", None: b"null"}


class Generator:
    """Rows for one seed."""

    def __init__(self, seed, dialect, think):
        self.seed = seed
        self.dice = Dice(seed)
        self.prose = Prose(self.dice)
        self.shape = DIALECTS[dialect]
        self.think_share = THINK_SHARE[think]
        self.think_lengths = Prose.LONG_THINK if think == "long" else Prose.THINK

    def group(self, number):
        """The rows of one problem: a list of lists of byte pieces."""
        dice = self.dice
        answer = answers.draw(dice)
        source = self.source(answer.kind)
        rate = SOLVE_RATES.draw(dice)
        reference, question = escaped(answer.reference), dice.pick(self.prose.questions)
        return [
            self.row(number * GROUP + i, number, answer, source, rate, reference, question) for i in range(GROUP)
        ]

    def source(self, kind):
        if kind in ("integer", "thousands", "decimal", "currency") and self.dice.chance(0.35):
            return "openai/gsm8k"
        return "math_dapo" if self.dice.chance(0.2) else "lighteval/MATH"

    def row(self, index, problem, answer, source, rate, reference, question):
        dice = self.dice
        right = dice.unit() < rate
        if right:
            given, certain = answer.right[0] if dice.unit() < 0.7 else dice.pick(answer.right)
            other, truth = dice.pick(answer.wrong), True if certain else None
        else:
            given, other, truth = dice.pick(answer.wrong), answer.right[0][0], False
        form = forms.TABLES[source].draw(dice)
        think = self.think(form, given, other) if dice.unit() < self.think_share else b""
        if form == forms.BOX_IN_THINK:
            write, effect = forms.nothing, forms.NEVER
        else:
            write, effect = forms.FORMS[form]
        if effect == forms.NEVER:
            truth = False
        elif effect == forms.POLICY and truth:
            truth = None
        body = self.prose.steps.cut(dice, Prose.BODY.draw(dice))
        notes = b'"expected": %s, "kind": "%s", "form": "%s", "prompt_id": %d' % (
            TRUTH[truth], answer.kind.encode(), form.encode(), problem)
        head, tail = self.shape(
            b"w%d-%07d" % (self.seed, index), question, reference, source.encode(), notes, truth)
        return [head, think, body, escaped(write(given, other, dice)), tail]

    def think(self, form, given, other):
        """A closed block of reasoning. A third of them, and every `box_in_think_only`, end with a box."""
        dice = self.dice
        text = self.prose.thoughts.cut(dice, self.think_lengths.draw(dice))
        if form == forms.BOX_IN_THINK:
            last = b"So it should be " + escaped("\\boxed{" + given + "}") + b"."
        elif dice.unit() < 0.33:
            last = b"So maybe " + escaped("\\boxed{" + dice.pick((given, other)) + "}") + b"?"
        else:
            last = b"Okay, time to write it up."
        return b"<think>\\n" + text + last + b"\\n</think>\\n\\n"


def write(generator, stream, rows, size):
    """Writes `rows` rows, or whole rows until `size` bytes are reached."""
    written, count, number, pending, length = 0, 0, 0, [], 0
    while (count < rows) if size is None else (written + length < size):
        for row in generator.group(number):
            if (count >= rows) if size is None else (written + length >= size):
                break
            pending += row
            length += sum(map(len, row))
            count += 1
        number += 1
        if length >= CHUNK:
            stream.write(b"".join(pending))
            written, pending, length = written + length, [], 0
    stream.write(b"".join(pending))
    stream.flush()
    return count, written + length


def byte_count(text):
    """2G, 500M, 64K or a plain number, in powers of 1,000."""
    units = {"K": 10**3, "M": 10**6, "G": 10**9}
    digits, unit = (text[:-1], units[text[-1].upper()]) if text[-1:].upper() in units else (text, 1)
    try:
        return int(float(digits) * unit)
    except ValueError:
        raise argparse.ArgumentTypeError("%r is no size; expected one such as 500M or 2G" % text)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    extent = parser.add_mutually_exclusive_group()
    extent.add_argument("--rows", type=int, default=10000, help="how many rows (10000)")
    extent.add_argument("--bytes", type=byte_count, metavar="SIZE", help="instead: whole rows up to a size, such as 2G")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dialect", choices=sorted(DIALECTS), default="plain")
    parser.add_argument("--think", choices=sorted(THINK_SHARE), default="some",
                        help="reasoning blocks: in no row, in 40%% of them (the default), long ones in all")
    parser.add_argument("--output", required=True, metavar="F", help="a file, or - for standard output")
    options = parser.parse_args()
    generator = Generator(options.seed, options.dialect, options.think)
    try:
        if options.output == "-":
            count, size = write(generator, sys.stdout.buffer, options.rows, options.bytes)
        else:
            with open(options.output, "wb") as stream:
                count, size = write(generator, stream, options.rows, options.bytes)
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    print("%d rows, %.1f MB" % (count, size / 1e6), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
