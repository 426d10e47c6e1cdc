"""References of every kind that libraries have, through every door: the text that a person sees, or no reference."""

from __future__ import annotations

import datetime
import decimal
import fractions
from typing import Any, Callable, List, Tuple

import pytest

import adjudge
from adjudge._values import field_of

#: Says what text the engine was given: right when the response is the reference.
SAME = {"type": "string_check"}


@pytest.fixture(scope="module")
def same() -> adjudge.Engine:
    return adjudge.Engine(SAME, threads=1)


def seen(engine: adjudge.Engine, column: Any, texts: List[Any]) -> None:
    """Checks that ``texts`` are what the engine sees of ``column``; None: there is no reference."""
    verdicts = engine.score(["?" if text is None else text for text in texts], column)
    expected = [("no_reference", None) if text is None else ("graded", 1.0) for text in texts]
    assert [(verdict.status, verdict.reward) for verdict in verdicts] == expected


PLAIN: List[Tuple[Any, Any]] = [
    (float("nan"), None),
    (0.1, "0.1"),
    (1e22, "1e+22"),
    (float("inf"), "inf"),
    (True, "true"),
    (-(10**5000), "-1" + "0" * 5000),
    (decimal.Decimal("0.50"), "0.50"),
    (decimal.Decimal("1E+3"), "1000"),
    (decimal.Decimal("NaN"), None),
    (decimal.Decimal("sNaN"), None),
    (decimal.Decimal("Infinity"), "Infinity"),
    (fractions.Fraction(-2, 4), "-1/2"),
    (datetime.date(2024, 1, 2), "2024-01-02"),
    (datetime.datetime(2024, 1, 2, 3, 4, 5), "2024-01-02 03:04:05"),
    (datetime.time(3, 4), "03:04:00"),
    (datetime.timedelta(days=2), "2 days, 0:00:00"),
]


@pytest.mark.parametrize("container", [list, tuple])
def test_values_of_python(same: adjudge.Engine, container: Callable[[List[Any]], Any]) -> None:
    seen(same, container([value for value, _ in PLAIN]), [text for _, text in PLAIN])


def test_a_number_longer_than_pythons_limit_is_compared(math: adjudge.Engine) -> None:
    assert math.score([rf"\boxed{{{'9' * 4000}}}"], [int("9" * 4000)]).to_list() == [1.0]
    assert field_of(10**6000)[0] == b"1" + b"0" * 6000
    assert field_of([10**5000, 1])[0] == b"[1" + b"0" * 5000 + b", 1]"


def test_scalars_of_numpy(same: adjudge.Engine) -> None:
    numpy = pytest.importorskip("numpy")
    pairs = [
        (numpy.float64(0.5), "0.5"),
        (numpy.float32(0.1), "0.1"),
        (numpy.float16(0.1), "0.1"),
        (numpy.longdouble("0.1"), "0.1"),
        (numpy.float64("nan"), None),
        (numpy.float32("nan"), None),
        (numpy.int64(-7), "-7"),
        (numpy.uint8(7), "7"),
        (numpy.bool_(True), "true"),
        (numpy.str_("x"), "x"),
        (numpy.bytes_(b"x"), "x"),
        (numpy.datetime64("2024-01-02"), "2024-01-02"),
        (numpy.datetime64("NaT"), None),
        (numpy.ma.masked, None),
        (numpy.array(0.1, dtype="float32"), "0.1"),
    ]
    seen(same, [value for value, _ in pairs], [text for _, text in pairs])


def test_columns_of_numpy(same: adjudge.Engine, math: adjudge.Engine) -> None:
    numpy = pytest.importorskip("numpy")
    seen(same, numpy.array([0.1, numpy.nan], dtype="float32"), ["0.1", None])
    seen(same, numpy.array([0.1, numpy.nan]), ["0.1", None])
    seen(same, numpy.array(["2024-01-02", "NaT"], dtype="datetime64[ns]"), ["2024-01-02T00:00:00.000000000", None])
    seen(same, numpy.array(["a", "b"]), ["a", "b"])
    seen(same, numpy.array([b"a", b"b"]), ["a", "b"])
    seen(same, numpy.array(["a", None, numpy.nan, 7], dtype=object), ["a", None, None, "7"])
    seen(same, numpy.ma.array([1, 2], mask=[False, True]), ["1", None])
    # Several references a row.
    assert math.score([r"\boxed{0.1}"], [numpy.array([0.5, 0.1], dtype="float32")]).to_list() == [1.0]
    assert field_of(numpy.array([[0.1], [2]], dtype="float32"))[0] == b"[[0.1], [2.0]]"


