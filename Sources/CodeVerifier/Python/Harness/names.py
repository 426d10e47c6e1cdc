# Which names of the tests mean the program, and what they get. The text of the tests decides, never what the program is.


class Solution(types.ModuleType):
    """The program as a module that a test file imports."""

    def __init__(self, name):
        types.ModuleType.__init__(self, name)
        self.__dict__['__all__'] = [n for n in state.names if not n.startswith('_') and is_for_stars(n)]
        self.__dict__['__path__'] = []

    def __getattr__(self, name):
        if name.startswith('__') or name not in state.names and (None, name) not in state.watched:
            raise AttributeError(name)
        return state.watched[None, name] if (None, name) in state.watched else resolve(name)

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
    return Function(name, MADE if looks_like_class(name) else 0)


def looks_like_class(name):
    return name[:1].isupper() and not (name.isupper() and len(name) > 1)


class Text:
    """What the text of the tests holds, found in one pass: what it calls, loads, assigns and defines; what it uses as
    classes, and what calls wrap others; what it imports, and what it changes; all its words, and whether it checks."""

    def __init__(self, trees):
        self.called, self.used, self.assigned, self.class_like, self.wrapping = [], set(), set(), set(), set()
        self.defined, self.attributes, self.imports, self.replaced, self.comparisons = set(), set(), [], [], []
        self.holds_check = self.changes = False
        self.nodes, self.trees, self.under_test, self.expected = [], trees, frozenset(), None
        for tree in trees:
            self.nodes += walk(tree)
        self.read(self.nodes)
        for name in self.used:
            if looks_like_class(name):
                self.class_like.add(name)
        self.holds_check = self.holds_check or any(
            type(node) is ast.Call and is_check_call(node, self.defined) for node in self.nodes)

    def ask_for_stand_ins(self):
        """Lets questions about the type and the identity of values be answered for what stands for them; whether there are
        questions of identity."""
        asks = {'type', 'id'} & set(self.called) - self.assigned
        compares = []
        for node in self.comparisons:
            if len(node.ops) == 1 and type(node.ops[0]) in (ast.Is, ast.IsNot) and type(node.left) is not ast.Constant \
                    and type(node.comparators[0]) is not ast.Constant:
                compares.append(node)
        for node in self.comparisons if 'type' in asks else ():
            sides = [node.left] + node.comparators
            if any(type(side) is ast.Call and called_name(side) == 'type' for side in sides):
                for side in sides:
                    if type(side) is ast.Name:
                        self.class_like.add(side.id)
        for node in self.nodes if asks else ():
            if type(node) is ast.Call and type(node.func) is ast.Name and node.func.id in asks and len(node.args) == 1 \
                    and not node.keywords:
                node.func.id = '__' + node.func.id + '__'
        for node in compares:
            holds = type(node.ops[0]) is ast.Is
            same = ast.Call(ast.Name('__is__', ast.Load()), [node.left, node.comparators[0]], [])
            node.left, node.ops, node.comparators = same, [ast.Is()], [ast.Constant(holds)]
            for each in (same, same.func, node.comparators[0]):
                ast.copy_location(each, node)
        return bool(compares) or 'id' in asks

    def process_state(self):
        """What of their own process the tests look at, where a program changes its own: filters of warnings, and whether
        something stands in sys.path. Adding to it is how tests find modules."""
        looked_at = [node for node in self.nodes if type(node) is ast.Attribute and node.attr == 'filters']
        for node in self.comparisons:
            if type(node.ops[0]) in (ast.In, ast.NotIn):
                looked_at += [side for side in node.comparators if type(side) is ast.Attribute]
        names = {node.value.id + '.' + node.attr for node in looked_at if type(node.value) is ast.Name}
        return names & {'sys.path', 'warnings.filters'}

    def __getattr__(self, name):
        """`bound`, what the tests bind in their module, and `global_reads`, what they read of it, when first asked for."""
        if name not in ('bound', 'global_reads'):
            raise AttributeError(name)
        self.bound, self.global_reads = set(), set()
        for tree in self.trees:
            read_scope(tree.body, self.bound, self.global_reads)
        self.bound.update(each for node in self.nodes if type(node) is ast.Global for each in node.names)
        return vars(self)[name]

    def missing(self, names=None):
        """The names that the tests use and do not make; a parameter of the same name elsewhere does not make one."""
        found = self.used - self.assigned
        for name in self.used & self.assigned:
            if (names is None or name in names) and name in self.global_reads and name not in self.bound:
                found.add(name)
        return found

    def words(self):
        words = self.used | self.assigned | self.attributes
        for module, name, alias in self.imports:
            words.update(module.split('.') + [name or '', alias])
        return words

    def read(self, nodes, Name=ast.Name, Load=ast.Load, Constant=ast.Constant, Call=ast.Call, Attribute=ast.Attribute,
             Compare=ast.Compare):
        """One loop and no calls for the usual kinds: each function that a run calls costs it a page of memory."""
        used, assigned, called = self.used, self.assigned, self.called
        for node in nodes:
            kind = type(node)
            if kind is Name:
                (used if type(node.ctx) is Load else assigned).add(node.id)
            elif kind is Load or kind is Constant:
                pass
            elif kind is Call:
                function = node.func
                if type(function) is Name:
                    called.append(function.id)
                    last = function.id
                    for each in node.args:
                        inner = type(each)
                        if inner is Call or inner is not Name and inner is not Constant and any(
                                type(part) is Call and type(part.func) is Name for part in walk(each)):
                            self.wrapping.add(last)
                else:
                    last = called_name(node)
                    if last in CHANGING and type(function.value) in (Attribute, ast.Subscript):
                        self.changes = True
                if last in CLASS_ARGUMENTS and len(node.args) > CLASS_ARGUMENTS[last]:
                    self.read_classes(node.args[CLASS_ARGUMENTS[last]])
            elif kind is Attribute:
                self.attributes.add(node.attr)
            elif kind is ast.arg:
                assigned.add(node.arg)
            elif kind is ast.Assert or kind is ast.Raise:
                self.holds_check = True
            elif kind is Compare:
                self.comparisons.append(node)
            elif kind in RARE:
                self.read_rare(kind, node)

    def read_classes(self, node):
        self.class_like.update(inner.id for inner in walk(node) if type(inner) is ast.Name)

    def read_rare(self, kind, node):
        if kind is ast.ExceptHandler:
            if node.type is not None:
                self.read_classes(node.type)
            if node.name:
                self.assigned.add(node.name)
        elif kind in (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef):
            self.assigned.add(node.name)
            self.defined.add(node.name)
            if kind is ast.ClassDef:
                self.class_like.update(base.id for base in node.bases if type(base) is ast.Name)
        elif kind is ast.ImportFrom:
            if node.module and not node.level:
                self.imports += [(node.module, alias.name, alias.asname or alias.name) for alias in node.names]
        elif kind is ast.Import:
            self.imports += [(alias.name, None, alias.asname or alias.name.split('.')[0]) for alias in node.names]
        elif kind is ast.alias:
            self.assigned.add((node.asname or node.name).split('.')[0])
            if looks_like_class(node.name):
                self.class_like.add(node.name)
        else:
            for target in [node.target] if kind is ast.AugAssign else node.targets:
                if type(target) is ast.Subscript:
                    self.changes = True
                elif type(target) is ast.Attribute and type(target.value) is ast.Name and kind is ast.Assign:
                    self.replaced.append((target.value.id, target.attr))


