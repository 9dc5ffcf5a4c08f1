"""Which cards of watches do not show how things are, in SQLite; inside a transaction."""

from datetime import UTC, datetime

from sqlite_utils import Database

from bot.store.watch_ports import CardDue, Watch

CARDS_DUE = "SELECT * FROM watches WHERE card_again_at <= ? ORDER BY card_again_at LIMIT 8"
"""So few at once that each is drawn before its hold ends."""
_DUE = (
    "UPDATE watches SET card_again_at = ?, card_due_since = coalesce(card_due_since, ?)"
    " WHERE watcher = ? AND key = ?"
)
_SINCE = "SELECT card_due_since FROM watches WHERE watcher = ? AND key = ?"
_DRAWN = (
    "UPDATE watches SET card_again_at = NULL, card_due_since = NULL"
    " WHERE watcher = ? AND key = ? AND card_again_at = ?"
)
_RESTS = "UPDATE watches SET card_again_at = ? WHERE watcher = ? AND key = ? AND card_again_at = ?"


def mark_card(db: Database, watch: Watch, now: datetime, again_at: datetime) -> None:
    """It is to be drawn from then on."""
    db.execute(_DUE, (again_at.timestamp(), now.timestamp(), watch.watcher, watch.key))


def hold_card(db: Database, watch: Watch, now: datetime, until: datetime) -> CardDue:
    """It is to be drawn, by who holds it until then."""
    mark_card(db, watch, now, until)
    since = db.execute(_SINCE, (watch.watcher, watch.key)).fetchone()[0]
    return CardDue(watch, datetime.fromtimestamp(since, UTC), until)


def card_drawn(db: Database, due: CardDue, now: datetime) -> None:
    """Who else held it may have drawn it as things were before: it is drawn once more then."""
    if not db.execute(_DRAWN, _held(due)).rowcount:
        mark_card(db, due.watch, now, now)


def card_rests(db: Database, due: CardDue, until: datetime) -> None:
    """It is not tried before then, unless something happened since."""
    db.execute(_RESTS, (until.timestamp(), *_held(due)))


def _held(due: CardDue) -> tuple[str, str, float]:
    return due.watch.watcher, due.watch.key, due.until.timestamp()
