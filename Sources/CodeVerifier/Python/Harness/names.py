# Which names of the tests mean the program, and what they get. The text of the tests decides, never what the program is.


class Solution(types.ModuleType):
    """The program as a module that a test file imports."""

    def __init__(self, name):
        types.ModuleType.__init__(self, name)
        self.__dict__['__all__'] = [n for n in state.names if not n.startswith('_')]
        self.__dict__['__path__'] = []

    def __getattr__(self, name):
        if name.startswith('__') or name not in state.names:
            raise AttributeError(name)
        return resolve(name)

    def __setattr__(self, name, value):
        if name.startswith('__'):
            self.__dict__[name] = value
        else:
            replace(None, name, value)

    def __delattr__(self, name):
        restore(None, name)


def resolve(name):
    """What stands for a global of the program."""
    kind = state.names[name]
    if kind == 'class' and name in state.class_like:
        return class_named(name)
    if kind == 'value' and name not in state.called:
        before_call()
        return program.value(name)
    return Function(name, name in state.class_like)


def looks_like_class(name):
    return name[:1].isupper() and not (name.isupper() and len(name) > 1)


def read_names(trees):
    """Of the text of the tests: what it calls, loads, assigns, uses as classes; and what calls wrap others."""
    called, used, assigned, class_like, wrapping = [], set(), set(), set(), set()
    free = set()
    for tree in trees:
        for node in ast.walk(tree):
            kind = type(node)
            if kind is ast.Name:
                (used if type(node.ctx) is ast.Load else assigned).add(node.id)
            elif kind is ast.Call:
                name = node.func.id if type(node.func) is ast.Name else None
                if name:
                    called.append(name)
                    if any(type(inner) is ast.Call and type(inner.func) is ast.Name for each in node.args for inner in ast.walk(each)):
                        wrapping.add(name)
                last = called_name(node)
                if last in ('isinstance', 'issubclass', 'assertIsInstance', 'assertNotIsInstance') and len(node.args) > 1:
                    class_like.update(inner.id for inner in ast.walk(node.args[1]) if type(inner) is ast.Name)
                elif last in ('raises', 'assertRaises', 'assertRaisesRegex') and node.args:
                    class_like.update(inner.id for inner in ast.walk(node.args[0]) if type(inner) is ast.Name)
            elif kind is ast.ExceptHandler and node.type is not None:
                class_like.update(inner.id for inner in ast.walk(node.type) if type(inner) is ast.Name)
                if node.name:
                    assigned.add(node.name)
            elif kind in (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef):
                assigned.add(node.name)
                if kind is ast.ClassDef:
                    class_like.update(base.id for base in node.bases if type(base) is ast.Name)
            elif kind is ast.alias:
                assigned.add((node.asname or node.name).split('.')[0])
                if looks_like_class(node.name):
                    class_like.add(node.name)
            elif kind is ast.arg:
                assigned.add(node.arg)
    class_like.update(name for name in used if looks_like_class(name))
    return called, used, assigned, class_like, wrapping


def library_value(name):
    """What the standard library has by a name that tests use without importing it."""
    for module in ('math', 'collections', 'itertools', 'functools', 'heapq', 'bisect', 'operator', 'string', 'datetime', 'decimal',
                   'fractions', 'typing', 'copy', 'random', 're', 'statistics'):
        found = getattr(sys.modules.get(module), name, None)
        if found is not None and not isinstance(found, types.ModuleType):
            return found
    return None


def prepare(trees, entry, namespace):
    """Gives the tests the names that they use and do not make. Of the program's: what they call, and what they look at;
    what they count on is the library's own."""
    names = dict(program.names())
    for name, kind in names.items():
        if type(name) is not str or type(kind) is not str:
            raise program.Died('the program\'s process broke the protocol')
    called, used, assigned, class_like, wrapping = state.read
    state.names, state.class_like, state.called = names, class_like, set(called)
    root = entry.replace('(', '.').split('.')[0] if entry else None
    plain = [n for n in called if n in names and n not in assigned and not hasattr(builtins, n)]
    for name in used - assigned:
        is_root = name == root
        if name in HELPERS and not is_root:
            namespace[name] = HELPERS[name]
            continue
        if hasattr(builtins, name) and not is_root and (root is not None or plain or name not in names):
            continue  # a program may shadow what the tests count on; only what is under test may
        if not is_root and name not in state.called and ALIASES.get(name, name) in MODULES:
            try:
                namespace[name] = __import__(ALIASES.get(name, name))
                continue
            except ImportError:
                pass
        library = None if is_root or name in builtins.__dict__ else library_value(name)
        if library is not None and (root is not None or name in wrapping and len(plain) > 1 or name not in names
                                    or isinstance(library, type) and looks_like_class(name)):
            namespace[name] = library
        elif name in names:
            namespace[name] = resolve(name)
    share_imports(trees)


def imports_of(trees):
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for alias in node.names:
                    yield node.module, alias.name, alias.asname or alias.name
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    yield alias.name, None, alias.asname or alias.name.split('.')[0]


def share_imports(trees):
    """Makes the modules that tests import and nobody has stand for the program; gives the program the tests' imports, as
    one file with both would."""
    shared = []
    for module, name, alias in imports_of(trees):
        root = module.split('.')[0]
        if root in MODULES and root not in ('unittest', 'sys', 'builtins') and state.shares_imports:
            shared.append((module, name, alias))
        if module in sys.modules or root in MODULES or root in PACKAGES or root in ('pytest', 'pytest_mock'):
            continue
        try:
            __import__(module)
        except ImportError:
            parts = module.split('.')
            for count in range(1, len(parts) + 1):
                path = '.'.join(parts[:count])
                if path not in sys.modules:
                    made = sys.modules[path] = Solution(path)
                    if count > 1:
                        sys.modules['.'.join(parts[:count - 1])].__dict__[parts[count - 1]] = made
    for name in ('solution', 'main', 'your_module', 'candidate_module'):
        if name not in sys.modules:
            sys.modules[name] = Solution(name)
    if shared:
        program.extra(('import', shared))


def program_or_module(path):
    """What a dotted path of a patch means."""
    try:
        __import__(path)
    except ImportError:
        pass
    if path in sys.modules:
        return sys.modules[path]
    parent, _, name = path.rpartition('.')
    if not parent:
        raise ImportError(path)
    return getattr(program_or_module(parent), name)
