"""Canceling an order, from the command or the card to what the person reads afterwards."""

import asyncio
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from sqlite3 import connect
from typing import Any

import pytest

from blocks import ids
from bot.desk.asking import USUAL, Tempo
from bot.orders.access import Role
from bot.orders.change import Kind
from bot.orders.person import Asker
from bot.sandbox.slack.channels import ORDERS_EU, SUPPORT
from bot.sandbox.slack.people import ANN, BOT_USER, GUS, IDA, LEE, MAX, OLA, TEAM
from bot.sandbox.slack.triggers import LIFE
from bot.store.database import SqliteDatabase
from bot.store.ports import Entry, Operation
from bot.store.role_ports import Paused
from bot.store.roles import SqliteRoles
from bot.store.switches import SqliteSwitches
from handlers.slack.asks import Submission
from handlers.slack.changing import request_of
from handlers.slack.work import MOST_AT_ONCE, MOST_WAITING

House = Any
Json = dict[str, Any]
Read = Callable[[Any], str]
Chosen = Callable[..., Json]
SOON = timedelta(seconds=0.3)
HASTY = Tempo(patience=SOON)


@pytest.fixture
def order(house: House) -> Json:
    """An order of one part that can be canceled."""
    return _single(house, "created")


def _single(house: House, status: str) -> Json:
    family = house.gelato.book.family
    fits = (o for o in house.gelato.orders if o["fulfillmentStatus"] == status)
    return next(o for o in fits if len(family(o["orderReferenceId"])) == 1)


@pytest.fixture
def parts(house: House) -> list[Json]:
    """Three orders of the reference FAM-1, of which the last one is shipped."""
    family = house.gelato.book.family
    single = [o for o in house.gelato.orders if len(family(o["orderReferenceId"])) == 1]
    made = [o for o in single if o["fulfillmentStatus"] == "created"][-2:]
    found = [*made, next(o for o in single if o["fulfillmentStatus"] == "shipped")]
    for each in found:
        each["orderReferenceId"] = "FAM-1"
    return found


def cancels(house: House) -> list[tuple[str, str]]:
    """The audit rows of canceling."""
    rows = (row for row in house.rows() if row["operation"] == "cancel")
    return [(row["person"], row["outcome"]) for row in rows]


async def until_asked(house: House) -> None:
    """Waits until Gelato is being asked to cancel."""
    async with asyncio.timeout(10):
        while not house.gelato.requests.of("cancel"):  # noqa: ASYNC110  # no event tells
            await asyncio.sleep(0.02)


@pytest.fixture
def submit(chosen: Chosen) -> Callable[..., Any]:
    """Sends off the cancel form on top."""

    async def sent(house: House, person: str = ANN, **more: Any) -> None:
        form = house.view(person)
        assert form.raw["callback_id"] == ids.CANCEL_FORM
        values = chosen(form, **more)
        await house.act("submit", view_id=form.id, values=values, **{"as": person})

    return sent


@pytest.mark.parametrize("gelato", ["connect", "v4"], indirect=True)
async def test_an_order_is_canceled(house: House, read: Read, submit: Any):
    """The form says what canceling means; afterwards the order is canceled, once, with two rows."""
    order = _single(house, {"connect": "created", "v4": "passed"}[house.gelato.dialect])
    await house.say(f"/order cancel {order['orderReferenceId']}")
    assert "Nothing of it is made yet" in read(house.view())
    await submit(house, reason="CUSTOMER", note="She called")
    assert house.gelato.effects == [("cancel", order["id"])]
    assert "✅ Canceled" in read(house.view())
    assert "🚫" in read(house.view())
    assert cancels(house) == [(ANN, "asked"), (ANN, "done")]
    row = house.rows()[-2]
    assert (row["detail"], row["channel"]) == ("customer", SUPPORT)
    assert "She called" not in str(house.rows())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/order cancel", "Which order?"),
        ("/order cancel 1042 1043", "One order at a time"),
    ],
)
async def test_what_cannot_be_asked(house: House, read: Read, text: str, words: str):
    """A command that names no order, or several, opens nothing and says what to type."""
    assert words in read(await house.say(text))
    assert house.slack.views(ANN) == []
    assert cancels(house) == [(ANN, "not_asked")]


