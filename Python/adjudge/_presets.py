"""What a grader may name: presets, and the types of grader with their keys."""

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


class Key(NamedTuple):
    """A key that a grader of some type may have."""

    #: The key.
    name: str
    #: Its meaning, values and default, in one line.
    summary: str


class Verifier(NamedTuple):
    """A type of grader: ``{"type": NAME, …}``."""

    #: The name.
    name: str
    #: What it does, in one line.
    summary: str
    #: Its keys, beside those that every grader has.
    keys: List[Key]


def presets() -> List[Preset]:
    """Every preset of the library."""
    return [Preset(**preset) for preset in json.loads(_library.presets_json())]


def verifiers() -> List[Verifier]:
    """Every type of grader with its keys: those that check something, then those that join several (``multi`` and its
    like), whose summaries say what they have."""
    return [
        Verifier(kind["name"], kind["summary"], [Key(**key) for key in kind["keys"]])
        for kind in json.loads(_library.verifiers_json())
    ]
