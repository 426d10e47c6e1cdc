# Orders of the tests beyond the usual ones: operators, awaiting, modules, what is replaced, captured and put beside the
# program.


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
