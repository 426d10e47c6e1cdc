# Tests that let what the program says choose what runs in their own process: its texts as code, as names of modules and
# of attributes, its bytes as pickles. A program made for them could say that they passed, so they are tests of one process.
#
# A value is the tests' own where it is made of constants, of their own names and of the library's functions; everything
# else may be the program's. Linear in the text times the number of rounds until nothing changes.


RUNNERS = {'eval', 'exec', 'compile', 'execfile', '__import__'}
# Functions that run or load what they are given, by their names; of these modules all do.
FURTHER_RUNNERS = {'get_type_hints', 'get_annotations', 'attrgetter', 'methodcaller', 'read_pickle', 'unsafe_load', 'full_load',
                   'sympify', 'parse_expr', 'dictConfig', 'loadTestsFromName', 'FunctionType', 'CodeType', 'run_path', 'run_module',
                   'import_module', 'system', 'popen', 'Popen', 'check_output', 'check_call', 'getoutput', 'execv', 'execve', 'execvp',
                   'execl', 'execlp', 'spawnv', 'spawnl', 'spawnlp', 'posix_spawn', 'locate', 'InteractiveInterpreter', 'evaluate',
                   'exec_module', 'spec_from_file_location', 'SourceFileLoader', 'reload', 'resolve_name'}
RUNNING_MODULES = {'pickle', 'cPickle', '_pickle', 'dill', 'cloudpickle', 'marshal', 'shelve', 'joblib', 'jsonpickle', 'subprocess',
                   'runpy', 'importlib', 'code', 'codeop', 'ctypes', 'pty', 'imp', 'timeit', 'pydoc', 'pkgutil', 'cffi'}
NAMING = {'getattr', 'setattr', 'delattr'}
MAPS_OF_NAMES = {'globals', 'locals', 'vars', 'modules'}
# Without an import: builtins, and what tests get of the library by name.
UNIMPORTED_RUNNERS = RUNNERS | {'get_type_hints', 'attrgetter', 'methodcaller'}
CHOOSING_WORDS = RUNNERS | FURTHER_RUNNERS | RUNNING_MODULES | NAMING | MAPS_OF_NAMES | {'load'}
# Functions whose results come from elsewhere, and may be what the program left there.
READING = {'open', 'input', 'globals', 'locals', 'vars', 'read', 'readline', 'readlines', 'read_text', 'read_bytes', 'getvalue',
           'readouterr', 'getenv', 'load', 'environ', 'argv', 'modules',
           'import_module', '__import__'}


