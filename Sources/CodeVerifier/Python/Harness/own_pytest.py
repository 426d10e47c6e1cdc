# The shapes of pytest that tests are written in, for interpreters with and without it.


class Skipped(BaseException):
    """A test that asks not to be run."""


class ExpectedFailure(BaseException):
    """A test that says of itself that it fails."""


class FailedTest(AssertionError):
    """pytest.fail."""


class Marker:
    def __init__(self, name, args=(), kwargs=None):
        self.name, self.args, self.kwargs = name, args, kwargs or {}

    def __call__(self, *args, **kwargs):
        if len(args) == 1 and not kwargs and (isinstance(args[0], types.FunctionType) or isinstance(args[0], type)) \
                and not (self.name == 'xfail' and isinstance(args[0], type) and issubclass(args[0], BaseException)):
            target = args[0]
            target.pytestmark = [self] + list(vars(target).get('pytestmark', []))
            return target
        return Marker(self.name, self.args + args, dict(self.kwargs, **kwargs))


class Marks:
    def __getattr__(self, name):
        return Marker(name)


class Param:
    def __init__(self, values, marks, id):
        self.values, self.marks, self.id = values, marks if isinstance(marks, (list, tuple)) else [marks], id


class ExceptionInfo:
    value = type = None

    def match(self, pattern):
        import re
        assert re.search(pattern, str(self.value)), 'the message %r does not match %r' % (str(self.value), pattern)
        return True

    @property
    def typename(self):
        return self.type.__name__

    @property
    def tb(self):
        return self.value.__traceback__

    def __str__(self):
        return str(self.value)


class Raises:
    def __init__(self, expected, match=None, check=None):
        self.expected, self.pattern, self.info = expected, match, ExceptionInfo()

    def __enter__(self):
        return self.info

    def __exit__(self, kind, error, trace):
        if kind is None:
            raise FailedTest('DID NOT RAISE ' + repr(self.expected))
        if not isinstance(error, self.expected if isinstance(self.expected, tuple) else (self.expected,)):
            return False
        self.info.value, self.info.type = error, type(error)
        if self.pattern is not None:
            self.info.match(self.pattern)
        return True


def raises(expected, *args, match=None, check=None, **kwargs):
    if args:
        with Raises(expected) as info:
            args[0](*args[1:], **kwargs)
        return info
    return Raises(expected, match)


class Warns:
    def __init__(self, expected, match=None):
        self.expected, self.pattern = expected, match

    def __enter__(self):
        import warnings
        self.manager = warnings.catch_warnings(record=True)
        self.found = self.manager.__enter__()
        warnings.simplefilter('always')
        return self.found

    def __exit__(self, kind, error, trace):
        self.manager.__exit__(kind, error, trace)
        if kind is None and not any(issubclass(each.category, self.expected) for each in self.found):
            raise FailedTest('DID NOT WARN')


class Approx:
    """Equal within a tolerance: numbers, and sequences and mappings of them."""
    __array_ufunc__ = None
    __array_priority__ = 100

    def __init__(self, expected, rel=None, abs=None, nan_ok=False):
        self.expected, self.rel, self.abs, self.nan_ok = expected, rel, abs, nan_ok

    def near(self, got, wanted):
        if type(got) is Object:
            return False
        if isinstance(wanted, dict):
            return isinstance(got, dict) and got.keys() == wanted.keys() and all(self.near(got[k], wanted[k]) for k in wanted)
        if hasattr(wanted, 'tolist'):
            wanted = wanted.tolist()
        if hasattr(got, 'tolist'):
            got = got.tolist()
        if isinstance(wanted, (list, tuple)):
            return isinstance(got, (list, tuple)) and len(got) == len(wanted) and all(map(self.near, got, wanted))
        if isinstance(wanted, (bool, str, bytes, type(None))) or not isinstance(got, (int, float, complex, decimal.Decimal, fractions.Fraction)):
            return got == wanted
        if got == wanted:
            return True
        if wanted != wanted or got != got:
            return self.nan_ok and wanted != wanted and got != got
        if isinstance(wanted, (int, float)) and wanted in (float('inf'), float('-inf')) or got in (float('inf'), float('-inf')):
            return False
        kind = decimal.Decimal if isinstance(wanted, decimal.Decimal) else lambda x: x
        absolute = 1e-12 if self.abs is None else self.abs
        relative = (1e-6 if self.abs is None else 0) if self.rel is None else self.rel
        return abs(got - wanted) <= max(kind(absolute), kind(relative) * abs(wanted))

    def __eq__(self, got):
        return self.near(got, self.expected)

    def __ne__(self, got):
        return not self == got

    __hash__ = None

    def __repr__(self):
        return repr(self.expected) + ' ± tolerance'


