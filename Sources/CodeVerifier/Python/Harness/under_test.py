# What is under test and may have a name that tests count on elsewhere: a builtin's, the library's, one of the tests' own. The
# text of the tests decides it alone.


def names_under_test(root):
    """The names of the library's that must be the program's: the entry, or where none is given all that the tests can be about,
    because they name nothing else that can be; and only where that is nothing, the one builtin that they check. The tests
    alone say it: a program that could, would take the place of what they count on."""
    if root is not None:
        return {root}
    text, alike, own = state.text, set(), set()
    for module, name, _ in text.imports:
        is_program = module.split('.')[0] not in MODULES | PACKAGES and module != 'pytest' or module == state.module_name
        if is_program and name != '*':
            return alike
    for name in text.missing():
        if name in HELPERS or name == 'pytest':
            continue
        if hasattr(builtins, name):
            if name in state.called and not looks_like_class(name):
                own.add(name)
            continue
        if ALIASES.get(name, name) in MODULES:
            continue
        value = library_value(name)
        if value is None:
            return set()
        if callable(value) and not looks_like_class(name):
            alike.add(name)
    # What only wraps the others is what the tests count on.
    if not alike and own:
        checks = [part for node in text.nodes if is_check(node, text.defined) for part in walk(node) if type(part) is ast.Call]
        own &= {called_name(part) for part in checks}
        own = own - text.wrapping or own
        return own if len(own) == 1 else alike
    return alike - text.wrapping or alike


def counted_on():
    """The library's names that tests use only to say what is right: where they stand, the other side of the comparison has
    something that is nobody else's than the program's."""
    text, beside = state.text, set()
    if text.expected is not None:
        return text.expected
    imported = {alias for module, _, alias in text.imports if module.split('.')[0] not in MODULES | PACKAGES and module != 'pytest'}
    missing = text.missing()

    def is_programs(name):
        return name in imported or name in missing and not hasattr(builtins, name) and name not in HELPERS and name != 'pytest' \
            and ALIASES.get(name, name) not in MODULES and library_value(name) is None

    for node in text.nodes:
        sides = [node.left] + node.comparators if type(node) is ast.Compare else node.args[:2] if is_check_call(node, text.defined) else ()
        sides = [[part for part in walk(side) if type(part) is ast.Name] for side in sides]
        own = [any(is_programs(part.id) for part in side) for side in sides]
        if True in own:
            beside.update(part for side, is_own in zip(sides, own) if not is_own for part in side)
    elsewhere = {node.id for node in text.nodes if type(node) is ast.Name and node not in beside}
    text.expected = {part.id for part in beside} - elsewhere
    return text.expected


def is_for_stars(name):
    """Whether `from solution import *` may give a name: none that the tests made, imported or count on."""
    text = state.text
    if name in text.under_test:
        return name not in text.bound
    return name not in text.bound and name != 'pytest' and name not in SAMENESS | MAKERS and not hasattr(builtins, name) \
        and (library_value(name) is None or name not in counted_on())


def must_be_given(name, root):
    """Whether a name that the program lacks is not to be had elsewhere: it has none of those under test."""
    under_test = state.text.under_test
    return name in under_test and state.names.keys().isdisjoint(under_test)


def kept_from_stars(root, namespace):
    """What no `from math import *` of the tests replaces: the names under test, with None for what the program lacks."""
    text = state.text
    kept = {}
    for name in text.under_test - text.bound if '*' in text.assigned else ():
        if name in state.names:
            kept[name] = namespace.get(name)
        elif must_be_given(name, root):
            kept[name] = None
    return kept


def keep(kept, namespace):
    for name, value in kept.items():
        if value is not None:
            namespace[name] = value
        else:
            namespace.pop(name, None)


def read_scope(nodes, bound, reads):
    """Adds what nodes bind in their scope, and what they and the functions below read of it or beyond. What the handlers of
    a failed star import bind in its place is no name of the tests' own."""
    nodes, below = list(nodes), []
    for node in nodes:
        kind = type(node)
        if kind in SCOPES:
            below.append(node)
            if hasattr(node, 'name'):
                bound.add(node.name)
            continue
        if kind is ast.Name:
            (reads if type(node.ctx) is ast.Load else bound).add(node.id)
        elif kind is ast.alias and node.name != '*':
            bound.add((node.asname or node.name).split('.')[0])
        elif kind is ast.ExceptHandler and node.name:
            bound.add(node.name)
        is_star = kind is ast.Try and any(type(each) is ast.ImportFrom and each.names[0].name == '*' for each in node.body)
        nodes += [each for each in ast.iter_child_nodes(node) if not (is_star and type(each) is ast.ExceptHandler)]
    for node in below:
        inner, outer = list(ast.iter_child_nodes(node)), list(getattr(node, 'decorator_list', ()))
        own, found = set(), set()
        if hasattr(node, 'args'):
            own.update(each.arg for each in walk(node.args) if type(each) is ast.arg)
            outer += node.args.defaults + [each for each in node.args.kw_defaults if each]
        read_scope(outer, set(), reads)
        read_scope(inner, own, found)
        own.difference_update(name for each in inner for part in walk(each) if type(part) is ast.Global for name in part.names)
        reads |= found - own


SCOPES = {ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp}
