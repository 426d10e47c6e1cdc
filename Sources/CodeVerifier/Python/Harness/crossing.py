# What crosses between tests and program: values by value, objects of either side by number.


OBJECTS, SUBCLASSES = {}, {}     # stand-ins of the program's objects, and classes of values that are more than their base
OWN, OWN_NUMBERS, THROWN = {}, {}, {}  # what tests handed over, and what their functions raised
MOCK_NAMES = {'reset_mock', 'configure_mock', 'mock_add_spec', 'attach_mock', 'side_effect', 'called', 'call_count', 'call_args',
              'call_args_list', 'method_calls', 'mock_calls', 'await_count', 'mock_calls'}
# What a run knows: the words of its tests, the names that they use as classes, the program's names, what tests replaced,
# which streams they capture, and the files beside them.
# `compares_identity`: the tests ask whether two values are the same object.
state = types.SimpleNamespace(compares_identity=False, text=None, words=frozenset(), class_like=frozenset(), called=frozenset(), names={}, class_stand_ins={},
                              watched={}, replaced=[], streams=(), keeps_files=False, files={}, module='solution_tests',
                              module_name='', environment=None, is_file=False, writes_back=False, is_nothing=False, fetched=[])


def own_number(value):
    """The number under which the program knows an object of the tests."""
    number = OWN_NUMBERS.get(id(value))
    if number is None:
        number = len(OWN) + 1
        OWN[number], OWN_NUMBERS[id(value)] = value, number
    return number


def hidden(value):
    """What tests never hand to a program: it would lead to them."""
    kind = type(value)
    case = getattr(sys.modules.get('unittest'), 'TestCase', None)
    return kind in (types.ModuleType, types.FrameType, types.CodeType, types.TracebackType, Solution) \
        or case is not None and isinstance(value, case) or kind.__module__ == 'candidate'


def reference(value):
    if hidden(value):
        raise OwnObjects('a value of type ' + type(value).__name__ + ' as an argument')
    kind = type(value)
    if kind in (types.FunctionType, types.MethodType, types.BuiltinFunctionType) or isinstance(value, type):
        return 'Q', (own_number(value), getattr(value, '__name__', 'function') if callable(value) else '')
    return 'Q', (own_number(value), '')


def send(value, forced):
    """How a value that is not plain crosses to the program."""
    kind = type(value)
    if kind is types.CoroutineType and id(value) in COROUTINES:
        value, kind = COROUTINES[id(value)], Object
    if kind is Object or isinstance(value, Remote):
        return 'G', (value._number,)
    if kind is Function:
        return 'P', ('path_of', value.path)
    if kind is Method:
        return 'G', (program.extra(('operator', 'getattr', [value.owner, value.__name__]))._number,)
    if isinstance(kind, type) and kind is Class:
        return 'P', ('path_of', value._path)
    packed = pack(value)
    if packed is not None:
        return 'P', packed
    module = getattr(value, '__module__', None)
    if kind in (types.BuiltinFunctionType, type) and module in MODULES | {'builtins', '_operator', '_functools'}:
        name = getattr(value, '__qualname__', '')
        module = module.lstrip('_')
        if getattr(sys.modules.get(module), name, None) is value:
            return 'P', ('builtin', (module, name))
    for base in SUBCLASSED:
        if isinstance(value, base) and kind.__module__ != state.module and not issubclass(kind, BaseException):
            return 'P', ('plain', base(value))
    if kind.__name__ in ('ListNode', 'TreeNode') and not forced:
        return None
    return reference(value)


class Remote:
    """A value of a class derived from a builtin one: equal to what it is as that, more by asking the program."""

    __class__ = property(lambda self: class_of_kind(self._kind, type(self)))

    def __getattr__(self, name):
        number = self.__dict__.get('_number')
        if number is None or name.startswith('__') or name in PREDICATES:
            raise AttributeError(name)
        value = attribute(number, name, 0)
        if type(value) is Object and value._kind in ('method', 'builtin_function_or_method'):
            return Method(object_of(number, self._kind), name)
        return value


def remote_class(base):
    if base not in SUBCLASSES:
        SUBCLASSES[base] = type('Remote' + base.__name__, (Remote, base), {})
    return SUBCLASSES[base]


def receive(tag, described):
    """What came from the program. ValueError for what no program of this version sends."""
    try:
        if tag == 'Q':
            return OWN[described[0]]
        if tag == 'G':
            return object_of(*described)
        if described[0] != 'subclass':
            return unpack(described)
        value, (number, kind, *_) = described[1]
        if type(value) is bool or type(value) not in SUBCLASSED:
            return value
        made = remote_class(type(value))(value)
        made.__dict__.update(_number=number, _kind=kind)
        return made
    except Exception as error:
        raise ValueError('malformed: ' + type(error).__name__)


def object_of(number, kind, is_class=False, is_callable=False, is_iterator=False, is_iterable=False):
    """The stand-in of an object of the program, the same each time."""
    found = OBJECTS.get(number)
    if found is None:
        if type(number) is not int or type(kind) is not str:
            raise ValueError(kind)
        found = OBJECTS[number] = Object(number, kind, is_class is True, is_iterator is True, is_iterable is True)
        if kind == 'coroutine':
            found = OBJECTS[number] = coroutine_of(found)
    return found


COROUTINES = {}  # by the id of a coroutine of this process: the program's that it waits for


def coroutine_of(found):
    """A coroutine that the tests' own event loop takes."""
    async def waited():
        return await found
    made = waited()
    COROUTINES[id(made)] = found
    return made


IDENTITIES = {}  # by the id of a value: the value, and the numbers of the program's objects that it was


