"""Digests in Slack: subscribe, preview, send, act on a row, and what can go wrong."""

import asyncio
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from blocks import ids
from blocks.digest import CANCEL, OPEN, SNOOZE_DAY, TAKE
from bot.desk.asking import Tempo
from bot.orders.seen import ShippedNow
from bot.sandbox.slack.channels import LEADS, SUPPORT
from bot.sandbox.slack.people import ANN, BOT_USER, LEE

NOTHING = "All fine: nothing is stuck, nothing newly shipped"


def shipped(order_id="s-1", **fields):
    plain = {"reference": f"#{order_id}", "was_seen_to_ship": True, "country": "NO"}
    later = datetime.now(UTC) + timedelta(seconds=1)
    link = {"method": "DHL", "tracking_url": "https://track.example.com/1"}
    return ShippedNow(order_id, **plain | {"shipped_at": later} | link | fields)


def overdue(desk, by=timedelta(minutes=1)):
    """Sets the program's clock to some time behind the next digest of subscription 1."""
    now = datetime.now(UTC) + timedelta(days=4)
    desk.program.desk.digests.digests.now = lambda: now + by
    return now


async def test_a_channel_without_digests_is_told_what_they_are(desk, text):
    """The list is empty, for the asker alone, and offers to add one."""
    listed = await desk.types("/order digest")
    assert listed.visible_to == LEE
    assert "This channel has no digests yet" in text(listed)


async def test_the_next_runs_are_shown_before_saving(desk, text):
    """The form opens with the person's own zone and the next three runs in it."""
    await desk.presses(await desk.types("/order digest"), ids.DIGEST_ADD)
    shown = text(desk.form())
    assert "Mon to Fri at 09:00, America/New_York; next: " in shown
    assert shown.count(" 09:00, ") >= 2


async def test_another_time_shows_other_runs(desk, text):
    """Each choice of a day, a time or a zone shows the times again, and keeps what was chosen."""
    await desk.presses(await desk.types("/order digest"), ids.DIGEST_ADD)
    await desk.presses(desk.form(), ids.DIGEST_TIME, selected_time="14:30")
    assert "at 14:30, America/New_York" in text(desk.form())
    await desk.presses(desk.form(), ids.DIGEST_DAYS, selected_options=[])
    assert "Choose at least one weekday." in text(desk.form())
    assert "14:30" in str(desk.form().typed)


async def test_what_was_saved_is_said_in_words(desk, text):
    """Filters, zone and next runs stand in the confirmation, and the list has the digest."""
    await desk.presses(await desk.types("/order digest"), ids.DIGEST_ADD)
    await desk.sends_off(store={"value": "s-1, s-2"})
    saved = await desk.slack.until(lambda: "Saved" in text(desk.form()) and desk.form())
    assert "Saved: digest 1, stuck and newly shipped orders" in text(saved)
    assert "store s-1 or s-2" in text(saved)
    listed = await desk.types("/order digest")
    assert "Owner: lee" in text(listed)
    assert "next: " in text(listed)


async def test_a_form_without_a_day_stays(desk):
    """What cannot be saved is said at its field."""
    await desk.presses(await desk.types("/order digest"), ids.DIGEST_ADD)
    await desk.sends_off(days={"selected_options": []})
    assert ids.DIGEST_DAYS in desk.form().errors


async def test_a_preview_is_for_one_pair_of_eyes(desk, stuck, text):
    """It shows what would come, posts nothing, and nothing counts as told."""
    listed = await desk.subscribes()
    desk.ledger.lines = [stuck()]
    await desk.presses(listed, ids.DIGEST_PREVIEW)
    shown = desk.seen()[-1]
    assert shown.visible_to == LEE
    assert "1 new, 0 cleared, 0 carried over, oldest 4 business days" in text(shown)
    await desk.presses(listed, ids.DIGEST_PREVIEW)
    assert "1 new" in text(desk.seen()[-1])
    assert desk.seen(person=ANN) == []


async def test_send_now_posts_and_counts(desk, stuck, text):
    """The channel sees it; the next one tells the difference to it, and no shipment again."""
    listed = await desk.subscribes()
    desk.ledger.lines, desk.ledger.shipped = [stuck()], [shipped()]
    await desk.presses(listed, ids.DIGEST_SEND)
    [posted] = desk.seen(person=ANN)
    assert posted.visible_to is None
    assert "1 new, 0 cleared, 0 carried over, oldest 4 business days, 1 newly shipped" in text(
        posted
    )
    assert "https://track.example.com/1" in text(posted)
    await desk.presses(listed, ids.DIGEST_SEND)
    assert "0 new, 0 cleared, 1 carried over" in text(desk.seen(person=ANN)[-1])
    assert "https://track" not in text(desk.seen(person=ANN)[-1])


