"""Verdicts as tables of pyarrow and pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Optional

from . import _library

if TYPE_CHECKING:
    from ._part_columns import PartColumns
    from ._verdicts import Verdicts


def arrow_table(verdicts: Verdicts) -> Any:
    """The verdicts as a ``pyarrow.Table``. Statuses and reasons are dictionaries of their names."""
    import pyarrow

    columns: Dict[str, Any] = {
        "reward": pyarrow.array(verdicts.to_list(), pyarrow.float64()),
        "score": pyarrow.array(verdicts.scores_list(), pyarrow.float64()),
        **_named(verdicts, ""),
        "passed": pyarrow.array(_passed(verdicts), pyarrow.bool_()),
        "answer": pyarrow.array(verdicts.answers(), pyarrow.string()),
        "work": pyarrow.array(verdicts.work.tolist(), pyarrow.uint64()),
    }
    for name, part in verdicts.parts.items():
        columns[f"{name}.reward"] = pyarrow.array(part.to_list(), pyarrow.float64())
        columns.update(_named(part, f"{name}."))
    return pyarrow.table(columns)


def _named(part: PartColumns, prefix: str) -> Dict[str, Any]:
    import pyarrow

    kind = pyarrow.dictionary(pyarrow.int16(), pyarrow.string())
    return {
        f"{prefix}status": pyarrow.array(part.status_names(), kind),
        f"{prefix}reason": pyarrow.array(part.reason_names(), kind),
    }


def pandas_frame(verdicts: Verdicts) -> Any:
    """The verdicts as a ``pandas.DataFrame``. Rewards are NaN where there is none, statuses and reasons categories."""
    import pandas

    columns: Dict[str, Any] = {
        "reward": verdicts.rewards,
        "score": verdicts.scores,
        "status": _category(verdicts.status_names(), _library.STATUSES),
        "reason": pandas.Categorical(verdicts.reason_names()),
        "passed": pandas.array(_passed(verdicts), dtype="boolean"),
        "answer": pandas.Series(verdicts.answers(), dtype=object),
        "work": verdicts.work,
    }
    for name, part in verdicts.parts.items():
        columns[f"{name}.reward"] = part.rewards
        columns[f"{name}.status"] = _category(part.status_names(), _library.STATUSES)
        columns[f"{name}.reason"] = pandas.Categorical(part.reason_names())
    return pandas.DataFrame(columns)


def _category(values: List[str], names: Any) -> Any:
    import pandas

    # All names, in their order: frames of several batches can then be put together.
    return pandas.Categorical(values, categories=list(names))


def _passed(verdicts: Verdicts) -> List[Optional[bool]]:
    return [None if passed < 0 else bool(passed) for passed in verdicts.passed.tolist()]
