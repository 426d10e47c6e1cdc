# The test program of split execution, in files that are one text: what tests count on, and what a run remembers.
import ast, builtins, collections, decimal, fractions, os, sys, types
import candidate as program

STDLIB = {'math', 'random', 're', 'collections', 'itertools', 'functools', 'heapq', 'bisect', 'string', 'datetime',
          'copy', 'json', 'operator', 'typing', 'fractions', 'decimal', 'statistics', 'cmath', 'time', 'os', 'sys',
          'abc', 'array', 'types', 'enum', 'dataclasses', 'hashlib', 'textwrap', 'unittest', 'io', 'queue'}
MODULES = STDLIB | set(getattr(sys, 'stdlib_module_names', ())) | {'numpy', 'pandas'}
ALIASES = {'np': 'numpy', 'pd': 'pandas'}
# What no program stands for: packages that tests import as they are, or not at all.
PACKAGES = {'numpy', 'pandas', 'scipy', 'sklearn', 'matplotlib', 'seaborn', 'torch', 'tensorflow', 'keras', 'requests', 'bs4',
            'yaml', 'flask', 'django', 'sqlalchemy', 'hypothesis', 'faker', 'freezegun', 'parameterized', 'responses', 'nltk',
            'sympy', 'networkx', 'PIL', 'cv2', 'lxml', 'psutil', 'cryptography', 'pydantic', 'aiohttp', 'httpx', 'statsmodels',
            'plotly', 'openpyxl', 'docx', 'mock', 'nose', 'pytz', 'dateutil', 'attr', 'jsonschema', 'mechanize', 'wordcloud',
            'geopandas', 'shapely', 'xlwt', 'regex', 'tqdm', 'transformers', 'datasets', 'pytest_asyncio', 'pytest_mock'}
TESTS = '<tests>'


class OwnObjects(BaseException):
    """A test needs program and tests in one process."""


class BadTests(BaseException):
    """The tests fail for a reason of their own."""


class ListNode:
    def __init__(self, val=0, next=None):
        self.val, self.next = val, next


class TreeNode:
    def __init__(self, val=0, left=None, right=None):
        self.val, self.left, self.right = val, left, right


def list_node(values):
    head = None
    for value in reversed(list(values)):
        head = ListNode(value, head)
    return head


def is_same_list(a, b):
    steps = 0
    while a is not None and b is not None:
        if a.val != b.val:
            return False
        a, b, steps = a.next, b.next, steps + 1
        if steps > 1000000:
            return False
    return a is None and b is None


def tree_node(values):
    if not values or values[0] is None:
        return None
    root = TreeNode(values[0])
    level, rest = [root], iter(values[1:])
    for node in level:
        for side in ('left', 'right'):
            value = next(rest, None)
            if value is not None:
                child = TreeNode(value)
                setattr(node, side, child)
                level.append(child)
    return root


def is_same_tree(a, b):
    pairs = [(a, b)]
    while pairs:
        a, b = pairs.pop()
        if a is None or b is None:
            if a is not b:
                return False
            continue
        if a.val != b.val:
            return False
        pairs.append((a.left, b.left))
        pairs.append((a.right, b.right))
    return True


HELPERS = {'ListNode': ListNode, 'TreeNode': TreeNode, 'list_node': list_node, 'tree_node': tree_node,
           'is_same_list': is_same_list, 'is_same_tree': is_same_tree, 'inf': float('inf')}
last_call = ['', '']


def show(value):
    try:
        text = repr(value)
    except BaseException:
        text = '<' + type(value).__name__ + '>'
    return text if len(text) <= 400 else text[:400] + '...'


class Ended(BaseException):
    """The program left by an exception that is no error, such as SystemExit."""