async def test_an_order_that_nobody_knows(house: House, read: Read):
    """A number that Gelato does not know is said in the form that was opened for it."""
    await house.say("/order cancel 999999")
    assert "knows no order 999999" in read(house.view())


async def test_too_late_says_so_at_once(house: House, read: Read):
    """An order that cannot be canceled is refused before anything is asked, with what to do."""
    order = _single(house, "shipped")
    await house.say(f"/order cancel {order['orderReferenceId']}")
    assert "cannot be canceled" in read(house.view())
    assert "It is shipped" in read(house.view())
    assert "submit" not in house.view().raw
    assert house.gelato.requests.of("cancel") == []


async def test_a_mention_gets_a_button(house: House, read: Read, order: Json, submit: Any):
    """Where Slack lets no form be opened, a button for the asker alone opens it."""
    offer = await house.say(f"<@{BOT_USER}> cancel {order['orderReferenceId']}")
    assert offer.visible_to == ANN
    await house.press(offer, ids.CANCEL)
    await submit(house)
    assert house.gelato.effects == [("cancel", order["id"])]
    assert "✅ Canceled" in read(house.view())


async def test_a_form_that_comes_too_late_is_offered(house: House, order: Json, submit: Any):
    """Who waited too long for the form to open gets a button that opens it for the same order."""
    stamps = house.slack.world.stamps
    trigger, clock = house.slack.world.triggers.issue(ANN), stamps.clock
    stamps.clock = lambda: clock() + LIFE + 1
    await house.command(f"cancel {order['orderReferenceId']}", trigger_id=trigger)
    stamps.clock = clock
    assert house.slack.views(ANN) == []
    await house.press(house.last(), ids.CANCEL)
    await submit(house)
    assert house.gelato.effects == [("cancel", order["id"])]


# The card that it was asked from tells the truth afterwards.


async def test_a_command_leaves_no_second_answer(house: House, order: Json, submit: Any):
    """Who typed the command reads the outcome in the form; there is no card to mend."""
    await house.say(f"/order cancel {order['orderReferenceId']}")
    await submit(house)
    assert [m for m in house.slack.seen(ANN, SUPPORT) if m.by_bot] == []


async def test_the_ephemeral_card(house: House, read: Read, order: Json, submit: Any):
    """The asker's own card shows the order as it is now, in its place."""
    card = await house.say(f"/order {order['orderReferenceId']}")
    assert "🚫" not in read(card)
    await house.press(card, ids.CANCEL)
    await submit(house)
    (after,) = [m for m in house.slack.seen(ANN, SUPPORT) if m.by_bot]
    assert "🚫" in read(after)
    assert after.visible_to == ANN
    assert order["shippingAddress"]["city"] in read(after)


@pytest.mark.parametrize("is_old", [False, True], ids=["fresh", "response_url spent"])
async def test_the_shared_card(house: House, read: Read, order: Json, submit: Any, is_old: bool):
    """A card that all can see says the new state and who changed it, with the country alone."""
    card = await house.say(f"/order {order['orderReferenceId']}")
    await house.press(card, ids.SHARE)
    shared = house.last(LEE)
    await house.press(shared, ids.CANCEL, LEE)
    if is_old:
        house.slack.world.response_urls.__init__(house.slack.world.stamps)
    await submit(house, LEE)
    after = house.last(LEE)
    assert after.ts == shared.ts
    assert "🚫" in read(after)
    assert "Canceled by lee" in read(after)
    address = order["shippingAddress"]
    for private in ("city", "lastName", "addressLine1"):
        assert address[private] not in read(after)


async def shared_card(house: House, order: Json) -> Any:
    """A card of this order that Ann has shared."""
    card = await house.say(f"/order {order['orderReferenceId']}")
    await house.press(card, ids.SHARE)
    return house.last(LEE)


async def test_the_shared_card_names_who_did_it(house: House, read: Read, order: Json, submit: Any):
    """Who comes second mends the card too, and it still names the one who changed the order."""
    shared = await shared_card(house, order)
    await house.press(shared, ids.CANCEL, ANN)
    await house.press(shared, ids.CANCEL, LEE)
    await submit(house, LEE)
    await submit(house, ANN)
    assert "Canceled already" in read(house.view(ANN))
    assert "Canceled by lee" in read(house.last(LEE))
    assert "by ann" not in read(house.last(LEE)).casefold()


