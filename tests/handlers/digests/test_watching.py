"""Watches in Slack: a card as a direct message, the news in its thread."""

from datetime import UTC, datetime

import pytest

from blocks import ids
from bot.orders.seen import Change
from bot.sandbox.slack.people import LEE


def happens(desk, order_id, words="Shipped", by=""):
    position = len(desk.ledger.changes) + 1
    now = datetime.now(UTC)
    desk.ledger.changes.append(Change(position, order_id, "1042", now, words, by))


async def news(desk):
    await desk.program.desk.watches.tick()


@pytest.fixture
async def card(desk):
    """The card of Lee's watch of 1042."""
    await desk.types("/order watch 1042")
    return desk.seen(LEE)[0]


def watched(card):
    """Gelato's id of the order."""
    return next(
        each["value"]
        for block in card.blocks
        for each in block.get("elements", ())
        if each.get("action_id") == ids.WATCH_STOP
    )


async def test_the_card_is_a_direct_message(desk, card, text):
    """It says that changes are told below, and the channel is told nothing."""
    assert "You watch this order" in text(card)
    assert "You watch 1042 now" in text(desk.seen()[-1]).replace("#", "")
    assert desk.seen()[-1].visible_to == LEE


async def test_news_stand_in_the_thread_of_the_card(desk, card, text):
    """Each once; the card stays where it is."""
    happens(desk, watched(card))
    await news(desk)
    await news(desk)
    first, told = desk.seen(LEE)
    assert first.ts == card.ts
    assert told.thread_ts == card.ts
    assert "Shipped" in text(told)


async def test_slack_takes_the_news_and_cuts_the_line(desk, card):
    """They are looked for in the thread, and told once."""
    happens(desk, watched(card))
    desk.slack.world.faults.switch("cut", on=True)
    await news(desk)
    desk.slack.world.faults.switch("cut", on=False)
    await news(desk)
    assert len(desk.seen(LEE)) == 2
    assert desk.slack.calls("conversations.replies")


async def test_the_button_of_the_card_ends_it(desk, card, text):
    """The card says so, and no news come any more."""
    order_id = watched(card)
    await desk.presses(card, ids.WATCH_STOP)
    assert "do not watch this order any more" in text(desk.seen(LEE)[0])
    happens(desk, order_id)
    await news(desk)
    assert len(desk.seen(LEE)) == 1


async def test_unwatch_by_word(desk, card, text):
    """`/order unwatch 1042` does the same; what is not watched is said."""
    await desk.types("/order unwatch 1042")
    assert "You do not watch" in text(desk.seen()[-1])
    await desk.types("/order unwatch 1042")
    assert "You do not watch that order" in text(desk.seen()[-1])


async def test_watching_nothing_is_asked_back(desk, text):
    """A number is needed."""
    await desk.types("/order watch")
    assert "Which order?" in text(desk.seen()[-1])
