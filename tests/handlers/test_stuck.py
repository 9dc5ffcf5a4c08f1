"""`/order stuck`, the menu of its rows, its forms, `/order shipped` and `/order history`."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from blocks import ids
from bot.orders.observed import Observed
from bot.orders.sightings import How, Sighting
from bot.sandbox.slack.channels import SUPPORT
from bot.sandbox.slack.people import ANN, BOT_USER, IDA, LEE, MAX
from bot.store.database import SqliteDatabase
from bot.store.ledger import SqliteLedger
from bot.store.ledger_lines import Line, put

Json = dict[str, Any]
DAY = timedelta(days=1)


@dataclass
class Shop:
    """The house, and a ledger that has seen some of its orders."""

    house: Any
    orders: list[Observed]

    async def choose(self, row: int, act: str, person: str = ANN, where: Any = None) -> Any:
        """Chooses from the menu of a row of the list that this person sees last."""
        message = where or self.list(person)
        block = [b for b in message.blocks if "accessory" in b][row]
        menu = block["accessory"]
        chosen = next(o for o in menu["options"] if o["value"].startswith(f"{act} "))
        action = {
            "block_id": block["block_id"],
            "action_id": menu["action_id"],
            "type": "overflow",
            "selected_option": chosen,
        }
        place = {"channel": message.channel, "ts": message.ts}
        return await self.house.act("click", container=place, action=action, **{"as": person})

    def list(self, person: str = ANN) -> Any:
        seen = self.house.slack.seen(person, SUPPORT)
        return next(m for m in reversed(seen) if m.by_bot and "stuck.refresh" in str(m.blocks))

    async def submit(self, person: str = ANN, **values: Json) -> Json:
        """Sends the form on top off, with these values by block in the place of its own."""
        view = self.house.view(person)
        state = dict(_initial(view.blocks)) | values
        return await self.house.act("submit", view_id=view.id, values=state, **{"as": person})


def _initial(blocks: list[Json]) -> list[tuple[str, Json]]:
    """What a form holds before anybody touches it."""
    found = []
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = {"type": element["type"]}
        if "initial_option" in element:
            state["selected_option"] = element["initial_option"]
        elif "initial_value" in element:
            state["value"] = element["initial_value"]
        found.append((block["block_id"], {element["action_id"]: state}))
    return found


def _texts(message: Any) -> str:
    return json.dumps(message.blocks, ensure_ascii=False)


@pytest.fixture
async def shop(house) -> Shop:
    """Twelve orders that are stuck, in Norway and Germany, and one that was shipped."""
    now = datetime.now(UTC)
    plain = Observed(
        "", "", "in_production", now - 20 * DAY, since_is_exact=True,
        first_seen=now - 20 * DAY, last_seen=now, country="NO", print_country="DE",
    )  # fmt: skip
    known = [order for order in house.gelato.orders if len(order["connectedOrderIds"] or ()) < 2]
    orders = [
        replace(
            plain,
            order_id=raw["id"],
            reference=raw["orderReferenceId"],
            since=plain.since + n * timedelta(hours=1),
            country="DE" if n == 3 else "NO",
        )
        for n, raw in enumerate(known[:12])
    ]
    sent = replace(
        plain, order_id="g-sent", reference="S-1", status="shipped", since=now,
        shipped_at=now - timedelta(minutes=5), was_shipped=True,
    )  # fmt: skip
    async with SqliteDatabase.opened(house.database) as database:
        await database.write(lambda db: put(db, [Line(each, 0) for each in [*orders, sent]]))
    return Shop(house, orders)


async def test_the_list_comes_to_who_asked(shop, read):
    """Ten a page, with why, and what this person may do: an agent sets no patience."""
    message = await shop.house.say("/order stuck")
    assert message.visible_to == ANN
    shown = read(message)
    assert "12 orders are stuck" in shown
    assert "Page 1 of 2" in shown
    assert "Patience…" not in shown
    assert "I take it" in shown
    assert "Cancel the order…" in shown
    assert [row["outcome"] for row in shop.house.rows()] == ["done"]


async def test_viewers_may_open_and_nothing_else(shop, read):
    """Ida has no role: she sees why, and opens the card."""
    message = await shop.house.say("/order stuck", IDA)
    assert "12 orders are stuck" in read(message)
    assert "I take it" not in read(message)
    await shop.choose(0, "open", IDA)
    assert shop.orders[0].reference in read(shop.house.last(IDA))


async def test_a_forged_choice_is_refused(shop, read):
    """Who sends an act that was not offered is told that it is not for them."""
    message = await shop.house.say("/order stuck", IDA)
    block = next(b for b in message.blocks if "accessory" in b)
    order_id = shop.orders[0].order_id
    await shop.house.interaction(
        type="block_actions",
        user={"id": IDA, "name": "ida"},
        actions=[{
            "action_id": ids.STUCK_MENU,
            "block_id": block["block_id"],
            "type": "overflow",
            "selected_option": {"value": f"take {order_id}"},
        }],
        container={"channel_id": SUPPORT, "message_ts": message.ts, "is_ephemeral": True},
        channel={"id": SUPPORT},
    )  # fmt: skip
    assert "You need the role" in read(shop.house.last(IDA))
    assert shop.house.rows()[-1]["outcome"] == "not_allowed"


async def test_pages_are_turned_in_their_place(shop, read):
    """The second page replaces the first, from the store, with the same filters."""
    message = await shop.house.say("/order stuck NO")
    assert "11 orders are stuck" in read(message)
    await shop.house.press(message, ids.STUCK_NEXT)
    shown = read(shop.list())
    assert "Page 2 of 2" in shown
    assert "Only: country:NO" in shown
    await shop.house.press(shop.list(), ids.STUCK_PREVIOUS)
    assert "Page 1 of 2" in read(shop.list())
    assert len([row for row in shop.house.rows() if row["operation"] == "stuck"]) == 1


async def test_who_takes_an_order_is_seen_at_once(shop, read):
    """The row says so in the same list, on the same page; letting it go takes that away."""
    message = await shop.house.say("/order stuck NO")
    await shop.house.press(message, ids.STUCK_NEXT)
    await shop.choose(0, "take")
    shown = read(shop.list())
    assert f"Taken by <@{ANN}>" in shown
    assert "Page 2 of 2" in shown
    assert "Only: country:NO" in shown
    await shop.choose(0, "release")
    assert "Taken by" not in read(shop.list())


async def test_an_order_is_snoozed_until_tomorrow(shop, read):
    """The form closes, the list loses the row, and the snoozed can be shown and listed again."""
    await shop.house.say("/order stuck")
    await shop.choose(0, "snooze")
    view = shop.house.view()
    assert f"Order {shop.orders[0].reference} leaves the list" in read(view)
    await shop.submit()
    shown = read(shop.list())
    assert "11 orders are stuck" in shown
    assert "1 order more snoozed." in shown
    await shop.house.press(shop.list(), ids.STUCK_SNOOZED)
    assert "1 order is snoozed" in read(shop.list())
    await shop.choose(0, "wake")
    assert "Nothing is snoozed" in read(shop.list())
    operations = [row["operation"] for row in shop.house.rows()]
    assert operations == ["stuck", "snooze", "wake"]


@pytest.mark.parametrize(
    ("days", "error"),
    [(-1, "after today"), (0, "after today"), (200, "within the next 90"), (5, None)],
)
async def test_a_day_is_checked_at_its_field(shop, days, error):
    """A day from the calendar counts more than the list; one that is over is said at the field."""
    await shop.house.say("/order stuck")
    await shop.choose(0, "snooze")
    day = (datetime.now(UTC) + days * DAY).date().isoformat()
    picked = {ids.SNOOZE_DAY: {"type": "datepicker", "selected_date": day}}
    await shop.submit(**{ids.SNOOZE_DAY: picked})
    views = shop.house.slack.views(ANN)
    if error:
        assert error in views[-1].errors[ids.SNOOZE_DAY]
    else:
        assert views == []
        assert shop.house.rows()[-1]["detail"].startswith("until ")


async def test_cancel_leads_to_the_form(shop, read):
    """From the menu of a row to the same form as from a card."""
    await shop.house.say("/order stuck")
    await shop.choose(1, "cancel")
    assert f"Order {shop.orders[1].reference}" in read(shop.house.view())


async def test_an_admin_sets_patience(shop, read):
    """The form holds the limits as they are; the list behind it is judged anew."""
    message = await shop.house.say("/order stuck", MAX)
    await shop.house.press(message, ids.STUCK_PATIENCE, MAX)
    blocks = {b["block_id"]: b for b in shop.house.view(MAX).blocks if b["type"] == "input"}
    assert blocks["patience in_production"]["element"]["initial_value"] == "3"
    limit = {ids.PATIENCE_LIMIT: {"type": "number_input", "value": "60"}}
    await shop.submit(MAX, **{"patience in_production": limit})
    assert "The limits are saved" in read(shop.house.view(MAX))
    assert "Nothing stuck was seen" in read(shop.list(MAX))
    row = next(row for row in shop.house.rows() if row["operation"] == "patience")
    assert row["detail"] == "connect in_production: usual -> 60"


async def test_no_limit_is_said_at_its_field(shop):
    """With what it can be, and nothing is saved."""
    message = await shop.house.say("/order stuck", MAX)
    await shop.house.press(message, ids.STUCK_PATIENCE, MAX)
    empty = {ids.PATIENCE_LIMIT: {"type": "number_input", "value": None}}
    await shop.submit(MAX, **{"patience.failed": empty})
    errors = shop.house.view(MAX).errors
    assert errors == {"patience.failed": "Type a whole number from 0 to 365."}
    assert "patience" not in [row["operation"] for row in shop.house.rows()]


async def test_leads_set_no_patience(shop, read):
    """The button is for admins; whose role went while the form was open is refused."""
    assert "Patience…" not in read(await shop.house.say("/order stuck", LEE))
    form = {"id": "V1", "callback_id": ids.PATIENCE_FORM, "private_metadata": "none", "blocks": []}
    failed = {ids.PATIENCE_LIMIT: {"type": "number_input", "value": "30"}}
    state = {"values": {"patience.failed": failed}}
    user = {"id": LEE, "name": "lee"}
    await shop.house.interaction(type="view_submission", user=user, view={**form, "state": state})
    row = shop.house.rows()[-1]
    assert (row["operation"], row["outcome"]) == ("patience", "not_allowed")


async def test_what_cannot_be_filtered_is_said(shop, read):
    """With what can, and a row that holds nothing of what was typed."""
    answer = await shop.house.say("/order stuck Germny")
    assert "no country and no status" in read(answer)
    row = shop.house.rows()[-1]
    assert (row["operation"], row["outcome"]) == ("stuck", "not_asked")
    assert "Germny" not in str(row)


async def test_a_sentence_after_a_mention_is_answered_in_its_thread(shop, read):
    """For all to see: names in the place of mentions, and no button for admins alone."""
    await shop.house.say("/order stuck")
    await shop.choose(0, "take")
    await shop.house.say(f"<@{BOT_USER}> what is stuck in Norway?", MAX)
    message = shop.list(LEE)
    assert (message.visible_to, bool(message.thread_ts)) == (None, True)
    assert "Only: country:NO" in read(message)
    assert "taken by ann" in read(message).lower()
    assert "<@" not in _texts(message)
    assert "Patience…" not in _texts(message)
    await shop.choose(1, "take", LEE, message)
    assert read(shop.list(ANN)).lower().count("taken by") == 2


async def test_shipped_orders_are_listed(shop, read):
    """By country and method; the thread of a mention shows the same."""
    assert "1 order newly shipped" in read(await shop.house.say("/order shipped"))
    assert "Nothing newly shipped" in read(await shop.house.say("/order shipped DE since:2d"))
    await shop.house.say(f"<@{BOT_USER}> what was shipped today?", MAX)
    seen = shop.house.slack.seen(LEE, SUPPORT)
    assert any("newly shipped" in _texts(message) for message in seen)
    assert "“someday” is no" in read(await shop.house.say("/order shipped someday"))


async def test_a_history_is_told(shop, read):
    """To this person alone with who they are; in a thread nobody is named."""
    await shop.house.say("/order 1042")
    shown = await shop.house.say("/order history 1042")
    assert "History of 1042" in read(shown)
    assert "Looked up" in read(shown)
    assert ANN in _texts(shown)
    await shop.house.say(f"<@{BOT_USER}> history 1042", MAX)
    seen = [m for m in shop.house.slack.seen(LEE, SUPPORT) if "History of" in _texts(m)]
    assert ANN not in _texts(seen[-1])
    assert "somebody" in _texts(seen[-1])
    assert "Which order?" in read(await shop.house.say("/order history"))


async def test_a_history_has_pages(shop, read):
    """The buttons turn them in place."""
    order_id = shop.house.gelato.book.family("1042")[0]["id"]
    async with SqliteDatabase.opened(shop.house.database) as database:
        for hour in range(12):
            status = ("passed", "printed")[hour % 2]
            at = datetime.now(UTC) - DAY + timedelta(hours=hour)
            await SqliteLedger(database).saw([Sighting(order_id, status, at, How.READ, "1042")])
    first = await shop.house.say("/order history 1042")
    assert "Page 1 of 2" in read(first)
    await shop.house.press(first, ids.HISTORY_NEXT)
    second = next(m for m in shop.house.slack.seen(ANN, SUPPORT) if m.ts == first.ts)
    assert "Page 2 of 2" in read(second)
    await shop.house.press(second, ids.HISTORY_PREVIOUS)
    assert "Page 1 of 2" in read(
        next(m for m in shop.house.slack.seen(ANN, SUPPORT) if m.ts == first.ts)
    )


@pytest.mark.parametrize("strange", ["<!channel>", "*b* `c` :tada:", "x" * 3000, "\u202e1042"])
async def test_any_reference_is_harmless(shop, read, strange):
    """In the list, in its form, and in a thread: nothing pings, and Slack takes all of it."""
    order = replace(shop.orders[0], reference=strange, country="AQ", status=strange[:40])
    async with SqliteDatabase.opened(shop.house.database) as database:
        await database.write(lambda db: put(db, [Line(order, 0)]))
    message = await shop.house.say("/order stuck AQ")
    assert "1 order is stuck" in read(message)
    assert "Antarctica" in read(message)
    assert "<!channel>" not in message.text
    await shop.choose(0, "snooze")
    assert "leaves the list" in read(shop.house.view())
    await shop.house.say(f"<@{BOT_USER}> what is stuck in Antarctica", MAX)
    assert "1 order is stuck" in read(shop.list(LEE))
    assert not any(
        "<!channel>" in part.get("text", "")
        for block in message.blocks
        for part in block.get("elements", ())
        if part["type"] == "mrkdwn"
    )


async def test_a_card_says_since_when(shop, read, house):
    """Once the ledger knows the order: honest about what it saw first."""
    first = read(await house.say("/order 1042"))
    assert "In this state" not in first
    await house.say("/order 1043")
    assert "In this state since before it was first seen" in read(await house.say("/order 1042"))


async def test_what_somebody_had_taken_when_they_left(shop, read):
    """It is free again, with a row, and the leads hear which orders those are, once."""
    await shop.house.say("/order stuck")
    await shop.choose(0, "take")
    shop.house.slack.leaves(ANN)
    await shop.house.slack.settled()
    await shop.house.work.finish()
    again = {"type": "user_change", "user": {"id": ANN, "deleted": True}}
    body = json.dumps({"type": "event_callback", "event": again})
    await shop.house.deliver(body, **{"Content-Type": "application/json"})
    direct = shop.house.slack.channel(LEE).id
    told = [m for m in shop.house.slack.seen(LEE, direct) if "has left" in read(m)]
    assert len(told) == 1
    assert shop.orders[0].reference in read(told[0])
    row = shop.house.rows()[-1]
    assert (row["person"], row["operation"], row["detail"]) == (
        "orderdesk",
        "let_go",
        "left the workspace",
    )
    assert "Taken by" not in read(await shop.house.say("/order stuck", LEE))
