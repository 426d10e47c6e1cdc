"""The engine: a grader compiled once, and batches scored under it."""

from __future__ import annotations

import ctypes
import json
import operator
import os
from array import array
from typing import Any, Iterator, Optional, Protocol, Tuple

from . import _library
from ._buffers import Buffer
from ._fields import Fields
from ._graders import GraderSource, grader_text
from ._groups import Numbering
from ._handles import EngineHandle, Handle
from ._interruption import FEW, carry_out
from ._verdicts import Verdicts
from .errors import AdjudgeError, GraderError, UnscoredError

_ON_ERROR = ("null", "zero", "fail")
_MOST_THREADS = 1024


class Rows(Protocol):
    """A column of a batch: a list, a tuple, an array of NumPy, a column of pandas, pyarrow, polars or datasets."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Any]: ...


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
            grader: a document as a dict or its JSON text; the name of a preset, with or without ``preset:``; the path
                of a file of JSON or YAML (``.yaml``, ``.yml``).
            threads: how many threads a batch is split over, at most 1024; None: as many as this process may run on; 0:
                one for each processor.

        Raises:
            GraderError: the document cannot be compiled; the message names the path and the nearest valid name.
        """
        self._handle = _engine_handle(grader, threads)
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
        #: The names of the fields of the rows' items that the grader reads; "" stands for the whole item.
        self.item_names: Tuple[str, ...] = tuple(
            json.loads(_library.take_text(lambda text, length: _library.engine_item_names(pointer, text, length)))
        )
        self._waits = bool(_library.engine_waits(pointer))

    @property
    def threads(self) -> int:
        """How many threads a batch is split over."""
        return int(_library.engine_threads(self._handle.pointer))

    def score(
        self,
        responses: Rows,
        references: Optional[Rows] = None,
        items: Optional[Rows] = None,
        groups: Optional[Rows] = None,
    ) -> Verdicts:
        """Scores every response against its reference.

        Args:
            responses: what the model wrote: str, or bytes of UTF-8. A row with None is ``bad_sample``.
            references: what each is checked against: str; a number, date or time of Python, NumPy, pandas or decimal,
                which the grader sees as its text; or a list or dict, which it sees as JSON. A row with a missing value
                (None, NaN, NA, NaT) has no reference.
            items: the rows' other fields, which ``{{item.…}}`` in the grader reads: a dict, or JSON text of an object.
            groups: which rollout group each row belongs to, for ``Verdicts.groups``, ``advantages`` and ``metrics``; no
                key may be missing. A grader that says ``"group": {"by": …}`` finds the groups itself.

        Lists and tuples of str, and pyarrow's columns of strings, are read where they lie; nothing is copied. An entry
        that has no text and is no JSON makes its row ``bad_sample``, with a ``RuntimeWarning``. Ctrl-C ends the batch.

        Raises:
            AdjudgeError: the arguments differ in length, a group's key is missing, or there are ``groups`` and the
                grader names its own.
            TypeError: an argument is no column, such as a str or a DataFrame.
            UnscoredError: a row has no reward and the grader says ``"on_error": "fail"``.
        """
        handle = self._handle.in_this_process()
        self._handle = handle
        batch, held = make_batch(responses, references, items)
        count = batch.count
        numbering = None if groups is None else Numbering(groups, count)
        numbers = None if numbering is None else array("Q", numbering.of_row)
        if numbers:
            batch.groups = numbers.buffer_info()[0]
        rewards, statuses = Buffer("d", count), Buffer("B", count)
        verdicts = Handle(ctypes.c_void_p(), _library.verdicts_destroy)

        def call() -> int:
            # Mentioned, so that what the library reads and writes lives as long as the call.
            _ = held, numbers, cancellation
            outputs = (rewards.address, statuses.address, ctypes.byref(verdicts.pointer))
            return int(_library.score(handle.pointer, ctypes.byref(batch), *outputs))

        cancellation: Optional[Handle] = None
        if count <= FEW and not self._waits:
            _library.check(call())
        else:
            cancellation = Handle(ctypes.c_void_p(_library.cancellation_create()), _library.cancellation_destroy)
            pointer = batch.cancellation = cancellation.pointer
            carry_out(call, lambda: _library.cancellation_cancel(pointer))
        found = Verdicts(self, verdicts, rewards, statuses, numbering, held[0])
        if self.on_error == "fail":
            _raise_unscored(found)
        return found

    def __reduce__(self) -> Tuple[Any, ...]:
        return _unpickled, (self._handle.grader, self._handle.threads)

    def __repr__(self) -> str:
        return f"<adjudge.Engine grader={self.grader_hash} threads={self.threads}>"


def _unpickled(grader: bytes, threads: int) -> Engine:
    return Engine(grader, threads=threads)


def _engine_handle(grader: GraderSource, threads: Optional[int]) -> EngineHandle:
    if threads is None:
        threads = len(os.sched_getaffinity(0))
    try:
        if isinstance(threads, bool):
            raise TypeError
        threads = operator.index(threads)
    except TypeError:
        raise TypeError(f"threads: found {type(threads).__name__}, expected a number or None") from None
    if not 0 <= threads <= _MOST_THREADS:
        raise AdjudgeError(f"threads: found {threads}, expected None or a number from 0 to {_MOST_THREADS}")
    text = grader_text(grader)
    try:
        return EngineHandle(text, threads)
    except GraderError as error:
        # A file is named: its text is not in sight of who reads the message.
        if isinstance(grader, os.PathLike) or (isinstance(grader, str) and text != grader.encode("utf-8", "ignore")):
            raise GraderError(f"{os.fspath(grader)}: {error}") from None
        raise


def make_batch(
    responses: Rows, references: Optional[Rows], items: Optional[Rows]
) -> Tuple[_library.Batch, Tuple[Fields, Optional[Fields], Optional[Fields]]]:
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
