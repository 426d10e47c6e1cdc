"""Ray: scoring beyond one machine.

With Ray Data, a pool of actors that each compile the grader once:

    rows.map_batches(
        Scorer,
        fn_constructor_kwargs={"grader": "preset:math"},
        batch_size=4096,
        compute=ray.data.ActorPoolStrategy(size=8),
    )

Without it, a pool that gives batches back in order and survives the death of its workers:

    with ScorerPool("preset:math", workers=8) as pool:
        for scored in pool.score(batches):
            …
"""

from __future__ import annotations

from collections import deque
from typing import Any, Deque, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from .._engine import Engine
from .._graders import GraderSource
from .._verdicts import Verdicts
from ..errors import AdjudgeError
from ._chat import text_of
from ._engines import engine_of
from ._missing import lacking


class Scorer:
    """A callable class for ``Dataset.map_batches``: adds the columns of the verdicts to a batch.

    ``reward`` is null (NaN in NumPy and pandas) where there is none; ``status``, ``reason`` and ``answer`` stand beside
    it. Takes batches in any of Ray's formats: a dict of NumPy arrays, a pandas DataFrame, a pyarrow Table.
    """

    def __init__(
        self,
        grader: Union[Engine, GraderSource],
        *,
        response: str = "response",
        reference: Optional[str] = "reference",
        items: Sequence[str] = (),
        prefix: str = "",
        threads: int = 1,
    ) -> None:
        """A scorer.

        Args:
            grader: whatever ``Engine`` takes.
            response: the column of responses, text or messages.
            reference: the column of references; None when the grader needs none.
            items: columns that the grader reads as ``{{item.NAME}}``: all of them.
            prefix: what the names of the new columns begin with.
            threads: how many threads a batch is split over. Ray gives an actor one processor unless told otherwise.
        """
        self.engine = engine_of(grader, threads)
        absent = lacking(self.engine, items)
        if absent:
            expected = (*items, *absent)
            raise AdjudgeError(f"items: the grader reads the columns {', '.join(absent)}, expected items={expected!r}")
        self._response = response
        self._reference = reference
        self._items = tuple(items)
        self._prefix = prefix

    def __call__(self, batch: Any) -> Any:
        """The batch with the verdicts' columns."""
        if isinstance(batch, Mapping):
            return {**batch, **self._numpy(self._verdicts(batch.__getitem__, len(batch[self._response])))}
        if type(batch).__module__.partition(".")[0] == "pyarrow":
            import pyarrow

            verdicts = self._verdicts(batch.column, batch.num_rows)
            for name, values in self._columns(verdicts).items():
                batch = batch.append_column(name, pyarrow.array(values))
            return batch
        verdicts = self._verdicts(batch.__getitem__, len(batch))
        return batch.assign(**self._columns(verdicts))

    def _verdicts(self, column: Any, count: int) -> Verdicts:
        responses = column(self._response)
        if not _is_text(responses):
            responses = [text_of(response) for response in _objects(responses)]
        references = None if self._reference is None else column(self._reference)
        items = None
        if self._items:
            columns = [_objects(column(name)) for name in self._items]
            items = [dict(zip(self._items, values)) for values in zip(*columns)]
        return self.engine.score(responses, references, items)

    def _columns(self, verdicts: Verdicts) -> Dict[str, Sequence[Any]]:
        return {
            f"{self._prefix}reward": verdicts.scores_list(),
            f"{self._prefix}status": verdicts.status_names(),
            f"{self._prefix}reason": verdicts.reason_names(),
            f"{self._prefix}answer": verdicts.answers(),
        }

    def _numpy(self, verdicts: Verdicts) -> Dict[str, Any]:
        import numpy

        columns: Dict[str, Any] = dict(self._columns(verdicts))
        columns[f"{self._prefix}reward"] = verdicts.scores
        return {
            name: values if isinstance(values, numpy.ndarray) else numpy.array(values, dtype=object)
            for name, values in columns.items()
        }


def _objects(column: Any) -> Sequence[Any]:
    convert = getattr(column, "to_pylist", None) or getattr(column, "tolist", None)
    objects: Sequence[Any] = convert() if convert is not None else list(column)
    return objects


def _is_text(column: Any) -> bool:
    """Whether a column holds strings, as far as its type or its first entry says."""
    kind = str(getattr(column, "type", None) or "")
    if kind:
        return kind in ("string", "large_string")
    first = next((value for value in column if value is not None), "")
    return isinstance(first, str)


class _Worker:
    """What an actor of the pool runs."""

    def __init__(self, grader: Any, options: Dict[str, Any]) -> None:
        self._scorer = Scorer(grader, **options)

    def score(self, batch: Any) -> Any:
        return self._scorer(batch)


class ScorerPool:
    """A pool of Ray actors that score batches and give them back in order.

    A worker that dies is started anew, as often as it takes, and its batches are scored again: scoring has no side
    effects, so that no row is lost and none comes twice.
    """

    def __init__(
        self,
        grader: GraderSource,
        *,
        workers: int,
        actor_options: Optional[Mapping[str, Any]] = None,
        **options: Any,
    ) -> None:
        """Starts the actors.

        Args:
            grader: whatever ``Engine`` takes.
            workers: how many actors.
            actor_options: what ``ray.remote`` takes, such as ``num_cpus``, besides the number of restarts.
            options: what ``Scorer`` takes.
        """
        import ray

        self._ray = ray
        settings = {"num_cpus": 1, **(actor_options or {}), "max_restarts": -1, "max_task_retries": -1}
        actor = ray.remote(**settings)(_Worker)
        self.actors = [actor.remote(grader, options) for _ in range(workers)]

    def score(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The batches with the verdicts' columns, in order. At most two batches a worker are on their way at once, so
        that an endless source of batches does not fill the memory."""
        waiting: Deque[Tuple[int, Any]] = deque()
        load = [0] * len(self.actors)
        for batch in batches:
            if len(waiting) >= 2 * len(self.actors):
                yield self._first(waiting, load)
            chosen = load.index(min(load))
            load[chosen] += 1
            waiting.append((chosen, self.actors[chosen].score.remote(batch)))
        while waiting:
            yield self._first(waiting, load)

    def _first(self, waiting: Deque[Tuple[int, Any]], load: List[int]) -> Any:
        actor, reference = waiting.popleft()
        result = self._ray.get(reference)
        load[actor] -= 1
        return result

    def close(self) -> None:
        """Ends the actors."""
        for actor in self.actors:
            self._ray.kill(actor)
        self.actors = []

    def __enter__(self) -> ScorerPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
