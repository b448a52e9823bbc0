"""The command line `dhr`: results go to standard output, messages to standard error.

What a command needs is loaded when it is called, so that `dhr --help` answers at once.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from api.cli.arguments import parser

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

DONE, REFUSED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command and give its exit status.

    0: done, a plan shown, or nothing new; 1: refused, nothing saved; 2: wrong usage; 130: stopped by Ctrl-C.
    """
    options = parser().parse_args(arguments)
    try:
        status = _carry_out(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough. Python would complain at exit if it could still write.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def _carry_out(options: Namespace) -> int:
    try:
        status = _loaded(options.deed)(options)
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:  # noqa: BLE001 (each becomes a sentence: nobody is shown a traceback)
        errors = import_module("api.cli.errors")
        print(errors.sentence(error), file=sys.stderr)
        return WRONG_USAGE if isinstance(error, errors.WRONG_USAGE) else REFUSED
    return status


def _loaded(deed: str) -> Callable[[Namespace], int]:
    """The function that carries out a command, with all that it needs."""
    module, _, function = deed.partition(":")
    # What is loaded is there to stay: to look for garbage in it again and again took a sixth of a start.
    gc.disable()
    try:
        found: Callable[[Namespace], int] = getattr(import_module(f"api.cli.{module}"), function)
    finally:
        gc.enable()
    return found