async def test_the_rest_follows_in_the_thread(desk, stuck):
    """Orders that have no row come as a table under the message."""
    listed = await desk.subscribes()
    desk.ledger.lines = [stuck(f"g-{n}") for n in range(12)]
    await desk.presses(listed, ids.DIGEST_SEND)
    posted, table = desk.seen(person=ANN)
    assert table.thread_ts == posted.ts
    assert table.files[0]["name"] == "stuck-orders.csv"


async def test_who_takes_a_row_changes_no_other_one(desk, stuck, text):
    """The message is rebuilt from the store: every row stays, and the taken one says by whom."""
    listed = await desk.subscribes()
    desk.ledger.lines = [stuck("g-1"), stuck("g-2")]
    await desk.presses(listed, ids.DIGEST_SEND)
    [posted] = desk.seen(person=ANN)
    await desk.chooses(posted, TAKE, "g-1", ANN)
    await desk.chooses(posted, SNOOZE_DAY, "g-2", ANN)
    [after] = desk.seen(person=ANN)
    assert after.ts == posted.ts
    assert f"<@{ANN}> takes it" in text(after)
    assert "Snoozed until" in text(after)
    assert "#g-1" in text(after)
    assert "#g-2" in text(after)
    assert after.metadata["event_type"] == "orderdesk_digest"


async def test_a_row_that_is_no_longer_stuck_says_so(desk, stuck, text):
    """What changed elsewhere shows when the message is drawn again."""
    listed = await desk.subscribes()
    desk.ledger.lines = [stuck("g-1"), stuck("g-2")]
    await desk.presses(listed, ids.DIGEST_SEND)
    desk.ledger.lines = [stuck("g-1")]
    await desk.chooses(desk.seen(person=ANN)[0], TAKE, "g-1")
    assert "No longer stuck" in text(desk.seen(person=ANN)[0])


async def test_open_shows_the_card_to_who_asked(desk, stuck, text):
    """The menu's first choice is the order's card, for one pair of eyes."""
    listed = await desk.subscribes()
    card = await desk.types("/order 1042")
    order_id = next(
        each["value"]
        for block in card.blocks
        for each in block.get("elements", ())
        if each.get("action_id") == ids.REFRESH
    )
    desk.ledger.lines = [stuck(order_id)]
    await desk.presses(listed, ids.DIGEST_SEND)
    await desk.chooses(desk.seen(person=ANN)[-1], OPEN, order_id, ANN)
    assert desk.seen(person=ANN)[-1].visible_to == ANN
    assert "1042" in text(desk.seen(person=ANN)[-1])


async def _cancels_from_a_row(desk, stuck, shows=ids.DIGEST_SEND):
    """A shown digest of two orders, and the one that the form of its menu was sent for."""
    listed = await desk.subscribes()
    may = (o for o in desk.gelato.orders if o["fulfillmentStatus"] == "created")
    order = next(o for o in may if len(o["connectedOrderIds"]) < 2)
    desk.ledger.lines = [stuck(order["id"]), stuck("g-2")]
    await desk.presses(listed, shows)
    digest = next(each for each in desk.seen() if "carried over" in each.text)
    await desk.chooses(digest, CANCEL, order["id"])
    form = desk.form()
    assert order["orderReferenceId"] in json.dumps(form.raw)
    desk.ledger.lines = [stuck("g-2")]
    why = {"type": "static_select", "selected_option": reason()}
    values = {ids.CANCEL_REASON: {ids.CANCEL_REASON: why}}
    await desk.does("submit", view_id=form.id, values=values)
    return digest, order


async def test_cancel_from_a_row(desk, stuck, text):
    """The menu opens the form of that order; afterwards the digest is drawn again, whole."""
    digest, order = await _cancels_from_a_row(desk, stuck)
    assert desk.gelato.effects == [("cancel", order["id"])]
    again = desk.seen(person=ANN)[0]
    assert again.ts == digest.ts
    assert "#g-2" in text(again)
    assert "No longer stuck" in text(again)


async def test_cancel_from_a_preview(desk, stuck):
    """A preview has no message to draw again, and the order is canceled all the same."""
    _, order = await _cancels_from_a_row(desk, stuck, ids.DIGEST_PREVIEW)
    assert desk.gelato.effects == [("cancel", order["id"])]


