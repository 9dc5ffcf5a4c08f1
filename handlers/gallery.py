"""Every message and form that the bot can draw, for people's eyes and for the strict check."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from blocks.forms import View, checking_view, look_up_form, result_view
from blocks.message import Message
from blocks.order import order_card
from blocks.order_lines import Reader
from blocks.refusals import changes_paused, changes_resumed, refusal
from blocks.replies import (
    did_you_mean,
    has_left,
    help_page,
    not_built,
    offer_look_up,
    offer_search,
    problem,
    several,
    still_asking,
    told,
)
from blocks.results import Shown, Turn, results, search_expired
from blocks.roles import own_role, role_changed, role_form, roles_page, saving_view, your_role
from blocks.search_form import search_form
from blocks.watch import thread_news, watch_begins, watch_card, watch_ends, watch_form
from bot.desk.directory import GroupName
from bot.desk.rights import Holding
from bot.orders.access import Act, Role, role_words
from bot.orders.commands import COMMAND_WORDS
from bot.orders.dialect import Dialect
from bot.orders.errors import ChangesPaused, NotAllowed, OrderdeskError
from bot.orders.family import Family, each_once
from bot.orders.found import Search, Sort
from bot.orders.order import Order
from bot.orders.query import Query
from bot.orders.recipient import Audience
from bot.orders.row import Row
from bot.store.role_ports import Grant, Paused
from handlers.gallery_changes import drawn_changes, drawn_updates
from handlers.gallery_digests import digest_items
from handlers.gallery_following import drawn_following
from handlers.slack.guard import BROKE

Item = dict[str, Any]
RawOrders = list[dict[str, Any]]
CODE = "9F3A1C"
EVERYTHING = Query(
    statuses=("shipped", "in_transit"),
    financial_statuses=("paid",),
    countries=("US", "NO"),
    words="Ann Lee",
    references=("1042",),
    store_ids=("store-1",),
    channels=("shopify",),
    since=datetime(2026, 11, 1, tzinfo=UTC),
    until=datetime(2026, 11, 20, tzinfo=UTC),
)


def gallery(raw: RawOrders, dialect: Dialect, now: datetime) -> list[Item]:
    """Items for the sandbox's gallery, drawn from the raw orders of the stand-in."""
    families = _families(raw, dialect, now)
    return [
        *_cards(families, now),
        *_lists(families, now),
        *_watches(families, now),
        *_results(raw, dialect, now),
        *_replies(),
        *_roles(now),
        *_forms(families, now),
        *(_drawn(name, "Changes", drawn) for name, drawn in drawn_changes(families, now)),
        *(_drawn(name, "Changes", drawn) for name, drawn in drawn_updates(families, now)),
        *digest_items(now),
        *(_drawn(name, "Following", drawn) for name, drawn in drawn_following(families, now)),
    ]


def _families(raw: RawOrders, dialect: Dialect, now: datetime) -> Mapping[str, Family]:
    by_reference: dict[str, list[Order]] = {}
    for document in raw:
        order = Order.read(json.dumps(document).encode())
        by_reference.setdefault(order.order_reference_id, []).append(order)
    return {
        reference: Family(each_once(orders), dialect, now)
        for reference, orders in by_reference.items()
    }


def _cards(families: Mapping[str, Family], now: datetime) -> Iterator[Item]:
    """One card of each status, each family, and those that the sandbox made special."""
    seen: set[str] = set()
    for reference, family in families.items():
        statuses = "+".join(order.fulfillment_status for order in family.orders)
        if statuses not in seen:
            seen.add(statuses)
            for audience in Audience:
                reader = Reader(audience, now, note="Shared by ann" * (audience == "channel"))
                name = f"{reference}: {statuses}, seen by the {audience.value}"
                yield _message(name, "Order cards", order_card(family, reader))


def _watches(families: Mapping[str, Family], now: datetime) -> Iterator[Item]:
    reader, family = Reader(Audience.ASKER, now), next(iter(families.values()))
    yield _message("a watch goes on", "Watches", watch_card(family, reader))
    ended = watch_card(family, reader, "everything is delivered or ended")
    yield _message("a watch has ended", "Watches", ended)
    in_thread = replace(reader, audience=Audience.CHANNEL, note="Asked for by lee")
    yield _message("a thread's watch goes on", "Watches", watch_card(family, in_thread))
    yield _message("news in a thread", "Watches", thread_news("1042", "✖ Canceled", "lee"))
    yield _message("a thread watches", "Watches", watch_begins(["1042"], ["1043"], in_thread=True))
    yield _message("a thread watches no more", "Watches", watch_ends(["1042"], ["1043"]))


def _lists(families: Mapping[str, Family], now: datetime) -> Iterator[Item]:
    reader = Reader(Audience.ASKER, now)
    five = list(families.values())[:5]
    yield _message("five orders", "Several orders", several(five, (), reader))
    missing = several(five[:2], ["Gelato knows no order 9999."], reader)
    yield _message("two, and one unknown", "Several orders", missing)


