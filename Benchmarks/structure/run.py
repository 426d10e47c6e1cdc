"""Adjudge's checks of structure against the packages that people use: the same rows, one core, alternating rounds.

Installs the peers from PyPI into a virtual environment, then runs itself there. See ../README.md.
"""

import collections
import copy
import json
import statistics
import subprocess
import sys
import time
import types
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))
import beside_peers  # noqa: E402

PEERS = ["jsonschema", "jsonschema-rs", "openapi-schema-validator", "pyyaml", "xmltodict"]
# Without what it depends on: the checker itself needs none of the models' clients.
BFCL = "bfcl-eval==2026.3.23"
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


def bfcl():
    """The leaderboard's checker, as its package has it; only the list of models, which imports all their clients, is not."""
    models = types.ModuleType("bfcl_eval.constants.model_config")
    models.MODEL_CONFIG_MAPPING = collections.defaultdict(lambda: types.SimpleNamespace(underscore_to_dot=False))
    sys.modules[models.__name__] = models
    try:
        from bfcl_eval.eval_checker.ast_eval.ast_checker import ast_checker
    except ImportError:
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--no-deps", BFCL], check=True)
        from bfcl_eval.eval_checker.ast_eval.ast_checker import ast_checker
    from bfcl_eval.constants.enums import Language

    return lambda functions, made, gold, category: ast_checker(
        functions, made, gold, Language.PYTHON, category, "any")["valid"]


FUNCTIONS = [
    {
        "name": name,
        "description": "Searches %s." % name,
        "parameters": {
            "type": "dict",
            "properties": {
                "query": {"type": "string", "description": "What to look for."},
                "limit": {"type": "integer", "description": "How many."},
                "radius": {"type": "float", "description": "How far, in kilometres."},
                "kinds": {"type": "array", "items": {"type": "string"}, "description": "Of which kinds."},
                "open": {"type": "boolean", "description": "Only what is open."},
            },
            "required": ["query", "limit"],
        },
    }
    for name in ("places", "events", "flights")
]


def answers(count, size):
    """Functions, calls and possible answers as the leaderboard has them; one in four differs in an argument."""
    for index in range(count):
        functions = FUNCTIONS[:size]
        made = [
            {f["name"]: {"query": "near city %d" % index, "limit": 5 + n, "radius": 2.5, "kinds": ["a", "b"], "open": True}}
            for n, f in enumerate(functions)
        ]
        gold = [
            {name: {key: [value, ""] for key, value in arguments.items()} for name, arguments in call.items()}
            for call in copy.deepcopy(made)
        ]
        if index % 4 == 3:
            made[-1][functions[-1]["name"]]["limit"] = 99
        yield functions, made[::-1], gold


def structured_peer(kind):
    """NeMo-Gym's structured_outputs by its rules: parse, make the schema strict, validate."""
    import openapi_schema_validator
    import xmltodict
    import yaml

    def strict(schema):
        if isinstance(schema, dict):
            if "properties" in schema:
                schema["required"] = list(schema["properties"])
                schema["additionalProperties"] = False
            for value in schema.values():
                strict(value)

    parse = {"json": json.loads, "yaml": yaml.safe_load, "xml": xmltodict.parse}[kind]

    def check(text, schema):
        schema = json.loads(schema)
        strict(schema)
        try:
            openapi_schema_validator.validate(parse(text), schema)
            return True
        except Exception:
            return False

    return check


def documents(kind, count):
    """Texts of a product in a format, one in four of which does not meet the schema, and the schema."""
    import xmltodict
    import yaml

    properties = {key: SCHEMA["properties"][key] for key in ("name", "kind")}
    schema = {"type": "object", "properties": properties}
    for index in range(count):
        product = {"name": "Item %d" % index, "kind": ["book", "music", "film"][index % 3] if index % 4 < 3 else "car"}
        if kind == "xml":
            yield xmltodict.unparse({"product": product}), {"type": "object", "properties": {"product": schema}}
        else:
            full = dict(product, tags=["a", "b c"], seller={"name": "Shop %d" % (index % 11), "country": "DE"})
            other = dict(schema, properties=dict(properties, tags=SCHEMA["properties"]["tags"], seller={"type": "object"}))
            yield json.dumps(full) if kind == "json" else yaml.safe_dump(full), other


