"""Functions of the host's that answer judges' questions in place of a server."""

from __future__ import annotations

import asyncio
import inspect
import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Awaitable, Callable, Dict, Optional, Union

from . import _library

#: Takes a chat completion's request; gives the model's words, or a chat completion's reply.
JudgeFunction = Callable[[Dict[str, Any]], Union[str, Dict[str, Any], Awaitable[Union[str, Dict[str, Any]]]]]

_THREADS = 64
_functions: Dict[str, JudgeFunction] = {}
_pool: Optional[ThreadPoolExecutor] = None
_loop: Optional[asyncio.AbstractEventLoop] = None


def serve(functions: Dict[str, JudgeFunction]) -> None:
    """Makes these the functions that answer; each stands for the endpoint of its name."""
    global _functions
    _functions = functions
    if functions:
        _library.judges_function(_TAKE, None)


def _take(_context: Any, call: int, endpoint: bytes, request: Any, length: int) -> None:
    """Takes a call from the library, which waits until this returns."""
    try:
        body = json.loads(request[:length])
        function = _functions.get(endpoint.decode())
        if function is None:
            _fail(call, f"no function for the endpoint {endpoint.decode()}")
        elif inspect.iscoroutinefunction(function):
            asyncio.run_coroutine_threadsafe(_answer_later(call, function, body), _event_loop())
        else:
            _threads().submit(_answer, call, function, body)
    except BaseException as error:  # nothing may leave through C
        _fail(call, repr(error))


#: What C calls; it must live as long as the library.
_TAKE = _library.JUDGE_FUNCTION(_take)


def _answer(call: int, function: JudgeFunction, body: Dict[str, Any]) -> None:
    try:
        reply = function(body)
        if inspect.isawaitable(reply):
            asyncio.run_coroutine_threadsafe(_await(call, reply), _event_loop())
        else:
            _give(call, reply)
    except BaseException as error:  # a call without a reply would be waited for
        _fail(call, repr(error))


async def _answer_later(call: int, function: Any, body: Dict[str, Any]) -> None:
    await _await(call, function(body))


async def _await(call: int, reply: Any) -> None:
    try:
        _give(call, await reply)
    except BaseException as error:  # as above
        _fail(call, repr(error))


def _give(call: int, reply: Any) -> None:
    if isinstance(reply, str):
        message = {"role": "assistant", "content": reply}
        reply = {"choices": [{"message": message, "finish_reason": "stop"}]}
    elif not isinstance(reply, dict):
        raise TypeError(f"found {type(reply).__name__}, expected the model's words, or a chat completion's reply")
    text = json.dumps(reply).encode()
    _library.judges_reply(call, text, len(text), None)


def _fail(call: int, what: str) -> None:
    _library.judges_reply(call, None, 0, what.encode("utf-8", "replace").replace(b"\0", b" "))


def _forget() -> None:
    """In a child of fork: a parent's threads are not in it."""
    global _pool, _loop
    _pool = _loop = None


os.register_at_fork(after_in_child=_forget)


def _threads() -> ThreadPoolExecutor:
    global _pool
    if _pool is None:
        _pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="adjudge-judge")
    return _pool


def _event_loop() -> asyncio.AbstractEventLoop:
    """A loop of its own: the caller's may be blocked by the very scoring that asks."""
    global _loop
    if _loop is None:
        loop: asyncio.AbstractEventLoop = asyncio.new_event_loop()
        threading.Thread(target=loop.run_forever, name="adjudge-judge-loop", daemon=True).start()
        _loop = loop
    return _loop
