"""The form of a digest: drawn, with what is chosen so far, and read back in one file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from blocks import ids
from blocks.forms import View
from blocks.parts import (
    Block,
    Element,
    actions,
    button,
    context,
    input_block,
    option,
    plain,
    section,
)
from blocks.search_form import GROUP_TITLES, country_option
from bot.orders.filters import LONGEST_VALUE, MOST_VALUES
from bot.orders.schedule import (
    WEEKDAYS,
    Schedule,
    Slot,
    next_words,
    read_schedule,
    schedule_words,
)
from bot.orders.statuses import GROUPS, status_label
from bot.orders.subscription import EmptyDays, Subscription, Wanted, What
from bot.orders.words import words_of

LONGEST_LIST = 3_000
"""What a field of a form may hold (slack-facts 1.1)."""
DETAILS, NO_DETAILS = "thread", "none"
_EMPTY_DAYS = {
    EmptyDays.ALL_FINE: "Post that all is fine",
    EmptyDays.SILENT: "Post nothing",
}
_DETAILS = {DETAILS: "As a table in the thread", NO_DETAILS: "Only count them"}
_DAY_NAMES = {
    "Mon": "Monday",
    "Tue": "Tuesday",
    "Wed": "Wednesday",
    "Thu": "Thursday",
    "Fri": "Friday",
    "Sat": "Saturday",
    "Sun": "Sunday",
}


@dataclass(frozen=True)
class Chosen:
    """What stands in the form. `number` is the digest's that is edited; 0 for a new one."""

    number: int = 0
    what: str = What.BOTH
    days: tuple[str, ...] = WEEKDAYS[:5]
    at: str = "09:00"
    zone: str = "UTC"
    wanted: Wanted = Wanted()  # noqa: RUF009  # frozen
    empty_days: str = EmptyDays.ALL_FINE
    details: str = DETAILS

    @property
    def schedule(self) -> Schedule:
        """When it comes. Raises NotAsked."""
        return read_schedule(self.days, self.at, self.zone)


def chosen_of(subscription: Subscription) -> Chosen:
    """The form's contents for a subscription that there is."""
    return Chosen(
        number=subscription.id,
        what=subscription.what,
        days=subscription.schedule.weekdays,
        at=f"{subscription.schedule.at:%H:%M}",
        zone=subscription.schedule.zone,
        wanted=subscription.wanted,
        empty_days=subscription.empty_days,
        details=DETAILS if subscription.details_in_thread else NO_DETAILS,
    )


def times_words(schedule: Schedule, coming: Sequence[Slot]) -> str:
    """`Mon to Fri at 09:00, Europe/Oslo; next: Mon 23 Nov 09:00, …`."""
    return f"{schedule_words(schedule)}; {next_words(coming)}"


def digest_form(chosen: Chosen, times: str) -> View:
    """The form. `times` says when it comes next with what is chosen, or what is wrong with it."""
    wanted = chosen.wanted
    blocks = [
        input_block(
            ids.DIGEST_WHAT, "Tell of", _one({w: w.words.capitalize() for w in What}, chosen.what)
        ),
        _timing(ids.DIGEST_DAYS, "On", _days(chosen.days)),
        _timing(ids.DIGEST_TIME, "At", _time(chosen.at)),
        _timing(ids.DIGEST_ZONE, "On the clock of", _zone(chosen.zone)),
        context(plain(times)),
        actions(button("Check times", ids.DIGEST_CHECK, str(chosen.number))),
        _filter(ids.DIGEST_COUNTRY, "Only to these countries", _countries(wanted.countries)),
        _filter(ids.DIGEST_STATUS, "Only stuck in these states", _statuses(wanted.statuses)),
        _filter(ids.DIGEST_STORE, "Only of these stores", _texts(wanted.stores)),
        _filter(ids.DIGEST_CUSTOMER, "Only of these customers", _texts(wanted.customers)),
        input_block(
            ids.DIGEST_EMPTY, "When there is nothing to tell", _one(_EMPTY_DAYS, chosen.empty_days)
        ),
        input_block(
            ids.DIGEST_DETAILS, "When there are more than ten", _one(_DETAILS, chosen.details)
        ),
    ]
    return {
        "type": "modal",
        "callback_id": ids.DIGEST_FORM,
        "title": plain(f"Digest {chosen.number}" if chosen.number else "New digest"),
        "submit": plain("Save"),
        "close": plain("Cancel"),
        "blocks": blocks,
    }


def saving_view() -> View:
    """Stands until it is saved."""
    return {
        "type": "modal",
        "title": plain("Digest"),
        "close": plain("Close"),
        "blocks": [section("Saving…")],
    }


