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


# Orders of the tests beyond the usual ones.


def order_operator(name, values):
    function = {"bool": bool, "str": str, "repr": repr, "len": len, "int": int, "float": float, "iter": iter, "next": next,
                "hash": hash, "format": format, "round": round, "divmod": divmod, "reversed": reversed, "complex": complex,
                "dir": dir, "isinstance": isinstance, "issubclass": issubclass, "delattr": delattr, "callable": callable,
                "hasattr": hasattr, "getattr": getattr, "type": type}.get(name)
    if name == "enter":
        return type(values[0]).__enter__(values[0])
    if name == "exit":
        return type(values[0]).__exit__(values[0], None, None, None)
    if name == "await":
        async def waited():
            return await values[0]
        return run_awaited(waited())
    if name == "anext":
        return run_anext(values[0])
    if name == "aiter":
        return type(values[0]).__aiter__(values[0])
    if name in ("copy", "deepcopy"):
        return getattr(imported("copy"), name)(values[0])
    if name in ("bases", "mro"):
        return [name_of(kind) for kind in getattr(values[0], "__" + name + "__")]
    if name == "dataclasses":
        target, function_name, arguments, keywords = values
        return getattr(imported("dataclasses"), function_name)(target, *arguments, **keywords)
    return (function or getattr(operator, name))(*values)


LOOPS = []


def run_awaited(awaited):
    """Waits in the one event loop of the program, in which what it started goes on; in another where that one is waiting
    for the tests."""
    import asyncio
    running = asyncio._get_running_loop()
    if running is None and not LOOPS:
        LOOPS.append(asyncio.new_event_loop())
    loop = LOOPS[0] if running is None else asyncio.new_event_loop()
    asyncio._set_running_loop(None)
    asyncio.set_event_loop(loop)
    try:
        return loop.run_until_complete(awaited)
    finally:
        asyncio._set_running_loop(running)


def run_anext(value):
    async def step():
        try:
            return True, await value.__anext__()
        except StopAsyncIteration:
            return False, None
    return run_awaited(step())


def order_bases(globals, path):
    """Of the class at a path: its bases among the builtin ones. One that no path leads to was made by a function."""
    try:
        return tuple(kind.__name__ for kind in resolve(path).__mro__ if kind.__module__ == "builtins")
    except Exception:
        return ("object",)


def order_modules(globals):
    """The modules that the program has by name."""
    kind = type(os)
    return sorted(name for name, value in globals.items() if type(value) is kind)


REPLACED = {}


def order_replace(globals, replaced):
    """Puts what tests replaced in modules in its place here: a list of module (None: the program), name and value; all
    that is not in it any more is as it was."""
    wanted = {(module, name): value for module, name, value in replaced}
    for key in [key for key in REPLACED if key not in wanted]:
        place(globals, key, REPLACED.pop(key))
    for key, value in wanted.items():
        if key not in REPLACED:
            module, name = key
            REPLACED[key] = globals.get(name, MISSING) if module is None else getattr(imported_path(module), name, MISSING)
        place(globals, key, value)


MISSING = object()


def imported_path(path):
    """A module, or a class of the program: `:Class`."""
    return resolve(path[1:]) if path.startswith(":") else imported(path)


def place(globals, key, value):
    module, name = key
    if module is None:
        if value is MISSING:
            globals.pop(name, None)
        else:
            globals[name] = value
        return
    target = imported_path(module)
    if value is MISSING:
        delattr(target, name)
    else:
        setattr(target, name, value)


def order_import(globals, imports):
    """Names that the tests' imports give every function of a file they share with the program."""
    for module, name, alias in imports:
        if alias in globals:
            continue
        try:
            found = imported(module)
            if name == "*":
                for each in getattr(found, "__all__", [n for n in vars(found) if not n.startswith("_")]):
                    globals.setdefault(each, getattr(found, each))
            elif name:
                globals[alias] = getattr(found, name)
            else:
                globals[alias] = found if alias != module.split(".")[0] else sys.modules[alias]
        except Exception:
            pass


OWN_STREAMS = {}


def order_capture(names):
    for name in ("stdout", "stderr"):
        if name in names and name not in OWN_STREAMS:
            OWN_STREAMS[name] = getattr(sys, name)
            setattr(sys, name, io.StringIO())
        elif name not in names and name in OWN_STREAMS:
            setattr(sys, name, OWN_STREAMS.pop(name))


def order_captured():
    texts = {}
    for name in OWN_STREAMS:
        stream = getattr(sys, name)
        if isinstance(stream, io.StringIO):
            texts[name] = stream.getvalue()
            stream.seek(0)
            stream.truncate()
    return texts


FILES = {}
MOST_FILES = 1 << 24


def files_now():
    found = {}
    for folder, folders, names in os.walk("."):
        for name in folders:
            found[os.path.join(folder, name)] = None
        for name in names:
            path = os.path.join(folder, name)
            state = os.lstat(path)
            if state.st_size <= MOST_FILES and os.path.isfile(path) and not os.path.islink(path):
                found[path] = state.st_mtime_ns, state.st_size
    return found


