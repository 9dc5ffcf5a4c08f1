"""Searching: by typed filters, by the form, page by page, and as a table."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from blocks import ids
from blocks.forms import View, checking_view
from blocks.message import Message
from blocks.order_lines import count_words
from blocks.replies import offer_search, told
from blocks.results import NOT_KEPT, Shown, Turn, read_turn, results, search_expired
from blocks.search_form import country_option, query_of, read_search_form, search_form
from bot.desk.desk import Desk
from bot.orders.countries import suggested
from bot.orders.errors import NotAsked
from bot.orders.filters import Typist, read_filters
from bot.orders.found import ROWS_A_PAGE, Search, Sort
from bot.orders.query import Query
from bot.orders.sheet import order_sheet
from bot.store.ports import FormState, Operation
from handlers.slack.acknowledged import Acknowledged, Typing, field_error, update
from handlers.slack.asks import Ask, Click, Submission
from handlers.slack.errors import Overtaken
from handlers.slack.files import send_file
from handlers.slack.reply import Reply

SEARCH_LIFE = timedelta(hours=8)
"""How long the pages of a result can be turned: a shift."""
MOST_IN_SHEET = 10_000


async def find(filters: str, ask: Ask, desk: Desk, reply: Reply) -> None:
    """The first page of what these filters find; without filters, the form."""
    if filters:
        await _show_new(Search(await _query(filters, ask, desk, reply)), ask, desk, reply)
    elif ask.trigger_id:
        await reply.open_form(search_form())
    else:
        await reply.whisper(offer_search())


async def open_search_form(ask: Ask, desk: Desk, reply: Reply) -> None:
    """The empty form, for a button or the shortcut."""
    del ask, desk
    if reply.form is not None:
        await reply.under(reply.form, search_form())
    else:
        await reply.open_form(search_form())


async def turn_page(click: Click, desk: Desk, reply: Reply) -> None:
    """Another page of the same search, in the place of this one."""
    turn = read_turn(click.value)
    if search := await _kept_or_told(turn, click, reply):
        await _show_page(search, turn, desk, reply)


async def look_at_more(click: Click, desk: Desk, reply: Reply) -> None:
    """Reads on behind the orders that were looked at."""
    turn = read_turn(click.value)
    if search := await _kept_or_told(turn, click, reply):
        await _show_page(search.going_on(), turn, desk, reply)


async def sort_rows(click: Click, desk: Desk, reply: Reply) -> None:
    """The first page of what was fetched, in another order."""
    name, _, value = click.value.partition(" ")
    turn = read_turn(value)
    if name not in Sort.__members__:
        await reply.replace(search_expired(turn.again))
    elif search := await _kept_or_told(turn, click, reply):
        await _show_page(search.sorted_by(Sort[name]), turn, desk, reply)


async def refine(click: Click, desk: Desk, reply: Reply) -> None:
    """The form, filled with what was searched for."""
    turn = read_turn(click.value)
    search = await _kept(turn, click, reply)
    query = search.query if search else await _query(turn.again, click, desk, reply)
    await _open(search_form(query, reply.zone), reply)


async def search_again(click: Click, desk: Desk, reply: Reply) -> None:
    """The same filters once more, after the search had expired; the form where none are known."""
    if click.value == NOT_KEPT:
        await _open(search_form(), reply)
        return
    query = await _query(click.value, click, desk, reply)
    await _show_new(Search(query), click, desk, reply)


async def send_sheet(click: Click, desk: Desk, reply: Reply) -> None:
    """Everything that was found as CSV, to this person alone."""
    turn = read_turn(click.value)
    search = await _kept_or_told(turn, click, reply)
    if search is None:
        return
    await reply.aside(told("Collecting the orders. The table comes as a direct message."))
    whole = replace(search, budget=max(search.budget, MOST_IN_SHEET))
    async with reply.workspace.latest.alone(click.by.person):
        found = await desk.orders.search(whole, MOST_IN_SHEET, click.by)
    rows = found.rows[:MOST_IN_SHEET]
    table = await asyncio.to_thread(order_sheet, rows)
    await send_file(reply, "orders.csv", table, _sheet_words(found, len(rows)))


def submit_search(submission: Submission) -> Acknowledged:
    """Field errors at once; else "checking", and the first page in its place."""
    wanted = read_search_form(submission.view)
    if wanted.ends_too_early:
        return field_error(ids.SEARCH_UNTIL, "This day lies before the first one.")
    return update(checking_view(), answer_search)


async def answer_search(submission: Submission, desk: Desk, reply: Reply) -> None:
    """What the form asked for, in the form."""
    wanted = read_search_form(submission.view)
    query = query_of(wanted, _typist(reply))
    await _show_new(Search(query), submission, desk, reply)


def suggest_countries(typing: Typing, desk: Desk) -> list[dict[str, Any]]:
    """The countries that these letters may mean, in the person's language or in English."""
    del desk
    codes = suggested(typing.text, typing.locale)
    return [country_option(code, typing.locale) for code in codes]


