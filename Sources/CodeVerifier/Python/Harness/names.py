# Which names of the tests mean the program, and what they get.


def home(name):
    """The module of the standard library that a name of the program comes from, by what the program says."""
    try:
        module = program.value(name + '.__module__')
    except BaseException:
        return None
    if not isinstance(module, str):
        return None
    module = module.lstrip('_')
    return module if module in STDLIB and module not in ('os', 'sys') else None


def made(trees, names):
    """The classes of the program that tests make objects of, to look into or to hand on: those that the text of
    the tests needs. A class in the place of a function under test is called as one."""
    calls = lambda node: node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None
    nodes = [node for tree in trees for node in ast.walk(tree)]
    variables = {target.id: calls(node.value) for node in nodes if isinstance(node, ast.Assign)
                 for target in node.targets if isinstance(target, ast.Name) and calls(node.value)}
    source = lambda node: variables.get(node.id) if isinstance(node, ast.Name) else calls(node)
    found = {source(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    for node in nodes:
        if calls(node) in names or calls(node) == 'candidate':
            found.update(source(argument) for argument in node.args)
        if isinstance(node, ast.ExceptHandler) and node.type is not None:
            found.update(inner.id for inner in ast.walk(node.type) if isinstance(inner, ast.Name))
    return found


def resolve(name, kind, is_entry, is_made=True):
    if name in HELPERS and not is_entry:
        return HELPERS[name]
    if kind == 'value':
        return program.value(name)
    if kind == 'class' and not is_made:
        kind = 'function'
    module = None if is_entry else home(name)
    if module is not None:
        found = getattr(__import__(module), name, None)
        if found is not None:
            return found
    return stand_in(name) if kind == 'class' else Function(name)


class Solution(types.ModuleType):
    """The program as a module that a test file imports."""

    def __init__(self, name, names):
        types.ModuleType.__init__(self, name)
        self.__dict__['_names'] = names
        self.__dict__['__all__'] = list(names)

    def __getattr__(self, name):
        if name.startswith('__') or name not in self._names:
            raise AttributeError(name)
        return resolve(name, self._names[name], True)


def called(tree):
    """The names that a script calls, in order."""
    return [n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]


def prepare(trees, entry, namespace):
    names = dict(program.names())
    root = entry.replace('(', '.').split('.')[0] if entry else None
    used, assigned, wanted = set(), set(), []
    for tree in trees:
        wanted += called(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name):
                (used if isinstance(node.ctx, ast.Load) else assigned).add(node.id)
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                assigned.add(node.name)
    ours = [n for n in wanted if n in names and n not in assigned]
    plain = [n for n in ours if not hasattr(builtins, n)]
    classes = made(trees, names)
    for name in used:
        if name in names and name not in assigned:
            # A program may shadow what the tests count on; only what is under test may.
            if hasattr(builtins, name) and name != root and (root is not None or plain):
                continue
            namespace[name] = resolve(name, names[name], name == root, name in classes)
        elif name not in assigned and name in HELPERS:
            namespace[name] = HELPERS[name]
        elif not hasattr(builtins, name) and name not in assigned and ALIASES.get(name, name) in STDLIB | {'numpy', 'pandas'}:
            try:
                namespace[name] = __import__(ALIASES.get(name, name))
            except ImportError:
                pass
    for tree in trees:
        for node in ast.walk(tree):
            modules = [node.module] if isinstance(node, ast.ImportFrom) else \
                [a.name for a in node.names] if isinstance(node, ast.Import) else []
            for module in modules:
                if module and module not in sys.modules and module.split('.')[0] not in STDLIB:
                    try:
                        __import__(module)
                    except ImportError:
                        sys.modules[module] = Solution(module, names)
