# Running the tests.


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
