"""The verdicts of a batch: columns for those who compute, one verdict at a time for those who read."""

from __future__ import annotations

import ctypes
import json
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, NamedTuple, Optional, Sequence, Union, overload

from . import _library
from ._buffers import Buffer
from ._fields import Fields
from ._group_columns import GroupColumns
from ._groups import Numbering
from ._handles import Handle
from ._part_columns import PartColumns

if TYPE_CHECKING:
    import pandas
    import pyarrow

    from ._buffers import Floats, Integers
    from ._engine import Engine


class Verdict(NamedTuple):
    """The answer to one question: what is the reward of this response, and why?"""

    #: The reward, or None: a failed verification is not a zero.
    reward: Optional[float]
    #: How the scoring ended, such as ``"graded"`` or ``"no_reference"``.
    status: str
    #: The rule that decided, such as ``"equal_number"``.
    reason: str
    #: Whether the response counts as right; None without a reward.
    passed: Optional[bool]
    #: The answer as it stands in the response; None when there is none.
    answer: Optional[str]
    #: The reward of each part of the grader that the row reached; empty for a grader of one part.
    parts: Dict[str, Optional[float]]
    #: Of a grader that is one program verifier, what the run was: its verdict, times, first failing test; else None.
    run: Optional[Dict[str, Any]] = None
    #: Of a grader that is one check with ``"detail": true``, what it had to say; else None. See ``Verdicts.detail``.
    detail: Optional[Dict[str, Any]] = None


