# What stands for the program's functions and objects in the tests' process.


last_call = ['', '']
# Answers that a result gives about what it is compared with: an object that no test made is not asked for them.
PREDICATES = {'startswith', 'endswith', 'issubset', 'issuperset', 'isdisjoint', 'all', 'any', 'equals', 'isdigit', 'isalpha',
              'isalnum', 'isupper', 'islower', 'isnumeric', 'isdecimal', 'isspace', 'istitle', 'isidentifier', 'match',
              'is_integer', 'fullmatch', 'allclose', 'array_equal'}


def show(value):
    try:
        text = value._shown() if type(value) is Object else repr(value)
    except BaseException:
        text = '<' + type(value).__name__ + '>'
    return text if len(text) <= 400 else text[:400] + '...'


def remote(call, name, args, kwargs):
    """One call into the program."""
    shown = list(map(show, args))
    for key, value in kwargs.items():
        shown.append(key + '=' + show(value))
    last_call[0] = name + '(' + ', '.join(shown) + ')'
    last_call[1] = ''
    before_call()
    try:
        result = call(list(args), kwargs)
    except program.Failure:
        raise
    except BaseException as error:
        last_call[1] = 'raised ' + type(error).__name__ + ': ' + str(error)
        after_call()
        raise
    if state.compares_identity:
        note_identities(args, result)
    after_call()
    last_call[1] = show(result)
    return result


class Function:
    """Stands for a function of the program."""

    def __init__(self, path, makes=0):
        self.__name__ = self.__qualname__ = path.split('.')[-1]
        self.__module__ = 'solution'
        self.path, self.makes = path, makes

    def __call__(self, *args, **kwargs):
        path = self.path
        result = remote(lambda a, k: program.call(path, a, k), path, args, kwargs)
        return trusted(result, self.makes)

    __class__ = property(lambda self: types.FunctionType)
    __doc__ = property(lambda self: attribute_of_path(self.path + '.__doc__'))

    @property
    def __code__(self):
        """What `inspect` and `asyncio` look at: whether it is a coroutine's or a generator's."""
        kinds = attribute_of_path(self.path + '.__code__.co_flags') & CODE_KINDS
        own = NO_CODE.__code__
        return own.replace(co_flags=own.co_flags | kinds)

    def __getattr__(self, name):
        if name in ('__wrapped__', '__signature__', '__text_signature__', '__globals__', '__closure__', '__code__') or name == 'path':
            raise AttributeError(name)
        value = attribute_of_path(self.path + '.' + name)
        return value

    def __get__(self, instance, owner):
        return self if instance is None else types.MethodType(self, instance)

    def __repr__(self):
        return '<function ' + self.path + '>'


NO_CODE = lambda *arguments, **keywords: None
CODE_KINDS = 0x3a0  # generators, coroutines, asynchronous generators


def attribute_of_path(path):
    try:
        return program.value(path)
    except AttributeError:
        raise AttributeError(path.split('.')[-1]) from None


class Method:
    """Stands for a method of an object of the program."""

    def __init__(self, owner, name):
        self.owner, self.__name__ = owner, name

    @property
    def __doc__(self):
        return getattr(operate('getattr', self.owner, self.__name__), '__doc__', None)

    def __call__(self, *args, **kwargs):
        owner, name = self.owner, self.__name__
        if owner._trusted < MADE and name in PREDICATES:
            raise TypeError('a value of type ' + owner._kind + ' is asked whether it is right')
        result = remote(lambda a, k: program.invoke(owner._number, name, a, k), name, args, kwargs)
        return trusted(result, owner._trusted and REACHED)


# How far the operators of an object speak for it: that of a result, for nothing; of one that tests reached from an object
# they made, with others of the program; of one that tests made of a class of the program, with anything.
REACHED, MADE = 1, 2


def trusted(value, level):
    if not level:
        return value
    if type(value) is types.CoroutineType:
        value = COROUTINES.get(id(value))
    for each in (value,) if type(value) is Object else value if type(value) in (list, tuple) else ():
        if type(each) is Object and each._trusted < level:
            object.__setattr__(each, '_trusted', level)
    return value


def attribute(number, name, level):
    before_call()
    value = program.get(number, name)
    after_call()
    if state.compares_identity:
        note_identities((), value)
    if state.writes_back and type(value) in (list, dict, set):
        state.fetched.append([number, name, value, as_it_is(value)])
    return trusted(value, level and REACHED)


def operate(name, *values):
    """An operator of the program's process."""
    before_call()
    try:
        return program.extra(('operator', name, list(values)))
    finally:
        if not sys.exc_info()[0] or not issubclass(sys.exc_info()[0], program.Failure):
            after_call()