def rate(body, rows):
    """Rows for each second of this process's time."""
    begin = time.process_time()
    body()
    return rows / max(time.process_time() - begin, 1e-9)


def contenders(count):
    """(name, grader, responses, references, items, the peer's verdict of a row, one row in so many for it, bar)."""
    import jsonschema
    import jsonschema_rs

    texts = list(products(count))
    compiled = jsonschema_rs.validator_for(SCHEMA)
    plain = jsonschema.Draft202012Validator(SCHEMA)
    schema = json.dumps(SCHEMA)
    own = {"type": "json_schema", "schema": SCHEMA}
    rows = {"type": "json_schema"}
    yield "jsonschema-rs compiled", own, texts, None, None, lambda i: compiled.is_valid(json.loads(texts[i])), 1, 1
    yield (
        "jsonschema-rs one-shot", rows, texts, [schema] * count, None,
        lambda i: jsonschema_rs.is_valid(json.loads(schema), json.loads(texts[i])), 10, 20,
    )
    yield "jsonschema", own, texts, None, None, lambda i: plain.is_valid(json.loads(texts[i])), 50, 50
    for size, share in ((1, 5), (5, 20)):
        pairs = list(calls(count if size == 1 else count // 5, size))
        listed = [tuple([(c["name"], json.dumps(c["arguments"])) for c in side] for side in pair) for pair in pairs]
        grader = {"type": "tool_call", "compat": "compat:nemo"}
        dumped = [[json.dumps(side) for side in pair] for pair in pairs]
        yield (
            "NeMo %d calls" % size, grader, [p[0] for p in dumped], [p[1] for p in dumped], None,
            lambda i, listed=listed: nemo(listed[i][1], listed[i][0]), share, 30,
        )
        yield (
            "tool_call %d calls" % size, {"type": "tool_call"}, [p[0] for p in dumped], [p[1] for p in dumped], None, None, 1,
            None,
        )
    check = bfcl()
    for size, category in ((1, "simple_python"), (3, "parallel_multiple")):
        triples = [[json.dumps(part) for part in triple] for triple in answers(count // size, size)]
        yield (
            "BFCL %d calls" % size, {"type": "tool_call", "compat": "compat:bfcl", "functions": "{{item.function}}"},
            [t[1] for t in triples], [t[2] for t in triples], ['{"function": %s}' % t[0] for t in triples],
            lambda i, triples=triples, category=category: check(
                *[json.loads(part) for part in triples[i]], category), 10, 30,
        )
    for kind in ("json", "yaml", "xml"):
        made = [(text, json.dumps(schema)) for text, schema in documents(kind, count // 2)]
        held = structured_peer(kind)
        yield (
            "structured %s" % kind, {"type": "structured", "compat": "compat:nemo", "format": kind, "schema": "{{item.s}}"},
            [text for text, _ in made], None, ['{"s": %s}' % schema for _, schema in made],
            lambda i, made=made, held=held: held(*made[i]), 100, 30,
        )


def measure(arguments):
    sys.path.insert(0, str(ROOT / "Python"))
    import adjudge

    print("%-26s %14s %14s %8s %6s %s" % ("", "adjudge rows/s", "peer rows/s", "times", "bar", "verdicts that differ"))
    figures = {}
    for name, grader, responses, references, items, peer, share, bar in contenders(arguments.rows):
        if arguments.only and arguments.only not in name:
            continue
        engine = adjudge.Engine(grader, threads=1)
        some = range(0, len(responses), share)
        values = engine.score(responses, references, items=items).to_list()
        ours, theirs = [], []
        for _ in range(arguments.rounds):
            ours.append(rate(lambda: engine.score(responses, references, items=items), len(responses)))
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