def _results(raw: RawOrders, dialect: Dialect, now: datetime) -> Iterator[Item]:
    rows = tuple(Row.read(json.dumps(_as_row(document)).encode()) for document in raw[:25])
    some = Search(EVERYTHING, rows, looked_at=2_000, unknown=("words",), dropped=("countries",))
    searches = {
        "first page of at least 25": (some, 0),
        "last page, with more to look at": (some, 2),
        "last page, sorted": (replace(some, sort=Sort.NEWEST, is_complete=True, is_exact=True), 2),
        "nothing found": (Search(Query(countries=("NO",)), is_complete=True), 0),
        "a store that nobody can filter by": (replace(some, unjudged=("store_ids",)), 1),
    }
    for name, (search, page) in searches.items():
        shown = Shown(search, Turn("key", page, ""), dialect, ZoneInfo("Europe/Oslo"), now)
        yield _message(name, "Search results", results(shown))
    yield _message("expired", "Search results", search_expired("status:shipped"))


def _as_row(document: Mapping[str, Any]) -> Item:
    """A row as search lists it: the address is cut to its country."""
    address = document.get("shippingAddress") or {}
    count = len(document.get("items") or ())
    extra = {"country": address.get("country"), "itemsCount": count, "totalInclVat": "49.12"}
    return {**document, **extra}


def _replies() -> Iterator[Item]:
    yield _message("help", "Help", help_page())
    for word in COMMAND_WORDS:
        yield _message(f"help {word}", "Help", help_page(word))
    yield _message("no search form without a click", "Answers", offer_search())
    yield _message("not built", "Answers", not_built("cancel"))
    yield _message("nearly a command", "Answers", did_you_mean("cancle", "cancel", "1042"))
    yield _message("no form without a click", "Answers", offer_look_up())
    yield _message("slow", "Answers", still_asking())
    yield _message("watching", "Answers", watch_begins(["1042"], ["1043"]))
    yield _message("told", "Answers", told("One plain sentence."))
    yield _message("somebody left", "Answers", has_left("Ann Archer", ("1042", "1043")))
    yield _message("broken", "Problems", problem(BROKE, CODE))
    for error in _every_error(OrderdeskError):
        code = CODE if error.is_incident else ""
        yield _message(error.__name__, "Problems", problem(error.__doc__ or "", code))


def _every_error(kind: type[OrderdeskError]) -> Iterator[type[OrderdeskError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _every_error(below)


def _forms(families: Mapping[str, Family], now: datetime) -> Iterator[Item]:
    yield _form("look up", look_up_form())
    yield _form("search", search_form())
    yield _form("search, filled", search_form(EVERYTHING, ZoneInfo("Europe/Oslo")))
    yield _form("watch", watch_form())
    yield _form("watch, filled", watch_form("1042", in_thread=False))
    yield _form("checking", checking_view())
    card = order_card(next(iter(families.values())), Reader(Audience.ASKER, now))
    yield _form("result", result_view(card))


def _drawn(name: str, group: str, drawn: Message | View) -> Item:
    if isinstance(drawn, Message):
        return _message(name, group, drawn)
    return {**_form(name, drawn), "group": group}


def _roles(now: datetime) -> Iterator[Item]:
    holders = {"U012MAX": Role.ADMIN, "U012LEE": Role.LEAD, "S012PRINTTEAM": Role.AGENT}
    grants = [Grant(holder, role, "orderdesk", now) for holder, role in holders.items()]
    max_, lee, team = grants
    trouble = "This workspace's Slack plan has no user groups."
    few = [Holding(max_), Holding(lee), Holding(team, "print-team", 2)]
    many = [*few, Holding(team, "", 0, trouble), *[Holding(lee)] * 30]
    yield _message("roles, few", "Roles", roles_page(few))
    yield _message("roles, many", "Roles", roles_page(many))
    for role in sorted(set(Role) - {Role.NOBODY}):
        yield _message(f"your role: {role.word}", "Roles", own_role(role, few))
    yield _message("your role, no admin", "Roles", own_role(Role.VIEWER, []))
    for after in (Role.LEAD, None):
        word = role_words(after)
        yield _message(f"changed to {word}", "Roles", role_changed(lee.holder, Role.AGENT, after))
        yield _message(f"told of {word}", "Roles", your_role(max_.holder, "", after))
        yield _message(f"group told: {word}", "Roles", your_role(max_.holder, team.holder, after))
    yield _message("no change", "Roles", role_changed(team.holder, None, None))
    paused = Paused("U012MAX", now, "stock count <!channel>")
    yield _message("paused", "Roles", changes_paused(paused))
    yield _message("resumed", "Roles", changes_resumed("U012LEE", paused))
    not_allowed = NotAllowed(act=Act.CANCEL, holders=("U012LEE", "S012PRINTTEAM"))
    yield _message("not allowed", "Problems", refusal(not_allowed))
    changes_are = ChangesPaused(by=paused.by, at=paused.at, reason=paused.reason)
    yield _message("paused since", "Problems", refusal(changes_are))
    groups = [GroupName(team.holder, "print-team")]
    yield _form("change a role", role_form())
    yield _form("change a person's role", role_form("U012LEE", Role.LEAD, groups))
    yield _form("change a group's role", role_form(team.holder, None, groups))
    yield _form("changing a role", saving_view())


def _message(name: str, group: str, message: Message) -> Item:
    payload = {"text": message.text, "blocks": list(message.blocks)}
    return {"name": name, "group": group, "surface": "message", "payload": payload}


def _form(name: str, view: View) -> Item:
    return {"name": name, "group": "Forms", "surface": "modal", "payload": view}