class MonkeyPatch:
    def __init__(self):
        self.undone = []

    def _target(self, target, name, value):
        if isinstance(target, str):
            path, _, attribute_name = target.rpartition('.')
            return program_or_module(path), attribute_name, name
        return target, name, value

    def setattr(self, target, name, value=Ellipsis, raising=True):
        target, name, value = self._target(target, name, value)
        if type(target) is types.ModuleType:
            watch(target.__name__, name)
        elif type(target) is Solution or type(target) is Class:
            self.undone.append(lambda: restore(None if type(target) is Solution else ':' + target._path, name))
            setattr(target, name, value)
            return
        missing = object()
        old = vars(target).get(name, getattr(target, name, missing)) if isinstance(target, type) else getattr(target, name, missing)
        if old is missing and raising:
            raise AttributeError(name)
        self.undone.append(lambda: delattr(target, name) if old is missing else setattr(target, name, old))
        setattr(target, name, value)

    def delattr(self, target, name=None, raising=True):
        old = getattr(target, name)
        self.undone.append(lambda: setattr(target, name, old))
        delattr(target, name)

    def setitem(self, mapping, key, value):
        missing = object()
        old = mapping.get(key, missing)
        self.undone.append(lambda: mapping.pop(key, None) if old is missing else mapping.__setitem__(key, old))
        mapping[key] = value

    def delitem(self, mapping, key, raising=True):
        if key in mapping:
            old = mapping.pop(key)
            self.undone.append(lambda: mapping.__setitem__(key, old))
        elif raising:
            raise KeyError(key)

    def setenv(self, name, value, prepend=None):
        self.setitem(os.environ, name, str(value))

    def delenv(self, name, raising=True):
        self.delitem(os.environ, name, raising)

    def chdir(self, path):
        old = os.getcwd()
        self.undone.append(lambda: os.chdir(old))
        os.chdir(str(path))

    def syspath_prepend(self, path):
        pass

    def context(self):
        import contextlib

        @contextlib.contextmanager
        def patched():
            inner = MonkeyPatch()
            try:
                yield inner
            finally:
                inner.undo()
        return patched()

    def undo(self):
        while self.undone:
            self.undone.pop()()


class Captured(tuple):
    out = property(lambda self: self[0])
    err = property(lambda self: self[1])


class Capture:
    """capsys and capfd: what is written while the test runs."""

    def __init__(self):
        import io
        self.own = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = io.StringIO(), io.StringIO()

    def readouterr(self):
        found = Captured((sys.stdout.getvalue(), sys.stderr.getvalue()))
        for stream in (sys.stdout, sys.stderr):
            stream.seek(0)
            stream.truncate()
        return found

    def disabled(self):
        import contextlib
        return contextlib.nullcontext()

    def close(self):
        sys.stdout, sys.stderr = self.own


class LogCapture:
    """caplog: records of the logging of this process."""

    def __init__(self):
        import logging
        self.records, capture = [], self

        class Handler(logging.Handler):
            def emit(self, record):
                capture.records.append(record)
        self.handler = Handler()
        self.logger = logging.getLogger()
        self.logger.addHandler(self.handler)

    messages = property(lambda self: [record.getMessage() for record in self.records])
    text = property(lambda self: '\n'.join(self.messages))
    record_tuples = property(lambda self: [(r.name, r.levelno, r.getMessage()) for r in self.records])

    def set_level(self, level, logger=None):
        import logging
        logging.getLogger(logger).setLevel(level)

    def at_level(self, level, logger=None):
        import contextlib
        self.set_level(level, logger)
        return contextlib.nullcontext()

    def clear(self):
        self.records.clear()

    def close(self):
        self.logger.removeHandler(self.handler)


class Mocker:
    """The `mocker` of pytest-mock."""

    def __init__(self):
        from unittest import mock
        hook_mock()
        self.mock, self.started, self.patch = mock, [], self._patcher(mock)
        for name in ('Mock', 'MagicMock', 'AsyncMock', 'ANY', 'call', 'sentinel', 'mock_open', 'create_autospec', 'PropertyMock'):
            setattr(self, name, getattr(mock, name))

    def _start(self, patcher):
        self.started.append(patcher)
        return patcher.__enter__()

    def _patcher(self, mock):
        def patch(*args, **kwargs):
            return self._start(mock.patch(*args, **kwargs))
        for name in ('object', 'dict', 'multiple'):
            setattr(patch, name, lambda *args, name=name, **kwargs: self._start(getattr(mock.patch, name)(*args, **kwargs)))
        return patch

    def spy(self, target, name):
        return self.patch.object(target, name, wraps=getattr(target, name))

    def stub(self, name=None):
        return self.mock.MagicMock(name=name)

    def close(self):
        while self.started:
            self.started.pop().__exit__(None, None, None)


def fixture(function=None, scope='function', params=None, autouse=False, ids=None, name=None):
    def mark(function):
        function._fixture = scope if isinstance(scope, str) else 'function', params, autouse, name or function.__name__
        return function
    return mark(function) if function is not None else mark


def skip_test(reason='', allow_module_level=False, msg=''):
    raise Skipped(reason or msg)


def fail_test(reason='', pytrace=True, msg=''):
    raise FailedTest(reason or msg)


def fail_as_expected(reason=''):
    raise ExpectedFailure(reason)


def import_or_skip(name, minversion=None, reason=None):
    try:
        __import__(name)
    except ImportError:
        raise Skipped(name)
    return sys.modules[name]


def make_pytest():
    module = types.ModuleType('pytest')
    skip_test.Exception, fail_test.Exception = Skipped, FailedTest
    vars(module).update(
        mark=Marks(), raises=raises, warns=lambda expected=Warning, match=None: Warns(expected, match), approx=Approx,
        deprecated_call=lambda: Warns((DeprecationWarning, PendingDeprecationWarning)), fixture=fixture, yield_fixture=fixture,
        skip=skip_test, fail=fail_test, xfail=fail_as_expected, importorskip=import_or_skip, MonkeyPatch=MonkeyPatch,
        param=lambda *values, marks=(), id=None: Param(values, marks, id), main=lambda *args, **kwargs: 0,
        exit=lambda *args, **kwargs: None, ExceptionInfo=ExceptionInfo, __version__='8.0', __path__=[],
        __getattr__=lambda name: type(name, (), {'__class_getitem__': classmethod(lambda cls, item: cls)}) if name[:1].isupper() else missing(name))
    return module


def missing(name):
    raise AttributeError('pytest.' + name)
