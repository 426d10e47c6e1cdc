"""Ray: a million rows over a local cluster whose workers are killed meanwhile; none is lost, none comes twice."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any, Dict, Iterator, List

import numpy
import pytest
import ray
from ray.cluster_utils import Cluster

from adjudge.adapters.ray import Scorer, ScorerPool

ROWS = 1_000_000
BLOCK = 2_000
NODES = 4


def rows_of(numbers: Any) -> Dict[str, Any]:
    """The rows with these numbers; each seventh is right, each thousandth has no reference."""
    numbers = numpy.asarray(numbers)
    responses = [
        f"row {number}: first we add, then we divide, so \\boxed{{{number % 7}/4}}" for number in numbers.tolist()
    ]
    references = [None if number % 1000 == 999 else "0.75" for number in numbers.tolist()]
    return {
        "number": numbers,
        "response": numpy.array(responses, dtype=object),
        "reference": numpy.array(references, dtype=object),
    }


class Ledger:
    """What came back, row by row."""

    def __init__(self) -> None:
        self.seen = numpy.zeros(ROWS, dtype=numpy.int64)
        self.wrong = 0
        self.statuses: Dict[str, int] = {}

    def add(self, batch: Dict[str, Any]) -> None:
        """Takes a scored batch over."""
        numbers = batch["number"]
        numpy.add.at(self.seen, numbers, 1)
        expected = numpy.where(numbers % 1000 == 999, numpy.nan, (numbers % 7 == 3).astype(float))
        rewards = numpy.asarray(batch["reward"], dtype=float)
        self.wrong += int((~((rewards == expected) | (numpy.isnan(rewards) & numpy.isnan(expected)))).sum())
        names, counts = numpy.unique(numpy.asarray(batch["status"], dtype=str), return_counts=True)
        for name, count in zip(names.tolist(), counts.tolist()):
            self.statuses[name] = self.statuses.get(name, 0) + count

    def check(self) -> None:
        """Every row once, every reward right."""
        assert int((self.seen == 0).sum()) == 0, f"{int((self.seen == 0).sum())} rows lost"
        assert int((self.seen > 1).sum()) == 0, f"{int((self.seen > 1).sum())} rows twice"
        assert self.wrong == 0
        assert self.statuses == {"graded": ROWS - ROWS // 1000, "no_reference": ROWS // 1000}


class AnnouncedScorer(Scorer):
    """Leaves its process's number in a directory, for the one who kills."""

    def __init__(self, directory: str, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        Path(directory, str(os.getpid())).touch()


class Killer(threading.Thread):
    """Kills a worker of those announced in a directory, again and again."""

    def __init__(self, directory: Path, kills: int, pause: float) -> None:
        super().__init__(daemon=True)
        self.directory, self.kills, self.pause = directory, kills, pause
        self.killed: List[int] = []
        self.stop = threading.Event()

    def run(self) -> None:
        """Until as many as wanted are dead, or the job is done."""
        while len(self.killed) < self.kills and not self.stop.wait(self.pause):
            alive = [int(path.name) for path in self.directory.iterdir() if int(path.name) not in self.killed]
            for worker in sorted(alive, reverse=True):
                try:
                    os.kill(worker, signal.SIGKILL)
                except ProcessLookupError:
                    continue
                self.killed.append(worker)
                break


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    found = Cluster(
        initialize_head=True,
        head_node_args={"num_cpus": 1, "object_store_memory": 600_000_000, "include_dashboard": False},
    )
    found.mortal = [  # type: ignore[attr-defined]
        found.add_node(num_cpus=1, object_store_memory=300_000_000, resources={"scorer": 1}) for _ in range(NODES)
    ]
    ray.init(address=found.address, log_to_driver=False)
    yield found
    ray.shutdown()
    found.shutdown()


def test_ray_data_over_a_million_rows_with_killed_workers_and_a_lost_node(cluster: Cluster, tmp_path: Path) -> None:
    killer = Killer(tmp_path, kills=4, pause=3.0)
    start = time.monotonic()
    scored = (
        ray.data.range(ROWS, override_num_blocks=ROWS // (4 * BLOCK))
        .map_batches(lambda batch: rows_of(batch["id"]), batch_size=BLOCK)
        .map_batches(
            AnnouncedScorer,
            fn_constructor_args=(str(tmp_path), "preset:math"),
            batch_size=BLOCK,
            compute=ray.data.ActorPoolStrategy(min_size=1, max_size=NODES - 1),
            num_cpus=0,
            resources={"scorer": 1},
        )
    )
    killer.start()
    ledger, lost_node = Ledger(), False
    for batch in scored.iter_batches(batch_size=None, batch_format="numpy"):
        ledger.add(batch)
        if not lost_node and int(ledger.seen.sum()) > ROWS // 3:
            cluster.remove_node(cluster.mortal.pop(), allow_graceful=False)  # type: ignore[attr-defined]
            lost_node = True
    killer.stop.set()
    killer.join()
    ledger.check()
    assert lost_node and len(killer.killed) >= 2
    print(
        f"\nray data: {ROWS} rows, {NODES} nodes, {len(killer.killed)} workers killed, 1 node lost: "
        f"0 rows lost, 0 twice, {ledger.statuses}, {time.monotonic() - start:.0f} s"
    )


def test_actor_pool_over_a_million_rows_with_killed_workers(cluster: Cluster, tmp_path: Path) -> None:
    start = time.monotonic()
    blocks = [range(first, first + BLOCK) for first in range(0, ROWS, BLOCK)]
    ledger, killed, order = Ledger(), 0, []
    with ScorerPool(
        "preset:math", workers=NODES - 1, actor_options={"num_cpus": 0, "resources": {"scorer": 1}}
    ) as pool:
        for index, batch in enumerate(pool.score(rows_of(block) for block in blocks)):
            ledger.add(batch)
            order.append(int(batch["number"][0]))
            if index in (50, 150, 250, 350, 450):
                # The worker dies with batches on its way; Ray starts it anew and runs them again.
                ray.kill(pool.actors[index % len(pool.actors)], no_restart=False)
                killed += 1
    ledger.check()
    assert order == [block[0] for block in blocks], "batches came back in another order"
    print(
        f"\nactor pool: {ROWS} rows, {NODES - 1} workers, {killed} killed: 0 rows lost, 0 twice, {ledger.statuses}, "
        f"{time.monotonic() - start:.0f} s"
    )


@pytest.mark.parametrize("kind", ["pandas", "pyarrow", "numpy"])
def test_missing_references_in_every_format_of_batch(cluster: Cluster, kind: str) -> None:
    pandas = pytest.importorskip("pandas")
    rows = pandas.DataFrame(
        {
            "response": [r"\boxed{1}", r"\boxed{0.5}", "x", r"\boxed{3}"],
            "gold": [1.0, float("nan"), 2.0, None],
            "text": ["1", None, "2", float("nan")],
        }
    )
    for column in ("gold", "text"):
        scored = ray.data.from_pandas(rows).map_batches(
            Scorer,
            fn_constructor_kwargs={"grader": "math", "reference": column},
            batch_format=kind,
            compute=ray.data.ActorPoolStrategy(size=1),
            num_cpus=0,
        )
        found = scored.to_pandas()
        assert found["status"].tolist() == ["graded", "no_reference", "no_answer", "no_reference"]
        # Null where the batch was one of pandas or pyarrow, NaN where it was one of NumPy.
        rewards = found["reward"].to_numpy(dtype=float, na_value=numpy.nan)
        assert numpy.isnan(rewards).tolist() == [False, True, False, True] and rewards[0] == 1.0