def note_identities(arguments, result):
    """Keeps which objects of the program the values of the last call or look-up are."""
    numbers, number = program.extra(('numbers',))
    for value, found in list(zip(arguments, numbers)) + [(result, number)]:
        if found is not None:
            IDENTITIES.setdefault(id(value), (value, set()))[1].add(found)


def numbers_of(value):
    return IDENTITIES[id(value)][1] if id(value) in IDENTITIES else set()


def is_same(a, b):
    """Whether two values are one object: here, or as the program's objects that they are copies of."""
    if a is b:
        return not state.is_nothing or type(a) is not Nothing
    return not numbers_of(a).isdisjoint(numbers_of(b))


def identity_of(value):
    if state.is_nothing and type(value) is Nothing:
        return id(object())
    return -min(numbers_of(value)) if numbers_of(value) else id(value)


def as_it_is(value):
    """A copy of a container, of what is in it too; of nothing else."""
    if type(value) is dict:
        return {key: as_it_is(each) for key, each in value.items()}
    return type(value)(map(as_it_is, value)) if type(value) in (list, tuple, set) else value


def asked(question):
    """Answers the program's questions about objects of the tests."""
    try:
        return 'value', answered(*question)
    except program.Failure:
        raise
    except BaseException as error:
        number = len(THROWN) + 1
        THROWN[number] = error
        bases = tuple(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == 'builtins')
        plain = tuple(a if type(a) in (str, int, float, bool, type(None)) else str(a) for a in getattr(error, 'args', ()))
        return 'raised', number, type(error).__name__, bases, str(error)[:400], plain


OPERATORS = {'__len__': len, '__bool__': bool, '__str__': str, '__repr__': repr, '__iter__': iter, '__hash__': hash,
             '__int__': int, '__float__': float, '__abs__': abs, '__format__': format}


FURTHER_OPERATORS = {'__' + name + '__' for name in (
    'eq', 'ne', 'lt', 'le', 'gt', 'ge', 'getitem', 'setitem', 'delitem', 'contains', 'index', 'add', 'radd', 'sub', 'rsub', 'mul',
    'rmul', 'truediv', 'mod', 'neg', 'enter', 'exit', 'fspath')}


def answered(what, number, *rest):
    value = OWN[number]
    if what == 'call':
        return value(*rest[0], **rest[1])
    if what == 'next':
        try:
            return True, next(value)
        except StopIteration:
            return False, None
    if what == 'await':
        return wait_for(value)
    if what == 'operator':
        name, arguments = rest
        if name in OPERATORS:
            return OPERATORS[name](value, *arguments)
        if name not in FURTHER_OPERATORS:
            raise AttributeError(name)
        return getattr(type(value), name)(value, *arguments)
    name = rest[0]
    if type(name) is not str or name.startswith('_') or type(value) in (types.FunctionType, types.MethodType) \
            or is_mock(value) and (name in MOCK_NAMES or name.startswith('assert')):
        raise AttributeError(name)
    if what == 'attribute':
        return getattr(value, name)
    if is_mock(value):
        raise AttributeError(name)
    return setattr(value, name, rest[1])


def is_mock(value):
    mock = sys.modules.get('unittest.mock')
    return mock is not None and isinstance(value, mock.NonCallableMock)


def wait_for(value):
    """Runs a coroutine to its end, also where the program asks for it in the midst of another."""
    import asyncio
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return asyncio.run(value)
    finally:
        asyncio._set_running_loop(running)


ENDINGS = ('StopIteration', 'StopAsyncIteration', 'GeneratorExit', 'SystemExit', 'KeyboardInterrupt')


def raising(name, message, more):
    """The exception that a test meets for one of the program's: a builtin one, or one of a class of the program. What
    would end the tests' own loops or the tests themselves is an opaque failure, unless they name it."""
    bases, arguments, thrown, described = more if type(more) is tuple and len(more) == 4 else ((), (message,), None, None)
    if thrown in THROWN:
        return THROWN[thrown]
    ending = next((each for each in (name,) + tuple(bases) if each in ENDINGS), None)
    if ending and ending not in state.words:
        error = Ended(ending + (': ' + message if message else ''))
    else:
        error = made_error(name, message, bases, arguments, described)
    try:
        error._crossed = True
        error._object = object_of(*described) if described else None
    except Exception:
        pass
    return error


def library_error(described):
    """The library's exception of a kind; none of those by which tests are run."""
    kind = described[1] if described else ''
    return None if kind.split('.')[0] in ('unittest', 'doctest') else library_class(kind)


def made_error(name, message, bases, arguments, described):
    is_programs = bool(described) and described[1].startswith('__main__.')
    kind = None if is_programs else getattr(builtins, name, None) or library_error(described)
    path = described[1][len('__main__.'):] if is_programs else name
    own = exceptions.get(path)
    if own is None and isinstance(kind, type) and issubclass(kind, BaseException):
        try:
            error = kind(*arguments)
            return error if str(error) == message else kind(message)
        except Exception:
            error = kind.__new__(kind, *arguments)
            if described and kind.__module__ != 'builtins':
                more = program.get(described[0], '__dict__')
                error.__dict__.update(more if type(more) is dict else {})
            return error
    if own is None:
        own = stand_in(path, bases)
    error = own.__new__(own, *arguments)
    error.args = tuple(arguments)
    error._message = message
    return error


def refill(original, changed):
    """Gives an argument what the program made of it, where that is no container."""
    if type(original).__name__ == 'ndarray':
        original[...] = changed
    elif type(original).__name__ == 'DataFrame':
        original._update_inplace(changed)


program.cross(send, receive, asked, raising, refill)
