# Running the tests.


def place(error, source):
    """The line of the tests at which an error came up."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == TESTS:
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
    if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
        return False
    return any(isinstance(inner, ast.Assert) for inner in walk(node))


class Outcome:
    """How the tests went so far."""

    def __init__(self):
        self.status, self.passed, self.total, self.failure, self.line, self.call = 'done', 0, 0, '', '', ['', '']
        self.skips, self.unran, self.sure, self.script, self.failures = [], False, False, '', 0

    def is_over(self, stop):
        return bool(self.failure) and stop

    def lost(self, name, error, unran=False):
        self.failures += 1
        if not self.failure:
            self.failure = type(error).__name__ + (': ' + str(error)[:400] if str(error) else '')
            self.line, self.call = place(error, self.script), list(last_call)
            self.unran = unran

    def passed_one(self, name, unran=False):
        if unran:
            self.lost(name, AssertionError('no check ran in ' + name), True)
        else:
            self.passed += 1

    def skipped(self, name):
        self.total -= 1
        self.skips.append(name)

    def left_out(self, name):
        self.total -= 1

    def guard(self, name, step):
        """Runs what is no test itself; false, with the failure kept, when it raises."""
        try:
            step()
            return True
        except (OwnObjects, BadTests, program.Failure):
            raise
        except Skipped:
            self.skips.append(name)
            return False
        except BaseException as error:
            self.lost(name, checked_error(error))
            return False

    def run(self, test):
        if skips(test.marks):
            return self.skipped(test.name)
        expected = expects_failure(test.marks)
        before = ran[0]
        try:
            test.call()
        except (OwnObjects, BadTests, program.Failure):
            raise
        except Skipped:
            return self.skipped(test.name)
        except ExpectedFailure:
            return self.left_out(test.name)
        except BaseException as error:
            if is_skip(error):
                return self.skipped(test.name)
            if expected is not None:
                return self.left_out(test.name)
            return self.lost(test.name, checked_error(error))
        if expected is not None:
            if expected.kwargs.get('strict'):
                return self.lost(test.name, AssertionError('an unexpected success'))
            return self.left_out(test.name)
        self.passed_one(test.name, test.must and ran[0] == before)


def is_skip(error):
    unittest = sys.modules.get('unittest')
    return unittest is not None and type(error) is unittest.SkipTest


def checked_error(error):
    """The error, where it can be the program's; a module that the tests import and is not there is their own."""
    if isinstance(error, ImportError) and not getattr(error, '_crossed', False) and getattr(error, 'name', None):
        if error.name.split('.')[0] in PACKAGES | MODULES:
            raise BadTests('the tests import ' + error.name + ', which is not installed')
    return error


def parse(text):
    try:
        return compile(text, TESTS, 'exec', ast.PyCF_ONLY_AST, True)
    except SyntaxError as error:
        raise BadTests('line ' + str(error.lineno) + ': ' + str(error.msg))
    except (ValueError, RecursionError, MemoryError) as error:
        raise BadTests(type(error).__name__ + ': ' + str(error))


def is_collected(tree):
    """Whether a script has tests that a collector finds."""
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith('test'):
            return True
        if isinstance(node, ast.ClassDef) and (node.name.startswith('Test') or any(
                'TestCase' in (getattr(base, 'attr', '') or getattr(base, 'id', '')) for base in node.bases)):
            return True
    return False