def test_columns_of_pandas(same: adjudge.Engine) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    missing = [
        pandas.Series(["a", None]),
        pandas.Series(["a", float("nan")], dtype=object),
        pandas.Series(["a", pandas.NA], dtype="string"),
        pandas.Series(["a", None], dtype="string[pyarrow]"),
        pandas.Series(["a", None], dtype="category"),
        pandas.Index(["a", None]),
    ]
    for series in missing:
        seen(same, series, ["a", None])
    seen(same, pandas.Series([7, None]), ["7.0", None])
    seen(same, pandas.Series([7, None], dtype="Int64"), ["7", None])
    seen(same, pandas.Series([0.1, None], dtype="Float32"), ["0.1", None])
    seen(same, pandas.Series([0.1, None], dtype="float32"), ["0.1", None])
    seen(same, pandas.Series([0.1, None], dtype="float[pyarrow]"), ["0.1", None])
    seen(same, pandas.Series([True, None], dtype="boolean"), ["true", None])
    seen(same, pandas.Series([pandas.Timestamp("2024-01-02 03:04"), None]), ["2024-01-02 03:04:00", None])
    seen(same, pandas.Series([pandas.Timedelta("1D"), None]), ["1 days 00:00:00", None])
    seen(same, pandas.Series([decimal.Decimal("0.50"), None]), ["0.50", None])
    seen(same, pandas.Series([pandas.Period("2024-01"), None]), ["2024-01", None])
    seen(same, pandas.Series(["a", "b"], index=[7, 3]), ["a", "b"])
    with pytest.raises(TypeError, match="references: found DataFrame, expected a sequence"):
        same.score(["a"], pandas.DataFrame({"a": ["a"]}))


def test_columns_of_arrow(same: adjudge.Engine) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    seen(same, pyarrow.array(["a", None]), ["a", None])
    seen(same, pyarrow.chunked_array([["a"], [None]]), ["a", None])
    seen(same, pyarrow.array(["a", None]).dictionary_encode(), ["a", None])
    seen(same, pyarrow.array([decimal.Decimal("0.50"), None], pyarrow.decimal128(10, 2)), ["0.50", None])
    seen(same, pyarrow.array([0.1, None], pyarrow.float32()), ["0.1", None])
    seen(same, pyarrow.chunked_array([pyarrow.array([0.1, None], pyarrow.float32())]), ["0.1", None])
    seen(same, pyarrow.array([7, None]), ["7", None])
    seen(same, pyarrow.array([datetime.date(2024, 1, 2), None]), ["2024-01-02", None])
    seen(same, pyarrow.array([None, None]), [None, None])
    seen(same, [pyarrow.scalar("a"), pyarrow.scalar(None), pyarrow.scalar(0.5)], ["a", None, "0.5"])
    responses = pyarrow.array(["a", None])
    assert same.score(responses, ["a", "a"]).status_names() == ["graded", "bad_sample"]
    with pytest.raises(TypeError, match="responses: found Table, expected a sequence"):
        same.score(pyarrow.table({"a": ["a"]}), ["a"])


def test_columns_of_polars(same: adjudge.Engine) -> None:
    polars = pytest.importorskip("polars")
    seen(same, polars.Series(["a", None]), ["a", None])
    seen(same, polars.Series([decimal.Decimal("0.50"), None]), ["0.50", None])
    seen(same, polars.Series([0.1, None], dtype=polars.Float32), ["0.1", None])
    seen(same, polars.Series([7, None]), ["7", None])
    seen(same, polars.Series([datetime.date(2024, 1, 2), None]), ["2024-01-02", None])
    seen(same, polars.Series(["a", None], dtype=polars.Categorical), ["a", None])


def test_columns_of_datasets(same: adjudge.Engine) -> None:
    datasets = pytest.importorskip("datasets")
    rows = datasets.Dataset.from_dict({"text": ["a", None], "number": [0.5, None]})
    seen(same, rows["text"], ["a", None])
    seen(same, rows["number"], ["0.5", None])


def test_tensors(same: adjudge.Engine) -> None:
    torch = pytest.importorskip("torch")
    seen(same, torch.tensor([0.1, 2.0]), ["0.1", "2.0"])
    seen(same, [torch.tensor(3), torch.tensor(0.5)], ["3", "0.5"])


def test_what_is_within_json_is_seen_too(same: adjudge.Engine) -> None:
    found = field_of([None, float("nan"), decimal.Decimal("0.10"), datetime.date(2024, 1, 2), "é", "\ud800", (1,), []])
    assert found[0] == b'[null, null, 0.10, "2024-01-02", "\\u00e9", "\\ud800", [1], []]'
    seen(same, [[decimal.Decimal("0.10"), "x"], ["x", None]], ["0.10", "x"])
    item = adjudge.Engine({"type": "string_check", "reference": "{{item.gold}}"})
    items = [{"gold": decimal.Decimal("0.10"), "when": datetime.date(2024, 1, 2), "gap": float("nan")}, None]
    assert item.score(["0.10", "x"], items=items).status_names() == ["graded", "no_reference"]


def test_a_missing_response_is_a_bad_sample(same: adjudge.Engine) -> None:
    verdicts = same.score([float("nan"), None, "a"], ["a"] * 3)
    assert [(verdict.status, verdict.reason) for verdict in verdicts[:2]] == [("bad_sample", "missing_field")] * 2
    assert verdicts[2].reward == 1.0


def test_explain_reads_the_same_values() -> None:
    assert adjudge.explain("preset:math", r"\boxed{0.5}", decimal.Decimal("0.50")).reward == 1.0
    assert adjudge.explain("preset:math", r"\boxed{0.5}", float("nan")).status == "no_reference"