async def _open(form: View, reply: Reply) -> None:
    """In the place of the form that was clicked in: only three may lie on each other."""
    if reply.form is not None:
        await reply.form.becomes(form)
    else:
        await reply.open_form(form)


async def _query(filters: str, ask: Ask, desk: Desk, reply: Reply) -> Query:
    try:
        return read_filters(filters, _typist(reply))
    except NotAsked as error:
        await desk.records.turn_away(filters, ask.by, error, Operation.SEARCH)


async def _show_new(search: Search, ask: Ask, desk: Desk, reply: Reply) -> None:
    async with reply.workspace.latest.alone(ask.by.person):
        found = await desk.orders.search(search, ROWS_A_PAGE + 1, ask.by)
    key = await reply.workspace.forms.keep(_state(found, reply), _now(reply))
    message = _drawn(found, Turn(key, 0, ""), desk, reply)
    if isinstance(ask, Click):
        await reply.replace(message)
    else:
        await reply.whisper(message)


async def _show_page(search: Search, turn: Turn, desk: Desk, reply: Reply) -> None:
    try:
        async with reply.workspace.latest.alone(reply.ask.by.person):
            found = await desk.orders.search(
                search, (turn.page + 1) * ROWS_A_PAGE + 1, reply.ask.by
            )
    except Overtaken:
        return  # by a later click, which shows what is wanted now
    await reply.workspace.forms.change(turn.key, _state(found, reply))
    last = max(0, (len(found.rows) - 1) // ROWS_A_PAGE)
    shown = replace(turn, page=min(turn.page, last))
    await reply.replace(_drawn(found, shown, desk, reply))


async def _kept(turn: Turn, click: Click, reply: Reply) -> Search | None:
    """The search of this person, while it is kept."""
    state = await reply.workspace.forms.of(turn.key, click.by.person, _now(reply))
    return Search.read(state.data["search"]) if state and "search" in state.data else None


async def _kept_or_told(turn: Turn, click: Click, reply: Reply) -> Search | None:
    """The same; when it is gone, the person is offered to search again."""
    search = await _kept(turn, click, reply)
    if search is None:
        await reply.replace(search_expired(turn.again))
    return search


def _state(search: Search, reply: Reply) -> FormState:
    person = reply.ask.by.person
    return FormState(person, {"search": search.written()}, _now(reply) + SEARCH_LIFE)


def _drawn(search: Search, turn: Turn, desk: Desk, reply: Reply) -> Message:
    return results(Shown(search, turn, desk.orders.dialect, reply.zone, _now(reply)))


def _typist(reply: Reply) -> Typist:
    return Typist(reply.zone, _now(reply))


def _now(reply: Reply) -> datetime:
    return reply.workspace.now()


def _sheet_words(found: Search, count: int) -> str:
    whole = found.is_complete and count == len(found.rows)
    words = count_words(count, "order")
    return words if whole else f"The first {words}; there may be more"
