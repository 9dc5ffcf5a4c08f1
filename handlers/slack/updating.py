"""Changing address or shipping method: `/order update 1042`, the card's button, and the form."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from blocks.address_form import address_form, field_errors, read_address_form, says_yes
from blocks.address_state import AddressForm
from blocks.forms import checking_view
from blocks.updating import cannot_update, choose_part, go_on, held_now, offer_update, updatable
from bot.desk.desk import Desk
from bot.orders.addresses.changes import warnings
from bot.orders.addresses.fields import AddressField
from bot.orders.addresses.pasting import proposed_address
from bot.orders.addresses.request import AddressRequest
from bot.orders.change import Kind, Outcome, Report
from bot.orders.dialect import Dialect
from bot.orders.errors import NotAsked
from bot.orders.family import Family
from bot.orders.order import Order
from bot.orders.recipient import Audience
from bot.orders.requests.orders import ShipmentRequest
from bot.orders.requests.rules import complaints
from bot.orders.updating import Shipping, UpdateWish
from bot.store.ports import Operation
from handlers.slack.acknowledged import Acknowledged, update
from handlers.slack.asks import Click, Command, Mention, Submission
from handlers.slack.changing import (
    Besides,
    Fill,
    More,
    carry_out,
    go_on_to,
    one_reference,
    open_change,
    request_of,
    under_way,
)
from handlers.slack.errors import FormExpired
from handlers.slack.reply import Reply

CHECKING = "Looking at the address…"
ADDRESS_LIFE = timedelta(minutes=30)
"""For forms that hold an address."""


async def update_command(text: str, ask: Command | Mention, desk: Desk, reply: Reply) -> None:
    """`/order update 1042`; where Slack lets us open no form, a button that does."""
    try:
        reference = one_reference(text, "update")
    except NotAsked as error:
        await desk.records.turn_away(text, ask.by, error, Operation.UPDATE)
    if ask.trigger_id:
        await open_change(reference, Kind.UPDATE, desk, reply, _filling(desk))
    else:
        await desk.changes.permitted(Kind.UPDATE, reference, ask.by)
        await reply.whisper(offer_update(reference))


async def open_update_form(click: Click, desk: Desk, reply: Reply) -> None:
    """The card's button."""
    await open_change(click.value, Kind.UPDATE, desk, reply, _filling(desk))


async def open_part_form(click: Click, desk: Desk, reply: Reply) -> None:
    """One part of a family, by Gelato's id."""
    await go_on_to(click.value, Kind.UPDATE, desk, reply, _filling(desk, part=click.value))


async def reopen_update_form(click: Click, desk: Desk, reply: Reply) -> None:
    """The form once more with what was typed, on the order as it is now."""
    forms, now = reply.workspace.forms, reply.workspace.now()
    kept = await forms.of(click.value, click.by.person, now)
    if kept is None or not kept.data.get("form"):
        raise FormExpired
    typed = AddressForm.read(kept.data["form"])
    order_id = kept.data["order_ids"]
    filling = _filling(desk, part=order_id, typed=typed)
    await go_on_to(order_id, Kind.UPDATE, desk, reply, filling)


def _filling(desk: Desk, part: str = "", typed: AddressForm | None = None) -> Fill:
    """Draws the form of the one part that can be changed, or asks which."""

    async def fill(family: Family, form: Reply) -> None:
        may = [order for order in updatable(family) if not part or order.id == part]
        if not may:
            await form.whisper(cannot_update(family, form.reader(Audience.ASKER)))
        elif len(may) > 1 or (len(family.orders) > 1 and not part):
            await form.whisper(choose_part(family))
        else:
            await desk.orders.reveal(may[0], family, form.ask.by)
            await _draw(await _opened_on(may[0], family, desk, form, typed), may[0], form)

    return fill


async def _opened_on(
    order: Order, family: Family, desk: Desk, form: Reply, typed: AddressForm | None
) -> AddressForm:
    """The form's state for an order as it is now."""
    here = Shipping.of(order)
    country = here.address.text(AddressField.COUNTRY)
    return AddressForm(
        reference=family.reference,
        before=here.address,
        values=typed.typed_onto(here.address) if typed else here.address,
        method_before=here.method,
        method=typed.method if typed and typed.is_method_changed else here.method,
        methods=((here.method, here.method_words), *await desk.orders.shipping_methods(country)),
        key=form.form.state_key if form.form else "",
        locale=form.person.locale if form.person else "",
        pasted=typed.pasted if typed else "",
    )


