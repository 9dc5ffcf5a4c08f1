"""A digest as a channel reads it: what stands where, and nothing that must not."""

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from blocks import ids
from blocks.digest import (
    CANCEL,
    MENU,
    OPEN,
    digest_message,
    digest_preview,
    named_in_message,
    read_menu,
)
from blocks.digest_replies import Listed, digest_list, digest_notice, sent_words
from bot.desk.digest_ports import Notice, NoticeKind
from bot.orders.digest import Named, Occasion, Remembered, Seen, Since, digest
from bot.orders.schedule import WEEKDAYS, Schedule
from bot.orders.seen import Attended, Coverage, ShippedNow, StuckNow
from bot.orders.subscription import MOST_IN_CHANNEL, Subscription, What
from bot.sandbox.block_kit import message_faults
from bot.store.subscription_ports import RunState

NOON = datetime(2026, 11, 23, 8, tzinfo=UTC)
SLOT = datetime(2026, 11, 23, 9)  # noqa: DTZ001
HOSTILE = "<!channel> *bold* <https://evil.example.com|click> &amp; \u202e" + "x" * 300
SUBSCRIPTION = Subscription(
    id=7,
    channel="C1",
    team="T1",
    owner="U1",
    what=What.BOTH,
    schedule=Schedule(WEEKDAYS[:5], time(9), "Europe/Oslo"),
    created_at=NOON - timedelta(days=9),
)


def stuck(order_id, **fields):
    plain = {"reference": f"#{order_id}", "status": "on_hold", "country": "NO", "why": "It waits."}
    aged = {"since": NOON, "age": "9 business days"}
    return StuckNow(order_id, **plain | aged | fields)


def shipped(order_id, **fields):
    plain = {"reference": f"#{order_id}", "shipped_at": NOON, "was_seen_to_ship": True}
    return ShippedNow(order_id, **plain | {"country": "NO", "method": "DHL"} | fields)


def made(stuck=(), shipped=(), before=None, fresh=None, **occasion):
    seen = Seen(stuck, shipped, fresh or Coverage(NOON))
    slot = {"slot": SLOT, "next_run": SLOT + timedelta(days=1)}
    return digest(
        SUBSCRIPTION, seen, Remembered(before or {}, ()), Occasion(NOON, **slot | occasion)
    )


def lines(message):
    return json.dumps(message.blocks, ensure_ascii=False)


def menus(message):
    accessories = [block.get("accessory") or {} for block in message.blocks]
    return [each for each in accessories if each.get("action_id") == ids.DIGEST_ROW]


def test_a_row_tells_what_a_person_needs():
    """Reference, state, age, country, whether it is new, and why."""
    row = digest_message(made([stuck("a")])).blocks[2]
    assert row["text"]["text"] == "#a · On hold · 9 business days · Norway · new\nIt waits."


def test_ten_rows_have_a_menu_each():
    """The worst ten can be acted on; how many more there are is said."""
    message = digest_message(made([stuck(f"o{n}") for n in range(13)]))
    assert len(menus(message)) == 10
    assert "3 more stuck orders" in lines(message)
    [first, *_] = menus(message)
    acts = [read_menu(option["value"]) for option in first["options"]]
    assert acts == [(act, "o0") for act in MENU]


def test_what_follows_nowhere_says_how_to_read_it():
    """Without a table in the thread, the count of what is left out names the command."""
    many = [stuck(f"o{n}") for n in range(11)], [shipped(f"s{n}") for n in range(12)]
    text = lines(digest_message(replace(made(*many), has_thread=False)))
    assert "1 more stuck order: /order stuck lists all" in text
    assert "2 more newly shipped: /order shipped lists all" in text
    assert "lists all" not in lines(digest_message(made(*many)))


def test_shipped_orders_stand_in_groups_with_links():
    """Country and method once, each order with its tracking link."""
    link = {"tracking_code": "1Z", "tracking_url": "https://track.example.com/1Z"}
    text = lines(digest_message(made(shipped=[shipped("a", **link), shipped("b")])))
    assert text.count("Norway · DHL") == 1
    assert "https://track.example.com/1Z" in text


def test_the_footer_says_how_fresh_and_what_next():
    """How far the data can be relied on, and when the next digest comes."""
    fresh = Coverage(NOON, is_complete=False, note="one page failed")
    text = lines(digest_message(made(fresh=fresh)))
    assert "As of <!date^" in text
    assert "Not complete: one page failed" in text
    assert "Next: Tue 24 Nov 09:00, Europe/Oslo" in text
    assert "Nothing has been seen" in lines(digest_message(made(fresh=Coverage(None))))
    old = Coverage(NOON - timedelta(hours=9))
    assert "Things may have changed since" in lines(digest_message(made(fresh=old)))