RARE = {ast.ExceptHandler, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ImportFrom, ast.Import, ast.alias, ast.Assign,
        ast.AugAssign, ast.Delete}
CLASS_ARGUMENTS = {'isinstance': 1, 'issubclass': 1, 'assertIsInstance': 1, 'assertNotIsInstance': 1, 'raises': 0, 'assertRaises': 0,
                   'assertRaisesRegex': 0}
# What changes a list or a mapping that hangs on an object of the program, and is a copy of it in the tests.
CHANGING = {'append', 'add', 'update', 'extend', 'insert', 'pop', 'clear', 'remove', 'discard', 'setdefault', 'popleft',
            'appendleft', 'sort', 'reverse', 'popitem'}


LIBRARY = {}  # what the modules below have by name, the first one's; made when it is first asked for


def library_value(name):
    """What the standard library has by a name that tests use without importing it."""
    if not LIBRARY:
        for module in ('statistics', 're', 'random', 'copy', 'typing', 'fractions', 'decimal', 'datetime', 'string', 'operator',
                       'bisect', 'heapq', 'functools', 'itertools', 'collections', 'math'):
            module = sys.modules.get(module)
            for each in (*vars(module), *getattr(module, '__all__', ())) if isinstance(module, types.ModuleType) else ():
                found = getattr(module, each, None)
                if found is not None and not isinstance(found, types.ModuleType):
                    LIBRARY[each] = found
    return LIBRARY.get(name)


