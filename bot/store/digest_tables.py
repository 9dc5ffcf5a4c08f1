"""The tables of subscriptions, digests and watches."""

from sqlite_utils import Database


def make_subscriptions(db: Database) -> None:
    """What channels are told, and when; one that was removed keeps its row, and its id for good."""
    db.execute(
        "CREATE TABLE subscriptions (id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL,"
        " data TEXT NOT NULL, is_removed INTEGER NOT NULL DEFAULT 0) STRICT"
    )
    db.table("subscriptions").create_index(["channel"])


def make_digest_runs(db: Database) -> None:
    """One row a subscription and slot: who has it, and how far it is. Moments since 1970."""
    db.table("digest_runs").create(
        {
            "subscription": int,
            "slot": str,
            "due_at": float,
            "state": str,
            "holder": str,
            "again_at": float,
            "attempts": int,
            "folded": int,
            "asked_by": str,
            "began_posting_at": float,
            "digest": str,
            "channel": str,
            "ts": str,
            "trouble": str,
            "details": str,
        },
        pk=("subscription", "slot"),
        strict=True,
    )
    db.table("digest_runs").create_index(["state", "again_at"])
    db.table("digest_runs").create_index(["channel", "ts"])


def make_announced(db: Database) -> None:
    """Orders that a subscription announced, once ever, and those its last digest called stuck."""
    db.table("announced").create(
        {"subscription": int, "order_id": str, "slot": str},
        pk=("subscription", "order_id"),
        strict=True,
    )
    db.table("digest_stuck").create(
        {"subscription": int, "order_id": str, "reference": str},
        pk=("subscription", "order_id"),
        strict=True,
    )


def make_watches(db: Database) -> None:
    """Who watches which orders, and what each of them was told; moments since 1970."""
    db.table("watches").create(
        {
            "person": str,
            "key": str,
            "order_ids": str,
            "reference": str,
            "team": str,
            "channel": str,
            "card_ts": str,
            "from_position": int,
            "ended": str,
        },
        pk=("person", "key"),
        strict=True,
    )
    db.table("watch_told").create(
        {
            "person": str,
            "key": str,
            "position": int,
            "words": str,
            "state": str,
            "holder": str,
            "again_at": float,
            "began_at": float,
        },
        pk=("person", "key", "position"),
        strict=True,
    )
    db.table("watch_told").create_index(["state", "again_at"])
    db.execute(
        "CREATE TABLE feed_cursors (name TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT"
    )


def make_cards_due(db: Database) -> None:
    """Since when a watch's card is to be drawn again, and from when on it may be tried.

    Watches that go on are looked at once: until now nobody knew which card had been left behind.
    """
    db.execute("ALTER TABLE watches ADD COLUMN card_due_since REAL")
    db.execute("ALTER TABLE watches ADD COLUMN card_again_at REAL")
    db.execute(
        "CREATE INDEX watches_card ON watches (card_again_at) WHERE card_again_at IS NOT NULL"
    )
    db.execute(
        "UPDATE watches SET card_again_at = 0, card_due_since = CAST(strftime('%s') AS REAL)"
        " WHERE ended = ''"
    )


def make_thread_watches(db: Database) -> None:
    """A watch is known by who is told: its person as before, or a thread, `channel:ts`."""
    db.execute("ALTER TABLE watches RENAME COLUMN person TO watcher")
    db.execute("ALTER TABLE watches ADD COLUMN person TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE watches ADD COLUMN thread_channel TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE watches ADD COLUMN thread_ts TEXT NOT NULL DEFAULT ''")
    db.execute("UPDATE watches SET person = watcher")
    db.execute("ALTER TABLE watch_told RENAME COLUMN person TO watcher")
    db.execute("ALTER TABLE watch_told ADD COLUMN by_person TEXT NOT NULL DEFAULT ''")
