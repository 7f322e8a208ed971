"""Logs with an allow-list of keys: what is not on it never reaches a log (no content, no SQL text, no names)."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

# Where a package for colours lies beside it, structlog loads that too: a fifteenth of every start, for what is never printed.
_colours = sys.modules.setdefault("rich", None)  # type: ignore[arg-type]
import structlog  # noqa: E402 - without them

if _colours is None:
    del sys.modules["rich"]

ALLOWED = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "logger",
        "status",
        "method",
        "route",
        "hat",
        "login",
        "duration_ms",
        "exception_type",
        "where",
        "job",
        "count",
        "code",
    }
)


def only_allowed(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every key that is not on the list, and every line break in what remains."""
    return {key: str(value).replace("\n", " ").replace("\r", " ")[:200] for key, value in event.items() if key in ALLOWED}


class QuietFormatter(logging.Formatter):
    """Library records: logger, level and the type and place of an exception; never the message's arguments or a traceback's values."""

    def format(self, record: logging.LogRecord) -> str:
        parts = [record.levelname.lower(), record.name]
        if record.exc_info and record.exc_info[0]:
            trace = record.exc_info[2]
            while trace and trace.tb_next:
                trace = trace.tb_next
            where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
            parts += [record.exc_info[0].__name__, where]
        return " ".join(parts)


def configure() -> None:
    """Set up structlog and the standard library's loggers."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler()
    handler.setFormatter(QuietFormatter())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
