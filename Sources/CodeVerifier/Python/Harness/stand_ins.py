# What stands for the program's functions, classes and objects in the tests' process.


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
