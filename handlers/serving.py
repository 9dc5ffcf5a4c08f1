"""Serves the program's HTTP with uvicorn, for as long as somebody holds it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext

import uvicorn
from starlette.types import ASGIApp

from handlers.connections import BoundedConnection


class _Server(uvicorn.Server):
    """Leaves signals to the program."""

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]  # ours holds nothing
        return nullcontext()


@asynccontextmanager
async def serving(app: ASGIApp, host: str, port: int) -> AsyncIterator[str]:
    """The base address. Port 0 takes a free one. Raises OSError when the port is taken."""
    with _bound(host, port) as listening:
        server = _Server(_config(app))
        task = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            await _started(server, task)
            yield _address(listening)
        finally:
            server.should_exit = True
            await task


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=BoundedConnection,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,  # longer than whatever stands in front keeps its connections
        timeout_graceful_shutdown=5,
        limit_concurrency=1000,
    )


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise OSError(error.errno, f"{error.strerror}: {host}:{port}") from error
    return listening


async def _started(server: uvicorn.Server, task: "asyncio.Task[None]") -> None:
    while not server.started and not task.done():  # noqa: ASYNC110  # uvicorn sets a flag, no event
        await asyncio.sleep(0.01)


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
