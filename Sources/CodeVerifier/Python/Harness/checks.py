# What in the text of tests is a check, and whether it ran.


ran = [0]
CHECKING = ('assert', 'fail', 'verify', 'expect', 'ensure', 'check')
CHECKING_NAMES = {'raises', 'warns', 'deprecated_call', 'testmod', 'exit', '_exit', 'approx'}


def note(function=None):
    """Counts a check that is about to run."""
    ran[0] += 1
    return function


def walk(tree):
    """A node and all below it in `ast.walk`'s order: without its import and its generators, which cost a run more memory than
    what they find."""
    found = [tree]
    for node in found:
        for field in node._fields:
            value = getattr(node, field, None)
            if type(value) is list:
                for each in value:
                    if isinstance(each, ast.AST):
                        found.append(each)
            elif isinstance(value, ast.AST):
                found.append(value)
    return found


def called_name(node):
    """The last name of what a call calls."""
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ''


def is_check_call(node, defined=()):
    if not isinstance(node, ast.Call):
        return False
    name = called_name(node)
    return name in CHECKING_NAMES or name.lower().lstrip('_').startswith(CHECKING) and name not in defined


def is_check(node, defined=()):
    return isinstance(node, (ast.Assert, ast.Raise)) or is_check_call(node, defined)


def holds_check(node, defined=()):
    for inner in walk(node):
        if is_check(inner, defined):
            return True
    return False


def always_fails(node):
    """A statement that fails wherever it is reached."""
    if isinstance(node, ast.Assert):
        return isinstance(node.test, ast.Constant) and not node.test.value
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Call) and called_name(node.value) in ('fail', 'exit')
    return isinstance(node, ast.Raise)


# Builtins that fail for an opaque value, or give what equals nothing that tests write.
MEASURES = {'len', 'sorted', 'set', 'list', 'tuple', 'sum', 'min', 'max', 'dict', 'frozenset', 'abs', 'round', 'int', 'float', 'str'}
# Helpers: what says that two are the same, which no opaque value is, and what makes the one that is expected.
SAMENESS, MAKERS = {'is_same_list', 'is_same_tree'}, {'list_node', 'tree_node'}
KNOWN = MEASURES | SAMENESS | MAKERS


def calls(node, names, known):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names and node.func.id in known


def calls_ours(node, ours):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and ours(node.func.id)


def holds_call(nodes):
    for node in nodes:
        for inner in walk(node):
            if isinstance(inner, ast.Call):
                return True
    return False


def is_ours(node, ours, known):
    """A call of a name of the program's, or a measure of one."""
    if calls(node, MEASURES, known) and len(node.args) == 1 and not node.keywords:
        return is_ours(node.args[0], ours, known)
    return calls_ours(node, ours)


def is_sure(node, ours, known):
    """A statement that no opaque result passes: a call of a name of the program's, as `ours` says, is equal to something,
    or is asked whether it is true. `known` are the names of `KNOWN` that the tests have not made their own."""
    test = node.test if isinstance(node, ast.Assert) else None
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq):
        sides = [test.left, test.comparators[0]]
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and len(node.value.args) >= 2 \
            and called_name(node.value) in ('assertEqual', 'assertEquals', 'assertListEqual', 'assertDictEqual', 'assertAlmostEqual'):
        sides = node.value.args[:2]
    elif calls(test, SAMENESS, known) and len(test.args) == 2:
        sides = [each for each in test.args if not (calls(each, MAKERS, known) and not holds_call(each.args))]
        return len(sides) == 1 and calls_ours(sides[0], ours)
    else:
        # An opaque value is neither true nor false.
        return calls_ours(test.operand if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) else test, ours)
    left, right = sides
    is_right = is_ours(right, ours, known)
    return (is_right or is_ours(left, ours, known)) and not holds_call([left if is_right else right])


class Counting(ast.NodeTransformer):
    """Counts the checks of a function where they run."""

    def __init__(self, defined):
        self.defined = defined

    def note(self, node):
        return ast.copy_location(ast.Expr(ast.Call(ast.Name('__note__', ast.Load()), [], [])), node)

    def visit_Assert(self, node):
        self.generic_visit(node)
        return [self.note(node), node]

    def visit_Call(self, node):
        self.generic_visit(node)
        if is_check_call(node, self.defined):
            node.func = ast.copy_location(ast.Call(ast.Name('__note__', ast.Load()), [node.func], []), node.func)
        return node

    def visit_If(self, node):
        self.generic_visit(node)
        return [self.note(node), node] if any(always_fails(each) for each in node.body + node.orelse) else node

    visit_While = visit_If

    def visit_Try(self, node):
        expects = any(always_fails(each) for each in node.body + node.orelse)
        forbids = any(always_fails(each) for handler in node.handlers for each in handler.body)
        self.generic_visit(node)
        if forbids:
            node.orelse.append(self.note(node))
        if expects:
            for handler in node.handlers:
                handler.body.insert(0, self.note(handler.body[0]))
        return node


def functions_of(tree):
    """The functions of a script and of its classes, with their names."""
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    yield node.name + '.' + inner.name, inner


def ends_with_check(node, defined, may_leave):
    """Whether a function that came to its end has run a check: one stands in it as it is, and nothing leaves it before."""
    if may_leave and any(isinstance(inner, (ast.Return, ast.Yield, ast.YieldFrom)) for inner in walk(node)):
        return False
    for each in node.body:
        if type(each) is ast.Assert or type(each) is ast.Expr and is_check_call(each.value, defined):
            return True
    return False


def count_checks(tree, script, defined, free, known, entry):
    """Prepares a script for counting. Of each function that holds checks: whether its run must count one; and whether
    the script surely holds a check."""
    must, sure, notes = {}, False, False

    def is_given(name):
        """Whether a name is the program's: no builtin, and of the library's names only the one under test."""
        return name in free and (name == entry or not hasattr(builtins, name) and library_value(name) is None)
    may_leave = 'return' in script or 'yield' in script
    for name, node in functions_of(tree):
        if not sure and (name == 'check' or name.split('.')[-1].startswith('test')):
            argument = node.args.args[0].arg if name == 'check' and node.args.args else None
            sure = any(is_sure(each, lambda called: called == argument or is_given(called), known) for each in node.body)
        if not ends_with_check(node, defined, may_leave) and holds_check(node, defined):
            must[name] = notes = True
            Counting(defined).visit(node)
    for index, node in enumerate(tree.body):
        kind = type(node)
        if kind is ast.Assert:
            sure = sure or is_sure(node, is_given, known)
        elif kind not in UNCOUNTED and holds_check(node, defined):
            notes = True
            made = Counting(defined).visit(node)
            tree.body[index] = made if not isinstance(made, list) else ast.copy_location(ast.If(ast.Constant(True), made, []), node)
    if notes:
        ast.fix_missing_locations(tree)
    return must, sure


UNCOUNTED = {ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Assert}