async def test_the_shared_card_after_a_refusal(house: House, read: Read, order: Json, submit: Any):
    """A card that was out of date shows the order as it is, and nobody as having changed it."""
    shared = await shared_card(house, order)
    await house.press(shared, ids.CANCEL, LEE)
    house.gelato.move(order["id"], "shipped")
    await submit(house, LEE)
    assert "Shipped" in read(house.last(LEE))
    assert "Canceled by" not in read(house.last(LEE))


async def test_the_shared_card_when_it_took_long(
    house: House, read: Read, order: Json, submit: Any
):
    """An outcome that comes by direct message mends the card that it was asked from, too."""
    async with house.in_place(HASTY) as other:
        shared = await shared_card(other, order)
        await other.press(shared, ids.CANCEL, LEE)
        house.gelato.faults.add("delay", "cancel", seconds=1.0)
        await submit(other, LEE)
        assert "Not known yet" in read(house.view(LEE))
        direct = house.slack.channel(LEE).id
        told = await house.slack.until(lambda: house.last(LEE, direct), 15)
        assert "✅ Canceled" in read(told)
        await house.slack.until(lambda: "🚫" in read(house.last(LEE)), 15)
    after = house.last(LEE)
    assert (after.ts, "Canceled by" in read(after)) == (shared.ts, True)
    assert order["shippingAddress"]["city"] not in read(after)


async def test_a_card_in_direct_messages(house: House, read: Read, order: Json, submit: Any):
    """In the conversation with the bot the card itself changes, and stays one."""
    direct = house.slack.channel(ANN).id
    card = await house.say(str(order["orderReferenceId"]), channel=direct)
    await house.press(card, ids.CANCEL)
    await submit(house)
    (after,) = [m for m in house.slack.seen(ANN, direct) if m.by_bot]
    assert "🚫" in read(after)


async def test_a_card_in_a_form(house: House, read: Read, order: Json, submit: Any):
    """From a result inside a form, the cancel form lies over it and leads back to it."""
    await house.say("/order")
    await house.submit(house.view(), str(order["orderReferenceId"]))
    below = house.view()
    await house.press(below, ids.CANCEL)
    assert len(house.slack.views(ANN)) == 2
    await submit(house)
    assert "✅ Canceled" in read(house.view())
    assert house.gelato.effects == [("cancel", order["id"])]


async def test_asking_again_from_the_same_card(house: House, read: Read, order: Json, submit: Any):
    """A second form over the same result is a new request, not a repeat of the first."""
    await house.say("/order")
    await house.submit(house.view(), str(order["orderReferenceId"]))
    below = house.view()
    await house.press(below, ids.CANCEL)
    house.gelato.faults.add("status", "cancel", status=400)
    await submit(house)
    assert "⛔ Not canceled" in read(house.view())
    house.gelato.faults.clear()
    await house.act("close", view_id=house.view().id, **{"as": ANN})
    await house.press(house.view(), ids.CANCEL)
    await submit(house)
    assert "✅ Canceled" in read(house.view())
    assert [outcome for _, outcome in cancels(house)] == ["asked", "refused", "asked", "done"]


# A form that is closed, or too old.


async def test_a_form_that_is_closed_early(house: House, read: Read, order: Json, submit: Any):
    """Who closes the form meanwhile reads the outcome where they asked, alone."""
    await house.say(f"/order cancel {order['orderReferenceId']}")
    house.gelato.faults.add("delay", "cancel", seconds=0.5)
    view = house.view().id
    sending = asyncio.ensure_future(submit(house))
    await until_asked(house)
    async with house.http.post(
        f"{house.slack.base_url}/page/close", json={"view_id": view, "as": ANN}
    ) as answer:
        assert answer.status == 200
    await sending
    assert house.slack.views(ANN) == []
    told = house.last(ANN)
    assert "✅ Canceled" in read(told)
    assert told.visible_to == ANN