class Verdicts(GroupColumns, Sequence[Verdict]):
    """The verdicts of a batch, in the order of its rows.

    Columns (``rewards``, ``statuses``, …) are NumPy arrays over the library's output, or memoryviews without NumPy.
    Pickled, verdicts are all that they say, without the engine.
    """

    def __init__(
        self,
        engine: Engine,
        handle: Handle,
        rewards: Buffer,
        statuses: Buffer,
        groups: Optional[Numbering],
        responses: Fields,
    ) -> None:
        super().__init__(handle, _library.TOTAL, int(_library.verdicts_count(handle.pointer)))
        self._buffers.update(rewards=rewards, statuses=statuses)
        #: The hash of the grader that gave these verdicts.
        self.grader_hash: str = engine.grader_hash
        self._part_names = engine.part_names
        self._numbering = groups
        # The JSON of a row holds the answer, which the library takes from the response.
        self._responses: Optional[Fields] = responses
        self._parts: Optional[Dict[str, PartColumns]] = None
        # Of verdicts that were pickled, what the library said when they were.
        self._rows: List[str] = []
        self._answers: List[Optional[str]] = []

    @property
    def scores(self) -> Floats:
        """The rewards, and where there is none what the grader's ``on_error`` makes of it: 0 or NaN."""
        column: Floats = self._column("scores")
        return column

    @property
    def passed(self) -> Integers:
        """1 where a response counts as right, 0 where not, -1 without a reward."""
        column: Integers = self._column("passed")
        return column

    @property
    def parts(self) -> Dict[str, PartColumns]:
        """The columns of each part of the grader, by name; empty for a grader of one part."""
        if self._parts is None:
            handle = self._handle
            assert handle is not None
            self._parts = {name: PartColumns(handle, index, len(self)) for index, name in enumerate(self._part_names)}
        return self._parts

    def scores_list(self) -> List[Optional[float]]:
        """``scores`` as floats, None where there is none."""
        return [score if score == score else None for score in self.scores.tolist()]

    def to_dict(self, row: int) -> Dict[str, Any]:
        """The verdict of a row with the keys that ``adjudge score`` writes."""
        verdict: Dict[str, Any] = json.loads(self._json(self._index(row)))
        return verdict

    def detail(self, row: int, part: Optional[str] = None) -> Optional[Dict[str, Any]]:
        """The detail of the check of a row, or of a part of its grader: of a program what its run
        was, of a check with ``"detail": true`` what it saw; None where there is nothing."""
        record = self.to_dict(row)
        if part is not None:
            if part not in self._part_names:
                raise KeyError(f"part {part!r}, expected one of {', '.join(self._part_names) or 'none: it has none'}")
            record = record["parts"].get(part, {})
        found: Optional[Dict[str, Any]] = record.get("run") or record.get("detail")
        return found

    def to_arrow(self) -> pyarrow.Table:
        """The verdicts as a table of pyarrow, see ``to_pandas``; rewards are null where there is none."""
        from ._tables import arrow_table

        table: pyarrow.Table = arrow_table(self)
        return table

    def to_pandas(self) -> pandas.DataFrame:
        """The verdicts as a DataFrame: ``reward``, ``score``, ``status``, ``reason``, ``passed``, ``answer``, ``work``,
        and of each part ``NAME.reward``, ``NAME.status`` and ``NAME.reason``."""
        from ._tables import pandas_frame

        frame: pandas.DataFrame = pandas_frame(self)
        return frame

    def answers(self) -> List[Optional[str]]:
        """The answer of every row as it stands in the response; None where there is none."""
        return [self.answer(row) for row in range(len(self))]

    def answer(self, row: int) -> Optional[str]:
        """The answer of a row as it stands in the response; None where there is none."""
        row = self._index(row)
        if self._responses is None:
            return self._answers[row]
        length = int(self.span_lengths[row])
        if length == 0:
            return None
        start = int(self.span_starts[row])
        return self._responses.bytes_of(row)[start : start + length].decode("utf-8", "replace")

    @overload
    def __getitem__(self, row: int) -> Verdict: ...

    @overload
    def __getitem__(self, row: slice) -> List[Verdict]: ...

    def __getitem__(self, row: Union[int, slice]) -> Union[Verdict, List[Verdict]]:
        if isinstance(row, slice):
            return [self[index] for index in range(*row.indices(len(self)))]
        row = self._index(row)
        passed = int(self.passed[row])
        said = self.to_dict(row) if self._says_more(row) else {}
        return Verdict(
            _reward(self.rewards[row]),
            self.status(row),
            self.reason(row),
            None if passed < 0 else bool(passed),
            self.answer(row),
            {
                name: _reward(part.rewards[row])
                for name, part in self.parts.items()
                if part.statuses[row] != _library.NOT_EVALUATED
            },
            said.get("run"),
            said.get("detail"),
        )

    def __iter__(self) -> Iterator[Verdict]:
        for row in range(len(self)):
            yield self[row]

    def __len__(self) -> int:
        return self._count

    def __getstate__(self) -> Dict[str, Any]:
        count = len(self)
        # First what the groups add, so that the columns have it.
        groups = self._group_state()
        return {
            **super().__getstate__(),
            **groups,
            "grader_hash": self.grader_hash,
            "_part_names": self._part_names,
            "_responses": None,
            "_parts": self.parts,
            "_rows": [self._json(row) for row in range(count)],
            "_answers": self.answers(),
        }

    def _says_more(self, row: int) -> bool:
        """Whether the JSON of a row has more to say than its columns."""
        if self._handle is None:
            return True
        text, length = ctypes.c_void_p(), ctypes.c_size_t()
        _library.check(
            _library.verdicts_detail(
                self._handle.pointer, row, _library.TOTAL, ctypes.byref(text), ctypes.byref(length)
            )
        )
        return text.value is not None and bool(_library.taken(text, length))

    def _json(self, row: int) -> str:
        if self._handle is None:
            return self._rows[row]
        length = ctypes.c_size_t()
        buffer = ctypes.create_string_buffer(1024)
        while True:
            code = _library.verdicts_json(self._handle.pointer, row, buffer, len(buffer), ctypes.byref(length))
            if code != _library.BUFFER_TOO_SMALL:
                break
            buffer = ctypes.create_string_buffer(length.value)
        _library.check(code)
        return buffer.raw[: length.value].decode("utf-8")

    def _index(self, row: int) -> int:
        if row < 0:
            row += len(self)
        if not 0 <= row < len(self):
            raise IndexError(f"row {row}, expected less than {len(self)}")
        return row


def _reward(value: Any) -> Optional[float]:
    reward = float(value)
    return reward if reward == reward else None
