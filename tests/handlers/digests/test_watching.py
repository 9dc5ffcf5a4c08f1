"""Watches in Slack: a card as a direct message, the news in its thread."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from sqlite3 import connect

import pytest

from blocks import ids
from bot.desk.asking import USUAL
from bot.orders.seen import FeedEntry
from bot.sandbox.slack.channels import RANDOM, SUPPORT
from bot.sandbox.slack.people import ANN, LEE


def happens(desk, order_id, words="Shipped", by=""):
    position = len(desk.ledger.changes) + 1
    now = datetime.now(UTC)
    desk.ledger.changes.append(FeedEntry(position, order_id, "1042", now, words, by))


async def sweeps(desk):
    """A sweep, and the watches' tick behind it."""
    desk.program.clock.nudge("sweep")
    await desk.program.clock.settled()


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
    assert "You are told of each change of this order" in text(card)
    assert "You are told of every change of 1042 now" in text(desk.seen()[-1]).replace("#", "")
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


@pytest.mark.parametrize("sight", [None])
@pytest.mark.parametrize("tempo", [replace(USUAL, sweep_every=timedelta())])
async def test_what_a_sweep_sees_is_told(desk, text):
    """Each new state and the tracking code, of which part, and the card shows both."""
    order = next(o for o in desk.gelato.orders if o["fulfillmentStatus"] == "in_production")
    await sweeps(desk)
    await desk.types(f"/order watch {order['id']}")
    for status in ("printed", "shipped"):
        desk.gelato.move(order["id"], status)
        await sweeps(desk)
    card, *told = desk.seen(LEE)
    code = order["shipment"]["packages"][0]["trackingCode"]
    words = ["🖨️ Printed", "🚚 Shipped", f"Tracking code: {code}"]
    assert [each.text for each in told] == [f"Part 2 of 2: {each}" for each in words]
    assert code in text(card)


@pytest.mark.parametrize("place", [LEE, SUPPORT])
async def test_slack_takes_the_news_and_cuts_the_line(desk, place):
    """They are looked for in the thread, and told once: to a person, and in a channel."""
    await desk.types("/order watch 1042" if place == LEE else "@Orderdesk watch 1042")
    [card] = [message for message in desk.seen(place) if message.visible_to is None]
    happens(desk, watched(card))
    desk.slack.world.faults.switch("cut", on=True)
    await news(desk)
    desk.slack.world.faults.switch("cut", on=False)
    await news(desk)
    told = [message for message in desk.seen(place) if message.visible_to is None]
    assert len(told) == 2
    assert desk.slack.calls("conversations.replies")


async def test_the_button_of_the_card_ends_it(desk, card, text):
    """The card says so, and no news come any more."""
    order_id = watched(card)
    await desk.presses(card, ids.WATCH_STOP)
    assert "You are told nothing more of this order" in text(desk.seen(LEE)[0])
    happens(desk, order_id)
    await news(desk)
    assert len(desk.seen(LEE)) == 1


async def test_unwatch_by_word(desk, card, text):
    """`/order unwatch 1042` does the same; what is not watched is said."""
    await desk.types("/order unwatch 1042")
    assert "You are told nothing more of" in text(desk.seen()[-1])
    await desk.types("/order unwatch 1042")
    assert "You do not watch that order" in text(desk.seen()[-1])


async def test_watching_nothing_is_asked_back(desk, text):
    """A number is needed."""
    await desk.types("/order watch")
    assert "Which order?" in text(desk.seen()[-1])


def asks(desk, text="Where is 1042?", channel=SUPPORT):
    """A message of Ann's that others may answer to."""
    return desk.slack.say(ANN, channel, text)


def thread(desk, root, person=ANN):
    """What everybody reads of the bot's in the thread of a message."""
    seen = desk.seen(root.channel, person)
    return [m for m in seen if m.thread_ts == root.ts and m.visible_to is None]


async def test_a_mention_in_a_thread_makes_the_thread_watch(desk, text):
    """The card and the news stand there for all to see, with nothing of the recipient's name."""
    root = asks(desk)
    await desk.does("send", channel=SUPPORT, text="@Orderdesk watch 1042", thread_ts=root.ts)
    [card] = thread(desk, root)
    recipient = desk.gelato.order("1042")["shippingAddress"]["firstName"]
    assert "This thread is told of each change of this order" in text(card)
    assert "Asked for by lee" in text(card)
    await desk.presses(card, ids.REFRESH)
    assert "This thread is told of each change of this order" in text(thread(desk, root)[0])
    assert recipient not in text(card)
    assert "This thread is told of every change of" in text(desk.seen()[-1])
    assert desk.seen(LEE) == []
    happens(desk, watched(card), "Canceled", by=LEE)
    happens(desk, watched(card), "Shipped")
    await news(desk)
    [_, canceled, shipped] = thread(desk, root)
    assert "1042: Canceled by lee" in text(canceled)
    assert "1042: Shipped" in text(shipped)
    assert "by" not in text(shipped)


