"""The part of the gallery that shows how orders are changed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from blocks.address_form import address_form
from blocks.address_state import AddressForm
from blocks.cancel_form import cancel_form, cancelable, cannot_cancel, offer_cancel
from blocks.changes import changed, told_later
from blocks.forms import View
from blocks.message import Message
from blocks.order_lines import Reader
from blocks.updating import cannot_update, choose_part, go_on, held_now, offer_update, updatable
from bot.desk.ways import Cancel
from bot.orders.addresses.changes import warnings
from bot.orders.addresses.request import AddressRequest
from bot.orders.change import Change, Kind, Outcome, Report, Stage
from bot.orders.family import Family
from bot.orders.person import Asker
from bot.orders.recipient import Audience
from bot.orders.updating import Shipping, UpdateWish

ADDRESS = AddressRequest(
    country="NO",
    first_name="Jane",
    last_name="Doe",
    address_line1="Storgata 1",
    city="Oslo",
    post_code="0155",
    email="jane@example.com",
)
_METHODS = (("normal", "Normal"), ("express", "Express"))
Drawn = tuple[str, Message | View]
_WORDS: Mapping[Outcome, str] = {
    Outcome.DONE: "Gelato shows it as canceled.",
    Outcome.ALREADY: "It is canceled already.",
    Outcome.REFUSED: "It is shipped, so it cannot be canceled any more.",
    Outcome.NOT_DONE: "Gelato is not answering just now. Nothing was changed; please try again.",
    Outcome.UNCONFIRMED: f"Gelato's answer was lost. {Cancel.never_seen}",
}


def drawn_changes(families: Mapping[str, Family], now: datetime) -> Iterator[Drawn]:
    """Forms and outcomes of canceling, each once."""
    reader = Reader(Audience.ASKER, now)
    may = [family for family in families.values() if cancelable(family)]
    late = [family for family in families.values() if not cancelable(family)]
    for family in (may[0], *(each for each in may if len(each.orders) > 1)):
        yield f"cancel {len(family.orders)} parts", cancel_form(family, reader)
    yield "too late to cancel", cannot_cancel(late[0], reader)
    yield "cancel, without a click", offer_cancel("1042")
    change = _change(may[0], now)
    for kind in Kind:
        done = _ended(replace(change, kind=kind), Outcome.DONE, now)
        yield f"{kind.value}, done", changed([Report(done)], None, reader)
    for outcome in Outcome:
        ended = _ended(change, outcome, now)
        yield f"cancel, {outcome.value}", changed([Report(ended)], may[0], reader)
        yield f"cancel, {outcome.value}, told later", told_later(ended)
    yield "told to a lead", told_later(_ended(change, Outcome.DONE, now), "U012LEE")
    yield "cancel, not known yet", changed([Report(change)], may[0], reader)
    yield "somebody else changes it", changed([Report(change, is_own=False)], may[0], reader)
    both = [Report(_ended(change, outcome, now)) for outcome in (Outcome.DONE, Outcome.REFUSED)]
    yield "two parts, one canceled", changed(both, may[0], reader)


def drawn_updates(families: Mapping[str, Family], now: datetime) -> Iterator[Drawn]:
    """Forms and outcomes of changing a shipment, each once."""
    reader = Reader(Audience.ASKER, now)
    may = [family for family in families.values() if updatable(family)]
    late = [family for family in families.values() if not updatable(family)]
    yield "too late to change", cannot_update((late or may)[0], reader)
    yield "change, without a click", offer_update("1042")
    for family in families.values():
        if len(family.orders) > 1:
            yield f"change which of {len(family.orders)}", choose_part(family)
    here = Shipping(ADDRESS, "normal", "created")
    form = AddressForm("1042", ADDRESS, ADDRESS, "normal", "normal", _METHODS, key="key")
    moved = replace(ADDRESS, country="JP", state="", post_code="100-0001", city="Tokyo")
    elsewhere = replace(form, values=moved)
    odd = warnings(ADDRESS, moved)
    yield "change, Norway", address_form(form)
    yield "change, moved to Japan", address_form(elsewhere.judged((), odd, "{}"))
    yield "change, Brazil", address_form(replace(form, values=replace(ADDRESS, country="BR")))
    wish = UpdateWish(here, "express", moved)
    yield "held now", _with_text(held_now(wish, here))
    yield "not changed", _with_text(go_on("key"))


def _with_text(message: Message) -> Message:
    """A part of an answer, as if it stood alone."""
    return replace(message, text="What Gelato holds")


def _change(family: Family, now: datetime) -> Change:
    by = Asker("U012ANN", "T012TEAM", "C012SUPPORT", "9F3A1C")
    return Change("c1", "form", Kind.CANCEL, family.id, family.reference, by, now, now)


def _ended(change: Change, outcome: Outcome, now: datetime) -> Change:
    done_by = "U012LEE" if outcome is Outcome.ALREADY else ""
    words, stage = _WORDS[outcome], Stage.ENDED
    return replace(change, stage=stage, outcome=outcome, words=words, done_by=done_by, ended_at=now)
