"""Watches in SQLite."""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from bot.orders.seen import FeedEntry
from bot.store.audit import append_entry
from bot.store.database import SqliteDatabase
from bot.store.ports import Entry
from bot.store.subscription_ports import Hold, Place
from bot.store.watch_cards import CARDS_DUE, card_drawn, card_rests, hold_card, mark_card
from bot.store.watch_ports import CardDue, Telling, TellingState, Watch

FEED = "watches"
_FOLLOWS = "from_position < ? AND EXISTS (SELECT 1 FROM json_each(order_ids) WHERE value = ?)"
_GOING_ON = "SELECT * FROM watches WHERE ended = '' AND"
_DUE = """
    SELECT * FROM watch_told AS mine WHERE state IN ('waiting', 'posting') AND again_at <= ?
    AND NOT EXISTS (
        SELECT 1 FROM watch_told WHERE watcher = mine.watcher AND key = mine.key
        AND position < mine.position AND state IN ('waiting', 'posting')
    ) ORDER BY again_at, position LIMIT 100"""
"""What comes behind something that is not told yet waits for it."""
_WATCHED = "SELECT DISTINCT value FROM watches, json_each(order_ids) WHERE ended = ''"
_DROPPED = (
    "UPDATE watch_told SET state = 'failed' WHERE watcher = ? AND key = ?"
    " AND position > ? AND state IN ('waiting', 'posting')"
)
_MINE = (
    "watcher = ? AND key = ? AND position = ? AND holder = ? AND state IN ('waiting', 'posting')"
)


class SqliteWatches:
    """One row a watch, one a piece of news (bot.store.watch_ports.WatchStore)."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def add(self, watch: Watch, entry: Entry) -> bool:
        """False when its watcher watches these orders already."""
        return await self._database.write(lambda db: _add(db, watch, entry))

    async def watched_by(self, watcher: str) -> Sequence[Watch]:
        """Those that go on."""
        query = f"{_GOING_ON} watcher = ? ORDER BY reference"
        return await self._database.read(lambda db: _watches(db, query, watcher))

    async def of_card(self, card: Place) -> Watch | None:
        """The watch that this message is the card of, ended or not."""
        query, where = (
            "SELECT * FROM watches WHERE channel = ? AND card_ts = ?",
            (card.channel, card.ts),
        )
        found = await self._database.read(lambda db: _watches(db, query, *where))
        return found[0] if found else None

    async def has_card(self, watch: Watch, card: Place) -> None:
        """Remembers where its card is."""
        query = "UPDATE watches SET channel = ?, card_ts = ? WHERE watcher = ? AND key = ?"
        values = (card.channel, card.ts, watch.watcher, watch.key)
        await self._database.write(lambda db: db.execute(query, values) and None)

    async def watched(self) -> Collection[str]:
        """Gelato's ids of all orders that somebody watches."""
        return await self._database.read(
            lambda db: [order_id for (order_id,) in db.execute(_WATCHED)]
        )

    async def follows(self, watch: Watch, order_ids: Sequence[str]) -> None:
        """Remembers which orders it is about by now."""
        query = "UPDATE watches SET order_ids = ? WHERE watcher = ? AND key = ?"
        values = (json.dumps(list(order_ids)), watch.watcher, watch.key)
        await self._database.write(lambda db: db.execute(query, values) and None)

    async def end(self, watch: Watch, why: str, entry: Entry | None = None) -> bool:
        """False when it had ended before."""
        return await self._database.write(lambda db: _end(db, watch, why, entry))

    async def dismiss(self, telling: Telling, why: str) -> bool:
        """Ends its watch, and drops what comes behind it; False when that had ended before."""
        return await self._database.write(lambda db: _dismiss(db, telling, why))

    async def card_is_due(self, watch: Watch, now: datetime, until: datetime) -> CardDue:
        """Notes that its card does not show how things are, held by who draws it until then."""
        return await self._database.write(lambda db: hold_card(db, watch, now, until))

    async def cards_due(self, now: datetime, until: datetime) -> Sequence[CardDue]:
        """The cards that have waited longest, likewise."""
        return await self._database.write(
            lambda db: [
                hold_card(db, watch, now, until)
                for watch in _watches(db, CARDS_DUE, now.timestamp())
            ]
        )

    async def card_drawn(self, due: CardDue, now: datetime) -> None:
        """It shows how things are, unless something happened meanwhile: then it is due at once."""
        await self._database.write(lambda db: card_drawn(db, due, now))

    async def card_rests(self, due: CardDue, until: datetime) -> None:
        """It is not tried before then, unless something happens."""
        await self._database.write(lambda db: card_rests(db, due, until))

    async def cursor(self) -> int:
        """How far the feed was read."""
        query = "SELECT position FROM feed_cursors WHERE name = ?"

        def read(db: Database) -> int:
            found = db.execute(query, (FEED,)).fetchone()
            return int(found[0]) if found else 0

        return await self._database.read(read)

    async def hear(self, changes: Sequence[FeedEntry], position: int, now: datetime) -> None:
        """Notes whom these are to be told, and that the feed was read up to this position."""
        await self._database.write(lambda db: _hear(db, changes, position, now))

    async def take_over(self, now: datetime, hold: Hold) -> Sequence[Telling]:
        """Claims what is to be told next, of each watch."""
        return await self._database.write(lambda db: _taken(db, now, hold))

    async def begin(self, telling: Telling, now: datetime, until: datetime) -> bool:
        """Whether it may be posted now: this holder still has it."""
        began = (telling.began_at or now).timestamp()
        values = {"state": "posting", "again_at": until.timestamp(), "began_at": began}
        return await self._database.write(lambda db: _set(db, telling, values))

    async def settle(
        self, telling: Telling, state: TellingState, until: datetime | None = None
    ) -> bool:
        """Ends it, or lets it rest until then."""
        values: dict[str, Any] = {"state": str(state)}
        if until is not None:
            values["again_at"] = until.timestamp()
        return await self._database.write(lambda db: _set(db, telling, values))


