# Finding and running tests: functions, classes, unittest's cases, with fixtures and marks.


class Test:
    """One test to run. `must` says that a check must run with it."""

    def __init__(self, name, call, must=False, marks=(), is_case=False):
        self.name, self.call, self.must, self.marks, self.is_case = name, call, must, marks, is_case


def marks_of(*targets):
    found = []
    for target in targets:
        marks = getattr(target, 'pytestmark', [])
        found.extend(marks if isinstance(marks, (list, tuple)) else [marks])
    return found


def is_own(value, namespace):
    """Whether a function was written by the tests."""
    inner = getattr(value, '__wrapped__', value)
    return type(value) is types.FunctionType and (
        value.__globals__ is namespace or getattr(inner, '__globals__', None) is namespace)


def expansions(function, marks):
    """The values of the parameters of a parametrized test, and the marks of each."""
    combined = [({}, [])]
    for mark in reversed([mark for mark in marks if mark.name == 'parametrize']):
        names, values = (list(mark.args) + [mark.kwargs.get('argnames'), mark.kwargs.get('argvalues')])[:2] if len(mark.args) > 1 \
            else (mark.args[0] if mark.args else mark.kwargs['argnames'], mark.kwargs['argvalues'])
        names = [name.strip() for name in names.split(',') if name.strip()] if isinstance(names, str) else list(names)
        rows = []
        for value in values:
            more = []
            if isinstance(value, Param):
                value, more = value.values if len(names) > 1 else value.values[0], [m for m in value.marks if isinstance(m, Marker)]
            rows.append((dict(zip(names, value)) if len(names) > 1 else {names[0]: value}, more))
        combined = [(dict(a, **b), x + y) for a, x in combined for b, y in rows]
    return combined


class Fixtures:
    """Makes what tests ask for by the names of their parameters, once for each scope, and ends it."""

    def __init__(self, namespace):
        self.namespace = namespace
        self.made, self.ends = {}, {'function': [], 'class': [], 'module': [], 'package': [], 'session': []}
        self.known = {value._fixture[3]: value for value in list(namespace.values())
                      if type(value) is types.FunctionType and hasattr(value, '_fixture')}

    def of(self, cls):
        if cls is None:
            return self.known
        own = {}
        for name in dir(cls):
            value = getattr(cls, name, None)
            if callable(value) and hasattr(value, '_fixture'):
                own[value._fixture[3]] = value
        return dict(self.known, **own)

    def parameters(self, function):
        import inspect
        names = [p.name for p in inspect.signature(function).parameters.values()
                 if p.default is p.empty and p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
        # What mock.patch hands over comes first.
        given = sum(1 for patched in getattr(function, 'patchings', ())
                    if not patched.attribute_name and patched.new is sys.modules['unittest.mock'].DEFAULT)
        start = 1 if names[:1] == ['self'] else 0
        return names[:start] + names[start + given:]

    def is_known(self, name, cls):
        return name in BUILTIN_FIXTURES or name in self.of(cls) or name in ('request', 'self')

    def params(self, names, cls, seen=()):
        """The parametrized fixtures that a test needs, with their values."""
        found = {}
        for name in names:
            function = self.of(cls).get(name)
            if function is None or name in seen:
                continue
            if function._fixture[1] is not None:
                found[name] = list(function._fixture[1])
            found.update(self.params(self.parameters(function), cls, tuple(seen) + (name,)))
        return found

    def value(self, name, cls, instance, given, function):
        if name in given:
            return given[name]
        request = types.SimpleNamespace(
            param=given.get('param:' + name), node=types.SimpleNamespace(name=getattr(function, '__name__', '')), function=function,
            cls=cls, instance=instance, module=None, fixturename=name,
            addfinalizer=lambda end: self.ends['function'].append(end),
            getfixturevalue=lambda other: self.value(other, cls, instance, given, function))
        if name == 'request':
            request.param = next((value for key, value in given.items() if key.startswith('param:')), None)
            return request
        own = self.of(cls).get(name)
        scope = own._fixture[0] if own is not None else 'session' if name == 'tmp_path_factory' else 'function'
        key = name, scope, cls if scope == 'class' else None, repr(given.get('param:' + name))
        if key in self.made:
            return self.made[key]
        if own is None:
            if name not in BUILTIN_FIXTURES:
                raise BadTests('no fixture is named ' + name)
            made, end = BUILTIN_FIXTURES[name](self)
            if end:
                self.ends[scope].append(end)
        else:
            arguments = {each: request if each == 'request' else self.value(each, cls, instance, given, function)
                         for each in self.parameters(own) if each != 'self'}
            is_method = 'self' in self.parameters(own)
            made = own(instance, **arguments) if is_method else own(**arguments)
            if isinstance(made, types.GeneratorType):
                generator, made = made, next(made)
                self.ends[scope].append(lambda: next(generator, None))
            elif isinstance(made, types.CoroutineType):
                made = wait_for(made)
            elif isinstance(made, types.AsyncGeneratorType):
                generator, made = made, wait_for(made.__anext__())
        self.ends[scope].append(lambda: self.made.pop(key, None))
        self.made[key] = made
        return made

    def close(self, scope):
        error = None
        while self.ends[scope]:
            try:
                self.ends[scope].pop()()
            except (program.Failure, OwnObjects):
                raise
            except BaseException as found:
                error = error or found
        if error is not None:
            raise error


def closing(made):
    return made, made.close


def make_folder(fixtures):
    import pathlib
    import tempfile
    state.keeps_files = True
    return pathlib.Path(tempfile.mkdtemp(prefix='test', dir=directory))


def folder_factory(fixtures):
    return types.SimpleNamespace(mktemp=lambda name, numbered=True: make_folder(fixtures), getbasetemp=lambda: make_folder(fixtures)), None


def monkey_patch(fixtures):
    made = MonkeyPatch()
    return made, made.undo


BUILTIN_FIXTURES = {
    'tmp_path': lambda fixtures: (make_folder(fixtures), None), 'tmpdir': lambda fixtures: (make_folder(fixtures), None),
    'tmp_path_factory': folder_factory, 'tmpdir_factory': folder_factory, 'monkeypatch': monkey_patch,
    'capsys': lambda fixtures: closing(Capture()), 'capfd': lambda fixtures: closing(Capture()),
    'caplog': lambda fixtures: closing(LogCapture()), 'mocker': lambda fixtures: closing(Mocker()),
    'recwarn': lambda fixtures: ([], None), 'event_loop': lambda fixtures: (None, None), 'anyio_backend': lambda fixtures: ('asyncio', None),
}


def call_any(target, *arguments):
    """Calls xunit's set-up methods, which take what they are given or nothing."""
    import inspect
    count = len([p for p in inspect.signature(target).parameters.values() if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)])
    result = target(*arguments[:count])
    return wait_for(result) if isinstance(result, types.CoroutineType) else result


