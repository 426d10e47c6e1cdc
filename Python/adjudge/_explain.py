"""Why one response got its reward."""

from __future__ import annotations

import ctypes
import json
from typing import Any, Dict, List, NamedTuple, Optional, Tuple, Union

from . import _library
from ._engine import Engine, make_batch
from ._graders import GraderSource
from ._interruption import carry_out


class Note(NamedTuple):
    """One thing that was seen on the way to a verdict, such as ``answer read as`` → ``1/2``."""

    #: The part of the grader that was at work; empty for a grader of one part.
    part: str
    #: What the note is about.
    label: str
    #: What was seen.
    value: str


class Explanation(NamedTuple):
    """One verdict with every step. ``print`` shows it as text."""

    #: The reward, or None: a failed verification is not a zero.
    reward: Optional[float]
    #: How the scoring ended.
    status: str
    #: The rule that decided.
    reason: str
    #: The extraction rule that found the answer.
    rule: str
    #: Whether the response counts as right; None without a reward.
    passed: Optional[bool]
    #: The answer as it stands in the response; None when there is none.
    answer: Optional[str]
    #: Where it begins and ends, in bytes of UTF-8.
    span: Tuple[int, int]
    #: The work spent: bytes looked at and steps taken.
    work: int
    #: What each part of the grader said: its reward, status, reason, rule, span and work.
    parts: Dict[str, Dict[str, Any]]
    #: What was seen on the way, in order.
    notes: List[Note]
    #: The hash of the grader.
    grader: str
    #: The detail of a grader of one check, of a program its run; None when there is
    #: nothing. The parts of others have a ``detail`` of their own.
    detail: Optional[Dict[str, Any]] = None

    def __str__(self) -> str:
        lines = [
            f"reward     {'none' if self.reward is None else self.reward}",
            f"status     {self.status}",
            f"reason     {self.reason}",
            f"work       {self.work}",
        ]
        if self.answer is not None:
            lines.append(f"answer     {self.answer}   [{self.rule}]")
        for name, part in self.parts.items():
            reward = "none" if part["reward"] is None else part["reward"]
            lines.append(f"part       {name}: {reward} ({part['status']}, {part['reason']})")
        if self.notes:
            lines.append("steps")
        for note in self.notes:
            lines.append("  " + (f"{note.part}: " if note.part else "") + f"{note.label}: {note.value}")
        return "\n".join(lines)


def explain(grader: Union[Engine, GraderSource], response: Any, reference: Any = None, item: Any = None) -> Explanation:
    """Scores one response with every step recorded; the verdict is the one that a batch gives.

    Args:
        grader: an engine, or whatever ``Engine`` takes.
        response: what the model wrote.
        reference: what it is checked against.
        item: the row's other fields, a dict or JSON text.
    """
    engine = grader if isinstance(grader, Engine) else Engine(grader, threads=1)
    handle = engine._handle.in_this_process()
    batch, held = make_batch([response], [reference], None if item is None else [item])
    text, length = ctypes.c_void_p(), ctypes.c_size_t()

    def call() -> int:
        # Mentioned, so that what the library reads lives as long as the call.
        _ = held
        return int(_library.explain(handle.pointer, ctypes.byref(batch), 0, ctypes.byref(text), ctypes.byref(length)))

    if engine._waits:
        carry_out(call, lambda: _library.engine_cancel(handle.pointer))
    else:
        _library.check(call())
    record = json.loads(_library.taken(text, length))
    record["span"] = tuple(record["span"])
    record["notes"] = [Note(**note) for note in record["notes"]]
    return Explanation(**record)
