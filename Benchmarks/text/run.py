"""Adjudge's text graders against the packages that they stand for: the same pairs, one core, alternating rounds.

Installs the peers from PyPI into a virtual environment, then runs itself there. See ../README.md.
"""

import json
import statistics
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))
import beside_peers  # noqa: E402

PEERS = ["rapidfuzz==3.14.6", "sacrebleu==2.6.0", "rouge_score==0.1.2", "jiwer==4.0.0", "numpy", "scipy"]
# How many times a peer's rate Adjudge's is to be, or how many rows a second.
BARS = {
    "rapidfuzz.ratio": 0.8, "rapidfuzz.WRatio": 0.8, "rapidfuzz.partial_ratio": 0.8, "rapidfuzz.token_set_ratio": 0.8,
    "sacrebleu.sentence_bleu": 50, "sacrebleu.chrf": 50, "sacrebleu.ter": 50, "rouge_score.rouge1": 50,
    "rouge_score.rougeL": 50, "jiwer.wer": 50, "squad_v1.f1": 20, "lm_eval.drop": 20, "choice": "1M/s",
}
WORDS = (
    "the a of river stone light engine seven bridge carries water toward north old city market where people trade salt "
    "iron and cloth while winter storms pass over hills before spring returns with green fields long roads quiet towns"
).split()


def pairs(count, seed=1, responses=1):
    """Pairs of about 120 characters: a sentence, with its words changed, dropped or moved, and the sentence itself.

    So many pairs one after the other share their sentence, as the responses to one prompt do.
    """
    state = seed
    made = []

    def draw(bound):
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        return (state >> 33) % bound

    for row in range(count):
        if row % responses == 0:
            words = [WORDS[draw(len(WORDS))] for _ in range(16 + draw(9))]
        other = list(words)
        for _ in range(draw(7)):
            place = draw(len(other))
            kind = draw(3)
            if kind == 0:
                other[place] = WORDS[draw(len(WORDS))]
            elif kind == 1 and len(other) > 4:
                del other[place]
            else:
                other.insert(draw(len(other)), other.pop(place))
        made.append((" ".join(other), " ".join(words)))
    return made


def squad_f1(prediction, answer):
    """SQuAD 1.1's F1, as its evaluation script computes it."""
    import re
    import string
    from collections import Counter

    def normal(text):
        text = "".join(c for c in text.lower() if c not in PUNCTUATION)
        return " ".join(re.sub(r"\b(a|an|the)\b", " ", text).split())

    PUNCTUATION = set(string.punctuation)
    left, right = normal(prediction).split(), normal(answer).split()
    same = sum((Counter(left) & Counter(right)).values())
    if not same:
        return 0.0
    precision, recall = same / len(left), same / len(right)
    return 2 * precision * recall / (precision + recall)


def drop_f1(prediction, answer):
    """DROP's F1 of one span against one: bags of words, the numbers of the answer among those of the prediction."""
    import re
    import string

    import numpy
    from scipy.optimize import linear_sum_assignment

    punctuation = set(string.punctuation)

    def is_number(text):
        try:
            float(text)
            return True
        except ValueError:
            return False

    def normal(text):
        parts = []
        for part in re.split(" |-", text):
            part = part.lower()
            if not is_number(part):
                part = "".join(c for c in part if c not in punctuation)
            if is_number(part):
                part = str(float(part))
            part = " ".join(re.sub(r"\b(a|an|the)\b", " ", part, flags=re.UNICODE).split())
            if part.strip():
                parts.append(part)
        return " ".join(parts).strip()

    def f1(left, right):
        shared = len(left & right)
        precision = 1.0 if not left else shared / len(left)
        recall = 1.0 if not right else shared / len(right)
        return 2 * precision * recall / (precision + recall) if precision or recall else 0.0

    left, right = [set(normal(prediction).split())], [set(normal(answer).split())]
    scores = numpy.zeros([len(right), len(left)])
    for row, gold in enumerate(right):
        for column, bag in enumerate(left):
            numbers = {word for word in gold if is_number(word)}
            if not numbers or numbers & {word for word in bag if is_number(word)}:
                scores[row, column] = f1(bag, gold)
    rows, columns = linear_sum_assignment(-scores)
    aligned = numpy.zeros([max(len(right), len(left))])
    for row, column in zip(rows, columns):
        aligned[row] = max(aligned[row], scores[row, column])
    return round(float(numpy.mean(aligned)), 2)