def skips(marks):
    for mark in marks:
        if mark.name == 'skip':
            return True
        if mark.name == 'skipif' and mark.args and any(eval(c, {'sys': sys, 'os': os}) if isinstance(c, str) else c for c in mark.args):
            return True
    return False


def expects_failure(marks):
    for mark in marks:
        if mark.name == 'xfail':
            conditions = [c for c in mark.args if not isinstance(c, str)] or ([mark.kwargs['condition']] if 'condition' in mark.kwargs else [])
            if not conditions or any(conditions):
                return mark
    return None


def run_function(function, instance, cls, given, fixtures, namespace):
    """One call of a test function with what stands before and after it."""
    def run():
        wanted = [name for name in fixtures.parameters(function) if name != 'self']
        automatic = [name for name, each in fixtures.of(cls).items() if each._fixture[2]]
        own = None
        try:
            if cls is not None:
                own = cls()
                for name in ('setup_method', 'setup'):
                    if hasattr(own, name) and not hasattr(getattr(own, name), '_fixture'):
                        call_any(getattr(own, name), function)
                        break
            elif 'setup_function' in namespace:
                call_any(namespace['setup_function'], function)
            for name in automatic + [n for mark in marks_of(function, cls) if mark.name == 'usefixtures' for n in mark.args]:
                fixtures.value(name, cls, own, given, function)
            arguments = {name: fixtures.value(name, cls, own, given, function) for name in wanted}
            arguments.update({name: value for name, value in given.items() if name not in arguments and not name.startswith('param:')})
            result = function(own, **arguments) if cls is not None and not isinstance(vars(cls).get(function.__name__), staticmethod) \
                else function(**arguments)
            if isinstance(result, types.CoroutineType):
                wait_for(result)
        finally:
            for name in ('teardown_method', 'teardown'):
                if own is not None and hasattr(own, name) and not hasattr(getattr(own, name), '_fixture'):
                    call_any(getattr(own, name), function)
                    break
            if cls is None and 'teardown_function' in namespace:
                call_any(namespace['teardown_function'], function)
            fixtures.close('function')
    return run


def tests_of(function, name, cls, fixtures, namespace, must):
    marks = marks_of(function, cls, types.SimpleNamespace(pytestmark=namespace.get('pytestmark', [])))
    wanted = [each for each in fixtures.parameters(function) if each != 'self' or cls is None]
    for given, more in expansions(function, marks):
        rows = [given]
        for fixture_name, values in fixtures.params([n for n in wanted if n not in given], cls).items():
            values = [v.values[0] if isinstance(v, Param) else v for v in values]
            rows = [dict(row, **{'param:' + fixture_name: value}) for row in rows for value in values]
        for row in rows:
            yield Test(name, run_function(function, None, cls, row, fixtures, namespace), must, marks + more)


