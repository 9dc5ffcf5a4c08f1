"""The schema, as small steps in order. A step that was released is never changed again."""

from sqlite_utils import Database, Migrations

migration = Migrations("orderdesk")


@migration()
def m001_audit(db: Database) -> None:
    """The audit log; only ever grows, by trigger, and the hash chain proves it."""
    db.table("audit").create(
        {
            "id": int,
            "at": str,
            "operation": str,
            "outcome": str,
            "person": str,
            "team": str,
            "channel": str,
            "reference": str,
            "order_ids": str,
            "took_ms": int,
            "request_id": str,
            "previous": str,
            "hash": str,
        },
        pk="id",
        not_null={"at", "operation", "outcome", "person", "previous", "hash"},
        strict=True,
    )
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END"
        )
    db.execute(  # a REPLACE deletes without asking the trigger above, unless told to
        "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit "
        "WHEN NEW.id <= (SELECT max(id) FROM audit) "
        "BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END"
    )
    db.table("audit_orders").create(
        {"order_id": str, "audit_id": int}, pk=("order_id", "audit_id"), strict=True
    )


@migration()
def m002_deliveries(db: Database) -> None:
    """What Slack has delivered lately."""
    db.table("deliveries").create({"key": str, "at": float}, pk="key", strict=True)
    db.table("deliveries").create_index(["at"])


@migration()
def m003_form_states(db: Database) -> None:
    """The state of open forms; `ends_at` in seconds since 1970."""
    db.table("form_states").create(
        {"key": str, "owner": str, "data": str, "ends_at": float}, pk="key", strict=True
    )
    db.table("form_states").create_index(["ends_at"])


@migration()
def m004_audit_orders_only_grow(db: Database) -> None:
    """The index from orders to audit rows only grows, as the rows do."""
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER audit_orders_no_{verb.lower()} BEFORE {verb} ON audit_orders "
            "BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END"
        )


@migration()
def m005_audit_detail(db: Database) -> None:
    """What exactly was asked or changed, beside the outcome."""
    db.execute("ALTER TABLE audit ADD COLUMN detail TEXT NOT NULL DEFAULT ''")


@migration()
def m030_subscriptions(db: Database) -> None:
    """What channels are told, and when; one that was removed keeps its row, and its id for good."""
    db.execute(
        "CREATE TABLE subscriptions (id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL,"
        " data TEXT NOT NULL, is_removed INTEGER NOT NULL DEFAULT 0) STRICT"
    )
    db.table("subscriptions").create_index(["channel"])


@migration()
def m031_digest_runs(db: Database) -> None:
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


@migration()
def m032_announced(db: Database) -> None:
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


@migration()
def m033_watches(db: Database) -> None:
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