def library_module(name):
    """A module that tests use without importing it, or its class of the same name where that has what they look for."""
    if state.is_file and name not in (program.extra(('modules',)) or ()) and name not in state.names:
        return None
    try:
        found = __import__(ALIASES.get(name, name))
    except ImportError:
        return None
    wanted = [node.attr for node in state.text.nodes if type(node) is ast.Attribute and type(node.value) is ast.Name
              and node.value.id == name]
    own = getattr(found, name, None)
    if own is not None and wanted and not all(hasattr(found, each) for each in wanted) and all(hasattr(own, each) for each in wanted):
        return own
    return found


def prepare(entry, namespace):
    """Gives the tests the names that they use and do not make. Of the program's: what they call, and what they look at;
    what they count on is the library's own. What the tests' own star imports must not replace, see `keep`."""
    text = state.text
    state.names = names = program.names()
    root = entry.replace('(', '.').split('.')[0] if entry else None
    text.under_test = names_under_test(root)
    for name in text.missing(names):
        is_root = name == root
        if name in HELPERS and not is_root:
            namespace[name] = HELPERS[name]
            continue
        if (hasattr(builtins, name) or name == 'pytest') and name not in text.under_test:
            continue  # a program may shadow what the tests count on; only what is under test may
        if not is_root and name not in state.called and ALIASES.get(name, name) in MODULES:
            found = library_module(name)
            if found is not None:
                namespace[name] = found
                continue
        library = None if is_root or hasattr(builtins, name) else library_value(name)
        if library is not None and (root is not None or name in text.wrapping and name not in text.under_test
                                    or isinstance(library, type) and looks_like_class(name)
                                    or name not in names and not must_be_given(name, root)
                                    or name not in text.under_test and name in counted_on()):
            namespace[name] = library
        elif name in names:
            namespace[name] = resolve(name)
    if text.imports or state.is_file:
        share_imports(text.imports)
    return kept_from_stars(root, namespace)


def share_imports(imports):
    """Makes the modules that tests import and nobody has stand for the program; gives the program the tests' imports, as
    one file with both would."""
    shared = []
    for module, name, alias in imports:
        root = module.split('.')[0]
        if root in MODULES and root not in ('unittest', 'builtins') and state.shares_imports:
            shared.append((module, name, alias))
        if module in sys.modules or root in MODULES or root in PACKAGES or root in ('pytest', 'pytest_mock'):
            continue
        try:
            __import__(module)
        except ImportError:
            if state.module_name and module != state.module_name:
                continue
            parts = module.split('.')
            for count in range(1, len(parts) + 1):
                path = '.'.join(parts[:count])
                if path not in sys.modules:
                    made = sys.modules[path] = Solution(path)
                    if count > 1:
                        sys.modules['.'.join(parts[:count - 1])].__dict__[parts[count - 1]] = made
    for name in (state.module_name,) if state.module_name else ('solution', 'main', 'your_module'):
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