def _add(db: Database, watch: Watch, entry: Entry) -> bool:
    db.execute(
        "DELETE FROM watches WHERE watcher = ? AND key = ? AND ended <> ''",
        (watch.watcher, watch.key),
    )
    row = _row(watch)
    query = (
        f"INSERT INTO watches ({', '.join(row)}) "  # noqa: S608  # columns of our own
        f"VALUES ({', '.join('?' * len(row))}) ON CONFLICT DO NOTHING"
    )
    if not db.execute(query, tuple(row.values())).rowcount:
        return False
    append_entry(db, entry)
    return True


def _end(db: Database, watch: Watch, why: str, entry: Entry | None) -> bool:
    query = "UPDATE watches SET ended = ? WHERE watcher = ? AND key = ? AND ended = ''"
    if not db.execute(query, (why, watch.watcher, watch.key)).rowcount:
        return False
    if entry is not None:
        append_entry(db, entry)
    return True


def _dismiss(db: Database, telling: Telling, why: str) -> bool:
    watch = telling.watch
    db.execute(_DROPPED, (watch.watcher, watch.key, telling.position))
    return _end(db, watch, why, None)


def _hear(db: Database, changes: Sequence[FeedEntry], position: int, now: datetime) -> None:
    query = f"{_GOING_ON} {_FOLLOWS}"
    insert = (
        "INSERT INTO watch_told (watcher, key, position, words, by_person, state, holder, again_at)"
        " VALUES (?, ?, ?, ?, ?, 'waiting', '', ?) ON CONFLICT DO NOTHING"
    )
    for change in changes:
        for watch in _watches(db, query, change.position, change.order_id):
            words, by = _news(change, watch)
            row = (watch.watcher, watch.key, change.position, words, by, now.timestamp())
            db.execute(insert, row)
            mark_card(db, watch, now, now)
    db.execute(
        "INSERT INTO feed_cursors VALUES (?, ?) ON CONFLICT (name)"
        " DO UPDATE SET position = max(position, excluded.position)",
        (FEED, position),
    )


def _news(change: FeedEntry, watch: Watch) -> tuple[str, str]:
    """What to say, and whose work it was: who watches alone knows what they did themselves."""
    words = _of_part(change, watch)
    if watch.thread:
        return words, change.by
    return ("" if change.by == watch.person else words), ""


def _of_part(change: FeedEntry, watch: Watch) -> str:
    """What happened, and to which part where there are several."""
    if len(watch.order_ids) == 1 or change.order_id not in watch.order_ids:
        return change.words
    number = watch.order_ids.index(change.order_id) + 1
    return f"Part {number} of {len(watch.order_ids)}: {change.words}"


def _taken(db: Database, now: datetime, hold: Hold) -> list[Telling]:
    found = []
    for row in list(db.query(_DUE, (now.timestamp(),))):
        which = (row["watcher"], row["key"], row["position"])
        db.execute(
            "UPDATE watch_told SET holder = ?, again_at = ?"
            " WHERE watcher = ? AND key = ? AND position = ?",
            (hold.holder, (now + hold.lease).timestamp(), *which),
        )
        of = "SELECT * FROM watches WHERE watcher = ? AND key = ?"
        watches = _watches(db, of, row["watcher"], row["key"])
        found += [_telling(row, watch, hold) for watch in watches]
    return found


def _telling(row: dict[str, Any], watch: Watch, hold: Hold) -> Telling:
    began = row["began_at"]
    return Telling(
        watch=watch,
        position=row["position"],
        words=row["words"],
        state=TellingState(row["state"]),
        holder=hold.holder,
        by=row["by_person"],
        began_at=None if began is None else datetime.fromtimestamp(began, UTC),
    )


def _set(db: Database, telling: Telling, values: dict[str, Any]) -> bool:
    columns = ", ".join(f"{name} = ?" for name in values)
    query = f"UPDATE watch_told SET {columns} WHERE {_MINE}"  # noqa: S608  # columns of our own
    which = (telling.watch.watcher, telling.watch.key, telling.position, telling.holder)
    return bool(db.execute(query, (*values.values(), *which)).rowcount)


def _watches(db: Database, query: str, *values: object) -> list[Watch]:
    return [_watch(row) for row in list(db.query(query, values))]


def _row(watch: Watch) -> dict[str, object]:
    """A new watch as it stands in the table; where its card is comes later."""
    return {
        "watcher": watch.watcher,
        "person": watch.person,
        "key": watch.key,
        "order_ids": json.dumps(watch.order_ids),
        "reference": watch.reference,
        "team": watch.team,
        "channel": "",
        "thread_channel": watch.thread.channel if watch.thread else "",
        "thread_ts": watch.thread.ts if watch.thread else "",
        "card_ts": "",
        "from_position": watch.from_position,
        "ended": watch.ended,
    }


def _watch(row: dict[str, Any]) -> Watch:
    watch = Watch(
        person=row["person"],
        key=row["key"],
        order_ids=tuple(json.loads(row["order_ids"])),
        reference=row["reference"],
        team=row["team"],
        thread=Place(row["thread_channel"], row["thread_ts"]) if row["thread_ts"] else None,
        from_position=row["from_position"],
        ended=row["ended"],
    )
    return replace(watch, card=Place(row["channel"], row["card_ts"])) if row["card_ts"] else watch
