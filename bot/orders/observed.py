"""What the bot has seen of one order: the ledger's line, as the rules read it."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Observed:
    """One order as it was last seen. Neither of Gelato's APIs tells since when a state holds.

    Holds no personal data: of the recipient it knows the country.
    """

    order_id: str
    reference: str
    status: str
    """Gelato's word, in its canonical spelling (bot.orders.statuses)."""
    since: datetime
    """When the bot first saw this state."""
    since_is_exact: bool
    """False when the state may be older: the order was in it already when it was first seen, or
    had not been looked at for long."""
    first_seen: datetime
    last_seen: datetime
    ordered_at: datetime | None = None
    updated_at: datetime | None = None
    """What Gelato says; it changes for other reasons than the state, too."""
    country: str = ""
    """Where it goes, ISO 3166-1."""
    print_country: str = ""
    """Where it is made; empty while Gelato has not said."""
    promised_by: date | None = None
    """The last day of the promised delivery."""
    method_uid: str = ""
    method_name: str = ""
    has_tracking: bool | None = None
    """Whether its shipping method has tracking at all; None when that is not known."""
    tracking_code: str = ""
    tracking_url: str = ""
    moved_at: datetime | None = None
    """When something of it was last seen to change, such as its tracking."""
    delayed_at: datetime | None = None
    """When Gelato itself last called it delayed, in the state it is in."""
    store_id: str = ""
    customer_reference_id: str = ""
    sales_channel: str = ""
    created_at: datetime | None = None
    not_before: datetime | None = None
    """The last moment at which it was seen in another state, or was made: this one began later."""
    read_at: datetime | None = None
    """When the whole order was last read: a list tells less."""
    shipped_at: datetime | None = None
    """When it was first seen shipped, after it had been seen in an earlier state."""
    was_shipped: bool = False
    """Whether it was ever seen shipped, or beyond that."""
    gone_at: datetime | None = None
    """When Gelato knew it no longer, as with drafts that are deleted."""
