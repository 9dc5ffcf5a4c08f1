"""The fields of an address form: one block for each, and back to what was typed."""

from collections.abc import Mapping
from typing import Any

from blocks import ids
from blocks.address_state import AddressForm
from blocks.parts import Block, Element, context, option, plain
from blocks.search_form import country_option
from bot.orders.addresses.fields import AddressField
from bot.orders.addresses.formats import State, format_of
from bot.orders.addresses.layout import LayoutField

FIELD_IDS: Mapping[AddressField, str] = {
    AddressField.COUNTRY: ids.UPDATE_COUNTRY,
    AddressField.FIRST_NAME: ids.UPDATE_FIRST_NAME,
    AddressField.LAST_NAME: ids.UPDATE_LAST_NAME,
    AddressField.COMPANY_NAME: ids.UPDATE_COMPANY_NAME,
    AddressField.ADDRESS_LINE1: ids.UPDATE_ADDRESS_LINE1,
    AddressField.ADDRESS_LINE2: ids.UPDATE_ADDRESS_LINE2,
    AddressField.CITY: ids.UPDATE_CITY,
    AddressField.POST_CODE: ids.UPDATE_POST_CODE,
    AddressField.STATE: ids.UPDATE_STATE,
    AddressField.EMAIL: ids.UPDATE_EMAIL,
    AddressField.PHONE: ids.UPDATE_PHONE,
    AddressField.IS_BUSINESS: ids.UPDATE_IS_BUSINESS,
    AddressField.FEDERAL_TAX_ID: ids.UPDATE_FEDERAL_TAX_ID,
    AddressField.STATE_TAX_ID: ids.UPDATE_STATE_TAX_ID,
    AddressField.REGISTRATION_STATE: ids.UPDATE_REGISTRATION_STATE,
}
LONGEST_FIELD = 3_000
LONGEST_OPTION = 75
MOST_OPTIONS = 100
"""Slack's (slack-facts 1.1)."""
NONE_CHOSEN = "-"
"""The value of the option that stands for nothing: what is chosen in a list stays chosen."""
YES = "yes"


def field_blocks(form: AddressForm, field: LayoutField) -> list[Block]:
    """The field, and below it what is to be said about it."""
    drawn = _input(form, field)
    return [drawn, *notes(form, field.name)]


def notes(form: AddressForm, name: str) -> list[Block]:
    """What is to be said about one field, in small letters."""
    said = dict.fromkeys(
        complaint.sentence
        for complaint in (*form.complaints, *form.warnings)
        if complaint.field == name
    )
    return [context(plain(sentence)) for sentence in said]


def block_id(form: AddressForm, name: AddressField) -> str:
    """The id of a field's block: the same while Slack shall keep what is typed in it."""
    field = form.layout.field(name)
    country = form.layout.country if field and _is_list(form, field) else ""
    return f"{FIELD_IDS[name]}:{form.turn}:{country}"


def _input(form: AddressForm, field: LayoutField) -> Block:
    element = _element(form, field)
    return {
        "type": "input",
        "block_id": block_id(form, field.name),
        "optional": not field.is_required,
        "label": plain(field.label),
        **({"hint": plain(field.hint)} if field.hint else {}),
        **({"dispatch_action": True} if field.name is AddressField.COUNTRY else {}),
        "element": {"action_id": FIELD_IDS[field.name], **element},
    }


def _element(form: AddressForm, field: LayoutField) -> Element:
    if field.name is AddressField.COUNTRY:
        return _country(form)
    if field.name is AddressField.IS_BUSINESS:
        return _tick(is_ticked=bool(form.values.is_business))
    if _is_list(form, field):
        return _list(form, field)
    return text_input(getattr(form.values, field.name))


def _is_list(form: AddressForm, field: LayoutField) -> bool:
    """Whether there is a list, and it can hold what stands there now."""
    return bool(field.choices) and len(form.values.text(field.name)) <= LONGEST_OPTION


def text_input(text: str, *, is_long: bool = False) -> Element:
    """A line, or several, to type in."""
    return {
        "type": "plain_text_input",
        **({"multiline": True} if is_long else {}),
        **({"initial_value": text[:LONGEST_FIELD]} if text else {}),
    }


def _country(form: AddressForm) -> Element:
    code = form.values.text(AddressField.COUNTRY)
    chosen = code if len(code) <= LONGEST_OPTION else ""
    return {
        "type": "external_select",
        "min_query_length": 1,
        "placeholder": plain("Type a country"),
        **({"initial_option": country_option(chosen, form.locale)} if chosen else {}),
    }


def _tick(*, is_ticked: bool) -> Element:
    ticked = option("Yes", YES)
    return {
        "type": "checkboxes",
        "options": [ticked],
        **({"initial_options": [ticked]} if is_ticked else {}),
    }


def _list(form: AddressForm, field: LayoutField) -> Element:
    text = form.values.text(field.name)
    home = format_of(form.layout.country)
    found = home.state(text) if home else None
    options = [_state_option(state) for state in field.choices]
    chosen = _state_option(found) if found else option(text, text) if text else None
    if chosen and not found:
        options = [chosen, *options]
    if not field.is_required:
        options = [option("–", NONE_CHOSEN), *options]
    return {
        "type": "static_select",
        "placeholder": plain(f"Choose: {field.label}", LONGEST_OPTION),
        "options": options[:MOST_OPTIONS],
        **({"initial_option": chosen} if chosen else {}),
    }


def _state_option(state: State) -> Element:
    text = state.name if state.name == state.code else f"{state.name} ({state.code})"
    return option(text, state.code)


def read_texts(states: Mapping[str, Mapping[str, Any]]) -> dict[AddressField, str]:
    """What stands in the fields that were drawn, `{action id: state of the element}`."""
    return {
        name: element_text(states[action_id])
        for name, action_id in FIELD_IDS.items()
        if action_id in states and name is not AddressField.IS_BUSINESS
    }


def read_tick(states: Mapping[str, Mapping[str, Any]]) -> bool | None:
    """Whether the recipient is a company; None where the form does not ask."""
    if ids.UPDATE_IS_BUSINESS not in states:
        return None
    return bool(states[ids.UPDATE_IS_BUSINESS].get("selected_options"))


def element_text(state: Mapping[str, Any]) -> str:
    """What was typed into an element, or the value of what was chosen in it."""
    chosen = state.get("selected_option")
    if isinstance(chosen, Mapping):
        value = str(chosen.get("value") or "")
        return "" if value == NONE_CHOSEN else value
    return str(state.get("value") or "")
