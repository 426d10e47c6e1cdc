"""Adjudge's checks of structure against the packages that people use: the same rows, one core, alternating rounds.

Installs the peers from PyPI into a virtual environment, then runs itself there. See ../README.md.
"""

import json
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))
import beside_peers  # noqa: E402

PEERS = ["jsonschema", "jsonschema-rs"]
SCHEMA = {
    "type": "object",
    "properties": {
        "id": {"type": "integer", "minimum": 1},
        "name": {"type": "string", "minLength": 1, "maxLength": 60},
        "kind": {"enum": ["book", "music", "film"]},
        "price": {"type": "number", "exclusiveMinimum": 0},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 8, "uniqueItems": True},
        "seller": {
            "type": "object",
            "properties": {"name": {"type": "string"}, "country": {"type": "string", "pattern": "^[A-Z]{2}$"}},
            "required": ["name"],
        },
    },
    "required": ["id", "name", "kind", "price"],
    "additionalProperties": False,
}


def products(count):
    """Texts of a product, of which one in four does not meet the schema."""
    for index in range(count):
        product = {
            "id": index + 1, "name": "Item %d" % index, "kind": ["book", "music", "film"][index % 3],
            "price": index % 97 + 0.5, "tags": ["t%d" % (index % 5), "x", "y"],
            "seller": {"name": "Shop %d" % (index % 11), "country": "DE"},
        }
        if index % 4 == 3:
            product.update([{"price": 0}, {"kind": "car"}, {"extra": 1}, {"tags": ["x", "x"]}][index // 4 % 4])
        yield json.dumps(product)


def calls(count, size):
    """Pairs of lists of calls, of which one in four differs in an argument."""
    for index in range(count):
        gold = [
            {"name": "search", "arguments": {"query": "weather in city %d today" % (index + n), "limit": n, "exact": True}}
            for n in range(size)
        ]
        made = json.loads(json.dumps(gold[::-1]))
        if index % 4 == 3:
            made[0]["arguments"]["limit"] = 99
        yield made, gold


def nemo(expected, actual, threshold=0.1):
    """NeMo-Gym's comparison of arguments, by its rules; calls as (name, text of the arguments)."""

    def same(gold, made):
        if not isinstance(made, type(gold)):
            return False
        if isinstance(gold, dict):
            return set(gold) == set(made) and all(same(value, made[key]) for key, value in gold.items())
        if isinstance(gold, list):
            return len(gold) == len(made) and all(same(a, b) for a, b in zip(gold, made))
        if isinstance(gold, float):
            return abs(gold - made) < 1e-6
        if isinstance(gold, str):
            left, right = Counter(gold.strip().lower().split()), Counter(made.strip().lower().split())
            if left.total() < 2 or right.total() < 2:
                return gold == made
            return (left & right).total() / (left.total() + right.total()) >= threshold
        return gold == made

    def equal(gold, made):
        return gold[0] == made[0] and same(json.loads(gold[1]), json.loads(made[1]))

    candidates = [[i for i, made in enumerate(actual) if equal(gold, made)] for gold in expected]
    matching = {}

    def augment(index, visited):
        for made in candidates[index]:
            if made in visited:
                continue
            visited.add(made)
            if made not in matching or augment(matching[made], visited):
                matching[made] = index
                return True
        return False

    for index in sorted(range(len(expected)), key=lambda i: len(candidates[i])):
        augment(index, set())
    return len(matching) == len(expected)


def rate(body, rows):
    """Rows for each second of this process's time."""
    begin = time.process_time()
    body()
    return rows / max(time.process_time() - begin, 1e-9)


def contenders(count):
    """(name, grader, responses, references, the peer's verdict of a row, one row in so many for the peer, bar)."""
    import jsonschema
    import jsonschema_rs

    texts = list(products(count))
    compiled = jsonschema_rs.validator_for(SCHEMA)
    plain = jsonschema.Draft202012Validator(SCHEMA)
    schema = json.dumps(SCHEMA)
    own = {"type": "json_schema", "schema": SCHEMA}
    rows = {"type": "json_schema"}
    yield "jsonschema-rs compiled", own, texts, None, lambda i: compiled.is_valid(json.loads(texts[i])), 1, 1
    yield (
        "jsonschema-rs one-shot", rows, texts, [schema] * count,
        lambda i: jsonschema_rs.is_valid(json.loads(schema), json.loads(texts[i])), 10, 20,
    )
    yield "jsonschema", own, texts, None, lambda i: plain.is_valid(json.loads(texts[i])), 50, 50
    for size, share in ((1, 5), (5, 20)):
        pairs = list(calls(count if size == 1 else count // 5, size))
        listed = [tuple([(c["name"], json.dumps(c["arguments"])) for c in side] for side in pair) for pair in pairs]
        grader = {"type": "tool_call", "compat": "compat:nemo"}
        dumped = [[json.dumps(side) for side in pair] for pair in pairs]
        yield (
            "NeMo %d calls" % size, grader, [p[0] for p in dumped], [p[1] for p in dumped],
            lambda i, listed=listed: nemo(listed[i][1], listed[i][0]), share, 30,
        )
        yield "tool_call %d calls" % size, {"type": "tool_call"}, [p[0] for p in dumped], [p[1] for p in dumped], None, 1, None


def measure(arguments):
    sys.path.insert(0, str(ROOT / "Python"))
    import adjudge

    print("%-26s %14s %14s %8s %6s %s" % ("", "adjudge rows/s", "peer rows/s", "times", "bar", "verdicts that differ"))
    figures = {}
    for name, grader, responses, references, peer, share, bar in contenders(arguments.rows):
        if arguments.only and arguments.only not in name:
            continue
        engine = adjudge.Engine(grader, threads=1)
        some = range(0, len(responses), share)
        values = engine.score(responses, references).to_list()
        ours, theirs = [], []
        for _ in range(arguments.rounds):
            ours.append(rate(lambda: engine.score(responses, references), len(responses)))
            if peer:
                theirs.append(rate(lambda: [peer(i) for i in some], len(some)))
        differ = sum((values[i] == 1) != bool(peer(i)) for i in some) if peer else 0
        mine, other = statistics.median(ours), statistics.median(theirs) if theirs else float("nan")
        figures[name] = {"adjudge": ours, "peer": theirs, "differ": differ}
        print("%-26s %14.0f %14.0f %8.1f %6s %d" % (name, mine, other, mine / other, bar or "", differ), flush=True)
    alike = json.dumps([{"name": "f", "arguments": {"a": 1}}] * 300)
    engine = adjudge.Engine({"type": "tool_call", "compat": "compat:nemo"}, threads=1)
    print("300 identical calls: %.2f ms" % (1000 / rate(lambda: [engine.score([alike], [alike]) for _ in range(20)], 20)))
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(figures, indent=1) + "\n")


def main():
    parser = beside_peers.parser(__doc__, HERE / ".venv", rows=50000)
    arguments = parser.parse_args()
    beside_peers.enter(arguments, PEERS)
    measure(arguments)


if __name__ == "__main__":
    main()
