"""Judges: the models that graders may ask, as the operator configures them."""

from __future__ import annotations

import json
import os
from typing import Any, Dict, Mapping, Optional, Union, cast

from . import _library
from ._judge_functions import JudgeFunction, serve

#: Settings as a mapping, or the path of a file of JSON or YAML.
JudgeSettings = Union[Mapping[str, Any], str, os.PathLike[str]]


def configure_judges(
    settings: Optional[JudgeSettings],
    *,
    mode: str = "live",
    cache: Optional[Union[str, os.PathLike[str]]] = None,
    functions: Optional[Mapping[str, JudgeFunction]] = None,
) -> None:
    """Makes these the judges that engines may ask which are made from now on.

    Without a call, ``ADJUDGE_JUDGES`` names a file of settings.

    :param settings: ``{"endpoints": {NAME: {"url": …, "model": …, "key_env": …}}}``, or a file of it; ``None`` for
        those of the environment. Keys stand in the environment or in files, never in settings.
    :param mode: ``live`` asks for what the cache has not; ``replay`` uses the cache alone, so that a run repeats.
    :param cache: a file of replies, in place of that of the settings.
    :param functions: functions or coroutine functions that answer in place of servers, by the names of endpoints whose
        ``kind`` is ``function``. Each gets a chat completion's request as a dict, and returns the model's words, or a
        chat completion's reply as a dict. Functions run in threads, coroutines in one event loop.
    :raises GraderError: where the settings are wrong, with the path, what was found, and what would be right.
    """
    if mode not in ("live", "replay"):
        raise ValueError(f'mode: found "{mode}", expected live or replay')
    if settings is None:
        if cache is not None or mode != "live":
            raise ValueError("found mode or cache without settings, expected settings")
        _library.check(_library.judges_configure(None, 0, 0))
        return
    document = dict(settings) if isinstance(settings, Mapping) else _read(os.fspath(settings))
    _check(document, functions or {})
    serve(dict(functions or {}))
    if cache is not None:
        document["cache"] = os.fspath(cache)
    text = json.dumps(document).encode()
    _library.check(_library.judges_configure(text, len(text), 1 if mode == "replay" else 0))


def judge_usage() -> Optional[Dict[str, Any]]:
    """What judges were asked in this process: ``questions``, ``cached``, ``shared``, ``calls``, ``retries``,
    ``input_tokens``, ``output_tokens``, ``cost`` in dollars by the settings' prices, ``seconds``, ``canaries``,
    ``failed_canaries``, and ``failures`` by reason. ``None`` where none is configured."""
    return cast(Optional[Dict[str, Any]], json.loads(_library.judges_tally_json()))


def _check(document: Dict[str, Any], functions: Mapping[str, JudgeFunction]) -> None:
    """Raises where an endpoint has no function, or a function no endpoint."""
    endpoints = document.get("endpoints")
    named = endpoints if isinstance(endpoints, Mapping) else {}
    wanted = {name for name, it in named.items() if isinstance(it, Mapping) and it.get("kind") == "function"}
    for name in sorted(wanted ^ set(functions)):
        what = "an endpoint without a function" if name in wanted else "a function without an endpoint"
        raise ValueError(f'functions: found {what}, "{name}", expected both by the same name, of the kind function')


def _read(path: str) -> Dict[str, Any]:
    with open(path, "rb") as file:
        text = file.read()
    found = json.loads(_library.json_of_yaml(text, path) if path.endswith((".yaml", ".yml")) else text)
    if not isinstance(found, dict):
        raise ValueError(f"{path}: found {type(found).__name__}, expected an object with endpoints")
    return found
