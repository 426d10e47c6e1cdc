import AdjudgeBase
import CSandbox

/// The test program of split execution. It runs in the trusted process, where the module `candidate` reaches the
/// untrusted one: tests call the program's functions through stand-ins, and only plain data crosses.
///
/// The zygotes of test processes run it once and hold what it makes: it knows no test and no program. It is one text, and
/// as long as that program is.
enum SplitHarness {
    /// The program; a job's tests are a call `run(SCRIPTS, SETUP, ENTRY, IS_TEST_FILE, STOP)`. It reports one tuple: status, tests
    /// passed, tests in all, what failed, its line, the last call and its result. Status is `done`, or `own_objects`
    /// where a test needs the program's own objects.
    static let source = #"""
        import ast, builtins, sys, types
        import candidate as program

        STDLIB = {'math', 'random', 're', 'collections', 'itertools', 'functools', 'heapq', 'bisect', 'string', 'datetime',
                  'copy', 'json', 'operator', 'typing', 'fractions', 'decimal', 'statistics', 'cmath', 'time', 'os', 'sys',
                  'abc', 'array', 'types', 'enum', 'dataclasses', 'hashlib', 'textwrap', 'unittest', 'io', 'queue'}
        ALIASES = {'np': 'numpy', 'pd': 'pandas'}


        class OwnObjects(BaseException):
            """A test needs the program's own objects, which never leave its process."""


        class ListNode:
            def __init__(self, val=0, next=None):
                self.val, self.next = val, next


        class TreeNode:
            def __init__(self, val=0, left=None, right=None):
                self.val, self.left, self.right = val, left, right


        def list_node(values):
            head = None
            for value in reversed(list(values)):
                head = ListNode(value, head)
            return head


        def is_same_list(a, b):
            steps = 0
            while a is not None and b is not None:
                if a.val != b.val:
                    return False
                a, b, steps = a.next, b.next, steps + 1
                if steps > 1000000:
                    return False
            return a is None and b is None


        def tree_node(values):
            if not values or values[0] is None:
                return None
            root = TreeNode(values[0])
            level, rest = [root], iter(values[1:])
            for node in level:
                for side in ('left', 'right'):
                    value = next(rest, None)
                    if value is not None:
                        child = TreeNode(value)
                        setattr(node, side, child)
                        level.append(child)
            return root


        def is_same_tree(a, b):
            pairs = [(a, b)]
            while pairs:
                a, b = pairs.pop()
                if a is None or b is None:
                    if a is not b:
                        return False
                    continue
                if a.val != b.val:
                    return False
                pairs.append((a.left, b.left))
                pairs.append((a.right, b.right))
            return True


        HELPERS = {'ListNode': ListNode, 'TreeNode': TreeNode, 'list_node': list_node, 'tree_node': tree_node,
                   'is_same_list': is_same_list, 'is_same_tree': is_same_tree, 'inf': float('inf')}
        last_call = ['', '']


        def show(value):
            try:
                text = repr(value)
            except BaseException:
                text = '<' + type(value).__name__ + '>'
            return text if len(text) <= 400 else text[:400] + '...'


        class Ended(BaseException):
            """The program left by an exception that is no error, such as SystemExit."""


        SIMPLE = {type(None), bool, int, float, complex, str, bytes, bytearray, range}
        MANY = {list, tuple, set, frozenset}
        PAIRS = {dict}


        def extend_plain():
            import collections, decimal, fractions
            MANY.add(collections.deque)
            PAIRS.update((collections.OrderedDict, collections.defaultdict, collections.Counter))
            SIMPLE.update((decimal.Decimal, fractions.Fraction, ListNode, TreeNode))


        def checked(value):
            """An argument, which must be plain data. What tests made of the program's own classes is no such thing, nor is
            a function of the tests."""
            kind = type(value)
            if kind in SIMPLE:
                return value
            if kind in MANY:
                for element in value:
                    if type(element) not in SIMPLE:
                        checked(element)
                return value
            if kind in PAIRS:
                for key, element in value.items():
                    checked(key)
                    checked(element)
                return value
            if kind is Object and not value._own:
                raise TypeError('a value of type ' + value._kind + ' as an argument')
            raise OwnObjects('an argument of type ' + (value._kind if kind is Object else kind.__name__))


        SCALARS = {'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'float16', 'float32', 'float64',
                   'bool_', 'str_'}


        def type_name(error):
            """The name of the type that an Opaque is about."""
            return str(error.args[0]) if error.args else '?'


        def opaque(kind, again, args, kwargs):
            """What stands for a result that is no plain data. Numbers and arrays of numpy are asked for as plain data."""
            if again is None:
                return Object(None, kind, False)
            handle = again(list(args), kwargs)
            name = kind.split('.')[-1]
            try:
                if name in SCALARS:
                    return program.invoke(handle, 'item', [], {})
                if name == 'ndarray':
                    import numpy
                    return numpy.array(program.invoke(handle, 'tolist', [], {}))
            except (AttributeError, ImportError, program.Opaque):
                pass
            return Object(handle, kind, False)


