"""The tables of a workspace's patience and of who looks after stuck orders."""

from sqlite_utils import Database


def make_patience(db: Database) -> None:
    """The limits that an admin has set: one row of JSON, or none while the usual ones hold."""
    db.execute("""
        CREATE TABLE patience (
            id INTEGER PRIMARY KEY CHECK (id = 1), data TEXT NOT NULL, "by" TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT""")


def make_attention(db: Database) -> None:
    """Who has taken or snoozed which order; moments in seconds since 1970.

    The two indexes are for looking for stuck orders: those that are promised, and those that
    Gelato called delayed.
    """
    db.execute("""
        CREATE TABLE attention (
            order_id TEXT NOT NULL, kind TEXT NOT NULL, "by" TEXT NOT NULL, since REAL NOT NULL,
            until REAL NOT NULL, PRIMARY KEY (order_id, kind)
        ) STRICT, WITHOUT ROWID""")
    for name, columns in {
        "promised": "(promised_by) WHERE is_open AND promised_by IS NOT NULL",
        "delayed": "(delayed_at) WHERE is_open AND delayed_at IS NOT NULL",
    }.items():
        db.execute(f"CREATE INDEX orders_seen_{name} ON orders_seen {columns}")
