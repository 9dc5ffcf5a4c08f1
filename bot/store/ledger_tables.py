"""The tables of the ledger, of Gelato's webhooks, and of the sweeps."""

from sqlite_utils import Database


def make_ledger(db: Database) -> None:
    """What was seen of every order: a line each, its states, and what contradicted them.

    Moments in seconds since 1970. `is_open`: not delivered, returned, canceled or gone. `made_at`:
    what Gelato's date filters look at. `due`: 1 never read by its id, 2 changed since, 3 vanished.
    The number of a state is its place in the feed of changes.
    """
    db.execute("""
        CREATE TABLE orders_seen (
            number INTEGER PRIMARY KEY, order_id TEXT NOT NULL UNIQUE,
            reference TEXT NOT NULL, status TEXT NOT NULL,
            since REAL NOT NULL, since_is_exact INTEGER NOT NULL, first_seen REAL NOT NULL,
            last_seen REAL NOT NULL, ordered_at REAL, updated_at REAL, country TEXT NOT NULL,
            print_country TEXT NOT NULL, promised_by TEXT, method_uid TEXT NOT NULL,
            method_name TEXT NOT NULL, has_tracking INTEGER, tracking_code TEXT NOT NULL,
            tracking_url TEXT NOT NULL, moved_at REAL, delayed_at REAL, store_id TEXT NOT NULL,
            customer_reference_id TEXT NOT NULL, sales_channel TEXT NOT NULL, created_at REAL,
            not_before REAL, read_at REAL, shipped_at REAL, was_shipped INTEGER NOT NULL,
            gone_at REAL, is_open INTEGER NOT NULL, made_at REAL, due INTEGER NOT NULL
        ) STRICT""")
    for name, columns in {
        "state": "(status, since) WHERE is_open",
        "age": "(since) WHERE is_open",
        "country": "(country, since) WHERE is_open",
        "made": "(made_at) WHERE is_open",
        "due": "(due) WHERE due > 0",
        "shipped": "(shipped_at) WHERE shipped_at IS NOT NULL",
        "reference": "(reference)",
    }.items():
        db.execute(f"CREATE INDEX orders_seen_{name} ON orders_seen {columns}")
    db.execute("""
        CREATE TABLE states_seen (
            number INTEGER PRIMARY KEY, order_id TEXT NOT NULL, before TEXT NOT NULL,
            status TEXT NOT NULL, since REAL NOT NULL, is_exact INTEGER NOT NULL, how TEXT NOT NULL
        ) STRICT""")
    db.execute("CREATE INDEX states_seen_order ON states_seen (order_id, number)")
    db.execute("""
        CREATE TABLE contradictions (
            number INTEGER PRIMARY KEY, order_id TEXT NOT NULL, said TEXT NOT NULL,
            at REAL NOT NULL, how TEXT NOT NULL, held TEXT NOT NULL, held_since REAL NOT NULL
        ) STRICT""")
    db.execute("CREATE INDEX contradictions_order ON contradictions (order_id, number)")


def make_amendments(db: Database) -> None:
    """What else changed of orders; numbered together with the states, since one feed holds both."""
    db.execute("""
        CREATE TABLE amendments_seen (
            number INTEGER PRIMARY KEY, order_id TEXT NOT NULL, what TEXT NOT NULL,
            value TEXT NOT NULL, at REAL NOT NULL, person TEXT NOT NULL
        ) STRICT""")
    db.execute("CREATE INDEX amendments_seen_order ON amendments_seen (order_id, number)")


def make_webhooks(db: Database) -> None:
    """Events of Gelato's: the body until it is worked on, the key so that none counts twice.

    `fate`: waiting, done, given_up, or unused. `tries`: how often it was begun with.
    """
    db.execute("""
        CREATE TABLE webhooks (
            id INTEGER PRIMARY KEY, event TEXT NOT NULL, key TEXT NOT NULL, body BLOB,
            subject TEXT NOT NULL, at REAL NOT NULL, fate TEXT NOT NULL, tries INTEGER NOT NULL,
            due_at REAL NOT NULL, UNIQUE (event, key)
        ) STRICT""")
    db.execute("CREATE INDEX webhooks_due ON webhooks (due_at) WHERE fate = 'waiting'")
    db.execute("CREATE INDEX webhooks_age ON webhooks (fate, at)")


def make_sweeps(db: Database) -> None:
    """How far each sweep has come, and who may sweep. `plan` is JSON of the stretches."""
    db.execute("""
        CREATE TABLE sweeps (
            id INTEGER PRIMARY KEY, began_at REAL NOT NULL, covers_since REAL NOT NULL,
            plan TEXT NOT NULL, ended_at REAL, is_complete INTEGER, incomplete INTEGER
        ) STRICT""")
    db.execute("""
        CREATE TABLE sweep_windows (
            sweep_id INTEGER NOT NULL, stretch TEXT NOT NULL, since REAL NOT NULL,
            until REAL NOT NULL, began_at REAL NOT NULL, is_complete INTEGER NOT NULL,
            PRIMARY KEY (sweep_id, stretch, since, until)
        ) STRICT, WITHOUT ROWID""")
    db.execute("""
        CREATE TABLE leases (
            name TEXT PRIMARY KEY, holder TEXT NOT NULL, ends_at REAL NOT NULL
        ) STRICT, WITHOUT ROWID""")
