"""The command ``adjudge`` of the wheel: ``score`` for plain rows, ``explain``, ``lint``, ``list`` and ``doctor``, over
the library.

The command that a checkout builds has the same names for more: dialects found out, runs that are resumed, corpora, and
programs run by hand. Here, a row is ``{"id", "response", "reference", …}``, or what ``--map`` says, and rows with
groups are written when the whole file is scored. Verdict rows are the same but for ``input_hash``, which only a run
that can be resumed needs.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import os
import sys
from decimal import Decimal
from typing import IO, Any, Dict, Iterator, List, Mapping, NamedTuple, NoReturn, Optional, Sequence, Tuple

from . import _library
from ._engine import Engine
from ._explain import explain
from ._foreign import LOOK_AHEAD, refusal
from ._graders import grader_text
from ._judges import configure_judges
from ._machine import doctor, lint
from ._presets import presets, verifiers
from .errors import AdjudgeError, UnscoredError

#: How many rows are scored at once.
CHUNK = 4096
#: With a larger share of rows that cannot be read, the input is not what it was taken for.
MOST_BAD = 0.1
_FIELDS = ("id", "response", "reference", "item")


class _Row(NamedTuple):
    id: str
    response: Any
    reference: Any
    item: Any
    #: The row's names, for the message about those that it does not have.
    names: Sequence[str]


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Runs the command and returns its exit code: 0 done, 2 wrong use, 3 rows that cannot be scored, 130 Ctrl-C."""
    parser = argparse.ArgumentParser(
        prog="adjudge",
        description="Rewards that can be trusted: score rows of JSON, explain a verdict, list verifiers.",
    )
    parser.add_argument("--version", action="version", version=_library.version().decode("ascii"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="score | explain | lint | list | doctor")
    score = commands.add_parser("score", help="score a file of responses: one verdict row for each input row, in order")
    score.add_argument("--grader", required=True, help="the name of a preset, or a file of JSON or YAML")
    score.add_argument("--input", required=True, help="the rows, JSONL, also gzip; - for standard input")
    score.add_argument("--output", required=True, help="where verdicts go; - for standard output")
    score.add_argument(
        "--map", action="append", default=[], metavar="FIELD=NAME", help="where rows keep id, response, reference, item"
    )
    score.add_argument("--jobs", type=int, default=0, help="threads; default one for each processor")
    score.add_argument("--overwrite", action="store_true", help="replace an output that exists")
    score.add_argument(
        "--group-by", metavar="NAME", help="the field that the rows of one group share, such as prompt_id"
    )
    score.add_argument("--advantage", help="what rows get from their groups: grpo, dr_grpo, rloo, mean_centre, gdpo")
    score.add_argument("--pass-k", metavar="K,K", help="the k of pass@k and its like, such as 1,8")
    score.add_argument("--metrics-out", metavar="FILE", help="append a line of metrics to this file")
    _add_judges(score)
    score.set_defaults(run=_score)
    why = commands.add_parser("explain", help="explain one verdict: the span, the rule, the normal forms, why")
    why.add_argument("--grader", required=True, help="the name of a preset, or a file of JSON or YAML")
    why.add_argument("--response", required=True, help="what the model wrote; - for standard input")
    why.add_argument("--reference", help="what it is checked against")
    why.add_argument("--item", help="the row's other fields, a JSON object")
    _add_judges(why)
    why.set_defaults(run=_explain)
    commands.add_parser("list", help="list types of grader with their keys, presets and reasons").set_defaults(
        run=_list
    )
    check = commands.add_parser("lint", help="check that graders compile, and show their oddities")
    check.add_argument("graders", nargs="+", help="names of presets, or files of JSON or YAML")
    check.set_defaults(run=_lint)
    commands.add_parser("doctor", help="show what this machine gives, as JSON").set_defaults(run=_doctor)
    given = parser.parse_args(arguments)
    try:
        _configure_judges(given)
        return int(given.run(given))
    except UnscoredError as error:
        print(f"adjudge: {error}", file=sys.stderr)
        return 3
    except (AdjudgeError, OSError, EOFError) as error:
        print(f"adjudge: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _add_judges(command: argparse.ArgumentParser) -> None:
    command.add_argument("--judges", metavar="FILE", help="the endpoints of judges; default what ADJUDGE_JUDGES names")
    command.add_argument(
        "--judge", choices=("live", "replay"), help="live: ask what the cache has not (default); replay: only the cache"
    )
    command.add_argument("--judge-cache", metavar="FILE", help="the file of replies that were paid for")


def _configure_judges(given: argparse.Namespace) -> None:
    """Makes these the judges of the graders that are compiled from now on."""
    cache = getattr(given, "judge_cache", None)
    for role in ("input", "output", "metrics_out", "judges"):
        path = getattr(given, role, None)
        if path and cache and os.path.realpath(path) == os.path.realpath(cache):
            raise AdjudgeError(f"--judge-cache: {path} is the run's {role} too, expected a file of its own")
    asked = {name: value for name, value in vars(given).items() if name in ("judge", "judge_cache") and value}
    settings = getattr(given, "judges", None) or (os.environ.get("ADJUDGE_JUDGES") if asked else None)
    if settings:
        try:
            configure_judges(settings, mode=asked.get("judge", "live"), cache=asked.get("judge_cache"))
        except ValueError as error:
            said = str(error)
            raise AdjudgeError(said if said.startswith(settings) else f"{settings}: {said}") from None
    elif asked:
        raise AdjudgeError("found --judge or --judge-cache without endpoints, expected --judges FILE or ADJUDGE_JUDGES")


def _explain(given: argparse.Namespace) -> int:
    response = sys.stdin.read() if given.response == "-" else given.response
    if given.item is not None:
        try:
            is_object = isinstance(json.loads(given.item), dict)
        except (ValueError, RecursionError) as error:
            raise AdjudgeError(f"--item: {error}, expected a JSON object") from None
        if not is_object:
            raise AdjudgeError(f"--item: found {given.item[:60]}, expected a JSON object")
    print(explain(given.grader, response, given.reference, given.item))
    return 0


def _list(_: argparse.Namespace) -> int:
    print("Verifiers")
    for kind in verifiers():
        print(f"  {kind.name:<22}{kind.summary}")
        for key in kind.keys:
            print(f"    {key.name:<20}{key.summary}")
    print("\nPresets")
    for preset in presets():
        print(f"  {preset.name:<22}{preset.summary}")
    print("\nReasons")
    for name in _library.REASONS.values():
        print(f"  {name}")
    return 0


def _lint(given: argparse.Namespace) -> int:
    code = 0
    for grader in given.graders:
        try:
            warnings = lint(grader)
        except (AdjudgeError, OSError) as error:
            print(f"adjudge: {error}", file=sys.stderr)
            code = 2
            continue
        print(f"{grader}: ok")
        for warning in warnings:
            print(f"{grader}: warning: {warning}", file=sys.stderr)
    return code


def _doctor(_: argparse.Namespace) -> int:
    print(json.dumps(doctor(), indent=2))
    return 0


def _score(given: argparse.Namespace) -> int:
    names = dict(zip(_FIELDS, _FIELDS))
    for entry in given.map:
        field, equals, name = entry.partition("=")
        if field not in names or not equals or not name:
            raise AdjudgeError(
                f"--map: found {entry!r}, expected one of {', '.join(_FIELDS)}, = and a name of the rows"
            )
        names[field] = name
    engine, shown_hash, has_groups = _engine(given, names)
    is_whole = has_groups or given.metrics_out is not None
    counts: Dict[str, int] = {}
    rewards: List[float] = []
    seen: Sequence[str] = ()
    with contextlib.ExitStack() as files:
        source = files.enter_context(_opened(given.input))
        target = files.enter_context(_created(given.output, given.input, given.overwrite))
        # Groups meet at the end: a batch is then the whole file.
        for rows in _chunks(_rows(source, names), None if is_whole else CHUNK):
            verdicts = engine.score(
                [row.response for row in rows],
                [row.reference for row in rows],
                [row.item for row in rows] if engine.reads_items or not all(row.names for row in rows) else None,
            )
            for index, row in enumerate(rows):
                # The library numbers a batch's rows from 0, and knows the grader with what the options add to it.
                text = verdicts._json(index)[len(str(index)) + 6 :].replace(engine.grader_hash, shown_hash)
                target.write(f'{{"id":{row.id}{text}\n'.encode())
            if given.metrics_out is not None:
                with open(given.metrics_out, "a", encoding="utf-8") as metrics:
                    metrics.write(json.dumps(verdicts.metrics) + "\n")
            for status, count in verdicts.counts().items():
                counts[status] = counts.get(status, 0) + count
            rewards += [reward for reward in verdicts.to_list() if reward is not None]
            seen = next((row.names for row in rows if row.names), seen)
        target.flush()
    total = sum(counts.values())
    shown = ", ".join(f"{count} {status}" for status, count in counts.items())
    mean = f", mean reward {sum(rewards) / len(rewards):.4f}" if rewards else ""
    print(f"{total} rows: {shown or 'none'}{mean}", file=sys.stderr)
    if total and not rewards:
        wanted = ", ".join(names[field] for field in ("response", "reference"))
        raise _Unscored(f"no row has a reward: rows were asked for {wanted}, and have {', '.join(seen) or 'no names'}")
    if counts.get("bad_sample", 0) > MOST_BAD * total:
        raise _Unscored(f"{counts['bad_sample']} of {total} rows cannot be read, see bad_sample in the output")
    return 0


class _Unscored(UnscoredError):
    """A file whose rows are not what they were taken for."""

    def __init__(self, message: str) -> None:
        Exception.__init__(self, message)


def _rows(source: IO[bytes], names: Mapping[str, str]) -> Iterator[_Row]:
    number = 0
    for line in source:
        line = line.strip()
        if not line:
            continue
        try:
            # Numbers keep their digits.
            row = json.loads(
                line.decode("utf-8-sig" if number == 0 else "utf-8"), parse_float=Decimal, parse_constant=_no
            )
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict):
            response, own = row.get(names["response"]), row.get(names["id"])
            # What is no text is a list to the engine, which says that it is mistyped.
            response = response if response is None or isinstance(response, str) else [response]
            named = isinstance(own, (str, int, Decimal)) and not isinstance(own, bool)
            identity = (
                (json.dumps(own, ensure_ascii=False) if isinstance(own, str) else str(own)) if named else str(number)
            )
            item = line if names["item"] == "item" else row.get(names["item"])
            yield _Row(identity, response, row.get(names["reference"]), item, list(row))
        else:
            # The engine reads the line as an item and says why it cannot; JSON that is no object is no row either.
            yield _Row(str(number), [], None, line if row is None else b"{", [])
        number += 1


def _no(constant: str) -> NoReturn:
    raise ValueError(constant)


def _engine(given: argparse.Namespace, names: Mapping[str, str]) -> Tuple[Engine, str, bool]:
    """The engine of the grader and of what the options say of groups; the hash of the grader alone; whether rows have
    groups."""
    plain = Engine(given.grader, threads=given.jobs)
    settings: Dict[str, Any] = {}
    if given.group_by is not None:
        if names["item"] != "item":
            raise AdjudgeError("found --group-by and --map item=…, expected one of them: groups are named by the row")
        settings["by"] = f"{{{{item.{given.group_by}}}}}"
    if given.advantage is not None:
        settings["advantage"] = given.advantage
    if given.pass_k is not None:
        try:
            settings["k"] = [int(k) for k in given.pass_k.split(",")]
        except ValueError:
            raise AdjudgeError(f"--pass-k: found {given.pass_k!r}, expected numbers from 1, such as 1,8") from None
    document = _document(given.grader)
    own = document.get("group") or {}
    if settings and "by" not in {**own, **settings}:
        raise AdjudgeError(
            "found --advantage or --pass-k without groups, expected --group-by NAME or the grader's group.by"
        )
    if not settings:
        return plain, plain.grader_hash, bool(own)
    if "by" in own and "by" in settings:
        raise AdjudgeError("found --group-by and the grader's group.by, expected one of them to name the groups")
    return Engine({**document, "group": {**own, **settings}}, threads=given.jobs), plain.grader_hash, True


def _document(grader: str) -> Dict[str, Any]:
    """The document of a grader; a preset's is its own."""
    text = grader_text(grader).decode("utf-8")
    if text.startswith("preset:"):
        return next(dict(preset.grader) for preset in presets() if preset.name == text[7:])
    document: Dict[str, Any] = json.loads(text)
    while document.get("type") == "preset":
        document = next(dict(preset.grader) for preset in presets() if preset.name == document["name"])
    return document


def _chunks(rows: Iterator[_Row], size: Optional[int]) -> Iterator[List[_Row]]:
    chunk: List[_Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


@contextlib.contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    with contextlib.ExitStack() as files:
        file: Any = sys.stdin.buffer if name == "-" else files.enter_context(open(name, "rb"))
        if name != "-" and file.peek(2)[:2] == b"\x1f\x8b":
            file = files.enter_context(gzip.open(file))
        if hasattr(file, "peek"):
            # More than one buffer of a file says the same: a format shows in its first bytes.
            found = refusal(file.peek(LOOK_AHEAD)[:LOOK_AHEAD], name)
            if found is not None:
                raise AdjudgeError(found)
        yield file


@contextlib.contextmanager
def _created(name: str, source: str, overwrite: bool) -> Iterator[IO[bytes]]:
    if name == "-":
        yield sys.stdout.buffer
        return
    if os.path.isfile(name):
        if source != "-" and os.path.samefile(name, source):
            raise AdjudgeError(f"--output: {name} is the input")
        if not overwrite:
            raise AdjudgeError(f"--output: {name} exists already, expected a new file or --overwrite")
    with open(name, "wb") as file:
        yield file
