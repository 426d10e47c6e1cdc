# The tests against nothing: a program whose every name is there and gives an object that says nothing. What passes here
# is no check; what was skipped here is skipped whatever the program does.


class NothingType(type):
    def __call__(cls, *args, **kwargs):
        return NOTHING

    def __getattr__(cls, name):
        if name.startswith('__'):
            raise AttributeError(name)
        return NOTHING

    def __instancecheck__(cls, value):
        return False


class Nothing:
    """Equal to nothing, not even to be asked whether it is true."""

    def __getattr__(self, name):
        if name.startswith('__') or name == 'pytestmark' or name == '_fixture':
            raise AttributeError(name)
        return NOTHING

    def __call__(self, *args, **kwargs):
        return NOTHING

    def __eq__(self, other):
        return False

    def __ne__(self, other):
        return True

    def __hash__(self):
        return id(self)

    def __bool__(self):
        raise TypeError('nothing is neither true nor false')

    def __enter__(self):
        return NOTHING

    def __exit__(self, *error):
        return False

    def __mro_entries__(self, bases):
        return ()

    def __setattr__(self, name, value):
        pass

    def __await__(self):
        return NOTHING
        yield


NOTHING = object.__new__(Nothing)


class Named(Nothing):
    """What a name of the program itself means: a function is true, so that its name alone is no check."""

    __hash__ = Nothing.__hash__

    def __bool__(self):
        return True


class Names(dict):
    """Every name is the program's, if nobody else's."""

    def __contains__(self, name):
        return not hasattr(builtins, name)

    def __getitem__(self, name):
        return 'class' if looks_like_class(name) else 'function'


def stand_for_nothing():
    """Puts nothing in the program's place."""
    global program, resolve
    own = program
    made, given = {}, {}

    def kind_of_nothing(name):
        if name not in made:
            made[name] = NothingType(name, (Exception,), {})
        return made[name]

    def give(name):
        if name in state.class_like and looks_like_class(name):
            return kind_of_nothing(name)
        return given.setdefault(name, object.__new__(Named))

    program = types.SimpleNamespace(
        names=lambda: Names(), value=lambda path: NOTHING, call=lambda *a: NOTHING, new=lambda *a: NOTHING, invoke=lambda *a: NOTHING,
        get=lambda *a: NOTHING, set=lambda *a: None, extra=lambda order: {'captured': {}, 'modules': MODULES}.get(order[0], ((), ())),
        report=own.report, Failure=own.Failure, Died=own.Died, Opaque=own.Opaque, Raised=own.Raised)
    resolve = give
