"""The machine's capabilities, and oddities of graders, before anything is scored."""

from __future__ import annotations

import json
from typing import Any, Dict, List, cast

from . import _library
from ._engine import _engine_handle
from ._graders import GraderSource


def doctor() -> Dict[str, Any]:
    """The capabilities of this machine: ``version``, ``instruction_set``, ``instruction_sets``, ``processors``,
    ``pcre2``, ``jit``, ``curl``, and ``sandbox`` with its ``level`` (0 to 3), ``layers``, ``languages`` and
    ``python_modules``.
    What is missing has a ``problem`` that says why. Opens the sandbox: some tenths of a second."""
    return cast(Dict[str, Any], json.loads(_library.machine_json()))


def lint(grader: GraderSource) -> List[str]:
    """The oddities of a grader that compiles, such as a case of a route that no row reaches; none for most graders.

    :raises GraderError: where it does not compile, with the path, what was found, and what would be right.
    """
    handle = _engine_handle(grader, 1)
    return cast(List[str], json.loads(_library.warnings_json(handle.pointer)))
