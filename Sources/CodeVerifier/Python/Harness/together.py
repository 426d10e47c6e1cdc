# What tests do beside calling: they replace names in modules, capture output, and leave and look for files. The program is
# in another process, so each call carries what changed there, and brings back what it changed.


ORIGINALS = {}
MOST_FILES = 1 << 24


def watch(module, name):
    """From now on a name of a module is looked at before each call, and the program's is replaced as the tests' is."""
    key = module, name
    if key not in ORIGINALS:
        target = sys.modules.get(module)
        ORIGINALS[key] = getattr(target, name, None) if target is not None else None
    return key


def replace(place, name, value):
    """Replaces a name of the program, or of one of its classes (`:Class`)."""
    state.watched[place, name] = value


def restore(place, name):
    state.watched.pop((place, name), None)


def replaced_now():
    found = [(place, name, value) for (place, name), value in state.watched.items()]
    for (module, name), original in ORIGINALS.items():
        value = getattr(sys.modules.get(module), name, None)
        if value is not original and (module, name) not in (('sys', 'stdout'), ('sys', 'stderr')):
            found.append((module, name, value))
    return found


def before_call():
    for each in state.fetched:
        number, name, value, before = each
        if value != before:
            each[3] = as_it_is(value)
            program.set(number, name, value)
    if state.watched or ORIGINALS or state.replaced:
        replaced = replaced_now()
        same = len(replaced) == len(state.replaced) and all(
            a[:2] == b[:2] and a[2] is b[2] for a, b in zip(replaced, state.replaced))
        if not same:
            state.replaced = replaced
            program.extra(('replace', replaced))
    if state.environment is not None and state.environment != os.environ:
        state.environment = dict(os.environ)
        program.extra(('environment', state.environment))
    streams = ()
    if sys.stdout is not OWN_STREAMS['stdout']:
        streams = ('stdout',)
    if sys.stderr is not OWN_STREAMS['stderr']:
        streams += ('stderr',)
    if streams != state.streams:
        state.streams = streams
        program.extra(('capture', list(streams)))
    if state.keeps_files:
        changed, gone = changes(files_now())
        if changed or gone:
            program.extra(('files', changed, gone))


def after_call():
    if state.streams:
        for name, text in program.extra(('captured',)).items():
            if name in state.streams and type(text) is str and text:
                getattr(sys, name).write(text)
    if state.keeps_files:
        changed, gone = program.extra(('changed',))
        for path in gone:
            path = own_path(path)
            if os.path.isdir(path):
                os.rmdir(path)
            elif os.path.exists(path):
                os.remove(path)
        for path, content in changed:
            path = own_path(path)
            os.makedirs(path if content is None else os.path.dirname(path), exist_ok=True)
            if type(content) is bytes:
                with open(path, 'wb') as file:
                    file.write(content)
        state.files = files_now()


def own_path(path):
    """A path that the program gave, which is one below the directory or none."""
    parts = path.split('/')
    if parts[0] != '.' or any(part in ('', '..') for part in parts) or '\0' in path:
        raise ValueError('a path outside the directory')
    return os.path.join(directory, *parts[1:])


def files_now():
    found = {}
    for folder, folders, names in os.walk(directory):
        for name in folders:
            found['./' + os.path.relpath(os.path.join(folder, name), directory)] = None
        for name in names:
            path = os.path.join(folder, name)
            state_of = os.lstat(path)
            if state_of.st_size <= MOST_FILES:
                found['./' + os.path.relpath(path, directory)] = state_of.st_mtime_ns, state_of.st_size
    return found


def changes(now):
    changed = []
    for path, what in now.items():
        if path not in state.files or state.files[path] != what:
            content = None
            if what is not None:
                with open(os.path.join(directory, path), 'rb') as file:
                    content = file.read()
            changed.append((path, content))
    gone = sorted((path for path in state.files if path not in now), reverse=True)
    state.files = now
    return changed, gone


def hook_dataclasses():
    """What `dataclasses` does with classes and objects of the program, the program does."""
    import dataclasses

    def hook(name):
        own = getattr(dataclasses, name)

        def asked(target, *arguments, **keywords):
            if type(target) not in (Object, Class):
                return own(target, *arguments, **keywords)
            return trusted(operate('dataclasses', target, name, list(arguments), keywords), MADE)
        setattr(dataclasses, name, asked)

    for name in ('fields', 'asdict', 'astuple', 'replace', 'is_dataclass'):
        hook(name)


def hook_unittest():
    import unittest

    def is_one(self, first, second, msg=None):
        if not is_same(first, second):
            self.fail(self._formatMessage(msg, '%r is not %r' % (first, second)))

    def is_none(self, first, second, msg=None):
        if is_same(first, second):
            self.fail(self._formatMessage(msg, 'unexpectedly identical: %r' % (first,)))

    unittest.TestCase.assertIs, unittest.TestCase.assertIsNot = is_one, is_none


def hook_mock():
    """mock.patch of a name of the program replaces the program's; of a name of a module, both."""
    mock = sys.modules.get('unittest.mock')
    if mock is None or hasattr(mock._patch, '_adjudge'):
        return
    enter, leave = mock._patch.__enter__, mock._patch.__exit__
    mock._patch._adjudge = True

    def entered(self):
        target = self.getter()
        if type(target) is types.ModuleType:
            watch(target.__name__, self.attribute)
        return enter(self)

    mock._patch.__enter__ = entered