        def remote(call, again, name, args, kwargs):
            """One call into the program. Where the result is no plain data, the call is made again for a handle."""
            for value in args:
                checked(value)
            for value in kwargs.values():
                checked(value)
            last_call[0] = name + '(' + ', '.join([show(a) for a in args] + [k + '=' + show(v) for k, v in kwargs.items()]) + ')'
            last_call[1] = ''
            try:
                result = call(list(args), kwargs)
            except program.Raised as error:
                last_call[1] = 'raised ' + error.name + ': ' + str(error.message)
                if error.name in ('SystemExit', 'KeyboardInterrupt', 'GeneratorExit'):
                    raise Ended(error.name)
                kind = exceptions.get(error.name)
                raise kind(error.message) if kind else error
            except program.Opaque as error:
                kind = type_name(error)
                last_call[1] = '<' + kind + '>'
                return opaque(kind, again, args, kwargs)
            except Exception as error:
                last_call[1] = 'raised ' + type(error).__name__ + ': ' + str(error)
                raise
            last_call[1] = show(result)
            return result


        class Function:
            """Stands for a function of the program."""

            def __init__(self, path):
                self.__name__ = self.__qualname__ = path
                self.path = path

            def __call__(self, *args, **kwargs):
                path = self.path
                return remote(lambda a, k: program.call(path, a, k), lambda a, k: program.new(path, a, k), path, args, kwargs)


        class Method:
            """Stands for a method of an object of the program."""

            def __init__(self, handle, name):
                self.handle, self.__name__ = handle, name

            def __call__(self, *args, **kwargs):
                handle, name = self.handle, self.__name__
                return remote(lambda a, k: program.invoke(handle, name, a, k), None, name, args, kwargs)


        def iterates(kind):
            """Whether a type of that name gives its values one by one."""
            return kind in ('generator', 'map', 'zip', 'filter', 'enumerate', 'reversed') or kind.endswith('iterator')


        def operator_of(name):
            """An operator of an object that stands for another: it decides nothing by what the program says of itself."""
            def method(self, *args):
                if self._own:
                    raise OwnObjects(name + ' of one of the program\'s objects')
                if name in ('__eq__', '__ne__'):
                    return (self is args[0]) == (name == '__eq__')
                if name == '__hash__':
                    return id(self)
                raise TypeError('a value of type ' + self._kind)
            return method


        class Object:
            """Stands for an object of the program: one that tests made of a class of it (`own`), or a result that is no
            plain data, which equals nothing."""

            def __init__(self, handle, kind, own):
                object.__setattr__(self, '_handle', handle)
                object.__setattr__(self, '_kind', kind)
                object.__setattr__(self, '_own', own)

            def __getattr__(self, name):
                if name.startswith('__') or self._handle is None:
                    raise AttributeError(name)
                try:
                    return program.get(self._handle, name)
                except program.Opaque as error:
                    return Method(self._handle, name)

            def __setattr__(self, name, value):
                program.set(self._handle, name, checked(value))

            def __call__(self, *args, **kwargs):
                return Method(self._handle, '__call__')(*args, **kwargs)

            def __len__(self):
                # What asks an iterator for its length as a hint takes a TypeError for no.
                if self._own is False and iterates(self._kind):
                    raise TypeError('a value of type ' + self._kind)
                return Method(self._handle, '__len__')()

            def __getitem__(self, key):
                return Method(self._handle, '__getitem__')(key)

            def __bool__(self):
                return True

            def __next__(self):
                return program.invoke(self._handle, '__next__', [], {})

            def __iter__(self):
                if iterates(self._kind):
                    return self
                if self._own:
                    raise OwnObjects('iteration over one of the program\'s objects')
                raise TypeError('a value of type ' + self._kind)

            def __repr__(self):
                return '<' + self._kind + '>'


        for name in ('eq', 'ne', 'lt', 'le', 'gt', 'ge', 'contains', 'hash', 'str', 'add', 'radd', 'sub', 'rsub', 'mul',
                     'rmul', 'int', 'float', 'index', 'format', 'enter', 'exit'):
            setattr(Object, '__' + name + '__', operator_of('__' + name + '__'))


        class Class(type):
            """The type of what stands for a class of the program: a class itself, so that tests can catch it."""

            def __getattr__(cls, name):
                if name.startswith('__'):
                    raise AttributeError(name)
                path = cls.__name__ + '.' + name
                try:
                    return program.value(path)
                except program.Opaque:
                    return Function(path)

            def __call__(cls, *args, **kwargs):
                path = cls.__name__
                for value in args:
                    checked(value)
                return Object(program.new(path, list(args), kwargs), path, True)

            def __instancecheck__(cls, value):
                raise OwnObjects('isinstance with a class of the program')


        exceptions = {}


        def stand_in(name):
            """A class for a class of the program. Raised, it is an exception of its own."""
            kind = Class(name, (Exception,), {})
            exceptions[name] = lambda message: Exception.__new__(kind, message)
            return kind


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


