"""A mixed file of rows over twelve data sources, and each source's rows by themselves: the same bytes for a seed."""

import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "workload"))

from dice import Dice  # noqa: E402

#: A source, and the grader of its rows.
SOURCES = {
    "openai/gsm8k": {"type": "math"},
    "lighteval/MATH": {"type": "math"},
    "math_dapo": "preset:dapo",
    "mmlu_pro": {"type": "choice"},
    "gpqa": {"type": "choice"},
    "arc": {"type": "choice", "letters": "ABCDE"},
    "think_format": {"type": "format", "preset": "think_answer"},
    "box_format": {"type": "format", "preset": "boxed"},
    "squad": {"type": "answer_match"},
    "triviaqa": {"type": "answer_match", "match": "f1"},
    "states": {"type": "string_check", "operation": "eq", "input": "{{sample.output_text}}",
               "reference": "{{item.reference}}"},
    "cities": {"type": "string_check", "operation": "ilike", "input": "{{sample.output_text}}",
               "reference": "{{item.reference}}"},
}
#: The sources that the workload's generator writes.
MATH = {"openai/gsm8k", "lighteval/MATH", "math_dapo"}
NAMES = "Paris London Rome Athens Vienna Warsaw Lisbon Dublin Oslo Prague Madrid Berne".split()
SENTENCES = [
    "First we look at what is given.", "The second option can be ruled out at once.",
    "This follows from the definition.", "Let us check that again with care.",
    "It is stated in the passage.", "No other reading fits the question.",
]


def prose(dice):
    return " ".join(dice.pick(SENTENCES) for _ in range(dice.between(3, 12)))


def choice(dice):
    gold = dice.pick("ABCDEFGHIJ")
    given = gold if dice.chance(0.6) else dice.pick("ABCDEFGHIJ")
    return prose(dice) + dice.pick(("\nThe answer is (%s).", "\n**Answer: %s**", "\n\\boxed{%s}")) % given, gold


def layout(dice):
    text, name = prose(dice), dice.pick(NAMES)
    forms = ("<think>%s</think>\n<answer>%s</answer>", "%s\nSo it is \\boxed{%s}.", "%s It is %s.")
    return dice.pick(forms) % (text, name), name


def name(dice):
    gold = dice.pick(NAMES)
    return (gold if dice.chance(0.6) else dice.pick(NAMES)), gold


def sentence(dice):
    given, gold = name(dice)
    return "<answer>%s</answer>" % given if dice.chance(0.5) else "Answer: %s" % given, gold


WRITERS = {
    "mmlu_pro": choice, "gpqa": choice, "arc": choice, "think_format": layout, "box_format": layout,
    "squad": sentence, "triviaqa": sentence, "states": name, "cities": name,
}


def math_rows(rows, seed):
    """Endless rows of the workload's generator, by source, as texts of JSON."""
    generator = pathlib.Path(__file__).resolve().parent.parent / "workload" / "generate.py"
    with subprocess.Popen(
            [sys.executable, str(generator), "--rows", str(rows), "--seed", str(seed), "--output", "-"],
            stdout=subprocess.PIPE) as process:
        yield from process.stdout


def write(folder, rows, seed):
    """Writes mixed.jsonl and a file for each source into `folder`, and returns the sources in the order of the rows."""
    dice = Dice(seed)
    parts = {source: open(folder / ("%02d.jsonl" % index), "wb") for index, source in enumerate(SOURCES)}
    others = sorted(WRITERS)
    drawn = math_rows(rows, seed)
    order = bytearray()
    numbers = {source: index for index, source in enumerate(SOURCES)}
    with open(folder / "mixed.jsonl", "wb") as mixed:
        for row in range(rows):
            # A quarter of the rows is math, as three sources of twelve are.
            if dice.chance(0.25):
                line = next(drawn)
                source = json.loads(line)["data_source"]
            else:
                source = dice.pick(others)
                response, reference = WRITERS[source](dice)
                line = json.dumps({
                    "id": "r%d" % row, "response": response, "reference": reference, "data_source": source,
                }).encode() + b"\n"
            parts[source].write(line)
            mixed.write(line)
            order.append(numbers[source])
    for part in parts.values():
        part.close()
    return [list(SOURCES)[number] for number in order]