def test_what_became_of_a_row_stands_under_it():
    """Taken, snoozed, no longer stuck: each under its own row."""
    rows = made([stuck("a"), stuck("b"), stuck("c")])
    attended = {"a": Attended("U012ANN"), "b": Attended(snoozed_until=NOON + timedelta(days=1))}
    text = lines(digest_message(rows, Since(NOON, attended, frozenset("c"))))
    assert "<@U012ANN> takes it" in text
    assert "Snoozed until" in text
    assert "No longer stuck" in text


def test_of_an_old_message_only_the_present_counts():
    """A take and a snooze that held when it was posted are not shown once they ended."""
    rows = made([stuck("a", attended=Attended("U012ANN"))])
    assert "Somebody has it in hand" in lines(digest_message(rows))
    later = NOON + timedelta(days=1)
    for since in (Since(later), Since(later, {"a": Attended(snoozed_until=later)})):
        text = lines(digest_message(rows, since))
        assert "✋" not in text
        assert "💤" not in text


def test_what_an_edit_has_no_room_for_says_how_to_read_it():
    """Orders that the message named when it was posted stand in no table."""
    link = {"tracking_code": "1Z", "tracking_url": f"https://track.example.com/{'x' * 90}"}
    rows = [stuck(f"o{n}", why="It waits. " * 9) for n in range(10)]
    posted = made(rows, [shipped(f"s{n}", **link) for n in range(10)])
    posted = replace(posted, named=named_in_message(posted))
    held = Attended("U012ANN", NOON + timedelta(days=7))
    acted = Since(NOON, {line.order_id: held for line in rows})
    assert "more newly shipped" not in lines(digest_message(posted))
    assert "more newly shipped: /order shipped lists all" in lines(digest_message(posted, acted))
    fewer = replace(posted, named=Named(shipped=3))
    assert "lists all" not in lines(digest_message(fewer, acted))


def test_a_preview_offers_what_works_there():
    """A row of no message can be opened and canceled; nobody can take or snooze it there."""
    preview = digest_preview(made([stuck("a")]), "A preview")
    assert "A preview" in lines(preview)
    assert "Sent now" not in lines(preview)
    [menu] = menus(preview)
    assert [read_menu(each["value"]) for each in menu["options"]] == [(OPEN, "a"), (CANCEL, "a")]


@pytest.mark.parametrize("count", [1, 40])
def test_foreign_text_does_nothing(count):
    """Whatever a shop wrote stands in plain text, and Slack takes the message."""
    link = {"tracking_code": HOSTILE, "tracking_url": "javascript:alert(1)", "method": HOSTILE}
    message = digest_message(
        made(
            [stuck(f"o{n}", reference=HOSTILE, why=HOSTILE) for n in range(count)],
            [shipped(f"s{n}", reference=HOSTILE, **link) for n in range(count)],
            {"gone": HOSTILE},
        ),
        Since(NOON, {"o0": Attended(taken_by="<!channel>")}),
    )
    payload = {"text": message.text, "blocks": list(message.blocks)}
    assert message_faults(payload) == []
    assert message.fits
    markup = [e["text"] for e in _objects(message.blocks) if e.get("type") == "mrkdwn"]
    assert "<!channel>" not in message.text + "".join(markup)
    assert "javascript:" not in lines(message)


def test_of_the_recipient_it_knows_the_country_alone():
    """Nothing that a digest is made of has a place for a name or an address."""
    fields = {*StuckNow.__dataclass_fields__, *ShippedNow.__dataclass_fields__}
    assert not {name for name in fields if "name" in name or "address" in name or "mail" in name}


def test_a_full_list_of_digests_fits():
    """As many as a channel may have can be listed, whatever their words."""
    wordy = replace(SUBSCRIPTION, trouble=HOSTILE, failures=2, paused=HOSTILE)
    message = digest_list([Listed(wordy, (), HOSTILE)] * MOST_IN_CHANNEL)
    assert message.fits
    assert message_faults({"text": message.text, "blocks": list(message.blocks)}) == []
    assert ids.DIGEST_ADD not in lines(message)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_notice_says_what_happened(kind):
    """Each notice names the digest; only doubt offers to post it again."""
    message = digest_notice(
        Notice(kind, SUBSCRIPTION, "the channel is archived", "2026-11-23T09:00")
    )
    assert "igest 7" in message.text
    assert (ids.DIGEST_POST_AGAIN in lines(message)) is (kind is NoticeKind.UNKNOWN)


def _objects(drawn):
    if isinstance(drawn, dict):
        yield drawn
    for part in drawn.values() if isinstance(drawn, dict) else drawn:
        if isinstance(part, dict | list | tuple):
            yield from _objects(part)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (None, "Another process of Orderdesk has this digest. Look in the channel in a minute."),
        (RunState.DROPPED, "The digest was not posted: it was removed or paused meanwhile."),
        (RunState.FAILED, "The digest was not posted: the channel is archived."),
    ],
)
def test_what_came_of_a_digest_that_was_asked_for(state, words):
    """Who asked reads what is known, and no reason of Slack's where there was none."""
    assert sent_words(state, "the channel is archived") == words
