"""The inbox keeps what is to be worked on, knows repeats, and does not grow without end."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.orders.errors import StoreBusy
from bot.store import inbox as inboxes
from bot.store.database import SqliteDatabase
from bot.store.inbox import CLAIMED_FOR, REMEMBERED_FOR, SqliteInbox
from bot.store.ledger_ports import Received

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def received(
    key: str, at: datetime = NOON, event: str = "moved", *, of_use: bool = True
) -> Received:
    return Received(event, key, f"body of {key}".encode(), at, f"order of {key}", of_use)


@pytest.fixture
def inbox(database: SqliteDatabase) -> SqliteInbox:
    return SqliteInbox(database)


async def test_events_are_given_out_oldest_first(inbox: SqliteInbox):
    """What came first is worked on first, as many as are asked for."""
    for key in "abc":
        assert await inbox.take_in(received(key))
    assert [each.subject for each in await inbox.due(NOON, 2)] == ["order of a", "order of b"]
    assert [each.body for each in await inbox.due(NOON)] == [b"body of c"]


async def test_what_is_begun_is_ours_for_a_while(inbox: SqliteInbox):
    """Two workers never have the same event; one that died gives it back after a while."""
    await inbox.take_in(received("a"))
    assert [each.tries for each in await inbox.due(NOON)] == [1]
    assert await inbox.due(NOON + CLAIMED_FOR - timedelta(seconds=1)) == []
    assert [each.tries for each in await inbox.due(NOON + CLAIMED_FOR)] == [2]


async def test_what_is_put_off_comes_again(inbox: SqliteInbox):
    """An event that did not work is due at the moment that was said, and not before."""
    await inbox.take_in(received("a"))
    (event,) = await inbox.due(NOON)
    await inbox.again([event.id], NOON + timedelta(minutes=1))
    assert await inbox.due(NOON + timedelta(seconds=59)) == []
    assert [each.id for each in await inbox.due(NOON + timedelta(minutes=1))] == [event.id]


@pytest.mark.parametrize(("end", "first_again"), [("done", False), ("give_up", True)])
async def test_what_is_over_leaves_its_key(inbox: SqliteInbox, end: str, first_again: bool):
    """A repeat of what was worked on is known; what was given up may be told again."""
    await inbox.take_in(received("a"))
    (event,) = await inbox.due(NOON)
    await getattr(inbox, end)([event.id])
    assert await inbox.due(NOON + timedelta(days=1)) == []
    assert await inbox.take_in(received("a")) is first_again
    assert bool(await inbox.due(NOON)) is first_again


async def test_old_keys_are_forgotten(inbox: SqliteInbox):
    """What was done a month ago goes when something new comes; what waits stays."""
    await inbox.take_in(received("done"))
    (event,) = await inbox.due(NOON)
    await inbox.done([event.id])
    await inbox.take_in(received("odd", event="odd", of_use=False))
    await inbox.take_in(received("waits"))
    await inbox.take_in(received("new", NOON + REMEMBERED_FOR))
    assert await inbox.counts() == {"moved done": 1, "moved waiting": 2, "odd unused": 1}
    await inbox.take_in(received("newer", NOON + REMEMBERED_FOR + timedelta(seconds=1)))
    assert await inbox.counts() == {"moved waiting": 3}


async def test_what_nobody_knows_is_bounded(inbox: SqliteInbox, monkeypatch: pytest.MonkeyPatch):
    """Of events without a use the newest are kept, and those that wait are not among them."""
    monkeypatch.setattr(inboxes, "MOST_UNUSED", 3)
    await inbox.take_in(received("waits"))
    for n in range(6):
        await inbox.take_in(received(f"odd {n}", event=f"odd {n}", of_use=False))
    expected = {f"odd {n} unused": 1 for n in (3, 4, 5)} | {"moved waiting": 1}
    assert await inbox.counts() == expected


async def test_a_full_inbox_says_so(inbox: SqliteInbox, monkeypatch: pytest.MonkeyPatch):
    """Beyond its bound nothing is taken in: who sends it comes again."""
    monkeypatch.setattr(inboxes, "MOST_WAITING", 2)
    for key in "ab":
        await inbox.take_in(received(key))
    with pytest.raises(StoreBusy):
        await inbox.take_in(received("c"))
    (first, *_) = await inbox.due(NOON)
    await inbox.done([first.id])
    assert await inbox.take_in(received("c"))