def make_files(files):
    """Puts the files of the tests beside them; modules among them are imported from here, whatever the program writes."""
    for path, content in files.items():
        path = os.path.join(directory, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8', newline='') as file:
            file.write(content)


def surroundings(words, files):
    """What the words of the tests need around them."""
    state.words = words
    if 'IS_ONE_PROCESS' not in globals() and not state.is_nothing:
        shared = words & SHARED_WORDS or 'inspect' in words and words & INSPECTING_WORDS \
            or 'asyncio' in words and (words & LOOP_WORDS or 'gather' in words and words & CLOCK_WORDS) or not words.isdisjoint(('filters', 'path')) and state.text.process_state()
        if shared:
            raise OwnObjects('the tests use ' + min(shared) + ', which is about their own process')
        chosen = chosen_by_program(state.text) if words & CHOOSING_WORDS else None
        if chosen:
            raise OwnObjects('the tests let a value of the program choose what runs, by ' + chosen)
    if directory in sys.path:
        sys.path.remove(directory)  # what a program writes there is no module of the tests
    if 'pytest' in words:
        sys.modules['pytest'] = make_pytest()
    if 'dataclasses' in words and not state.is_nothing:
        hook_dataclasses()
    if 'assertIs' in words or 'assertIsNot' in words:
        state.compares_identity = True
        hook_unittest()
    if 'unittest' in words:
        import unittest
        unittest.main = lambda *args, **kwargs: None
        if 'mock' in words:
            import unittest.mock
            hook_mock()
    state.environment = dict(os.environ) if 'environ' in words or 'setenv' in words or 'putenv' in words else None
    if files or not words.isdisjoint(FILE_WORDS):
        state.keeps_files = True
        make_files(files)


# What tests look at in their own process, where the program is not.
SHARED_WORDS = {'assertLogs', 'assertNoLogs', 'caplog', 'warns', 'assertWarns', 'assertWarnsRegex', 'recwarn', 'deprecated_call',
                'catch_warnings', 'getsource', 'tracemalloc', 'weakref', 'getrefcount', '__code__'}
INSPECTING_WORDS = {'signature', 'getfullargspec', 'getargspec', 'getcallargs', 'getattr_static', 'stack', 'currentframe'}
# What needs one event loop for the coroutines of both: here the program's are waited for one by one.
LOOP_WORDS = {'wait_for', 'timeout', 'timeout_at', 'wait', 'shield', 'create_task', 'ensure_future', 'TaskGroup', 'cancel', 'Queue',
              'Event', 'Condition', 'Semaphore', 'Future', 'all_tasks', 'current_task', 'as_completed'}
CLOCK_WORDS = {'time', 'perf_counter', 'monotonic'}
FILE_WORDS = {'open', 'Path', 'tmp_path', 'tmpdir', 'tempfile', 'makedirs', 'mkdir', 'remove', 'exists', 'listdir', 'isfile',
              'isdir', 'shutil', 'unlink'}


def watch_assignments(text):
    """Names of modules that the tests assign to are replaced for the program too."""
    for owner, name in text.replaced:
        for module, imported_name, alias in text.imports:
            if alias == owner and imported_name is None:
                module = module if alias != module.split('.')[0] else alias
                try:
                    __import__(module)
                except ImportError:
                    continue
                watch(module, name)


def run_all(scripts, setup, entry, is_test_file, stop, files, outcome):
    trees = list(map(parse, scripts))
    before = parse(setup) if setup else None
    state.text = text = Text(trees + [before] if before else trees)
    state.compares_identity = text.ask_for_stand_ins()
    surroundings(text.words(), files)
    state.shares_imports = True
    for module, _, _ in text.imports:
        if module != 'pytest' and module.split('.')[0] not in MODULES and module.split('.')[0] not in PACKAGES:
            state.shares_imports = False
    state.class_like, state.called = text.class_like, set(text.called)
    collects = True in map(is_collected, trees)
    counts_statements = not (is_test_file and collects)
    state.is_file, state.writes_back = collects, text.changes
    namespace = {}
    if collects:
        sys.modules[state.module] = types.ModuleType(state.module)
        namespace = vars(sys.modules[state.module])
    namespace.update(__name__=state.module if collects else '__main__', __builtins__=builtins, __note__=note, __file__='tests.py')
    defined, must = text.defined, {}
    counting = []
    for tree in trees:
        counting.append([])
        for node in tree.body:
            is_counted = counts_statements and is_test(node)
            outcome.total += is_counted
            counting[-1].append((is_counted, type(node) not in UNCOUNTED and holds_check(node, defined)))
    # What the program may give; see `count_checks` for what the library has of it.
    free = (text.used - text.assigned).difference(HELPERS)
    for module, name, alias in text.imports:
        if name and module.split('.')[0] not in MODULES and module.split('.')[0] not in PACKAGES and module != 'pytest':
            free.add(alias)
    known = KNOWN if KNOWN.isdisjoint(text.assigned) else KNOWN - text.assigned
    for script, tree in zip(scripts, trees):
        more, sure = count_checks(tree, script, defined, free, known, entry)
        must.update(more)
        outcome.sure = outcome.sure or sure
    outcome.has_checks = text.holds_check or any(path.endswith('.py') and holds_check(parse(content)) for path, content in files.items())
    kept = prepare(entry, namespace)
    namespace.update(__type__=type_of, __is__=is_same, __id__=identity_of)
    if state.compares_identity and not state.is_nothing:
        program.extra(('remember',))
    if text.replaced:
        watch_assignments(text)
    if before:
        outcome.script = setup
        if not outcome.guard('setup', lambda: exec(compile(before, TESTS, 'exec'), namespace)):
            return
        if kept:
            keep(kept, namespace)
    for script, tree, counts in zip(scripts, trees, counting):
        outcome.script = script
        for node, (is_counted, must_count) in zip(tree.body, counts):
            code = compile(ast.Module([node], []), TESTS, 'exec')
            ran_before, failures = ran[0], outcome.failures
            must_run = must_count or isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and must.get(called_name(node.value), False)
            if outcome.guard('line %d' % node.lineno, lambda: exec(code, namespace)):
                unran = must_run and ran[0] == ran_before
                if is_counted or unran:
                    outcome.passed_one('line %d' % node.lineno, unran)
            elif outcome.failures == failures:
                return  # the whole is skipped
            if kept:
                keep(kept, namespace)
            if outcome.failures > failures and (stop or not is_counted):
                break  # what does not count prepares the rest, which is worth nothing without it
        if outcome.is_over(stop):
            return
    if collects:
        outcome.script = scripts[0] if len(scripts) == 1 else '\n'.join(scripts)
        found, fixtures = collect(namespace, must, is_test_file, state.called)
        run_collected(found, fixtures, must, stop, outcome, namespace)
    program.names()  # a program that is gone passes nothing


def run(scripts, setup, entry, is_test_file, stop, files={}, nothing=False, module_name=''):
    outcome = Outcome()
    outcome.has_checks, state.module_name, is_gone = True, module_name, False
    try:
        state.is_nothing = nothing
        if nothing:
            stop = False  # every test says whether it is skipped
            stand_for_nothing()
        run_all(scripts, setup, entry, is_test_file, stop, files, outcome)
        if outcome.total <= 0 and not outcome.failure and not outcome.skips and not outcome.passed:
            outcome.status = 'empty'
    except OwnObjects as error:
        outcome.status, outcome.failure = 'own_objects', str(error)
    except BadTests as error:
        outcome.status, outcome.failure = 'bad_tests', str(error)
    except program.Opaque as error:
        outcome.failure = outcome.failure or 'a value that does not cross: ' + str(error.args[0] if error.args else '?')
    except program.Died as error:
        is_gone = True
        outcome.passed = min(outcome.passed, max(outcome.total - 1, 0))
        if not outcome.failure:
            outcome.failure, outcome.call = 'the program ended', list(last_call)
    if nothing and outcome.status == 'done':
        # No check: what is written as one passes, or nothing is.
        outcome.status = 'holds' if outcome.failure and outcome.has_checks else 'vacuous'
    program.report((outcome.status, outcome.passed, outcome.total, outcome.failure, outcome.line, outcome.call[0], outcome.call[1],
                    outcome.sure, outcome.unran, '\n'.join(outcome.skips)))
    if is_gone:
        sys.exit(1)  # how the program ended is then how the run did


USUAL_TESTS = """
def check(candidate):
    assert candidate(a = 1) == 1
    assert candidate(a = [[1, -2]], b = "x") == True
check(Solution().f)
assert f([1, (2, "x")]) == [1, (2, "x")]
assert f(-1) == -1, 'no'
assert set(f([1, 1])) == {1}
assert not f(False)
for x in [1]:
    assert abs(f(x) - 1.5) < 1
"""


def warm_up():
    """Runs tests of a program that is not there, so that a run finds what they use in the interpreter's caches."""
    global program, directory
    own = program, directory
    program = types.SimpleNamespace(
        names=lambda: {'f': 'function', 'x': 'value', 'Solution': 'class'}, value=lambda path: 0, extra=lambda order: None,
        call=lambda path, args, kwargs: args[0] if args else kwargs['n'], report=lambda verdict: None,
        new=lambda *order: object_of(1, '__main__.Solution'), get=lambda *order: object_of(2, 'method'), invoke=lambda *order: 1,
        Opaque=own[0].Opaque, Raised=own[0].Raised, Died=own[0].Died, Failure=own[0].Failure)
    check = 'METADATA = {}\ndef check(candidate):\n    assert candidate([1, 2]) == [1, 2], "x"\n    assert candidate(n=0) == x\n'
    for _ in range(10):
        run([check + 'check(f)'], 'from typing import *\nimport math', 'f', False, True)
        run(['assert f("a") == "a"', 'assert f({1: 2.5}) == {1: 2.5}'], '', '', False, False)
        run([USUAL_TESTS], '', None, False, True)
    program, directory = own
    # What is left of them would be given up in each run, page by page.
    OBJECTS.clear()
    state.class_stand_ins.clear()
    state.text, state.names, state.words, state.called, state.class_like = None, {}, frozenset(), frozenset(), frozenset()
    last_call[:] = '', ''
    ran[0] = 0
    sys.modules.pop(state.module, None)
    for name in ('solution', 'main', 'your_module'):
        sys.modules.pop(name, None)


__all__ = ['run']
OWN_STREAMS = {'stdout': sys.stdout, 'stderr': sys.stderr}
if 'IS_ONE_PROCESS' not in globals():
    warm_up()