def contenders():
    """(name, Adjudge's grader, the peer's function of response and reference, the scale of the peer's value)."""
    import jiwer
    from rapidfuzz import fuzz
    from rouge_score import rouge_scorer
    from sacrebleu.metrics import BLEU, CHRF, TER

    bleu, chrf, ter = BLEU(effective_order=True), CHRF(), TER()
    rouge = {name: rouge_scorer.RougeScorer([name], use_stemmer=True) for name in ("rouge1", "rougeL")}
    metric = lambda name, **options: {"type": "text_similarity", "evaluation_metric": name, **options}
    return [
        ("rapidfuzz.ratio", metric("rapidfuzz.ratio"), fuzz.ratio),
        ("rapidfuzz.WRatio", metric("rapidfuzz.WRatio"), fuzz.WRatio),
        ("rapidfuzz.partial_ratio", metric("rapidfuzz.partial_ratio"), fuzz.partial_ratio),
        ("rapidfuzz.token_set_ratio", metric("rapidfuzz.token_set_ratio"), fuzz.token_set_ratio),
        ("sacrebleu.sentence_bleu", metric("sacrebleu.sentence_bleu"), lambda a, b: bleu.sentence_score(a, [b]).score),
        ("sacrebleu.chrf", metric("sacrebleu.chrf"), lambda a, b: chrf.sentence_score(a, [b]).score),
        ("sacrebleu.ter", metric("sacrebleu.ter", **{"as": "value"}), lambda a, b: ter.sentence_score(a, [b]).score),
        (
            "rouge_score.rouge1", metric("rouge_score.rouge1", stemmer=True),
            lambda a, b: rouge["rouge1"].score(b, a)["rouge1"].fmeasure,
        ),
        (
            "rouge_score.rougeL", metric("rouge_score.rougeL", stemmer=True),
            lambda a, b: rouge["rougeL"].score(b, a)["rougeL"].fmeasure,
        ),
        ("jiwer.wer", metric("jiwer.wer", **{"as": "value"}), lambda a, b: jiwer.wer(b, a)),
        ("squad_v1.f1", {"type": "answer_match", "mode": "compat:squad_v1.f1"}, squad_f1),
        ("lm_eval.drop", {"type": "answer_match", "mode": "compat:lm_eval.drop"}, drop_f1),
        ("answer_match f1", {"type": "answer_match", "match": "f1"}, None),
        ("choice", {"type": "choice"}, None),
    ]


def forget():
    """Empties the caches of sacrebleu's tokenizers: a row of a training run does not come twice."""
    from sacrebleu.tokenizers import tokenizer_13a, tokenizer_re, tokenizer_ter

    for module in (tokenizer_13a, tokenizer_re, tokenizer_ter):
        for item in vars(module).values():
            call = getattr(item, "__call__", None) if isinstance(item, type) else None
            if hasattr(call, "cache_clear"):
                call.cache_clear()


def rate(body, rows):
    """Rows for each second of this process's time."""
    begin = time.process_time()
    body()
    return rows / max(time.process_time() - begin, 1e-9)


def measure(arguments):
    sys.path.insert(0, str(ROOT / "Python"))
    import adjudge

    texts = pairs(arguments.rows, responses=arguments.responses)
    letters = "ABCD"
    choices = [("Some reasoning about it.\nThe answer is (%s)." % letters[i % 4], letters[i % 3]) for i in range(arguments.rows)]
    figures = {}
    print("%-28s %14s %14s %8s %8s %s" % ("", "adjudge rows/s", "peer rows/s", "times", "bar", "largest difference"))
    for name, grader, peer in contenders():
        if arguments.only and arguments.only not in name:
            continue
        rows = choices if name == "choice" else texts
        engine = adjudge.Engine(grader, threads=1)
        responses, references = [row[0] for row in rows], [row[1] for row in rows]
        # Each call of the engine takes all rows; a fifth of them is enough for a peer in Python.
        few = rows[: max(len(rows) // arguments.share, 1)]
        ours, theirs = [], []
        verdicts = engine.score(responses, references)
        for _ in range(arguments.rounds):
            ours.append(rate(lambda: engine.score(responses, references), len(rows)))
            if peer:
                forget()
                theirs.append(rate(lambda: [peer(a, b) for a, b in few], len(few)))
        values = verdicts.to_list()
        worst = max((abs(values[i] - peer(*row)) for i, row in enumerate(few)), default=0) if peer else 0
        own, other = statistics.median(ours), statistics.median(theirs) if theirs else float("nan")
        figures[name] = {"adjudge": ours, "peer": theirs, "difference": worst}
        print("%-28s %14.0f %14.0f %8.1f %8s %.1e" % (name, own, other, own / other, BARS.get(name, ""), worst), flush=True)
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(figures, indent=1) + "\n")


def main():
    parser = beside_peers.parser(__doc__, HERE / ".venv", rows=20000)
    parser.add_argument("--share", type=int, default=10, help="peers get one row of so many (10)")
    parser.add_argument("--responses", type=int, default=1, help="how many pairs share a reference (1)")
    arguments = parser.parse_args()
    beside_peers.enter(arguments, PEERS)
    measure(arguments)


if __name__ == "__main__":
    main()