def collect(namespace, must, is_test_file, called):
    """The tests that a script left behind, in its order."""
    unittest = sys.modules.get('unittest')
    fixtures = Fixtures(namespace)
    found = []
    for name, value in list(namespace.items()):
        if isinstance(value, type) and type(value) is not Class and value.__module__ == state.module:
            if unittest is not None and issubclass(value, unittest.TestCase):
                found.append(Test(name, value, is_case=True))
            elif name.startswith('Test') and '__init__' not in vars(value):
                methods = [method for base in reversed(value.__mro__) for method in vars(base)]
                inner = []
                for method in dict.fromkeys(methods):
                    function = getattr(value, method, None)
                    if method.startswith('test') and isinstance(function, types.FunctionType):
                        inner += tests_of(function, name + '.' + method, value, fixtures, namespace, must.get(name + '.' + method, False))
                if inner:
                    found.append((value, inner))
        elif name.startswith('test') and is_own(value, namespace) and not hasattr(value, '_fixture'):
            marks = marks_of(value)
            given = {each for row, _ in expansions(value, marks) for each in row}
            unknown = [each for each in fixtures.parameters(value) if each not in given and not fixtures.is_known(each, None)]
            if unknown and (name in called or not is_test_file):
                continue  # a helper, which the tests call themselves
            found += tests_of(value, name, None, fixtures, namespace, must.get(name, False))
    return found, fixtures


def run_cases(case, must, stop, outcome):
    """The tests of one of unittest's classes, run by unittest."""
    import unittest

    class Result(unittest.TestResult):
        def startTest(self, test):
            unittest.TestResult.startTest(self, test)
            self.before, self.failed, self.came_to_end = ran[0], False, False

        def name(self, test):
            return type(test).__name__ + '.' + getattr(test, '_testMethodName', str(test))

        def lose(self, test, error):
            self.failed = True
            if isinstance(error, (OwnObjects, BadTests, program.Failure)):
                self.fatal = self.fatal or error
                self.stop()
            else:
                outcome.lost(self.name(test), error)
                if stop:
                    self.stop()

        def addError(self, test, error):
            self.lose(test, error[1])

        addFailure = addError

        def addSuccess(self, test):
            self.came_to_end = True

        def addSubTest(self, test, subtest, error):
            if error is not None:
                self.lose(test, error[1])

        def addSkip(self, test, reason):
            self.failed = True
            outcome.skipped(self.name(test))

        def addExpectedFailure(self, test, error):
            self.failed = True
            if isinstance(error[1], (OwnObjects, program.Failure)):
                self.fatal = self.fatal or error[1]
                self.stop()
            else:
                outcome.left_out(self.name(test))

        def addUnexpectedSuccess(self, test):
            self.failed = True
            outcome.lost(self.name(test), AssertionError('an unexpected success'))

        def stopTest(self, test):
            unittest.TestResult.stopTest(self, test)
            if not self.failed and not self.came_to_end:
                outcome.lost(self.name(test), AssertionError('the test did not come to its end'))
            elif not self.failed:
                outcome.passed_one(self.name(test), must.get(self.name(test), False) and ran[0] == self.before)

    result = Result()
    result.fatal = None
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(case)
    outcome.total += suite.countTestCases()
    suite.run(result)
    if result.fatal is not None:
        raise result.fatal


def run_collected(found, fixtures, must, stop, outcome, namespace):
    """Runs what was collected; what stands around modules and classes around it."""
    for each in found:
        outcome.total += 0 if not isinstance(each, tuple) and each.is_case else len(each[1]) if isinstance(each, tuple) else 1
    if not outcome.guard('setup_module', lambda: call_any(namespace['setup_module'], sys.modules[state.module]) if 'setup_module' in namespace else None):
        return
    for each in found:
        if outcome.is_over(stop):
            break
        if isinstance(each, tuple):
            cls, inner = each
            if not outcome.guard(cls.__name__, lambda: call_any(cls.setup_class) if hasattr(cls, 'setup_class') else None):
                continue
            for test in inner:
                if outcome.is_over(stop):
                    break
                outcome.run(test)
            outcome.guard(cls.__name__, lambda: (call_any(cls.teardown_class) if hasattr(cls, 'teardown_class') else None, fixtures.close('class')))
        elif each.is_case:
            run_cases(each.call, must, stop, outcome)
        else:
            outcome.run(each)
    if not outcome.is_over(stop):
        outcome.guard('teardown_module', lambda: call_any(namespace['teardown_module'], sys.modules[state.module]) if 'teardown_module' in namespace else None)
        for scope in ('class', 'module', 'package', 'session'):
            outcome.guard('fixtures', lambda: fixtures.close(scope))
