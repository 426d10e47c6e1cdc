"""verifiers: a ``Rubric`` for its environments, and a reward for the tasks of ``verifiers.v1``.

    environment = vf.SingleTurnEnv(dataset=…, rubric=rubric("preset:math"))

    class MyTask(vf.Task[MyData]):
        @vf.reward(weight=1.0)
        async def correct(self, trace: vf.Trace) -> float:
            return REWARD(trace, self.data.answer)        # REWARD = TraceReward("preset:math")

verifiers 0.1 to 0.3 have ``Rubric`` (0.3 as its classic stack), 0.2 and later have traces; 0.4 has nothing but ``v1``.
verifiers has no reward that is missing. A rollout that cannot be verified for want of a reference, of a field or of the
machine raises ``UnscoredError``, which a ``Rubric`` logs; one that the response itself left undecided is 0. With
``missing`` all of them are that number. The metric ``adjudge_valid`` is then 0.
"""

from __future__ import annotations

import asyncio
from typing import Any, Dict, Optional, Union

from .._engine import Engine
from .._graders import GraderSource
from .._verdicts import Verdict
from ._chat import text_of
from ._engines import engine_of
from ._missing import filled

_STATE_KEY = "adjudge"


def rubric(
    grader: Union[Engine, GraderSource], *, missing: Optional[float] = None, weight: float = 1.0, **options: Any
) -> Any:
    """A ``verifiers.Rubric`` (verifiers 0.1 to 0.3) whose reward is the grader's.

    Rollouts are scored beside the event loop, so that a slow grader does not hold up generation. Each state gets
    ``state["adjudge"]``: status, reason and answer.

    Args:
        grader: an engine, or whatever ``Engine`` takes.
        missing: the reward of a rollout without one; None: see the module.
        weight: the weight of the reward in the rubric.
        options: what else ``verifiers.Rubric`` takes, such as ``parser``.

    Raises:
        ImportError: verifiers is not installed, or is one without ``Rubric``.
    """
    import verifiers

    try:
        from verifiers import Rubric
    except ImportError:
        raise ImportError(
            f"verifiers {getattr(verifiers, '__version__', 'as installed')} has no Rubric, expected 0.1 to 0.3; its "
            "tasks of verifiers.v1 take adjudge.adapters.verifiers.TraceReward in a method with @vf.reward"
        ) from None

    engine = engine_of(grader, 1)

    async def adjudge_reward(completion: Any, answer: Any, state: Any) -> float:
        info = dict(state.get("info") or {})
        items = [info] if engine.reads_items else None
        verdicts = await asyncio.get_running_loop().run_in_executor(
            None, engine.score, [text_of(completion)], [answer], items
        )
        state[_STATE_KEY] = _record(verdicts[0])
        return filled(engine, verdicts, missing, info)[0]

    def adjudge_valid(state: Any) -> float:
        return float(state.get(_STATE_KEY, {}).get("valid", 0.0))

    # The order matters: the metric reads what the reward found.
    return Rubric(funcs=[adjudge_reward, adjudge_valid], weights=[weight, 0.0], **options)


def _record(verdict: Verdict) -> Dict[str, Any]:
    return {
        "status": verdict.status,
        "reason": verdict.reason,
        "answer": verdict.answer,
        "valid": verdict.reward is not None,
    }


class TraceReward:
    """The reward of a ``Trace`` of ``verifiers.v1`` (verifiers 0.2 and later): of the last message that the model wrote
    in it."""

    def __init__(self, grader: Union[Engine, GraderSource], *, missing: Optional[float] = None) -> None:
        self.engine = engine_of(grader, 1)
        self._missing = missing

    def __call__(self, trace: Any, reference: Any, item: Optional[Any] = None) -> float:
        """The reward of ``trace`` against ``reference``; ``item`` has the row's other fields.

        The verdict goes into ``trace.info["adjudge"]``.
        """
        verdicts = self.engine.score([trace.last_reply], [reference], None if item is None else [item])
        verdict = verdicts[0]
        trace.info[_STATE_KEY] = _record(verdict)
        trace.metrics["adjudge_valid"] = float(verdict.reward is not None)
        return filled(self.engine, verdicts, self._missing, dict(item or {}))[0]
