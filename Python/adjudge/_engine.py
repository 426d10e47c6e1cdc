"""The engine: a grader compiled once, and batches scored under it."""

from __future__ import annotations

import ctypes
import json
import os
from typing import Any, Hashable, Mapping, Optional, Sequence, Tuple, Union

from . import _library
from ._buffers import Buffer
from ._fields import Fields
from ._handles import EngineHandle, Handle
from ._verdicts import Verdicts
from .errors import AdjudgeError, UnscoredError

#: What names a grader: a document, the JSON text of one, ``"preset:NAME"``, or the path of a JSON file.
GraderSource = Union[str, bytes, Mapping[str, Any], "os.PathLike[str]"]

_ON_ERROR = ("null", "zero", "fail")


def grader_text(grader: GraderSource) -> bytes:
    """The document that ``grader`` names, as the library reads it."""
    if isinstance(grader, Mapping):
        return json.dumps(grader, ensure_ascii=False).encode("utf-8")
    if isinstance(grader, str):
        return grader.encode("utf-8")
    if isinstance(grader, bytes):
        return grader
    with open(grader, "rb") as file:
        return file.read()


class Engine:
    """Scores batches of responses under one grader.

    Safe to use from several threads, and after ``fork``: a child compiles the grader again when it first scores, since
    the parent's threads do not exist there. An engine is pickled as its grader. The interpreter's lock is released
    while a batch is scored.

    Example:
        >>> engine = Engine("preset:math")
        >>> engine.score([r"so \\boxed{1/2}", "no idea"], ["0.5", "2"]).to_list()
        [1.0, 0.0]
    """

    def __init__(self, grader: GraderSource, *, threads: Optional[int] = None) -> None:
        """Compiles a grader.

        Args:
            grader: a document as a dict, its JSON text, ``"preset:NAME"``, or the path of a JSON file (a ``Path``).
            threads: how many threads a batch is split over; None: as many as this process may run on; 0: one for each
                processor.

        Raises:
            GraderError: the document cannot be compiled; the message names the path and the nearest valid name.
        """
        if threads is None:
            threads = len(os.sched_getaffinity(0))
        self._handle = EngineHandle(grader_text(grader), threads)
        pointer = self._handle.pointer
        #: The hash of the grader: the same for the same verdicts.
        self.grader_hash: str = _library.engine_grader_hash(pointer).decode("ascii")
        #: The names of the parts, in the order of the document; empty for a grader of one part.
        self.part_names: Tuple[str, ...] = tuple(
            _library.engine_part_name(pointer, part).decode("utf-8")
            for part in range(_library.engine_part_count(pointer))
        )
        #: What the grader wants of rows without a reward: ``"null"``, ``"zero"`` or ``"fail"``.
        self.on_error: str = _ON_ERROR[_library.engine_on_error(pointer)]
        #: Whether the grader reads the rows' items.
        self.reads_items: bool = bool(_library.engine_reads_items(pointer))

    @property
    def threads(self) -> int:
        """How many threads a batch is split over."""
        return int(_library.engine_threads(self._handle.pointer))

    def score(
        self,
        responses: Sequence[Any],
        references: Optional[Sequence[Any]] = None,
        items: Optional[Sequence[Any]] = None,
        groups: Optional[Sequence[Hashable]] = None,
    ) -> Verdicts:
        """Scores every response against its reference.

        Args:
            responses: what the model wrote: str, or bytes of UTF-8. A row with None is ``bad_sample``.
            references: what each is checked against: str, a number, or a list or dict, which the grader sees as JSON.
                A row with None has no reference.
            items: the rows' other fields, which ``{{item.…}}`` in the grader reads: a dict, or JSON text of an object.
            groups: which rollout group each row belongs to, for ``Verdicts.groups``.

        Lists and tuples of str, and pyarrow's columns of strings, are read where they lie; nothing is copied.

        Raises:
            AdjudgeError: the arguments differ in length.
            TypeError: an entry is neither text, nor JSON, nor None.
            UnscoredError: a row has no reward and the grader says ``"on_error": "fail"``.
        """
        handle = self._handle.in_this_process()
        self._handle = handle
        batch, held = make_batch(responses, references, items)
        count = batch.count
        if groups is not None and len(groups) != count:
            raise AdjudgeError(f"groups: found {len(groups)} entries, expected {count}, one for each response")
        rewards, statuses = Buffer("d", count), Buffer("B", count)
        pointer = ctypes.c_void_p()
        _library.check(
            _library.score(
                handle.pointer, ctypes.byref(batch), rewards.address, statuses.address, ctypes.byref(pointer)
            )
        )
        verdicts = Verdicts(self, Handle(pointer, _library.verdicts_destroy), rewards, statuses, groups, held)
        if self.on_error == "fail":
            _raise_unscored(verdicts)
        return verdicts

    def __reduce__(self) -> Tuple[Any, ...]:
        return _unpickled, (self._handle.grader, self._handle.threads)

    def __repr__(self) -> str:
        return f"<adjudge.Engine grader={self.grader_hash} threads={self.threads}>"


def _unpickled(grader: bytes, threads: int) -> Engine:
    return Engine(grader, threads=threads)


def make_batch(
    responses: Sequence[Any], references: Optional[Sequence[Any]], items: Optional[Sequence[Any]]
) -> Tuple[_library.Batch, Tuple[Optional[Fields], ...]]:
    """The batch of these rows, and what must live as long as it."""
    texts = Fields("responses", responses)
    count = len(responses)
    golds = None if references is None else Fields("references", references, count)
    rows = None if items is None else Fields("items", items, count)
    none = _library.Column()
    batch = _library.Batch(
        ctypes.sizeof(_library.Batch),
        0,
        count,
        texts.column,
        none if golds is None else golds.column,
        none if rows is None else rows.column,
        texts.address,
        None if golds is None else golds.address,
        None if rows is None else rows.address,
    )
    return batch, (texts, golds, rows)


def _raise_unscored(verdicts: Verdicts) -> None:
    for row, reward in enumerate(verdicts.rewards.tolist()):
        if reward != reward:
            raise UnscoredError(row, verdicts.status(row), verdicts.reason(row))
