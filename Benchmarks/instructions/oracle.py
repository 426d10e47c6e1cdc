"""Writes what NLTK and langdetect make of many texts, for the test ProseOracleTests. See ../README.md."""

import argparse
import json
import lzma
import pathlib
import random
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PIECES = (
    "the a It we He Mr. Dr. Mrs. e.g. i.e. U.S. a.m. p.m. etc. No. vs. J. K. Ph.D. 3.5 12,000 $4.20 50% well-known don't "
    "can't cannot gonna wanna gimme d'ye 'tis 'twas he's she'll they've I'm rock'n'roll ... . . . … -- — ? ! ?! !? \" ' '' `` "
    "“ ” ‘ ’ « » ( ) [ ] { } < > : ; , . * ** # @ & http://a.b/c x@y.zz \n \n\n \t 日本語 Ünïcode ÉTÉ naïve Straße 1. 2) a. "
    "Inc. Co. said. Said. and And THE NASA A.B.C. end. End! \u00a0 \u2028").split(" ")


def texts(count, seed=1):
    """Responses of the cases beside the checkout and their paragraphs, then pieces put together at random."""
    found = []
    cases = ROOT.parent / "shared/cases/rules"
    for name in ["ifeval", "ifbench_sample", "ifevalg_cross"]:
        path = cases / f"{name}.jsonl.xz"
        if path.exists():
            for line in lzma.open(path, "rt"):
                response = json.loads(line)["response"]
                found += [response[:1500]] + response.split("\n\n")[:3]
    random.seed(seed)
    found = sorted(set(found))
    random.shuffle(found)
    found = found[: count * 2 // 3]
    while len(found) < count:
        words = [random.choice(PIECES) for _ in range(random.randint(1, 40))]
        found.append("".join(word + random.choice(["", " ", " ", " "]) for word in words))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=12_000)
    parser.add_argument("--folder", type=pathlib.Path, default=HERE / ".venv")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "build/prose-oracle.jsonl")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    sys.path.insert(0, str(HERE))
    import packages

    if not options.inside:
        python = packages.install(options.folder)
        raise SystemExit(subprocess.run([python, __file__, *sys.argv[1:], "--inside"]).returncode)
    nltk, langdetect, punkt, _ = packages.load(options.folder)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    with open(options.output, "w", encoding="utf-8") as file:
        for text in texts(options.count):
            try:
                language = langdetect.detect(text)
            except langdetect.LangDetectException:
                language = None
            row = {"text": text, "sentences": punkt.tokenize(text), "tokens": nltk.word_tokenize(text), "language": language}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(f"{options.count} texts in {options.output}")


main()