async def _draw(state: AddressForm, order: Order, form: Reply) -> None:
    status = Shipping.of(order).status
    await _kept(state, form, reference=state.reference, order_ids=order.id, status=status)
    if form.form is not None:
        await form.form.becomes(address_form(state))


async def choose_country(click: Click, desk: Desk, reply: Reply) -> None:
    """The fields of another country, with what was typed."""
    del desk
    await _redrawn(click, reply, lambda state: state)


async def take_apart(click: Click, desk: Desk, reply: Reply) -> None:
    """The pasted text as a proposal, in the fields."""
    del desk

    def proposed(state: AddressForm) -> AddressForm:
        country = state.values.text(AddressField.COUNTRY)
        return state.proposing(proposed_address(state.pasted, country))

    await _redrawn(click, reply, proposed)


async def _redrawn(
    click: Click, reply: Reply, turned: Callable[[AddressForm], AddressForm]
) -> None:
    kept = await reply.remembered()
    state = turned(AddressForm.read(kept["form"]).taking(read_address_form(click.view)))
    state = state.judged(())
    await _kept(state, reply)
    if reply.form is not None:
        await reply.form.becomes(address_form(state))


def submit_update(submission: Submission) -> Acknowledged:
    """Field errors at once; else "looking", and what asks for one more yes in its place.

    After that yes, it says that it is being changed.
    """
    typed = read_address_form(submission.view)
    texts: dict[str, Any] = {field.value: text for field, text in typed.texts.items()}
    address = AddressRequest(**texts, is_business=typed.is_business)
    found = complaints(ShipmentRequest(typed.own_method, address), Dialect.CONNECT)
    errors = field_errors(submission.view, found)
    if errors:
        return Acknowledged({"response_action": "errors", "errors": errors})
    shown = under_way("Changing") if says_yes(submission.view) else checking_view(CHECKING)
    return update(shown, judge_update, is_kept=True)


async def judge_update(submission: Submission, desk: Desk, reply: Reply) -> None:
    """Shows what would change and what is odd, until the person has said yes to just that."""
    kept = await reply.remembered()
    if not kept.get("form"):
        raise FormExpired
    state = AddressForm.read(kept["form"]).taking(read_address_form(submission.view))
    odd = warnings(
        state.before, state.request, Dialect.CONNECT, is_method_changed=state.is_method_changed
    )
    wanted = json.dumps(state.shipment.body(Dialect.CONNECT), sort_keys=True)
    is_yes = state.asked == wanted and state.has_said(odd)
    state = state.judged((), odd, wanted)
    await _kept(state, reply)
    if is_yes and state.is_changed:
        await _sent(submission, state, desk, reply)
    elif reply.form is not None:
        await reply.form.becomes(address_form(state))


async def _sent(submission: Submission, state: AddressForm, desk: Desk, reply: Reply) -> None:
    kept = dict(await reply.remembered())
    shipment = state.shipment
    before = Shipping(state.before, state.method_before, kept["status"])
    wish = UpdateWish(before, shipment.shipment_method_uid, shipment.shipping_address)
    request = request_of(submission, Kind.UPDATE, state.key, kept)
    request = replace(request, wish=wish.written())
    reports = await carry_out(request, desk, reply, _holding(wish, request.order_ids[0], state.key))
    if _is_done(reports):
        await reply.remember(ends_in=timedelta(), form="")


def _holding(wish: UpdateWish, order_id: str, key: str) -> More:
    """What Gelato holds, or the way back to what was typed; nothing while it is in doubt."""

    def more(family: Family | None, reports: Sequence[Report]) -> Besides | None:
        orders = family.orders if family else ()
        order = next((order for order in orders if order.id == order_id), None)
        if _is_done(reports):
            held = held_now(wish, Shipping.of(order)) if order else None
            return Besides(held, is_private=True) if held else None
        is_over = all(r.change.has_ended or not r.is_own for r in reports)
        return Besides(go_on(key)) if is_over else None

    return more


def _is_done(reports: Sequence[Report]) -> bool:
    done = {Outcome.DONE, Outcome.ALREADY}
    return any(r.is_own and r.change.outcome in done for r in reports)


async def _kept(state: AddressForm, reply: Reply, **more: str) -> None:
    kept = {} if more else dict(await reply.remembered())
    await reply.remember(ends_in=ADDRESS_LIFE, **{**kept, **more, "form": state.written()})
