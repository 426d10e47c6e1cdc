"""What a user's own module looks like to `mypy --strict`; test_typing.py also runs it."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Dict, List, Optional, Sequence

import adjudge
from adjudge.adapters.trl import RewardFunction
from adjudge.adapters.verl import compute_score


def mean_reward(verdicts: adjudge.Verdicts) -> float:
    """The mean over the rows that have a reward."""
    rewards = [reward for reward in verdicts.to_list() if reward is not None]
    return sum(rewards) / max(len(rewards), 1)


def score(responses: Sequence[str], references: Sequence[Optional[str]]) -> adjudge.Verdicts:
    """A batch, with its rows in pairs."""
    engine = adjudge.Engine({"type": "math", "extract": ["boxed"]}, threads=1)
    return engine.score(responses, references, groups=[row // 2 for row in range(len(responses))])


def main(path: Optional[Path] = None) -> None:
    """Uses everything that has a type."""
    verdicts = score([r"\boxed{1}", r"\boxed{2}", "x"], ["1", "1", "1"])
    first: adjudge.Verdict = verdicts[0]
    rest: List[adjudge.Verdict] = verdicts[1:]
    answers: List[Optional[str]] = [verdict.answer for verdict in [first, *rest]]
    counts: Dict[str, int] = verdicts.counts()
    total: float = float(verdicts.rewards.sum()) + float(verdicts.statuses.max())
    right: int = int((verdicts.passed == 1).sum())
    means: List[float] = verdicts.groups.means.tolist()
    parts: Dict[str, adjudge.PartColumns] = verdicts.parts
    again: adjudge.Verdicts = pickle.loads(pickle.dumps(verdicts))
    explanation: adjudge.Explanation = adjudge.explain("math", r"\boxed{1}", 1)
    note: Optional[adjudge.Note] = explanation.notes[0] if explanation.notes else None
    names: List[str] = [key.name for kind in adjudge.verifiers() for key in kind.keys]
    reason: str = adjudge.REASONS[int(verdicts.reasons[0])]
    source: adjudge.GraderSource = path or "math"
    rewards: List[Optional[float]] = RewardFunction(source)(["q"], [r"\boxed{1}"], answer=["1"])
    scored = compute_score("mine", r"\boxed{1}", "1", grader=source)
    print(first.reward, answers, counts, total, right, means, list(parts), len(again), mean_reward(again), note, reason)
    print(len(names), rewards, scored["score"], adjudge.Engine(source).on_error, adjudge.__version__)


if __name__ == "__main__":
    main()