        def place(error, source):
            """The line of the tests at which an error came up."""
            line, trace = 0, error.__traceback__
            while trace is not None:
                if trace.tb_frame.f_code.co_filename == '<tests>':
                    line = trace.tb_lineno
                trace = trace.tb_next
            lines = source.split('\n')
            return lines[line - 1].strip()[:400] if 0 < line <= len(lines) else ''


        def is_test(node):
            """Whether a statement of a script counts as a test: it asserts or calls something where it stands."""
            if isinstance(node, ast.Assert):
                return True
            if isinstance(node, ast.Expr):
                return isinstance(node.value, ast.Call)
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                return False
            return any(isinstance(inner, ast.Assert) for inner in ast.walk(node))


        def statements(tree, namespace, counts):
            """The statements of a script as things to run, and of each whether it is a test."""
            for node in tree.body:
                code = compile(ast.Module([node], []), '<tests>', 'exec')
                yield counts and is_test(node), lambda code=code: exec(code, namespace)


        def functions(namespace):
            """The tests of a test file, once it has run."""
            for name, value in list(namespace.items()):
                if isinstance(value, type) and (name.startswith('Test') or hasattr(value, 'assertEqual')):
                    for method in [m for m in dir(value) if m.startswith('test')]:
                        yield True, test_method(value, method)
                elif name.startswith('test') and callable(value):
                    yield True, value


        def test_method(kind, name):
            def run():
                test = kind(name) if hasattr(kind, 'assertEqual') else kind()
                for before in ('setUp', 'setup_method'):
                    if hasattr(test, before):
                        getattr(test, before)()
                getattr(test, name)()
            return run


        def attempt(step, script, result):
            """Runs one thing; false, with the first failure kept, when it raises."""
            try:
                step()
                return True
            except (OwnObjects, program.Failure):
                raise
            except BaseException as error:
                if not result['failure']:
                    result['failure'] = type(error).__name__ + (': ' + str(error)[:400] if str(error) else '')
                    result['line'], result['call'] = place(error, script), list(last_call)
                return False


        def run_all(scripts, setup, entry, is_test_file, stop, result):
            namespace = {'__name__': '__tests__', '__builtins__': builtins}
            trees = [ast.parse(script, '<tests>') for script in scripts]
            before = ast.parse(setup, '<tests>')
            if not is_test_file:
                result['total'] = sum(is_test(node) for tree in trees for node in tree.body)
            prepare(trees + [before], entry, namespace)
            exec(compile(before, '<tests>', 'exec'), namespace)
            for script, tree in zip(scripts, trees):
                parts = list(statements(tree, namespace, not is_test_file))
                for counts, step in parts:
                    ok = attempt(step, script, result)
                    result['passed'] += ok and counts
                    # What does not count prepares the rest, which is worth nothing without it.
                    if not ok and (stop or not counts):
                        break
                if is_test_file and not result['failure']:
                    tests = list(functions(namespace))
                    result['total'] += len(tests)
                    for _, step in tests:
                        ok = attempt(step, script, result)
                        result['passed'] += ok
                        if not ok and stop:
                            break
                if result['failure'] and stop:
                    return


        def run(scripts, setup, entry, is_test_file, stop):
            result = {'status': 'done', 'passed': 0, 'total': 0, 'failure': '', 'line': '', 'call': ['', '']}
            try:
                extend_plain()
                run_all(scripts, setup, entry, is_test_file, stop, result)
            except OwnObjects as error:
                result['status'], result['failure'] = 'own_objects', str(error)
            except program.Opaque as error:
                result['status'], result['failure'] = 'own_objects', 'a value of type ' + type_name(error)
            except SyntaxError as error:
                result['status'], result['failure'] = 'bad_tests', 'line ' + str(error.lineno) + ': ' + str(error.msg)
            except program.Died as error:
                result['passed'] = min(result['passed'], max(result['total'] - 1, 0))
                if not result['failure']:
                    result['failure'], result['call'] = 'the program ended', list(last_call)
            program.report((result['status'], result['passed'], result['total'], result['failure'], result['line'],
                            result['call'][0], result['call'][1]))


        def warm_up():
            """Runs tests of a program that is not there, so that a run finds what they use in the interpreter's caches."""
            global program
            own = program
            program = types.SimpleNamespace(
                names=lambda: [['f', 'function'], ['x', 'value']], value=lambda path: 0,
                call=lambda path, args, kwargs: args[0] if args else kwargs['n'], report=lambda verdict: None,
                Opaque=own.Opaque, Raised=own.Raised, Died=own.Died, Failure=own.Failure)
            check = 'METADATA = {}\ndef check(candidate):\n    assert candidate([1, 2]) == [1, 2], "x"\n    assert candidate(n=0) == x\n'
            for _ in range(16):
                run([check + 'check(f)'], 'from typing import *\nimport math', 'f', False, True)
                run(['assert f("a") == "a"', 'assert f({1: 2.5}) == {1: 2.5}'], '', '', False, False)
            program = own
            last_call[:] = '', ''


        warm_up()
        """#
}
