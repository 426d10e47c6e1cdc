"""What the groups of a batch add to its verdicts: statistics, advantages, metrics."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any, Dict, Optional

from . import _library
from ._buffers import Buffer
from ._groups import Groups, Numbering
from ._part_columns import PartColumns
from .errors import AdjudgeError

if TYPE_CHECKING:
    from ._buffers import Floats, Integers


class GroupColumns(PartColumns):
    """The columns of a batch's total, and those that its groups add. Made when first read."""

    _numbering: Optional[Numbering]
    _groups: Optional[Groups] = None
    _metrics: Optional[Dict[str, float]] = None

    @property
    def groups(self) -> Groups:
        """The statistics of the groups that ``Engine.score`` was given."""
        if self._groups is None:
            if self._numbering is None:
                raise AdjudgeError("the batch was scored without groups, expected Engine.score(…, groups=…)")
            assert self._handle is not None
            self._groups = Groups(self._handle, self._numbering)
        return self._groups

    @property
    def advantages(self) -> Floats:
        """How much better each reward is than those of its group; NaN where there is none.

        The grader's ``"group": {"advantage": …}`` says by which rule.
        """
        column: Floats = self._group_buffer("advantages").column()
        return column

    @property
    def constant(self) -> Integers:
        """1 where all rewards of a row's group are the same: its advantage teaches nothing."""
        column: Integers = self._group_buffer("constant").column()
        return column

    @property
    def metrics(self) -> Dict[str, float]:
        """The metrics of the batch under the names of TRL, verl and NeMo-Gym: ``reward``, ``reward_std``,
        ``rewards/NAME/mean``, and of a batch with groups ``frac_reward_zero_std``, ``pass@k``, ``maj@k`` and more."""
        if self._metrics is None:
            assert self._handle is not None
            pointer = self._handle.pointer
            text = _library.take_text(lambda text, length: _library.verdicts_metrics(pointer, text, length))
            self._metrics = json.loads(text)
        return dict(self._metrics)

    def _group_buffer(self, name: str) -> Buffer:
        if name not in self._buffers:
            if self._handle is None:
                raise AdjudgeError("verdicts without advantages were pickled: their grader asks for none")
            found = {"advantages": Buffer("d", self._count), "constant": Buffer("B", self._count)}
            _library.check(
                _library.verdicts_advantages(
                    self._handle.pointer, found["advantages"].address, found["constant"].address
                )
            )
            for key, buffer in found.items():
                self._buffers.setdefault(key, buffer)
        return self._buffers[name]

    def _group_state(self) -> Dict[str, Any]:
        """What a pickle keeps of the groups."""
        # A grader may ask for no advantages.
        with contextlib.suppress(AdjudgeError):
            self._group_buffer("advantages")
        known = self._groups is not None or self._numbering is not None
        return {"_numbering": None, "_metrics": self.metrics, "_groups": self.groups if known else None}