class Object:
    # Stands for an object of the program. What its operators say counts as far as `_trusted` goes; a result that is no
    # value equals nothing. (A docstring would stand for the program's.)
    __slots__ = '_number', '_kind', '_is_class', '_iterates', '_iterable', '_trusted', '__weakref__'

    def __init__(self, number, kind, is_class, is_iterator, is_iterable):
        for name, value in (('_number', number), ('_kind', kind), ('_is_class', is_class), ('_iterates', is_iterator), ('_iterable', is_iterable),
                            ('_trusted', 0)):
            object.__setattr__(self, name, value)

    def __getattr__(self, name):
        if name in ('_mock_methods', '__array__', '__array_interface__', '__array_struct__', '__array_ufunc__',
                    '__iter__', '__length_hint__', '__fspath__', '__wrapped__', '__dataframe__', '__dlpack__'):
            raise AttributeError(name)
        if name.startswith('__') and name.endswith('__') and name not in DATA_NAMES:
            raise AttributeError(name)
        value = attribute(self._number, name, self._trusted)
        if type(value) is Object and value._kind in ('method', 'builtin_function_or_method', 'function'):
            return Method(self, name)
        return value

    __class__ = property(lambda self: class_of_kind(self._kind, Object))
    __doc__ = property(lambda self: attribute(self._number, '__doc__', 0))

    def __dir__(self):
        return operate('dir', self)

    def __copy__(self):
        return trusted(operate('copy', self), self._trusted)

    def __deepcopy__(self, memo):
        return trusted(operate('deepcopy', self), self._trusted)

    def __setattr__(self, name, value):
        before_call()
        program.set(self._number, name, value)
        after_call()

    def __delattr__(self, name):
        operate('delattr', self, name)

    def __call__(self, *args, **kwargs):
        number = self._number
        result = remote(lambda a, k: program.invoke(number, '__call__', a, k), self._kind, args, kwargs)
        return trusted(result, self._trusted and REACHED)

    def _speaks(self, other):
        """Whether an operator with `other` is the program's to answer."""
        return self._trusted == MADE or type(other) is Object and (self._trusted or other._trusted) > 0

    def __eq__(self, other):
        return operate('eq', self, other) is True if self._speaks(other) else self is other

    def __ne__(self, other):
        return operate('ne', self, other) is True if self._speaks(other) else self is not other

    def __hash__(self):
        return operate('hash', self) if self._trusted == MADE else id(self)

    def __bool__(self):
        return operate('bool', self) is True

    def __len__(self):
        if self._iterates:
            raise TypeError('a value of type ' + self._kind)
        return operate('len', self)

    def __iter__(self):
        return self if self._iterates else Iterator(operate('iter', self), self._trusted)

    def __next__(self):
        return next_of(self, self._trusted)

    def __contains__(self, value):
        if self._speaks(value):
            return operate('contains', self, value) is True
        return any(each is value or each == value for each in self)

    def __getitem__(self, key):
        return trusted(operate('getitem', self, key), self._trusted and REACHED)

    def __setitem__(self, key, value):
        operate('setitem', self, key, value)

    def __delitem__(self, key):
        operate('delitem', self, key)

    def __str__(self):
        return text_of('str', self)

    def __repr__(self):
        return text_of('repr', self)

    def __format__(self, how):
        return text_of('format', self, how)

    def __enter__(self):
        return trusted(operate('enter', self), self._trusted and REACHED)

    def __exit__(self, kind, error, trace):
        if error is not None and not getattr(error, '_crossed', False):
            operate('exit', self)
            return False
        return operate('exit', self) is True and error is None

    def __await__(self):
        return trusted(operate('await', self), self._trusted and REACHED)
        yield

    def __aiter__(self):
        return trusted(operate('aiter', self), self._trusted and REACHED)

    async def __anext__(self):
        found, value = operate('anext', self)
        if not found:
            raise StopAsyncIteration
        return value

    async def __aenter__(self):
        return operate('await', Method(self, '__aenter__')())

    async def __aexit__(self, kind, error, trace):
        return operate('await', Method(self, '__aexit__')(None, None, None))

    def _shown(self):
        return '<' + self._kind + '>'


# Names between underscores that hold data, and are the program's to answer.
DATA_NAMES = {'__dict__', '__name__', '__qualname__', '__doc__', '__version__', '__annotations__', '__slots__', '__defaults__',
              '__kwdefaults__', '__dataclass_fields__', '__match_args__', '__members__', '__cause__', '__context__'}
CLASS_DATA_NAMES = DATA_NAMES - {'__dict__', '__name__', '__qualname__', '__doc__', '__cause__', '__context__'}


def text_of(name, *values):
    text = operate(name, *values)
    return text if type(text) is str else '<' + values[0]._kind + '>'


def next_of(iterator, is_trusted):
    """The next value of one of the program's iterators, whose end is the end of it and nothing else."""
    words, state.words = state.words, state.words | {'StopIteration'}
    try:
        value = operate('next', iterator)
    finally:
        state.words = words
    return trusted(value, is_trusted and REACHED)


class Iterator:
    """An iterator of an object of the program."""

    def __init__(self, made, is_trusted):
        self.made, self.is_trusted = made, is_trusted

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.made) if type(self.made) is not Object else next_of(self.made, self.is_trusted)


def operator_of(name):
    """An operator that compares or reckons with what tests have: only an object of theirs answers."""
    def method(self, *others):
        if self._trusted < MADE and not (others and self._speaks(others[0])):
            raise TypeError('a value of type ' + self._kind)
        if name.startswith('r') and name != 'rshift':
            return trusted(operate(name[1:], others[0], self), REACHED)
        return trusted(operate(name, self, *others), REACHED)
    return method


for name in ('lt', 'le', 'gt', 'ge', 'add', 'radd', 'sub', 'rsub', 'mul', 'rmul', 'truediv', 'rtruediv', 'floordiv', 'rfloordiv',
             'mod', 'rmod', 'pow', 'rpow', 'matmul', 'rmatmul', 'neg', 'pos', 'abs', 'invert', 'xor', 'or', 'and', 'lshift',
             'rshift', 'divmod', 'iadd', 'isub', 'imul', 'ior', 'iand'):
    setattr(Object, '__' + name + '__', operator_of(name + '_' if name in ('or', 'and') else name))
for name in ('int', 'float', 'complex', 'index', 'round', 'reversed'):
    setattr(Object, '__' + name + '__', lambda self, *others, name=name: operate(name, self, *others))
