# Calls of a function of the program with lists where it wants nodes, as LeetCode's own harness gives them.


NO_ARGUMENT = -1  # that nodes are meant, where no argument shows it
NODE_ATTRIBUTES = {"val", "next", "left", "right"}


def linked_list(made, values):
    head = None
    for value in reversed(values):
        node = made(value)
        node.next = head
        head = node
    return head


def tree(made, values):
    values = iter(values)
    root = next(values, None)
    root = None if root is None else made(root)
    level = [root] if root else []
    for node in level:
        for side in ("left", "right"):
            value = next(values, None)
            if value is not None:
                child = made(value)
                setattr(node, side, child)
                level.append(child)
    return root


def annotated(function):
    """The kinds of node of a function's parameters by its annotations, and whether each is a list of them."""
    code = getattr(function, "__code__", None)
    names = code.co_varnames[:code.co_argcount] if code else ()
    notes = [str(getattr(function, "__annotations__", {}).get(name, "")) for name in names]
    if hasattr(function, "__self__"):
        notes = notes[1:]
    return {at: (kind, "list[" in note.lower()) for at, note in enumerate(notes) for kind in ("ListNode", "TreeNode") if kind in note}


def attributes_of(code):
    found = set(code.co_names)
    for each in code.co_consts:
        if type(each) is type(code):
            found |= attributes_of(each)
    return found


def asked_for(function, arguments, error):
    """The kind of node that a function took an argument for when it asked it for what nodes have."""
    if error.name not in NODE_ATTRIBUTES:
        return {}
    kind = "TreeNode" if attributes_of(function.__code__) & {"left", "right"} else "ListNode"
    for at, value in enumerate(arguments):
        if type(value) is list and value is error.obj:
            return {at: (kind, False)}
        if type(value) is list and any(each is error.obj for each in value if type(each) is list):
            return {at: (kind, True)}
    return {}


def has_empty_nodes(function, arguments):
    """Whether an argument has no nodes, by which the function raises nothing: what nodes have is named in it."""
    code = getattr(function, "__code__", None)
    return any(type(value) is list and not any(each != [] for each in value) for value in arguments) \
        and code is not None and bool(attributes_of(code) & {"next", "left", "right"})


def with_nodes(globals, function, arguments, error, known):
    """The arguments with nodes in the place of lists, where the function wants some. `known` keeps what it wants: by its
    annotations where `error` is None, or by the AttributeError that it raised of `arguments`. None: there is nothing new."""
    if error is None:
        wanted = annotated(function)
        if has_empty_nodes(function, arguments):
            wanted[NO_ARGUMENT] = "ListNode", False
    else:
        wanted = asked_for(function, arguments, error)
    if error is not None and not wanted.keys() - known.keys():
        return None
    known.update(wanted)
    made = list(arguments)
    for at, (kind, is_many) in known.items():
        if NO_ARGUMENT < at < len(made) and type(made[at]) is list:
            make = linked_list if kind == "ListNode" else tree
            node = globals[kind]
            made[at] = [make(node, each) for each in made[at]] if is_many else make(node, made[at])
    return tuple(made)
