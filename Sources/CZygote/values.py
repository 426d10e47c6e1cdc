# Values beyond the plain ones: packed as plain data, and made again of it, by kind. Both ends of a split run have this.
# What is unpacked may come from a program made to deceive: every kind makes a value of its own type and nothing else.
import collections
import datetime
import sys

BUILTIN_TYPES = {kind.__name__: kind for kind in (
    int, float, complex, bool, str, bytes, bytearray, list, tuple, dict, set, frozenset, object, type(None), range)}
SUBCLASSED = (bool, int, float, str, bytes, tuple, list, dict, set, frozenset)
UNITS = {datetime.date: ("date", "year month day"), datetime.time: ("time", "hour minute second microsecond"),
         datetime.datetime: ("datetime", "year month day hour minute second microsecond"),
         datetime.timedelta: ("timedelta", "days seconds microseconds")}
TIMES = {name: kind for kind, (name, _) in UNITS.items()}
TUPLES = {}


def imported(module):
    __import__(module)
    return sys.modules[module]


def pack_numpy(numpy, value, kind):
    if isinstance(value, numpy.ndarray) and kind.__module__.split(".")[0] == "numpy":
        if value.dtype.hasobject:
            return "array_of", (value.shape, list(value.ravel()))
        if value.dtype.names is None:
            return "array", (value.dtype.str, value.shape, value.tobytes())
    if isinstance(value, numpy.generic) and kind.__module__.split(".")[0] == "numpy" and not value.dtype.hasobject:
        return "scalar", (value.dtype.str, value.tobytes())
    if isinstance(value, numpy.dtype):
        return "dtype", value.str
    return None


def column(pandas, values):
    """An array of a column: its type's name, and its values where that is an array of numpy's, else one by one."""
    if hasattr(values, "dtype") and type(values).__module__.startswith("numpy"):
        return str(values.dtype), values
    return str(values.dtype), [None if value is pandas.NA else value for value in values]


def pack_pandas(pandas, value):
    kind = type(value)
    if kind is pandas.DataFrame:
        columns = [column(pandas, value.iloc[:, i].array.to_numpy() if value.iloc[:, i].dtype.kind in "biufcmMO" and not hasattr(
            value.iloc[:, i].dtype, "categories") else value.iloc[:, i].array) for i in range(value.shape[1])]
        return "frame", (pack_index(pandas, value.columns), pack_index(pandas, value.index), columns)
    if kind is pandas.Series:
        return "series", (pack_index(pandas, value.index), column(pandas, value.to_numpy()), value.name)
    if isinstance(value, pandas.Index) and kind.__module__.startswith("pandas"):
        return "index", pack_index(pandas, value)
    if kind is pandas.Timestamp and value.tzinfo is None:
        return "timestamp", value.value
    if kind is pandas.Timedelta:
        return "pandas_timedelta", value.value
    if value is pandas.NaT or value is pandas.NA:
        return "pandas_none", "NaT" if value is pandas.NaT else "NA"
    return None


def pack_index(pandas, index):
    if type(index) is pandas.RangeIndex:
        return "range", (index.start, index.stop, index.step), index.name
    if isinstance(index, pandas.MultiIndex):
        return "multi", list(index), list(index.names)
    return "plain", column(pandas, index.to_numpy()), index.name


def pack(value):
    """The kind and the description of a value; None for what is no value of these kinds."""
    kind = type(value)
    name = kind.__name__
    if kind in UNITS:
        zone = getattr(value, "tzinfo", None)
        if zone is None or type(zone) is datetime.timezone:
            fields = tuple(getattr(value, field) for field in UNITS[kind][1].split())
            return UNITS[kind][0], (fields, None if zone is None else zone.utcoffset(None), getattr(value, "fold", 0))
    if kind is datetime.timezone:
        return "timezone", value.utcoffset(None)
    if kind is type and value in BUILTIN_TYPES.values() or kind is type and BUILTIN_TYPES.get(value.__name__) is value:
        return "type", value.__name__
    if kind is collections.defaultdict:
        factory = value.default_factory
        known = factory is None or BUILTIN_TYPES.get(getattr(factory, "__name__", None)) is factory
        return "defaultdict", (factory.__name__ if known and factory else None, dict(value))
    if name in ("dict_keys", "dict_values", "dict_items") and kind.__module__ == "builtins":
        return name, list(value)
    if kind is slice:
        return "slice", (value.start, value.stop, value.step)
    if kind.__module__ == "builtins" and name in ("memoryview", "ellipsis", "NotImplementedType"):
        return ("memoryview", value.tobytes()) if name == "memoryview" else ("constant", name)
    if isinstance(value, tuple) and hasattr(kind, "_fields"):
        fields = tuple(kind._fields)
        if all(type(field) is str for field in fields) and len(fields) == len(value):
            return "namedtuple", (name, fields, tuple(value))
    module = kind.__module__
    if module == "uuid" and name == "UUID":
        return "uuid", value.hex
    if name in ("PosixPath", "PurePosixPath") and module.startswith("pathlib"):
        return "path", (name, str(value))
    if module == "array" and name == "array":
        return "numbers", (value.typecode, value.tobytes())
    if module == "re" and name == "Pattern":
        return "pattern", (value.pattern, int(value.flags))
    if module.split(".")[0] in ("numpy", "pandas"):
        numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
        packed = pack_pandas(pandas, value) if pandas else None
        return packed or (pack_numpy(numpy, value, kind) if numpy else None)
    return None