@pytest.mark.parametrize("tempo", [Tempo(patience=timedelta(seconds=0.5))], ids=["hasty"])
async def test_cancel_from_a_row_that_takes_long(desk, stuck, text):
    """When the outcome comes after the form was given up, the digest is drawn again too."""
    desk.gelato.faults.add("delay", "cancel", seconds=1.0)
    digest, _ = await _cancels_from_a_row(desk, stuck)
    assert "Not known yet" in text(desk.form())
    await desk.slack.until(lambda: "No longer stuck" in text(desk.seen(person=ANN)[0]), 15)
    assert desk.seen(person=ANN)[0].ts == digest.ts


def reason():
    return {"text": {"type": "plain_text", "text": "Test order"}, "value": "TEST"}


async def test_pause_resume_edit_remove(desk, text):
    """The list shows each change, and the audit log has a row of every one."""
    listed = await desk.subscribes()
    await desk.presses(listed, ids.DIGEST_PAUSE)
    assert "paused: somebody paused it" in text(desk.seen()[-1])
    await desk.presses(desk.seen()[-1], ids.DIGEST_RESUME)
    assert "paused" not in text(desk.seen()[-1])
    await desk.presses(desk.seen()[-1], ids.DIGEST_EDIT)
    await desk.sends_off(time={"selected_time": "17:00"})
    desk.slack.world.views.stack(LEE).clear()
    listed = await desk.types("/order digest")
    assert "at 17:00, America/New_York" in text(listed)
    await desk.presses(listed, ids.DIGEST_REMOVE)
    assert "no digests yet" in text(desk.seen()[-1])
    with closing(sqlite3.connect(desk.database)) as connection:
        rows = connection.execute("SELECT detail FROM audit WHERE operation = 'subscription'")
        details = [row[0] for row in rows]
    assert details == ["created 1", "paused 1", "resumed 1", "edited 1", "removed 1"]


async def test_another_channel_sees_its_own_digests_alone(desk, text):
    """Each channel has its own list."""
    await desk.subscribes()
    assert "no digests yet" in text(await desk.types("/order digest", LEADS))


async def test_slack_takes_the_post_and_cuts_the_line(desk, text):
    """One message in the channel: what may be there is looked for before posting again."""
    listed = await desk.subscribes()
    desk.slack.world.faults.switch("cut", on=True)
    await desk.presses(listed, ids.DIGEST_SEND)
    desk.slack.world.faults.switch("cut", on=False)
    await desk.ticks()
    assert len(desk.seen(person=ANN)) == 1
    assert NOTHING in text(desk.seen(person=ANN)[0])
    assert desk.slack.calls("conversations.history")


@pytest.mark.parametrize("lost", ["channels:history"])
async def test_without_the_right_to_look_the_owner_is_asked(desk, text, lost):
    """Nobody can know whether it was posted: the owner hears so, and may have it posted."""
    listed = await desk.subscribes()
    desk.slack.world.scopes.remove(lost)
    desk.slack.world.faults.switch("cut", on=True)
    overdue(desk)
    await desk.ticks()
    desk.slack.world.faults.switch("cut", on=False)
    posted = len(desk.seen(person=ANN))
    notice = desk.seen(LEE)[-1]
    assert "Slack did not say whether digest 1" in text(notice)
    await desk.ticks()
    assert len(desk.seen(person=ANN)) == posted
    await desk.presses(notice, ids.DIGEST_POST_AGAIN)
    assert len(desk.seen(person=ANN)) == posted + 1
    assert listed


async def test_a_channel_without_the_bot(desk, text):
    """The owner hears once in private, and the list shows what is wrong."""
    await desk.subscribes()
    desk.slack.channel(SUPPORT).members.discard(BOT_USER)
    overdue(desk)
    await desk.ticks()
    await desk.ticks()
    [notice] = desk.seen(LEE)
    assert "type /invite @Orderdesk there (not_in_channel)" in text(notice)
    desk.slack.channel(SUPPORT).members.add(BOT_USER)
    assert "failed once: " in text(await desk.types("/order digest"))


async def test_a_rate_limit_waits_as_long_as_slack_asks(desk, text):
    """Nothing is posted meanwhile, nobody is told, and it comes in the end."""
    await desk.subscribes()
    desk.slack.world.faults.switch("rate_limit", on=True)
    overdue(desk)
    await desk.ticks()
    desk.slack.world.faults.switch("rate_limit", on=False)
    await desk.ticks()
    assert desk.seen(person=ANN) == []
    overdue(desk, timedelta(minutes=3))
    await desk.ticks()
    assert NOTHING in text(desk.seen(person=ANN)[0])
    assert desk.seen(LEE) == []


async def test_two_ticks_at_once_post_one_digest(desk):
    """Two processes on one database are one digest."""
    await desk.subscribes()
    overdue(desk)
    await asyncio.gather(*(desk.ticks() for _ in range(5)))
    assert len(desk.seen(person=ANN)) == 1
