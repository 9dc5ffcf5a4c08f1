"""What became of watches when they met somebody unlucky."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime

from blocks import ids
from bot.orders.seen import FeedEntry
from bot.sandbox.slack.people import LEE
from bot.sandbox.slack.signing import signed_headers
from handlers.sandbox import SIGNING_SECRET


def watched(card):
    """Gelato's id of the order."""
    return next(
        each["value"]
        for block in card.blocks
        for each in block.get("elements", ())
        if each.get("action_id") == ids.WATCH_STOP
    )


async def changed(desk, person):
    """Slack tells that somebody's account is another one now."""
    event = {"type": "user_change", "user": {"id": person, "deleted": False}}
    body = json.dumps({"type": "event_callback", "event": event})
    signed = signed_headers(SIGNING_SECRET, body, time.time())
    headers = {"Content-Type": "application/json"} | signed
    async with desk.http.post(desk.slack.request_url, data=body, headers=headers) as answer:
        assert answer.status == 200
    await desk.program.work.finish()


async def test_who_became_a_guest_hears_nothing_more(desk, text):
    """Rights are judged at the moment of the act: no news and no card for somebody not served."""
    await desk.types("/order watch 1042")
    card = desk.seen(LEE)[0]
    before = text(card)
    people = desk.slack.world.people
    people[LEE] = replace(people[LEE], guest=True)
    await changed(desk, LEE)
    change = FeedEntry(1, watched(card), "1042", datetime.now(UTC), "Shipped")
    desk.ledger.changes.append(change)
    await desk.program.desk.watches.tick()
    assert [text(each) for each in desk.seen(LEE)] == [before]


async def test_one_wrong_number_does_not_hide_what_was_watched(desk, text):
    """Of two orders one is unknown: the other one is watched, and the person reads both."""
    await desk.types("/order watch 1042 99999")
    shown = text(desk.seen()[-1])
    assert "99999" in shown
    assert "You are told" in shown


async def test_one_wrong_number_does_not_hide_what_is_watched_no_more(desk, text):
    """Of two orders one was never watched: the person reads that the other one is over."""
    await desk.types("/order watch 1042")
    await desk.types("/order unwatch 1042 99999")
    shown = text(desk.seen()[-1])
    assert "99999" in shown
    assert "1042" in shown
