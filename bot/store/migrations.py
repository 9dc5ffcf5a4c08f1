"""The schema, as small steps in order. A step that was released is never changed again."""

from sqlite_utils import Database, Migrations

from bot.store.attention_tables import make_attention, make_patience
from bot.store.digest_tables import (
    make_announced,
    make_cards_due,
    make_digest_runs,
    make_subscriptions,
    make_thread_watches,
    make_watches,
)
from bot.store.ledger_tables import make_amendments, make_ledger, make_sweeps, make_webhooks

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
def m006_roles(db: Database) -> None:
    """Who was given which role; `holder` is Slack's id of a person or of a user group."""
    db.table("roles").create(
        {"holder": str, "role": str, "granted_by": str, "at": str},
        pk="holder",
        not_null={"role", "granted_by", "at"},
        strict=True,
    )


@migration()
def m007_switches(db: Database) -> None:
    """What an admin switched; the row `pause` is there while changes are paused."""
    db.table("switches").create(
        {"name": str, "by": str, "at": str, "reason": str},
        pk="name",
        not_null={"by", "at", "reason"},
        strict=True,
    )


@migration()
def m010_changes(db: Database) -> None:
    """Changes asked of Gelato: at most one open for an order, and one for each form and order."""
    db.table("changes").create(
        {
            "id": str,
            "request": str,
            "kind": str,
            "order_id": str,
            "reference": str,
            "person": str,
            "team": str,
            "channel": str,
            "request_id": str,
            "thread_ts": str,
            "card_ts": str,
            "asked_at": float,
            "due_at": float,
            "stage": str,
            "reason": str,
            "note": str,
            "wish": str,
            "accepted": int,
            "tries": int,
            "outcome": str,
            "words": str,
            "done_by": str,
            "ended_at": float,
            "told_at": float,
        },
        pk="id",
        strict=True,
    )
    db.execute("CREATE UNIQUE INDEX changes_open ON changes(order_id) WHERE stage <> 'ended'")
    db.execute("CREATE UNIQUE INDEX changes_request ON changes(request, order_id)")
    db.execute("CREATE INDEX changes_of_person ON changes(person, asked_at)")
    db.execute(
        "CREATE INDEX changes_unfinished ON changes(asked_at) "
        "WHERE stage <> 'ended' OR told_at IS NULL"
    )
    db.execute("CREATE INDEX changes_done ON changes(order_id, kind, ended_at)")


@migration()
def m011_submissions(db: Database) -> None:
    """Forms that were sent and not attended to yet; `body` is Slack's payload as JSON."""
    db.table("submissions").create(
        {"id": int, "request": str, "body": str, "at": float, "due_at": float},
        pk="id",
        strict=True,
    )
    db.execute("CREATE INDEX submissions_due ON submissions(due_at)")
    db.execute("CREATE INDEX submissions_request ON submissions(request)")


@migration()
def m020_ledger(db: Database) -> None:
    """What was seen of every order: a line each, its states, and what contradicted them."""
    make_ledger(db)


@migration()
def m021_webhooks(db: Database) -> None:
    """Events of Gelato's: the body until it is worked on, the key so that none counts twice."""
    make_webhooks(db)


@migration()
def m022_sweeps(db: Database) -> None:
    """How far each sweep has come, and who may sweep. `plan` is JSON of the stretches."""
    make_sweeps(db)


@migration()
def m023_patience(db: Database) -> None:
    """The limits that an admin has set, and who set them."""
    make_patience(db)


@migration()
def m024_attention(db: Database) -> None:
    """Who has taken or snoozed which order; and indexes by which stuck ones are found."""
    make_attention(db)


@migration()
def m030_subscriptions(db: Database) -> None:
    """What channels are told, and when; one that was removed keeps its row, and its id for good."""
    make_subscriptions(db)


@migration()
def m031_digest_runs(db: Database) -> None:
    """One row a subscription and slot: who has it, and how far it is. Moments since 1970."""
    make_digest_runs(db)


@migration()
def m032_announced(db: Database) -> None:
    """Orders that a subscription announced, once ever, and those its last digest called stuck."""
    make_announced(db)


@migration()
def m033_watches(db: Database) -> None:
    """Who watches which orders, and what each of them was told; moments since 1970."""
    make_watches(db)


@migration()
def m034_thread_watches(db: Database) -> None:
    """A watch is known by who is told: its person as before, or a thread, `channel:ts`."""
    make_thread_watches(db)


@migration()
def m050_amendments(db: Database) -> None:
    """What was seen to change of orders beside their states, in the same feed."""
    make_amendments(db)


@migration()
def m051_cards_due(db: Database) -> None:
    """Which cards of watches do not show yet how things are."""
    make_cards_due(db)
