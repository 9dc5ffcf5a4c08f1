"""Connections that neither wait nor grow for ever: uvicorn's own, with a bound on the head.

uvicorn bounds neither how long a connection may stay silent before its first request, nor how
large the head of a request may grow.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_HEAD = 10.0
"""Seconds for the head of a request to arrive."""
LARGEST_HEAD = 64 * 1024
"""Bytes; Slack's heads have one thousand."""


class BoundedConnection(HttpToolsProtocol):
    """Closes what stays silent, or talks without end, before a request has a whole head."""

    _head_size = 0
    _awaits_head = True
    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """A new connection: its first head is awaited."""
        super().connection_made(transport)
        self.access_log = False  # an address may carry the secret of webhooks
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Some bytes; more than a head may hold are not waited out."""
        self._head_size += len(data)
        super().data_received(data)
        if self._awaits_head and self._head_size > LARGEST_HEAD:
            self.transport.close()

    def on_message_begin(self) -> None:
        """The first bytes of a request."""
        super().on_message_begin()
        self._await_head()

    def on_headers_complete(self) -> None:
        """From here on the application bounds what comes."""
        self._awaits_head = False
        self._forget_patience()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody to wait for."""
        self._forget_patience()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        self._forget_patience()
        self._awaits_head, self._head_size = True, 0
        self._patience = self.loop.call_later(LONGEST_HEAD, self._give_up)

    def _give_up(self) -> None:
        if self._awaits_head and not self.transport.is_closing():
            self.transport.close()

    def _forget_patience(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
