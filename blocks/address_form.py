"""The form for address and shipping method: drawn, drawn anew, and read back in one file."""

from collections.abc import Iterable, Mapping
from typing import Any

from blocks import ids
from blocks.address_fields import (
    FIELD_IDS,
    LONGEST_OPTION,
    MOST_OPTIONS,
    NONE_CHOSEN,
    element_text,
    field_blocks,
    notes,
    read_texts,
    read_tick,
    text_input,
)
from blocks.address_judgement import judgement_blocks, whole_complaints
from blocks.address_state import METHOD, AddressForm, Typed
from blocks.forms import View
from blocks.parts import Block, Element, actions, button, context, option, plain, section
from bot.orders.addresses.complaint import Complaint
from bot.orders.addresses.fields import AddressField
from bot.orders.addresses.labels import label_of

TITLE = "Change the shipment"


def address_form(form: AddressForm) -> View:
    """The form as it stands. Opening it is a reveal: it shows the whole address."""
    return {
        "type": "modal",
        "callback_id": ids.UPDATE_FORM,
        "private_metadata": form.key,
        "title": plain(TITLE),
        "submit": plain("Yes, change it" if _is_asked_again(form) else "Change it"),
        "close": plain("Cancel"),
        "blocks": _blocks(form),
    }


def read_address_form(view: Mapping[str, Any]) -> Typed:
    """What stands in the fields now, by submission or by click."""
    states = _states(view)
    chosen = element_text(states.get(ids.UPDATE_METHOD, {}))
    other = element_text(states.get(ids.UPDATE_OTHER_METHOD, {})).strip()
    return Typed(
        key=str(view.get("private_metadata") or ""),
        texts=read_texts(states),
        is_business=read_tick(states),
        method=other or chosen,
        pasted=element_text(states[ids.UPDATE_PASTED]) if ids.UPDATE_PASTED in states else None,
        own_method=other,
    )


def field_errors(view: Mapping[str, Any], complaints: Iterable[Complaint]) -> dict[str, str]:
    """The errors among these as Slack's answer to a submission wants them: by block, one each.

    Where the submitted form has no such field, the country's block shows it.
    """
    values = view.get("state", {}).get("values", {})
    blocks = {action: block for block, held in values.items() for action in held}
    errors: dict[str, str] = {}
    for each in complaints:
        block = blocks.get(_field_id(each.field)) or blocks.get(ids.UPDATE_COUNTRY)
        if block and not each.is_warning:
            errors.setdefault(block, each.sentence)
    return errors


def _field_id(field: str) -> str:
    if field == METHOD:
        return ids.UPDATE_OTHER_METHOD
    bare = field.removeprefix("shipping_address.")
    return FIELD_IDS[AddressField(bare)] if bare in set(AddressField) else ids.UPDATE_COUNTRY


def _is_asked_again(form: AddressForm) -> bool:
    return bool(form.asked) and form.is_changed


def _blocks(form: AddressForm) -> list[Block]:
    country, *rest = form.layout.fields
    return [
        section(f"Order {form.reference}"),
        *judgement_blocks(form),
        *whole_complaints(form.complaints),
        *_paste_blocks(form),
        *field_blocks(form, country),
        *_set_aside(form),
        *(block for field in rest for block in field_blocks(form, field)),
        *_method_blocks(form),
    ]


def _paste_blocks(form: AddressForm) -> list[Block]:
    """Before the fields, for who was sent a whole address; not where a yes is asked for."""
    if _is_asked_again(form):
        return []
    asked: Block = {
        "type": "input",
        "block_id": f"{ids.UPDATE_PASTED}:{form.turn}",
        "optional": True,
        "label": plain("Paste a whole address"),
        "hint": plain("Lines or commas. Then press the button, and look at each field."),
        "element": {
            "action_id": ids.UPDATE_PASTED,
            **text_input(form.pasted, is_long=True),
        },
    }
    left = "; ".join(form.unplaced)
    note = [context(plain(f"No field was found for: {left}"))] if left else []
    return [
        asked,
        actions(button("Put it into the fields", ids.UPDATE_TAKE_APART, form.key)),
        *note,
    ]


def _set_aside(form: AddressForm) -> list[Block]:
    """What the country has no field for is shown, kept, and not sent."""
    if not form.set_aside:
        return []
    held = "; ".join(
        f"{label_of(name, form.before.country)}: {form.values.text(name)}"
        for name in form.set_aside
    )
    words = "Kept here and not sent, because the chosen country has no such field: "
    return [context(plain(words + held))]


def _method_blocks(form: AddressForm) -> list[Block]:
    listed = _listed_method(form)
    options = _method_options(form)
    held = {"initial_option": _option(form, listed)} if listed else {}
    chosen: list[Block] = [
        {
            "type": "input",
            "block_id": f"{ids.UPDATE_METHOD}:{form.turn}",
            "optional": True,
            "label": plain("Shipping method"),
            "element": {
                "type": "static_select",
                "action_id": ids.UPDATE_METHOD,
                "placeholder": plain("Leave it as it is"),
                "options": options,
                **held,
            },
        }
    ]
    other: Block = {
        "type": "input",
        "block_id": f"{ids.UPDATE_OTHER_METHOD}:{form.turn}",
        "optional": True,
        "label": plain("Another shipping method"),
        "hint": plain("Gelato's word for it; several with commas, of which the cheapest is taken."),
        "element": {
            "action_id": ids.UPDATE_OTHER_METHOD,
            **text_input("" if listed else form.method),
        },
    }
    return [*chosen, other, *notes(form, METHOD)]


def _listed_method(form: AddressForm) -> str:
    """The method that is chosen, if the list holds it."""
    return next((uid for uid, _ in _offered(form) if uid == form.method), "")


def _offered(form: AddressForm) -> list[tuple[str, str]]:
    """What the order has now, and what else is offered, each once."""
    names = {uid: name or uid for uid, name in form.methods}
    present = form.method_before
    every = {present: f"{names.get(present, present)} (now)"} | {
        uid: name for uid, name in names.items() if uid != present
    }
    fitting = [(u, n) for u, n in every.items() if 0 < len(u.strip()) <= len(u) <= LONGEST_OPTION]
    return fitting[: MOST_OPTIONS - 1]


def _method_options(form: AddressForm) -> list[Element]:
    return [
        option("Leave it as it is", NONE_CHOSEN),
        *(option(name, uid) for uid, name in _offered(form)),
    ]


def _option(form: AddressForm, uid: str) -> Element:
    return next(each for each in _method_options(form) if each["value"] == uid)


def says_yes(view: Mapping[str, Any]) -> bool:
    """Whether a submitted form was the one that asks for one more yes, by its button."""
    return (view.get("submit") or {}).get("text") == "Yes, change it"


def _states(view: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """`{action id: state}`, whatever the ids of the blocks are by now."""
    values = view.get("state", {}).get("values", {})
    return {action_id: state for held in values.values() for action_id, state in held.items()}