async def test_a_form_that_has_expired(house: House, read: Read, order: Json, submit: Any):
    """A form whose memory is gone asks for nothing, and says so."""
    await house.say(f"/order cancel {order['orderReferenceId']}")
    with closing(connect(house.database)) as connection, connection:
        connection.execute("DELETE FROM form_states")
    await submit(house)
    assert "has expired" in read(house.view())
    assert house.gelato.effects == []


async def test_an_answer_that_is_called_off_leaves_doubt(
    house: House, read: Read, order: Json, submit: Any
):
    """A program that stops does not say that nothing was changed, since it may have been."""
    await house.say(f"/order cancel {order['orderReferenceId']}")
    house.gelato.faults.add("delay", "cancel", seconds=3)
    sending = asyncio.ensure_future(submit(house))
    await until_asked(house)
    await house.work.finish(timedelta())
    await sending
    assert "a direct message tells what came of it" in read(house.view())
    assert "Nothing was changed" not in read(house.view())


async def test_an_answer_that_slack_does_not_take(
    house: House, read: Read, order: Json, submit: Any
):
    """What was done while Slack took no answer is told by direct message once it does."""
    async with house.in_place(Tempo(SOON, SOON, SOON, SOON)) as other:
        await other.say(f"/order cancel {order['orderReferenceId']}")
        house.gelato.faults.add("delay", "cancel", seconds=0.5)
        sending = asyncio.ensure_future(submit(other))
        await until_asked(house)
        house.slack.world.faults.switch("http_500", on=True)
        await sending
        house.slack.world.faults.switch("http_500", on=False)
        direct = house.slack.channel(ANN).id
        told = await house.slack.until(lambda: house.last(ANN, direct), 15)
    assert "✅ Canceled" in read(told)
    assert cancels(house) == [(ANN, "asked"), (ANN, "done")]


# The form's fields.


async def test_every_part_alone(house: House, read: Read, parts: list[Json], submit: Any):
    """Of a family those parts are canceled that stayed ticked, each by itself."""
    await house.say("/order cancel FAM-1")
    assert "It is shipped" in read(house.view())
    await submit(house, parts=(parts[1]["id"],))
    assert house.gelato.effects == [("cancel", parts[1]["id"])]
    assert cancels(house) == [(ANN, "asked"), (ANN, "done")]


async def test_all_parts_that_may(house: House, read: Read, parts: list[Json], submit: Any):
    """What is left as it was drawn cancels every part that can be."""
    await house.say("/order cancel FAM-1")
    await submit(house)
    assert {key for _, key in house.gelato.effects} == {parts[0]["id"], parts[1]["id"]}
    assert read(house.view()).count("✅ Canceled") == 2


def _sent(house: House, form: Any, values: Json) -> Any:
    """A submission as Slack sends it, which its own page would not let through."""
    view = {"id": form.id, "callback_id": ids.CANCEL_FORM, "blocks": form.blocks}
    view |= {"private_metadata": form.raw["private_metadata"], "state": {"values": values}}
    return house.interaction(type="view_submission", view=view, trigger_id="9.9.x")


async def test_nothing_ticked_cancels_nothing(house: House, parts: list[Json], chosen: Chosen):
    """An empty choice that comes all the same is said at its field, and nothing is asked."""
    await house.say("/order cancel FAM-1")
    status, body = await _sent(house, house.view(), chosen(house.view(), parts=()))
    assert status == 200
    assert ids.CANCEL_PARTS in body
    assert house.gelato.effects == []
    assert cancels(house) == []


async def test_what_was_not_offered_is_not_canceled(
    house: House, read: Read, parts: list[Json], order: Json, chosen: Chosen
):
    """A part that the form did not offer is left alone, whoever sends it."""
    await house.say("/order cancel FAM-1")
    form = house.view()
    others = [{"value": parts[2]["id"]}, {"value": order["id"]}]
    values = chosen(form) | {ids.CANCEL_PARTS: {ids.CANCEL_PARTS: {"selected_options": others}}}
    await _sent(house, form, values)
    assert house.gelato.requests.of("cancel") == []
    assert "None of these parts" in read(house.view())
    assert cancels(house) == [(ANN, "not_asked")]