def order_files(changed, gone):
    """Puts files beside the program: pairs of path and bytes, None for a folder."""
    for path in gone:
        if os.path.isdir(path):
            os.rmdir(path)
        elif os.path.exists(path):
            os.remove(path)
    for path, content in changed:
        os.makedirs(path if content is None else os.path.dirname(path) or ".", exist_ok=True)
        if content is not None:
            with io.open(path, "wb") as file:
                file.write(content)
    FILES.clear()
    FILES.update(files_now())


def order_changed():
    """What the program changed since."""
    now = files_now()
    changed = []
    for path, state in now.items():
        if path not in FILES or FILES[path] != state:
            content = None
            if state is not None:
                with io.open(path, "rb") as file:
                    content = file.read()
            changed.append((path, content))
    gone = [path for path in FILES if path not in now]
    FILES.clear()
    FILES.update(now)
    return changed, sorted(gone, reverse=True)


LAST = []  # the arguments and the result of the last order, where the tests compare identities
COPIED = int, float, complex, str, bytes, bytearray, tuple, list, dict, set, frozenset


def number_of_copied(value):
    return keep(value) if type(value) in COPIED else None


def order_numbers():
    """The numbers of the objects whose values crossed last."""
    arguments, result = LAST
    return tuple(map(number_of_copied, arguments or ())), number_of_copied(result)


def order_environment(variables):
    for name in [name for name in os.environ if name not in variables]:
        del os.environ[name]
    os.environ.update(variables)


ORDERS = {"environment": order_environment, "operator": order_operator, "capture": order_capture, "captured": order_captured, "files": order_files,
          "changed": order_changed, "numbers": order_numbers, "remember": lambda: remember(LAST)}
ORDERS_OF_PROGRAM = {"bases": order_bases, "modules": order_modules, "replace": order_replace, "import": order_import}
program_globals = {}


def extra(globals, order):
    global program_globals
    program_globals = globals
    name, *arguments = order
    if name in ORDERS_OF_PROGRAM:
        return ORDERS_OF_PROGRAM[name](globals, *arguments)
    return ORDERS[name](*arguments)


# Calls of a function of the program with lists where it wants nodes, as LeetCode's own harness gives them.


NO_ARGUMENT = -1  # that nodes are meant, where no argument shows it
NODE_ATTRIBUTES = {"val", "next", "left", "right"}


def linked_list(made, values):
    head = None
    for value in reversed(values):
        node = made(value)
        node.next = head
        head = node
    return head


def tree(made, values):
    values = iter(values)
    root = next(values, None)
    root = None if root is None else made(root)
    level = [root] if root else []
    for node in level:
        for side in ("left", "right"):
            value = next(values, None)
            if value is not None:
                child = made(value)
                setattr(node, side, child)
                level.append(child)
    return root


def annotated(function):
    """The kinds of node of a function's parameters by its annotations, and whether each is a list of them."""
    code = getattr(function, "__code__", None)
    names = code.co_varnames[:code.co_argcount] if code else ()
    notes = [str(getattr(function, "__annotations__", {}).get(name, "")) for name in names]
    if hasattr(function, "__self__"):
        notes = notes[1:]
    return {at: (kind, "list[" in note.lower()) for at, note in enumerate(notes) for kind in ("ListNode", "TreeNode") if kind in note}


def attributes_of(code):
    found = set(code.co_names)
    for each in code.co_consts:
        if type(each) is type(code):
            found |= attributes_of(each)
    return found


def asked_for(function, arguments, error):
    """The kind of node that a function took an argument for when it asked it for what nodes have."""
    if error.name not in NODE_ATTRIBUTES:
        return {}
    kind = "TreeNode" if attributes_of(function.__code__) & {"left", "right"} else "ListNode"
    for at, value in enumerate(arguments):
        if type(value) is list and value is error.obj:
            return {at: (kind, False)}
        if type(value) is list and any(each is error.obj for each in value if type(each) is list):
            return {at: (kind, True)}
    return {}


def has_empty_nodes(function, arguments):
    """Whether an argument has no nodes, by which the function raises nothing: what nodes have is named in it."""
    code = getattr(function, "__code__", None)
    return any(type(value) is list and not any(each != [] for each in value) for value in arguments) \
        and code is not None and bool(attributes_of(code) & {"next", "left", "right"})


def with_nodes(globals, function, arguments, error, known):
    """The arguments with nodes in the place of lists, where the function wants some. `known` keeps what it wants: by its
    annotations where `error` is None, or by the AttributeError that it raised of `arguments`. None: there is nothing new."""
    if error is None:
        wanted = annotated(function)
        if has_empty_nodes(function, arguments):
            wanted[NO_ARGUMENT] = "ListNode", False
    else:
        wanted = asked_for(function, arguments, error)
    if error is not None and not wanted.keys() - known.keys():
        return None
    known.update(wanted)
    made = list(arguments)
    for at, (kind, is_many) in known.items():
        if NO_ARGUMENT < at < len(made) and type(made[at]) is list:
            make = linked_list if kind == "ListNode" else tree
            node = globals[kind]
            made[at] = [make(node, each) for each in made[at]] if is_many else make(node, made[at])
    return tuple(made)


def serve_program(zygote):
    global ask_tests, builtins_module, remember
    import builtins as builtins_module
    ask_tests, remember = zygote.ask_tests, zygote.remember
    zygote.cross_candidate(out, come_in, extra, describe_error, KEPT)
    zygote.give_nodes(with_nodes)
