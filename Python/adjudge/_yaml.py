"""Graders in YAML, read as the command reads them: by YAML's JSON schema, so that ``no`` is a word and no boolean."""

from __future__ import annotations

import json
import re
from typing import Any, List

from .errors import GraderError

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WORDS = {"null": "null", "~": "null", "": "null", "true": "true", "false": "false"}


def json_of_yaml(text: bytes, name: str) -> bytes:
    """The JSON text of a YAML document. ``name`` is what errors begin with.

    Keys that stand twice are written twice, for the library to refuse; aliases are refused here.
    """
    try:
        import yaml
    except ImportError:
        raise GraderError(
            f"{name}: YAML needs the package PyYAML (pip install pyyaml), or write the grader as JSON"
        ) from None
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                line = getattr(event.start_mark, "line", 0) + 1
                raise GraderError(f"{name}: line {line}: found a YAML alias, expected the value itself")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise GraderError(f"{name}: {error}") from None
    if node is None:
        raise GraderError(f"{name}: $: found nothing, expected a grader as YAML")
    parts: List[str] = []
    _write(yaml, node, parts)
    return "".join(parts).encode("utf-8", "surrogatepass")


def _write(yaml: Any, node: Any, parts: List[str]) -> None:
    if isinstance(node, yaml.MappingNode):
        for index, (key, value) in enumerate(node.value):
            parts.append("," if index else "{")
            parts.append(json.dumps(key.value if isinstance(key, yaml.ScalarNode) else ""))
            parts.append(":")
            _write(yaml, value, parts)
        parts.append("}" if node.value else "{}")
    elif isinstance(node, yaml.SequenceNode):
        for index, element in enumerate(node.value):
            parts.append("," if index else "[")
            _write(yaml, element, parts)
        parts.append("]" if node.value else "[]")
    else:
        plain = node.style is None
        word = _WORDS.get(node.value) if plain else None
        if word is None:
            number = plain and _NUMBER.fullmatch(node.value)
            word = node.value if number else json.dumps(node.value, ensure_ascii=False)
        parts.append(word)