@pytest.mark.parametrize(
    ("fields", "block_id"),
    [
        ({"reason": None}, ids.CANCEL_REASON),
        ({"reason": "OTHER"}, ids.CANCEL_NOTE),
        ({"reason": "OTHER", "note": "  "}, ids.CANCEL_NOTE),
    ],
    ids=["no reason", "another one", "blanks"],
)
async def test_a_reason_is_required(
    house: House, order: Json, submit: Any, fields: Json, block_id: str
):
    """What is missing is said at its field, and the form stays."""
    await house.say(f"/order cancel {order['orderReferenceId']}")
    await submit(house, **fields)
    assert block_id in house.view().errors
    assert house.gelato.effects == []


# Who may, and when.


async def given(house: House, person: str, role: Role | None) -> None:
    """Somebody's role from now on."""
    entry = Entry(
        datetime.now(UTC), Operation.ROLE, "done", MAX, TEAM, "", "", (), timedelta(), "sandbox"
    )
    async with SqliteDatabase.opened(house.database) as database:
        await SqliteRoles(database).change(person, role, entry, (MAX,))


@pytest.mark.parametrize(
    ("role", "may"),
    [(None, False), (Role.AGENT, True), (Role.LEAD, True), (Role.ADMIN, True)],
    ids=lambda value: value.word if isinstance(value, Role) else str(value),
)
@pytest.mark.parametrize("way", ["command", "card", "mention"])
async def test_every_role(
    house: House, read: Read, order: Json, role: Role | None, may: bool, way: str
):
    """Agents and above get the form; a viewer is told which role is needed, whatever the way."""
    await given(house, IDA, role)
    reference = order["orderReferenceId"]
    if way == "card":
        await house.press(await house.say(f"/order {reference}", IDA), ids.CANCEL, IDA)
    else:
        start = "/order" if way == "command" else f"<@{BOT_USER}>"
        await house.say(f"{start} cancel {reference}", IDA)
    views = house.slack.views(IDA)
    told = read(views[-1] if views else house.last(IDA))
    assert ("Why?" in told or "This opens a form" in told) is may
    assert ("You need the role “agent”" in told) is not may
    assert ((IDA, "not_allowed") in cancels(house)) is not may


@pytest.mark.parametrize("person", [GUS, OLA], ids=["guest", "other organisation"])
async def test_others_get_nothing(house: House, read: Read, order: Json, person: str):
    """Who is no full member gets no form, and Gelato is not asked."""
    channel = next(c for c in (SUPPORT, ORDERS_EU) if person in house.slack.channel(c).members)
    reference = order["orderReferenceId"]
    told = await house.say(f"<@{BOT_USER}> cancel {reference}", person, channel)
    assert "full members" in read(told)
    assert house.gelato.requests.rows() == []


async def test_a_right_is_lost_meanwhile(house: House, read: Read, order: Json, submit: Any):
    """The right is asked for when the form is sent, not when it was opened."""
    await house.say(f"/order cancel {order['orderReferenceId']}")
    await given(house, ANN, None)
    await submit(house)
    assert "You need the role" in read(house.view())
    assert house.gelato.requests.of("cancel") == []
    assert cancels(house) == [(ANN, "not_allowed")]


async def paused(house: House) -> None:
    """Max has paused all changes."""
    now = datetime.now(UTC)
    entry = Entry(now, Operation.PAUSE, "done", MAX, TEAM, "", "", (), timedelta(), "sandbox")
    async with SqliteDatabase.opened(house.database) as database:
        await SqliteSwitches(database).pause(Paused(MAX, now, "stock count"), entry)


@pytest.mark.parametrize("when", ["before the form", "before it is sent"])
async def test_a_pause(house: House, read: Read, order: Json, submit: Any, when: str):
    """While changes are paused nothing is canceled, and looking up goes on."""
    reference = order["orderReferenceId"]
    if when == "before it is sent":
        await house.say(f"/order cancel {reference}")
        await paused(house)
        await submit(house)
    else:
        await paused(house)
        await house.say(f"/order cancel {reference}")
    assert "paused all changes" in read(house.view())
    assert house.gelato.requests.of("cancel") == []
    assert cancels(house) == [(ANN, "changes_paused")]
    assert str(reference) in read(await house.say(f"/order {reference}"))


