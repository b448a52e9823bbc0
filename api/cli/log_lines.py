"""Log lines go to standard error, one event a line, and never repeat what somebody has written."""

from __future__ import annotations

import logging
import sys
import time
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from types import TracebackType


class WithoutWords(logging.Formatter):
    """Says of an error what kind it was and where it arose, not its words: they may repeat a person's.

    In UTC, and whatever a library says in one line, so that no line can be forged (ASVS V16.2.2, V16.4.1).
    """

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (the name is the library's)
        """The line, without line breaks inside it."""
        record.message = " ".join(record.message.splitlines())
        return super().formatMessage(record)

    def formatException(  # noqa: N802 (the name is the library's)
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """The kind of the error, and the calls that led to it."""
        kind, _, trail = ei
        places = [f"  {one.filename}:{one.lineno} in {one.name}" for one in traceback.extract_tb(trail)]
        return "\n".join([*places, f"  {kind.__name__ if kind else 'no error'}"])


class Lines(structlog.PrintLogger):
    """Writes to standard error; a line that finds no room there is dropped.

    A log file on a full disk must not end the worker that wants to say so.
    """

    def msg(self, message: str) -> None:
        """Write one line."""
        with suppress(OSError):
            super().msg(message)

    debug = info = warning = error = critical = msg


def write_log_to_stderr(level: int) -> None:
    """Write what the tracker and its libraries log, from `level` (of `logging`) upwards."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # Asked for anew at each line: standard error may be another one by then.
        logger_factory=lambda *_: Lines(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutWords("timestamp=%(asctime)s level=%(levelname)s event=%(message)s"))
    logging.basicConfig(handlers=[handler], level=max(level, logging.WARNING), force=True)
