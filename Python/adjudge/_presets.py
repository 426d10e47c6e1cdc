"""Graders that have a name."""

from __future__ import annotations

import json
from typing import Any, Dict, List, NamedTuple

from . import _library


class Preset(NamedTuple):
    """A grader that people ask for by name: ``Engine("preset:NAME")``."""

    #: The name.
    name: str
    #: What it does, in one line.
    summary: str
    #: The document that the name stands for.
    grader: Dict[str, Any]


def presets() -> List[Preset]:
    """Every preset of the library."""
    return [Preset(**preset) for preset in json.loads(_library.presets_json())]
