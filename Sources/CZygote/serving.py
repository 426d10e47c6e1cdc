# The program's end of a split run, beyond plain values: its objects by number, functions and objects of the tests as
# stand-ins that ask them, and what tests replace, capture and put beside the program. It is believed nothing.
import io
import operator
import os

KEPT, NUMBERS = {}, {}
ask_tests = None


def keep(value):
    """The number of an object, the same each time."""
    number = NUMBERS.get(id(value))
    if number is None:
        number = len(KEPT) + 1
        KEPT[number], NUMBERS[id(value)] = value, number
    return number


def name_of(kind):
    return kind.__module__ + "." + kind.__qualname__ if kind.__module__ != "builtins" else kind.__name__


def kind_of(value):
    kind = type(value)
    return name_of(kind), isinstance(value, type), callable(value), hasattr(kind, "__next__"), hasattr(kind, "__iter__")


def base_value(value, kind):
    """A value of a subclass as one of its base, by the base's own reading."""
    if kind is str:
        return str.__str__(value)
    if kind is int:
        return int.__add__(value, 0)
    if kind is float:
        return float.__add__(value, 0.0)
    if kind is bytes:
        return bytes.__getitem__(value, slice(None))
    if kind is dict:
        return {key: dict.__getitem__(value, key) for key in dict.__iter__(value)}
    return kind(kind.__iter__(value))


def out(value, forced):
    if forced is None:
        return "G", (keep(value),) + kind_of(value)
    number = getattr(value, "_adjudge_number", None) if type(value).__module__ == "adjudge" or type(value) is FUNCTION else None
    if type(number) is int:
        return "Q", (number, "")
    packed = pack(value)
    if packed is not None:
        return "P", packed
    if id(value) in NUMBERS:
        return "G", (keep(value),) + kind_of(value)
    kind = type(value)
    if not forced and kind.__name__ in ("ListNode", "TreeNode"):
        return None
    for base in SUBCLASSED:
        if isinstance(value, base) and kind.__module__ != "adjudge":
            return "P", ("subclass", (base_value(value, base), (keep(value),) + kind_of(value)))
    return "G", (keep(value),) + kind_of(value)


def answer_of(question):
    is_answer, answer = ask_tests(question)
    if is_answer and type(answer) is tuple and len(answer) == 2 and answer[0] == "value":
        return answer[1]
    if is_answer and type(answer) is tuple and answer[0] == "raised":
        raise error_of(*answer[1:])
    raise RuntimeError("the tests did not answer")


def error_of(number, name, bases, message, arguments):
    """An exception that a function of the tests raised; it finds its way back as itself."""
    kind = vars(builtins_module).get(name)
    if not (isinstance(kind, type) and issubclass(kind, BaseException)):
        known = [vars(builtins_module)[base] for base in bases if isinstance(vars(builtins_module).get(base), type)]
        kind = type(name, tuple(known[:1]) or (Exception,), {})
    try:
        error = kind(*arguments)
    except Exception:
        error = Exception(message)
    try:
        error._adjudge_error = number
    except Exception:
        pass
    return error


class Proxy:
    """An object of the tests."""
    __slots__ = ("_adjudge_number",)

    def __init__(self, number):
        object.__setattr__(self, "_adjudge_number", number)

    def __getattr__(self, name):
        return answer_of(("attribute", self._adjudge_number, name))

    def __setattr__(self, name, value):
        answer_of(("set", self._adjudge_number, name, value))

    def __call__(self, *arguments, **keywords):
        return answer_of(("call", self._adjudge_number, arguments, keywords))

    def __next__(self):
        found, value = answer_of(("next", self._adjudge_number))
        if not found:
            raise StopIteration
        return value

    def __await__(self):
        return answer_of(("await", self._adjudge_number))
        yield


def operator_of_proxy(name):
    def method(self, *arguments):
        return answer_of(("operator", self._adjudge_number, name, arguments))
    return method


for name in ("eq", "ne", "lt", "le", "gt", "ge", "len", "iter", "getitem", "setitem", "delitem", "contains", "bool", "str",
             "repr", "int", "float", "index", "add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "mod", "neg", "abs",
             "hash", "enter", "exit", "format", "fspath"):
    setattr(Proxy, "__" + name + "__", operator_of_proxy("__" + name + "__"))
Proxy.__module__ = "adjudge"


def function_of(number, name):
    def function(*arguments, **keywords):
        return answer_of(("call", number, arguments, keywords))
    function.__name__ = function.__qualname__ = name
    function._adjudge_number = number
    return function


FUNCTION = type(keep)
PROXIES = {}


def come_in(tag, described):
    if tag == "P":
        kind, data = described
        if kind == "path_of":
            return resolve(data)
        if kind == "builtin":
            return operator.attrgetter(data[1])(imported(data[0]))
        return unpack(described)
    if tag == "G":
        return KEPT[described[0]]
    number, name = described
    if number not in PROXIES:
        PROXIES[number] = function_of(number, name) if name else Proxy(number)
    return PROXIES[number]


def resolve(path):
    found = program_globals
    for part in path.split("."):
        found = found[part] if found is program_globals else getattr(found, part)
    return found


def describe_error(error):
    """What an exception is: its builtin bases, its arguments, itself; and which of the tests' it was."""
    bases = tuple(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins")
    plain = tuple(a if type(a) in (str, int, float, bool, type(None), tuple, list, dict) else str(a) for a in error.args)
    return bases, plain, getattr(error, "_adjudge_error", None), (keep(error),) + kind_of(error)


def serve_program(zygote):
    global ask_tests, builtins_module, remember
    import builtins as builtins_module
    ask_tests, remember = zygote.ask_tests, zygote.remember
    zygote.cross_candidate(out, come_in, extra, describe_error, KEPT)
    zygote.give_nodes(with_nodes)
