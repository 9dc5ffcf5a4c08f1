"""The stand-in Gelato: one web application that behaves like one of the two order APIs."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import timedelta
from typing import Any

from aiohttp import web

from bot.sandbox.gelato.book import Book
from bot.sandbox.gelato.changes import Changes
from bot.sandbox.gelato.control import Control
from bot.sandbox.gelato.door import Door
from bot.sandbox.gelato.endpoints import BASES, KEYS, paths_of
from bot.sandbox.gelato.faults import Fault, Faults
from bot.sandbox.gelato.hooks import Hooks
from bot.sandbox.gelato.journal import Journal
from bot.sandbox.gelato.life import Life
from bot.sandbox.gelato.mishaps import Sleep
from bot.sandbox.gelato.moments import Clock, wall_clock
from bot.sandbox.gelato.quotes import Quotes
from bot.sandbox.gelato.reads import Reads
from bot.sandbox.gelato.routes import add_routes
from bot.sandbox.gelato.seeding import world
from bot.sandbox.gelato.submits import Submits
from bot.sandbox.gelato.words import Dialect


class StandInGelato:
    """A Gelato of believable orders. Serve `.app`; call it with `.key` at `.base`.

    `paths` moves single endpoints (`{"cancel": "/order/{id}/cancel"}`), as connectors differ.
    The seed decides every order; `clock` says what "now" is, from which their ages count back.
    `sleep` is awaited wherever the stand-in lets somebody wait (seconds).
    """

    def __init__(
        self,
        dialect: Dialect = "connect",
        orders: int = 200,
        seed: int = 7,
        *,
        clock: Clock = wall_clock,
        sleep: Sleep = asyncio.sleep,
        paths: Mapping[str, str] | None = None,
        faults: Iterable[Fault] = (),
    ) -> None:
        self.dialect: Dialect = dialect
        self.key, self.base = KEYS[dialect], BASES[dialect]
        self.paths = paths_of(dialect, paths or {})
        self.faults, self.requests = Faults(list(faults)), Journal()
        self.book = Book(clock)
        self.book.orders.extend(world(dialect, orders, seed, self.book.now()))
        self.hooks = Hooks(self.book.now, sleep)
        self.life = Life(self.book, dialect, self.hooks.tell)
        self.reads = Reads(self.book, dialect)
        self.app = self._application(sleep)

    @property
    def orders(self) -> list[dict[str, Any]]:
        """Every order as the raw dict that a get answers; tests add and alter them."""
        return self.book.orders

    @property
    def effects(self) -> list[tuple[str, str]]:
        """What calls have really changed, each change once: (kind, Gelato id)."""
        return self.book.effects

    def order(self, key: str) -> dict[str, Any]:
        """The order of that id, else the first of that reference. Raises KeyError."""
        order = self.book.by_any(key)
        if order is None:
            raise KeyError(key)
        return order

    def move(self, key: str, status: str) -> None:
        """Puts one order into a status now, and tells the listener."""
        self.life.move(self.order(key), status, self.book.now())
        self.hooks.release()

    def advance(self, time: timedelta) -> None:
        """Lets so much time pass at once: orders move, events leave for the listener.

        Raises ValueError for time that runs backwards.
        """
        if time < timedelta():
            raise ValueError("Time only runs forwards.")
        self.life.wake()
        self.book.skip(time)
        self.life.wake()
        self.hooks.release()

    def catch_up(self) -> None:
        """Lets everything happen that the clock says is due; every call does this first."""
        self.life.settle()
        self.hooks.release()

    def _application(self, sleep: Sleep) -> web.Application:
        door = Door(self.dialect, self.key, self.faults, self.requests)
        door.sleep, door.now, door.before_work = sleep, self.book.now, self.catch_up
        door.after_work = self.hooks.release
        app = web.Application(middlewares=[door.middleware()], client_max_size=2 * 1024**2)
        add_routes(app, self.paths, self._handlers())
        Control(self).add_to(app)
        app.cleanup_ctx.append(self._hooks_while_served)
        return app

    async def _hooks_while_served(self, _app: web.Application) -> AsyncIterator[None]:
        yield
        await self.hooks.stop()

    def _handlers(self) -> dict[str, Any]:
        """The work behind each endpoint's name; a dialect uses those that it has paths for."""
        submits = Submits(self.book, self.life, self.dialect)
        changes = Changes(self.book, self.life, self.dialect)
        quotes = Quotes(self.book)
        return {
            "get": self.reads.get,
            "search": self.reads.search,
            "methods": self.reads.methods,
            "submit": submits.submit,
            "patch": submits.patch,
            "delete": submits.delete,
            "cancel": changes.cancel,
            "update": changes.update,
            "quote": quotes.quote,
            "prices": quotes.prices,
        }
