"""Columns of other libraries as Python's objects, each with the text that its library shows."""

from __future__ import annotations

from typing import Any, Tuple


def objects_of(values: Any) -> Tuple[Any, ...]:
    """The entries of an array or column. Floating-point numbers of less than 64 bits stay what they are, since their
    shortest texts are not those of the nearest numbers of 64 bits; so do NumPy's dates.
    """
    library = type(values).__module__.partition(".")[0]
    if library == "pyarrow":
        return _of_arrow(values)
    if library == "torch":
        values, library = _of_torch(values)
    if library == "pandas":
        narrow = _narrow_float(str(values.dtype))
        if narrow:
            values, library = values.to_numpy(dtype=narrow, na_value=float("nan")), "numpy"
    elif library == "polars" and str(values.dtype) in ("Float32", "Float16"):
        values, library = values.to_numpy(), "numpy"
    if library == "numpy" and values.dtype.kind in "fmM" and values.dtype != "float64":
        return tuple(values)
    for name in ("tolist", "to_list"):
        convert = getattr(values, name, None)
        if convert is not None:
            return tuple(convert())
    return tuple(values)


def _of_arrow(values: Any) -> Tuple[Any, ...]:
    import pyarrow

    if pyarrow.types.is_float32(values.type) or pyarrow.types.is_float16(values.type):
        numbers = values.to_numpy(zero_copy_only=False) if isinstance(values, pyarrow.Array) else values.to_numpy()
        return tuple(numbers)
    try:
        return tuple(values.to_pylist())
    except (ValueError, ImportError):
        # Times of nanoseconds have no form in Python, and none of pandas where that is not installed.
        return tuple(values.cast(pyarrow.string()).to_pylist())


def _of_torch(values: Any) -> Tuple[Any, str]:
    values = values.detach().cpu()
    # NumPy has no such type.
    return (values.float() if str(values.dtype) == "torch.bfloat16" else values).numpy(), "numpy"


def _narrow_float(dtype: str) -> str:
    """The NumPy type of a pandas column of floating-point numbers of less than 64 bits; "" for all others."""
    if dtype in ("float32", "Float32", "float[pyarrow]"):
        return "float32"
    return "float16" if dtype in ("float16", "halffloat[pyarrow]") else ""