async def test_read_only(house: House, read: Read, order: Json):
    """With ORDERDESK_READ_ONLY nobody cancels, and looking up goes on."""
    async with house.in_place(orderdesk_read_only=True) as other:
        await other.say(f"/order cancel {order['orderReferenceId']}", MAX)
        assert "set to look orders up only" in read(other.view(MAX))
        card = await other.say(f"/order {order['orderReferenceId']}")
        assert str(order["orderReferenceId"]) in read(card)


async def test_caps(house: House, read: Read, parts: list[Json], submit: Any):
    """Beyond a day's share a family is refused whole; with less, it is done."""
    async with house.in_place(orderdesk_daily_changes=1) as other:
        await other.say("/order cancel FAM-1")
        await submit(other)
        assert "One person may ask for 1 change a day" in read(other.view())
        assert "these would be 2 more" in read(other.view())
        await other.say("/order cancel FAM-1")
        await submit(other, parts=(parts[0]["id"],))
        assert "✅ Canceled" in read(other.view())
        await other.say("/order cancel FAM-1")
        await submit(other)
        assert "asked for 1 since midnight" in read(other.view())
    assert house.gelato.effects == [("cancel", parts[0]["id"])]


async def test_what_cannot_be_kept_is_not_acknowledged(
    house: House, read: Read, order: Json, submit: Any
):
    """A full disk says so in the form, which stays as it is; sent again later, it is done."""
    full = "CREATE TRIGGER full BEFORE INSERT ON submissions BEGIN SELECT RAISE(ABORT, 'full'); END"
    await house.say(f"/order cancel {order['orderReferenceId']}")
    with closing(connect(house.database)) as connection, connection:
        connection.execute(full)
    await submit(house)
    assert "cannot record what is asked" in house.view().errors[ids.CANCEL_REASON]
    assert house.gelato.effects == []
    with closing(connect(house.database)) as connection, connection:
        connection.execute("DROP TRIGGER full")
    await submit(house)
    assert "Canceled" in read(house.view())
    assert cancels(house) == [(ANN, "asked"), (ANN, "done")]


async def test_what_nobody_has_a_hand_free_for_is_not_begun_later(
    house: House, order: Json, submit: Any
):
    """Slack says that it went wrong; then it must not happen behind the person's back."""
    gate = asyncio.Event()

    async def wait() -> None:
        await gate.wait()

    await house.say(f"/order cancel {order['orderReferenceId']}")
    for _ in range(MOST_AT_ONCE + MOST_WAITING):
        house.work.start(wait())
    asyncio.get_running_loop().call_later(0.2, gate.set)
    await submit(house)
    assert house.view().notice
    with closing(connect(house.database)) as connection:
        assert connection.execute("SELECT count(*) FROM submissions").fetchone() == (0,)
    assert house.gelato.effects == []


@pytest.mark.parametrize(("place", "card"), [("", "1.0"), ("1 ", "")], ids=["card", "stuck list"])
def test_what_a_late_outcome_mends(place: str, card: str):
    """A posted card; not a list of many orders, of which it would leave one."""
    by = Asker(ANN, TEAM, SUPPORT, "r-1")
    sent = Submission(by=by, keys=(), callback_id=ids.CANCEL_FORM, view={})
    kept = {"order_ids": "g-1", "reference": "1042", "posted_ts": "1.0", "place": place}
    assert request_of(sent, Kind.CANCEL, "form", kept).card_ts == card


async def test_a_form_that_nobody_could_answer_is_attended_to_later(
    house: House, read: Read, order: Json, submit: Any
):
    """Slack failed before it was claimed, and could not be told: it stays, and is done then."""
    tempo = replace(USUAL, look_out=timedelta(seconds=0.1))
    async with house.in_place(tempo) as other:
        await other.say(f"/order cancel {order['orderReferenceId']}")
        house.slack.world.faults.switch("http_500", on=True)
        await submit(other)
        assert "Canceling" in read(house.view())
        assert house.gelato.effects == []
        house.slack.world.faults.switch("http_500", on=False)
        with closing(connect(house.database)) as connection, connection:
            assert connection.execute("UPDATE submissions SET due_at = 0").rowcount == 1
        await house.slack.until(lambda: "✅ Canceled" in read(house.view()), 15)
    assert [outcome for _, outcome in cancels(house)] == ["person_unknown", "asked", "done"]
