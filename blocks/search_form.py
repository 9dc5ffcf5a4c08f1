"""The search form: drawn, with what was asked for before, and read back in one file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from blocks import ids
from blocks.forms import View
from blocks.parts import Block, Element, input_block, option, plain
from bot.orders.countries import country_name
from bot.orders.filters import FINANCIAL_STATUSES, LONGEST_VALUE, MOST_VALUES, Typist, checked
from bot.orders.moments import end_of, start_of
from bot.orders.query import Query
from bot.orders.statuses import GROUPS, status_label
from bot.orders.words import words_of

LONGEST_LIST = 3_000
"""What a field of a form may hold (slack-facts 1.1)."""
GROUP_TITLES = {
    "waiting": "Waiting for a person",
    "underway": "In progress",
    "sent": "Shipped",
    "ended": "Ended",
}


@dataclass(frozen=True)
class Wanted:
    """What was chosen in the form. Days as they were picked, `2026-11-01`."""

    statuses: tuple[str, ...] = ()
    payments: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    name: str = ""
    reference: str = ""
    store: str = ""
    channel: str = ""

    @property
    def ends_too_early(self) -> bool:
        """Whether the last day lies before the first."""
        return bool(self.since and self.until and self.until < self.since)


def search_form(query: Query = Query(), zone: ZoneInfo = ZoneInfo("UTC")) -> View:  # noqa: B008  # both are frozen
    """The form, filled with a query."""
    chosen_statuses = [option(status_label(status), status) for status in query.statuses]
    chosen_payments = [_payment(status) for status in query.financial_statuses]
    chosen_countries = [country_option(code) for code in query.countries]
    days = [m.astimezone(zone).date().isoformat() if m else "" for m in (query.since, query.until)]
    blocks = [
        _filter(ids.SEARCH_STATUS, "Status", _statuses(chosen_statuses)),
        _filter(ids.SEARCH_COUNTRY, "Country", _countries(chosen_countries)),
        _filter(ids.SEARCH_SINCE, "Ordered from", _day(days[0])),
        _filter(ids.SEARCH_UNTIL, "Ordered until", _day(days[1])),
        _filter(ids.SEARCH_NAME, "Name", _text(query.words, "Ann Lee")),
        _filter(ids.SEARCH_REFERENCE, "Order number", _texts(query.references, "1042")),
        _filter(ids.SEARCH_PAYMENT, "Payment", _payments(chosen_payments)),
        _filter(ids.SEARCH_STORE, "Store id", _texts(query.store_ids)),
        _filter(ids.SEARCH_CHANNEL, "Sales channel", _texts(query.channels, "shopify")),
    ]
    return {
        "type": "modal",
        "callback_id": ids.SEARCH_FORM,
        "title": plain("Find orders"),
        "submit": plain("Search"),
        "close": plain("Cancel"),
        "blocks": blocks,
    }


def read_search_form(view: Mapping[str, Any]) -> Wanted:
    """What a person chose."""
    values = view.get("state", {}).get("values", {})
    return Wanted(
        statuses=_chosen(values, ids.SEARCH_STATUS),
        payments=_chosen(values, ids.SEARCH_PAYMENT),
        countries=_chosen(values, ids.SEARCH_COUNTRY),
        since=_value(values, ids.SEARCH_SINCE, "selected_date"),
        until=_value(values, ids.SEARCH_UNTIL, "selected_date"),
        name=_value(values, ids.SEARCH_NAME),
        reference=_value(values, ids.SEARCH_REFERENCE),
        store=_value(values, ids.SEARCH_STORE),
        channel=_value(values, ids.SEARCH_CHANNEL),
    )


def country_option(code: str, locale: str = "") -> Element:
    """A country in a list, by its name in a person's language."""
    return option(f"{country_name(code, locale)} ({code})", code)


def _filter(block_id: str, label: str, element: Element) -> Block:
    return input_block(block_id, label, element, optional=True)


def _statuses(chosen: Sequence[Element]) -> Element:
    groups = [
        {
            "label": plain(GROUP_TITLES[name]),
            "options": [option(status_label(status), status) for status in statuses],
        }
        for name, statuses in GROUPS.items()
    ]
    return {"type": "multi_static_select", "option_groups": groups, **_initial(chosen)}


def _payments(chosen: Sequence[Element]) -> Element:
    options = [_payment(status) for status in FINANCIAL_STATUSES]
    return {"type": "multi_static_select", "options": options, **_initial(chosen)}


def _countries(chosen: Sequence[Element]) -> Element:
    return {
        "type": "multi_external_select",
        "min_query_length": 1,
        "max_selected_items": MOST_VALUES,
        **_initial(chosen),
    }


def _initial(chosen: Sequence[Element]) -> dict[str, Any]:
    return {"initial_options": list(chosen)} if chosen else {}


def _payment(status: str) -> Element:
    return option(status.replace("_", " ").capitalize(), status)


def _day(day: str) -> Element:
    return {"type": "datepicker", **({"initial_date": day} if day else {})}


def _texts(values: Sequence[str], example: str = "") -> Element:
    """Several values with spaces between; one that holds a space stands in quotes."""
    text = " ".join(f'"{value}"' if " " in value else value for value in values)
    return _text(text, example, LONGEST_LIST)


def _listed(text: str) -> tuple[str, ...]:
    """What stands in such a field, with spaces or commas between."""
    parts = (part.strip() for word in words_of(text) for part in word.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _text(text: str, example: str, most: int = LONGEST_VALUE) -> Element:
    return {
        "type": "plain_text_input",
        "max_length": most,
        **({"initial_value": text[:most]} if text else {}),
        **({"placeholder": plain(example)} if example else {}),
    }


def _element(values: Mapping[str, Any], block_id: str) -> Mapping[str, Any]:
    element: Mapping[str, Any] = values.get(block_id, {}).get(block_id, {})
    return element


def _value(values: Mapping[str, Any], block_id: str, name: str = "value") -> str:
    return str(_element(values, block_id).get(name) or "").strip()


def _chosen(values: Mapping[str, Any], block_id: str) -> tuple[str, ...]:
    options = _element(values, block_id).get("selected_options") or ()
    return tuple(str(option["value"]) for option in options)


def query_of(wanted: Wanted, by: Typist) -> Query:
    """The query that the form asks for. Raises NotAsked."""
    return checked(
        Query(
            statuses=wanted.statuses,
            financial_statuses=wanted.payments,
            countries=wanted.countries,
            since=start_of(wanted.since, by.zone, by.now) if wanted.since else None,
            until=end_of(wanted.until, by.zone, by.now) if wanted.until else None,
            words=wanted.name,
            references=_listed(wanted.reference),
            store_ids=_listed(wanted.store),
            channels=_listed(wanted.channel),
        )
    )