def named_tuple(name, fields, values):
    key = name, fields
    if key not in TUPLES:
        TUPLES[key] = collections.namedtuple(name, fields, rename=True)
    return TUPLES[key](*values)


def array_of(shape, values):
    numpy = imported("numpy")
    made = numpy.empty(len(values), dtype=object)
    made[:] = values
    return made.reshape(shape)


def unpack_column(described):
    name, values = described
    pandas = imported("pandas")
    return pandas.Series(values, dtype=name).array


def unpack_index(described):
    pandas = imported("pandas")
    kind, values, name = described
    if kind == "range":
        return pandas.RangeIndex(*values, name=name)
    if kind == "multi":
        return pandas.MultiIndex.from_tuples(values, names=name)
    return pandas.Index(unpack_column(values), name=name)


def unpack_frame(columns, index, values):
    pandas = imported("pandas")
    index = unpack_index(index)
    made = pandas.DataFrame({i: pandas.Series(unpack_column(each), index=index) for i, each in enumerate(values)}, index=index)
    made.columns = unpack_index(columns)
    return made


def unpack_time(kind, fields, zone, fold):
    made = TIMES[kind](*fields)
    if zone is not None:
        made = made.replace(tzinfo=datetime.timezone(zone))
    return made.replace(fold=fold) if fold else made


UNPACKERS = {
    "plain": lambda data: data,
    "timezone": datetime.timezone,
    "type": BUILTIN_TYPES.__getitem__,
    "defaultdict": lambda data: collections.defaultdict(data[0] and BUILTIN_TYPES[data[0]], data[1]),
    "dict_keys": lambda data: dict.fromkeys(data).keys(),
    "dict_values": lambda data: dict(enumerate(data)).values(),
    "dict_items": lambda data: dict(data).items(),
    "slice": lambda data: slice(*data),
    "memoryview": memoryview,
    "constant": lambda data: {"ellipsis": ..., "NotImplementedType": NotImplemented}[data],
    "namedtuple": lambda data: named_tuple(*data),
    "uuid": lambda data: imported("uuid").UUID(data),
    "path": lambda data: getattr(imported("pathlib"), {"PosixPath": "PosixPath"}.get(data[0], "PurePosixPath"))(data[1]),
    "numbers": lambda data: imported("array").array(data[0], data[1]),
    "pattern": lambda data: imported("re").compile(data[0], data[1]),
    "array": lambda data: imported("numpy").frombuffer(data[2], dtype=data[0]).reshape(data[1]).copy(),
    "array_of": lambda data: array_of(*data),
    "scalar": lambda data: imported("numpy").frombuffer(data[1], dtype=data[0])[0],
    "dtype": lambda data: imported("numpy").dtype(data),
    "frame": lambda data: unpack_frame(*data),
    "series": lambda data: imported("pandas").Series(unpack_column(data[1]), index=unpack_index(data[0]), name=data[2]),
    "index": unpack_index,
    "timestamp": lambda data: imported("pandas").Timestamp(data),
    "pandas_timedelta": lambda data: imported("pandas").Timedelta(data),
    "pandas_none": lambda data: getattr(imported("pandas"), {"NaT": "NaT"}.get(data, "NA")),
}


def unpack(described):
    """The value of a kind and a description. ValueError for everything that is none."""
    try:
        kind, data = described
        if kind in TIMES:
            return unpack_time(kind, *data)
        return UNPACKERS[kind](data)
    except Exception as error:
        raise ValueError("no value: " + type(error).__name__)
