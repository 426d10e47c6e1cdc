# What stands for the program's classes in the tests' process, exceptions among them.


class Class(type):
    # The type of what stands for a class of the program: a class itself, so that tests can catch it.
    __doc__ = property(lambda cls: attribute_of_path(cls._path + '.__doc__') if hasattr(cls, '_path') else None)

    @property
    def __bases__(cls):
        if '_is_stand_in' not in vars(cls):
            return type.__bases__.__get__(cls)
        return tuple(class_of_name(name) for name in operate('bases', cls))

    @property
    def __mro__(cls):
        if '_is_stand_in' not in vars(cls):
            return type.__mro__.__get__(cls)
        return tuple(class_of_name(name) for name in operate('mro', cls))

    def __getattr__(cls, name):
        if name.startswith('__') and name not in CLASS_DATA_NAMES:
            raise AttributeError(name)
        if (':' + cls._path, name) in state.watched:
            return state.watched[':' + cls._path, name]
        value = attribute_of_path(cls._path + '.' + name)
        if type(value) is Object:
            if value._is_class:
                return class_named(cls._path + '.' + name)
            if value._kind in ('function', 'method', 'builtin_function_or_method'):
                return Function(cls._path + '.' + name, REACHED)
            trusted(value, MADE)
        return value

    def __setattr__(cls, name, value):
        replace(':' + cls._path, name, value)

    def __delattr__(cls, name):
        restore(':' + cls._path, name)

    def __call__(cls, *args, **kwargs):
        path = cls._path
        if not hasattr(cls, '_is_stand_in') or '_is_stand_in' not in vars(cls):
            raise OwnObjects('a class derived from one of the program')
        return trusted(remote(lambda a, k: program.new(path, a, k), path, args, kwargs), MADE)

    def __instancecheck__(cls, value):
        if issubclass(type(value), BaseException):
            return type.__instancecheck__(cls, value)
        return operate('isinstance', value, cls) is True

    def __subclasscheck__(cls, other):
        if type(other) is Class and vars(other).get('_is_stand_in') and not type.__subclasscheck__(cls, other):
            return operate('issubclass', other, cls) is True
        return type.__subclasscheck__(cls, other)

    def __iter__(cls):
        return Iterator(operate('iter', cls), MADE)

    def __len__(cls):
        return operate('len', cls)

    def __getitem__(cls, key):
        return trusted(operate('getitem', cls, key), MADE)

    def __contains__(cls, value):
        return operate('contains', cls, value) is True

    def __repr__(cls):
        return '<class ' + cls.__name__ + '>'


exceptions = state.class_stand_ins


def message_of(self):
    return self.__dict__.get('_message') or Exception.__str__(self)


def error_attribute(self, name):
    found = self.__dict__.get('_object')
    if found is None or name.startswith('__'):
        raise AttributeError(name)
    return attribute(found._number, name, 0)


def stand_in(name, bases=()):
    """A class for a class of the program. Raised, it is an exception of its own, and of its builtin bases; of those that can
    be none it is not one."""
    kinds = [vars(builtins)[each] for each in bases if each in vars(builtins) and each not in ENDINGS]
    base = next((kind for kind in kinds if issubclass(kind, Exception)), Exception)
    made = {'_path': name, '_is_stand_in': True, '__module__': 'solution'}
    if kinds and not any(issubclass(kind, BaseException) for kind in kinds):
        base = object
    else:
        made.update(__str__=message_of, __getattr__=error_attribute)
    kind = type.__new__(Class, name.split('.')[-1], (base,), made)
    exceptions[name] = kind
    return kind


# Builtin kinds whose names are in no module's namespace.
BUILTIN_KINDS = {kind.__name__: kind for kind in (
    types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType, types.FunctionType, types.BuiltinFunctionType,
    types.MethodType, types.ModuleType, types.MappingProxyType)}


def library_class(kind):
    """The library's class of a kind, where this process has it; plain data is never what a program says it is."""
    module, _, name = kind.rpartition('.')
    found = BUILTIN_KINDS.get(kind) or vars(builtins).get(kind)
    if module:
        found = getattr(sys.modules.get(module), name, None) if module.split('.')[0] in MODULES | PACKAGES else None
    return found if isinstance(found, type) and not issubclass(found, SUBCLASSED) and found is not object else None


def class_of_kind(kind, otherwise):
    """The class of the kind that the program says an object has: its own or the library's."""
    if kind.startswith('__main__.'):
        return class_named(kind[len('__main__.'):])
    found = library_class(kind)
    return otherwise if found is None else found


def class_of_name(name):
    """The class that a name of `kind_of` means."""
    found = vars(builtins).get(name)
    return found if isinstance(found, type) else class_of_kind(name, object)


def type_of(value):
    """The type of a value, for tests: what stands for a value of the program's is of its class."""
    kind = type(value)
    if kind is Object or kind is Function or isinstance(value, Remote):
        return value.__class__
    return type if kind is Class else kind


def class_named(name):
    if name not in state.class_stand_ins:
        bases = program.extra(('bases', name))
        stand_in(name, bases if type(bases) is tuple else ())
    return state.class_stand_ins[name]