@pytest.mark.parametrize("by_word", [True, False])
async def test_a_thread_is_told_no_more(desk, text, by_word):
    """Whoever reads it may end that, by word or by the button, and everybody reads so."""
    root = asks(desk)
    said = {"channel": SUPPORT, "thread_ts": root.ts}
    await desk.does("send", text="@Orderdesk watch 1042", **said)
    [card] = thread(desk, root)
    order_id = watched(card)
    if by_word:
        await desk.does("send", text="@Orderdesk unwatch 1042", **said, **{"as": ANN})
        assert "This thread is told nothing more of" in text(thread(desk, root)[-1])
    else:
        await desk.presses(card, ids.WATCH_STOP)
    drawn = thread(desk, root)[0]
    assert "This thread is told nothing more of this order: watching was stopped" in text(drawn)
    before = len(thread(desk, root))
    happens(desk, order_id)
    await news(desk)
    assert len(thread(desk, root)) == before
    await desk.does("send", text="@Orderdesk unwatch 1042", **said)
    assert "This thread is not told of that order" in text(desk.seen()[-1])


async def chooses_watching(desk, message):
    """The shortcut in the menu of a message; the form that it opens."""
    place = {"channel": message.channel, "ts": message.ts}
    await desk.does("shortcut", callback_id=ids.WATCH_IN_THREAD, message=place)
    return desk.form()


async def sends_off(desk, form, reference):
    values = {ids.WATCH_REFERENCE: {ids.WATCH_REFERENCE: {"value": reference}}}
    await desk.does("submit", view_id=form.id, values=values)


async def test_the_shortcut_of_a_message_makes_its_thread_watch(desk, text):
    """The form holds the number that the message names, and says who is told."""
    root = asks(desk, "<@U012LEE> where is #1042? It's late.")
    form = await chooses_watching(desk, root)
    assert "in the thread of this message" in text(form)
    assert form.values()[ids.WATCH_REFERENCE][ids.WATCH_REFERENCE]["value"] == "#1042"
    await sends_off(desk, form, "1042")
    assert "This thread is told of every change of" in text(desk.form())
    [card] = thread(desk, root)
    happens(desk, watched(card))
    await news(desk)
    assert "Shipped" in text(thread(desk, root)[1])
    form = await chooses_watching(desk, card)  # a reply: its thread, not one below it
    await sends_off(desk, form, "1042")
    assert "already" in text(desk.form())


async def test_where_the_bot_is_not_it_says_what_to_do(desk, text):
    """A shortcut is offered in every channel; a thread that takes no card is not watched."""
    root = asks(desk, channel=RANDOM)
    await sends_off(desk, await chooses_watching(desk, root), "1042")
    assert "/invite @Orderdesk" in text(desk.form())
    assert thread(desk, root) == []
    form = await chooses_watching(desk, root)
    await sends_off(desk, form, "1 2 3 4 5 6")
    assert ids.WATCH_REFERENCE in desk.form().errors


async def test_the_shortcut_in_a_direct_message_is_for_the_person(desk, text):
    """Where nobody else reads, there is no thread to tell."""
    said = desk.slack.say(LEE, desk.slack.world.direct(LEE).id, "thanks")
    form = await chooses_watching(desk, said)
    assert "to you alone" in text(form)
    assert not form.values().get(ids.WATCH_REFERENCE, {}).get(ids.WATCH_REFERENCE, {}).get("value")
    await sends_off(desk, form, "1042")
    assert "You are told of every change of" in text(desk.form())
    assert "You are told of each change of this order" in text(desk.seen(said.channel)[-1])
    again = await desk.types("watch 1042", channel=said.channel)
    assert "You are told of every change of" in text(again)
    assert "already" in text(again)


async def test_a_form_that_has_expired_watches_nothing(desk, text):
    """It is not known any more which thread was meant, and nobody else is told instead."""
    form = await chooses_watching(desk, asks(desk))
    with closing(connect(desk.database)) as connection, connection:
        connection.execute("DELETE FROM form_states")
    await sends_off(desk, form, "1042")
    assert "has expired" in text(desk.form())
    assert desk.seen(LEE) == []