class Origins:
    """Which names of the tests hold nothing of the program's, and which the program may have changed inside."""

    def __init__(self, nodes):
        self.calls = {}      # calls by the name that is called
        self.sources = {}    # of each name that is bound: what it is bound to; None: something of the program's
        self.returns = {}    # of each function: what it returns
        self.shared, self.lost = set(), set()  # names whose insides the program had; attributes that hold something of its
        called = set()
        for node in nodes:
            if type(node) is ast.Call and type(node.func) is ast.Name:
                self.calls.setdefault(node.func.id, []).append(node)
                called.add(id(node.func))
        self.handed = {node.id for node in nodes if type(node) is ast.Name and type(node.ctx) is ast.Load and id(node) not in called}
        for node in nodes:
            self.bind(node)
        self.own = set(self.sources)
        before = None
        while before != (len(self.own), len(self.shared), len(self.lost)):
            before = len(self.own), len(self.shared), len(self.lost)
            for node in nodes:
                self.hand_over(node)
            for name, sources in self.sources.items():
                if not all(each is not None and self.is_own(each) for each in sources):
                    self.own.discard(name)
                # Two names of one object.
                others = {each.id for each in sources if type(each) is ast.Name}
                if name in self.shared:
                    self.shared |= others
                elif not others.isdisjoint(self.shared):
                    self.shared.add(name)

    def add(self, target, source):
        for node in walk(target):
            if type(node) is ast.Name:
                self.sources.setdefault(node.id, []).append(source)

    def bind(self, node):
        kind = type(node)
        if kind is ast.Assign:
            for target in node.targets:
                self.add(target, node.value)
        elif kind in (ast.AugAssign, ast.NamedExpr) or kind is ast.AnnAssign and node.value:
            self.add(node.target, node.value)
        elif kind in (ast.For, ast.AsyncFor, ast.comprehension):
            self.add(node.target, ast.Subscript(node.iter, ast.Constant(0), ast.Load()))
        elif kind is ast.withitem and node.optional_vars is not None:
            self.add(node.optional_vars, node.context_expr)
        elif kind is ast.ExceptHandler and node.name:
            self.sources.setdefault(node.name, []).append(None)
        elif kind in (ast.Import, ast.ImportFrom):
            for alias in node.names:
                module = node.module if kind is ast.ImportFrom else alias.name
                is_library = bool(module) and module.split('.')[0] in MODULES | PACKAGES
                name = alias.asname or alias.name.split('.')[0]
                self.sources.setdefault(name, []).append(ast.Constant(0) if is_library else None)
        elif kind in (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda):
            self.bind_function(node)
        elif kind is ast.ClassDef:
            self.sources.setdefault(node.name, []).append(ast.Constant(0))

    def bind_function(self, node):
        """Parameters are what calls hand over; of a test, what its decorators parametrize."""
        name = getattr(node, 'name', '')
        arguments = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
        arguments += [each for each in (node.args.vararg, node.args.kwarg) if each]
        given = [part for call in self.calls.get(name, ()) for part in call.args + [k.value for k in call.keywords]]
        decorators = getattr(node, 'decorator_list', [])
        words = {word.strip() for each in decorators for part in walk(each) if type(part) is ast.Constant and type(part.value) is str
                 for word in part.value.split(',')}
        for argument in arguments:
            sources = self.sources.setdefault(argument.arg, [])
            if argument.arg in words:
                sources += [part for each in decorators if type(each) is ast.Call for part in each.args + [k.value for k in each.keywords]]
            elif given and name not in self.handed:
                sources += given
            else:
                sources.append(None)
        if name:
            self.sources.setdefault(name, []).append(ast.Constant(0))
            self.returns.setdefault(name, []).extend(
                each.value for each in walk(node) if type(each) in (ast.Return, ast.Yield, ast.YieldFrom) and each.value)

    def hand_over(self, node):
        """What is handed to the program, or takes up something of its, is no longer the tests' own inside."""
        parts = []
        if type(node) is ast.Call and not self.is_own(node):
            parts = node.args + [each.value for each in node.keywords]
            if type(node.func) is ast.Attribute:
                parts = parts + [node.func.value]
        elif type(node) is ast.Assign and not self.is_own(node.value):
            parts = [target.value for target in node.targets if type(target) in (ast.Subscript, ast.Attribute)]
            self.lost.update(target.attr for target in node.targets if type(target) is ast.Attribute)
        for part in parts:
            while type(part) in (ast.Subscript, ast.Attribute, ast.Starred):
                part = part.value
            if type(part) is ast.Name:
                self.shared.add(part.id)

    def is_own(self, node):
        """Whether the value of an expression is the tests' own. A text cannot be changed, so that a name which the program had
        is one still; what is inside of it is not."""
        kind = type(node)
        if kind in (ast.Constant, ast.Lambda):
            return True
        if kind is ast.Name:
            return node.id in self.own or node.id not in self.sources and hasattr(builtins, node.id)
        if kind is ast.Call:
            return self.is_own_call(node)
        if kind is ast.Attribute:
            return node.attr not in READING and node.attr not in self.lost and self.is_own_inside(node.value)
        if kind is ast.Subscript:
            return self.is_own_inside(node.value)
        if kind in (ast.Await, ast.Yield, ast.YieldFrom):
            return False
        return all(self.is_own(each) for each in ast.iter_child_nodes(node) if isinstance(each, (ast.expr, ast.comprehension)))

    def is_own_inside(self, node):
        return self.is_own(node) and (type(node) is not ast.Name or node.id not in self.shared)

    def is_own_call(self, node):
        name = last_name(node.func)
        return name not in READING and self.is_own(node.func) and all(map(self.is_own, self.returns.get(name, ()))) \
            and all(map(self.is_own_inside, node.args)) and all(self.is_own_inside(each.value) for each in node.keywords)


def last_name(node):
    return node.attr if type(node) is ast.Attribute else node.id if type(node) is ast.Name else ''


def runs(function, origins, imported):
    """Whether what a call calls runs what it is given: a builtin, or a function of the library. `imported` has the module of
    each imported name."""
    name = last_name(function)
    if type(function) is ast.Name:
        if name in imported:
            return imported[name] in RUNNING_MODULES or imported[name] and name in FURTHER_RUNNERS
        return name not in origins.sources and name in UNIMPORTED_RUNNERS
    root = function
    while type(root) is ast.Attribute:
        root = root.value
    owner = imported.get(last_name(root), last_name(root))
    if type(root) is not ast.Name or root.id not in imported and owner not in MODULES | set(ALIASES):
        return False
    return owner in RUNNING_MODULES or name in FURTHER_RUNNERS or owner == 'builtins' and name in RUNNERS \
        or ALIASES.get(owner, owner) == 'pandas' and name == 'eval' or name == 'load'


def chosen_by_program(text):
    """What of the tests' own process the program would choose; None when nothing."""
    origins = Origins(text.nodes)
    imported = {alias: module.split('.')[0] if module.split('.')[0] in MODULES | PACKAGES else '' for module, _, alias in text.imports}
    called = set()
    for node in text.nodes:
        if type(node) is ast.Subscript:
            owner = node.value.func if type(node.value) is ast.Call else node.value
            if last_name(owner) in MAPS_OF_NAMES and not origins.is_own(node.slice):
                return last_name(owner)
        elif type(node) is ast.Call:
            called.add(id(node.func))
            name, given = last_name(node.func), node.args + [each.value for each in node.keywords]
            if runs(node.func, origins, imported):
                if not all(map(origins.is_own, given[:1] if name in RUNNERS else given)):
                    return name
            elif name in NAMING and type(node.func) is ast.Name and len(given) > 1:
                if origins.is_own(given[0]) and not origins.is_own(given[1]):
                    return name
    for node in text.nodes:
        if type(node) is ast.Name and node.id in RUNNERS and id(node) not in called and node.id not in origins.sources:
            return node.id  # handed on, to be called with who knows what
    return None
