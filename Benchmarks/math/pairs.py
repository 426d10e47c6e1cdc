"""Pairs of a reference and an answer: drawn by a seed, or read from files of JSON lines."""

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE.parent / "peers"), str(HERE.parent / "workload")]

import answers
from columns import LABELS, REFERENCES, Row, open_rows
from dice import Dice

ANSWERS = ("pred", "answer", "response", "output")
#: How often a drawn answer is right, and how often a right one is written as the reference is: as in real rollouts.
RIGHT_SHARE, SAME_FORM_SHARE = 0.62, 0.5


def drawn(count, seed):
    """`count` distinct pairs; kinds of answers come in the shares of public references, see workload/answers.py."""
    dice, pairs = Dice(seed), {}
    while len(pairs) < count:
        answer = answers.draw(dice)
        if dice.chance(RIGHT_SHARE):
            text, certain = answer.right[0] if dice.chance(SAME_FORM_SHARE) else dice.pick(answer.right)
            pairs.setdefault((answer.reference, text), True if certain else None)
        else:
            pairs.setdefault((answer.reference, dice.pick(answer.wrong)), False)
    return [Row(text, reference, label) for (reference, text), label in pairs.items()]


def read(path, keep=lambda row: True):
    """A file's bare answers, its whole responses (rows that say so, or hold a box), and how many rows have neither."""
    bare, whole, unreadable = [], [], 0
    with open_rows(Path(path)) as lines:
        for line in lines:
            row = json.loads(line) if line.strip() else {}
            if not keep(row):
                continue
            pair = _pair(row)
            if pair is None:
                unreadable += 1
            elif row.get("form") == "response" or "pred" not in row:
                whole.append(pair)
            else:
                bare.append(pair)
    return bare, whole, unreadable


def _pair(row):
    references = (name for name in REFERENCES if isinstance(row.get(name), str))
    reference = next(references, None)
    answer = next((name for name in ANSWERS if name != reference and isinstance(row.get(name), str)), None)
    if reference is None or answer is None:
        return None
    label = next((row[name] for name in LABELS if row.get(name) in (True, False)), None)
    return Row(row[answer], row[reference], None if label is None else bool(label))
