"""Scoring that Ctrl-C, and any other signal with a handler in Python, can end.

Python runs the handlers of signals in its main thread, between two of its instructions. A batch that is scored there
would hold them up until it is done; it is scored beside it instead, and the main thread waits for it.
"""

from __future__ import annotations

import _thread
import threading
from typing import Callable, List, Optional

from . import _library

#: Batches of so few rows, where nothing is waited for, are done before anybody could wish them to end.
FEW = 4
#: How long a call that was cancelled is waited for, in seconds. Most end within some milliseconds.
PATIENCE = 10.0


def carry_out(call: Callable[[], int], cancel: Callable[[], None]) -> None:
    """Carries out a call of the library that may take long, and raises what its code stands for.

    Where a handler raises meanwhile, as that of Ctrl-C does, ``cancel`` is called from the main thread, and what was
    raised goes on once the call has ended. The call keeps alive what it works on.
    """
    if threading.current_thread() is not threading.main_thread():
        _library.check(call())
        return
    errors: List[Optional[BaseException]] = []
    done = _thread.allocate_lock()
    done.acquire()
    started = False

    def run() -> None:
        try:
            code = call()
            errors.append(None if code == _library.OK else _library.error_of(code))
        except BaseException as error:
            errors.append(error)
        finally:
            done.release()

    try:
        try:
            _thread.start_new_thread(run, ())
            started = True
        except RuntimeError:
            # No thread is to be had, as while the interpreter shuts down.
            run()
        done.acquire()
    except BaseException:
        cancel()
        # Once the call has said how it ended, the signal came after it: the lock may be taken already.
        # A second signal gives up waiting; the call then ends by itself. A signal may also have come before the thread.
        if not errors:
            done.acquire(timeout=PATIENCE if started else 0.5)
        raise
    if errors[0] is not None:
        raise errors[0]
