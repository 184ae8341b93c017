"""A process that ends with the one that started it, however that ends.

    python -m pipelines.tied MODULE ARGUMENT...

runs MODULE as `python -m MODULE` does, until its standard input is closed. Whoever started it holds the other
end of that pipe, and the system closes it with him: after `kill -9` too, where nobody could tidy up.
"""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence

__all__ = ["start_tied"]

# For what it has in hand. Then it is ended whatever it does.
_SECONDS_TO_END = 2.0


def start_tied(
    module: str, arguments: Sequence[str], environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """Start MODULE as a process that ends with this one, at the latest some seconds after it.

    It is in a session of its own: ^C at a terminal reaches this process alone, which decides what to do.
    """
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines.tied", module, *arguments],
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def _end_with_parent() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Timer(_SECONDS_TO_END, os._exit, [1]).start()


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    module = sys.argv[1]
    sys.argv[:] = sys.argv[1:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
