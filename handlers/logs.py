"""The program's log: one line a record, with every secret masked."""

import json
import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal

from stamina.instrumentation import RetryDetails, set_on_retry_hooks

log = logging.getLogger(__name__)

MASK = "•••"
SHORTEST_SECRET = 6
"""Characters. A shorter one would be found in every word."""
_TICKET = re.compile(r"((?:ticket|secret)=)[^&\s'\"]+")
_TALKATIVE = ("httpx", "httpcore", "slack_sdk", "uvicorn", "asyncio", "apscheduler")
"""Libraries that would log addresses and bodies, and with them personal data, or every tick."""
BOLT = logging.getLogger("slack_bolt")
"""For Bolt, which would warn at each start that a token in the environment is not used."""


class _Masked(logging.Formatter):
    """Replaces every secret in the finished line, tracebacks included."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        long_enough = (secret for secret in secrets if len(secret) >= SHORTEST_SECRET)
        self._secrets = sorted(long_enough, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        return self.masked(super().format(record))

    def masked(self, text: str) -> str:
        """The text without secrets, those too that addresses carry, such as Socket Mode's."""
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return _TICKET.sub(rf"\1{MASK}", text)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802  # logging names it
        """UTC, to the millisecond."""
        del datefmt
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


class _MaskedJson(_Masked):
    def format(self, record: logging.LogRecord) -> str:
        document = {
            "at": self.formatTime(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self.masked(record.getMessage()),
        }
        if record.exc_info:
            document["traceback"] = self.masked(self.formatException(record.exc_info))
        return json.dumps(document, ensure_ascii=False)


def start_logging(form: Literal["text", "json"] | None, secrets: Iterable[str]) -> None:
    """Logs to standard error; without a form, as text on a terminal and as JSON elsewhere."""
    form = form or ("text" if sys.stderr.isatty() else "json")
    handler = logging.StreamHandler()
    handler.setFormatter((_MaskedJson if form == "json" else _Masked)(secrets))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    BOLT.setLevel(logging.ERROR)
    set_on_retry_hooks([_repeated])


def _repeated(details: RetryDetails) -> None:
    """In place of stamina's own line, which would not say why."""
    why = type(details.caused_by).__name__
    log.warning("Gelato is asked again in %.1f s, because of %s", details.wait_for, why)