def read_digest_form(view: Mapping[str, Any]) -> Chosen:
    """What a person chose, in a form that is open or was sent."""
    values = view.get("state", {}).get("values", {})
    return Chosen(
        number=_number(view.get("blocks") or ()),
        what=_picked(values, ids.DIGEST_WHAT) or What.BOTH,
        days=_several(values, ids.DIGEST_DAYS),
        at=str(_element(values, ids.DIGEST_TIME).get("selected_time") or ""),
        zone=_picked(values, ids.DIGEST_ZONE),
        wanted=Wanted(
            countries=_several(values, ids.DIGEST_COUNTRY),
            statuses=_several(values, ids.DIGEST_STATUS),
            stores=_typed(values, ids.DIGEST_STORE),
            customers=_typed(values, ids.DIGEST_CUSTOMER),
        ),
        empty_days=_picked(values, ids.DIGEST_EMPTY) or EmptyDays.ALL_FINE,
        details=_picked(values, ids.DIGEST_DETAILS) or DETAILS,
    )


def zone_option(name: str) -> Element:
    """A time zone in a list."""
    return option(name.replace("_", " "), name)


def _timing(block_id: str, label: str, element: Element) -> Block:
    """A field that changes when it comes: each choice shows the next times again."""
    return {**input_block(block_id, label, element), "dispatch_action": True}


def _filter(block_id: str, label: str, element: Element) -> Block:
    return input_block(block_id, label, element, optional=True)


def _one(choices: Mapping[Any, str], chosen: str) -> Element:
    options = [option(text, str(value)) for value, text in choices.items()]
    initial = next((each for each in options if each["value"] == chosen), options[0])
    return {"type": "radio_buttons", "options": options, "initial_option": initial}


def _days(chosen: Sequence[str]) -> Element:
    options = [option(_DAY_NAMES[day], day) for day in WEEKDAYS]
    return {"type": "checkboxes", "options": options, **_initial(options, chosen)}


def _time(at: str) -> Element:
    return {"type": "timepicker", **({"initial_time": at} if at else {})}


def _zone(chosen: str) -> Element:
    return {
        "type": "external_select",
        "min_query_length": 2,
        **({"initial_option": zone_option(chosen)} if chosen else {}),
    }


def _countries(chosen: Sequence[str]) -> Element:
    options = [country_option(code) for code in chosen]
    return {
        "type": "multi_external_select",
        "min_query_length": 1,
        "max_selected_items": MOST_VALUES,
        **_initial(options, chosen),
    }


def _statuses(chosen: Sequence[str]) -> Element:
    groups = {name: [option(status_label(s), s) for s in GROUPS[name]] for name in GROUPS}
    known = [each for options in groups.values() for each in options]
    return {
        "type": "multi_static_select",
        "option_groups": [
            {"label": plain(GROUP_TITLES[name]), "options": options}
            for name, options in groups.items()
        ],
        **_initial(known, chosen),
    }


def _initial(options: Sequence[Element], chosen: Sequence[str]) -> dict[str, Any]:
    picked = [each for each in options if each["value"] in chosen]
    return {"initial_options": picked} if picked else {}


def _texts(values: Sequence[str]) -> Element:
    """Several ids with spaces between; one that holds a space stands in quotes."""
    text = " ".join(f'"{value}"' if " " in value else value for value in values)
    return {
        "type": "plain_text_input",
        "max_length": LONGEST_LIST,
        "placeholder": plain("Ids, with spaces between"),
        **({"initial_value": text[:LONGEST_LIST]} if text else {}),
    }


def _number(blocks: Sequence[Mapping[str, Any]]) -> int:
    """The digest that is edited, as the form's own button carries it."""
    buttons = (element for block in blocks for element in block.get("elements") or ())
    values = [b.get("value") for b in buttons if b.get("action_id") == ids.DIGEST_CHECK]
    return int(values[0]) if values and str(values[0]).isdecimal() else 0


def _element(values: Mapping[str, Any], block_id: str) -> Mapping[str, Any]:
    element: Mapping[str, Any] = values.get(block_id, {}).get(block_id, {})
    return element


def _picked(values: Mapping[str, Any], block_id: str) -> str:
    return str((_element(values, block_id).get("selected_option") or {}).get("value") or "")


def _several(values: Mapping[str, Any], block_id: str) -> tuple[str, ...]:
    options = _element(values, block_id).get("selected_options") or ()
    return tuple(str(each["value"]) for each in options)


def _typed(values: Mapping[str, Any], block_id: str) -> tuple[str, ...]:
    text = str(_element(values, block_id).get("value") or "").replace(",", " ")
    found = dict.fromkeys(word[:LONGEST_VALUE] for word in words_of(text))
    return tuple(found)[:MOST_VALUES]
