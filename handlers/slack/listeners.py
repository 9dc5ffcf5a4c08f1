"""What happens when somebody types, clicks or submits: ask the desk, answer with a drawing."""

from collections.abc import Callable, Mapping
from typing import Any

from blocks import ids
from blocks.forms import look_up_form
from blocks.replies import did_you_mean, help_page, not_built, offer_look_up
from bot.desk.desk import Desk
from bot.orders.errors import NotAsked
from bot.orders.phrases import (
    DidYouMean,
    Do,
    Find,
    Help,
    LookUp,
    NotBuilt,
    OpenLookUpForm,
    Wish,
    understood,
)
from handlers.slack.acknowledged import Acknowledged, Listener, WordListener
from handlers.slack.asks import Ask, Command, Mention, Submission
from handlers.slack.canceling import cancel_command, open_cancel_form, submit_cancel
from handlers.slack.cards import (
    found,
    open_card,
    open_look_up_form,
    refresh,
    share,
    submit_look_up,
)
from handlers.slack.chronicle import show_history, show_shipped, turn_shipped_page
from handlers.slack.news import News, person_changed
from handlers.slack.patience import open_patience_form, submit_patience
from handlers.slack.reassuring import reassuring
from handlers.slack.reply import Reply
from handlers.slack.roles import (
    open_role_form,
    pause_changes,
    resume_changes,
    show_roles,
    submit_role,
    suggest_groups,
)
from handlers.slack.searching import (
    find,
    look_at_more,
    open_search_form,
    refine,
    search_again,
    send_sheet,
    sort_rows,
    submit_search,
    suggest_countries,
    turn_page,
)
from handlers.slack.stuck import choose, show_stuck, submit_snooze, turn_stuck_page


async def order_command(ask: Command | Mention, desk: Desk, reply: Reply) -> None:
    """`/order` and whatever follows it, or the same words said to the bot."""
    match await _wish(ask, desk):
        case OpenLookUpForm():
            await _offer_form(ask, reply)
        case Find(filters):
            await find(filters, ask, desk, reply)
        case LookUp(wanted):
            async with reassuring(reply):
                answer = await found(wanted, ask, desk, reply)
            await reply.answer(answer)
        case Help(word):
            await reply.whisper(help_page(word))
        case Do(word, text):
            await WORDS[word](text, ask, desk, reply)
        case NotBuilt(word):
            await reply.whisper(not_built(word))
        case DidYouMean(typed, meant, rest):
            await reply.whisper(did_you_mean(typed, meant, rest))


async def _wish(ask: Command | Mention, desk: Desk) -> Wish:
    try:
        return understood(ask.text)
    except NotAsked as error:
        await desk.records.turn_away(ask.text, ask.by, error)


async def _offer_form(ask: Ask, reply: Reply) -> None:
    """Opens the form; where Slack lets us open none, offers a button that does."""
    if ask.trigger_id:
        await reply.open_form(look_up_form())
    else:
        await reply.whisper(offer_look_up())


WORDS: Mapping[str, WordListener] = {
    "cancel": cancel_command,
    "history": show_history,
    "stuck": show_stuck,
    "shipped": show_shipped,
    "roles": show_roles,
    "pause": pause_changes,
    "resume": resume_changes,
}
"""What follows `/order`, or a mention; `get`, `search` and `help` are understood as wishes."""

COMMANDS: Mapping[str, Listener] = {"/order": order_command}
EVENTS: Mapping[str, Listener] = {"app_mention": order_command, "message": order_command}
NEWS: Mapping[str, News] = {"user_change": person_changed}
"""Events that nobody waits for an answer to."""
CLICKS: Mapping[str, Listener] = {
    ids.REFRESH: refresh,
    ids.SHARE: share,
    ids.OPEN: open_card,
    ids.CANCEL: open_cancel_form,
    ids.OPEN_LOOK_UP: open_look_up_form,
    ids.OPEN_SEARCH: open_search_form,
    ids.SEARCH_NEXT: turn_page,
    ids.SEARCH_PREVIOUS: turn_page,
    ids.SEARCH_MORE: look_at_more,
    ids.SEARCH_SORT: sort_rows,
    ids.SEARCH_REFINE: refine,
    ids.SEARCH_SHEET: send_sheet,
    ids.SEARCH_AGAIN: search_again,
    ids.ROLE_CHANGE: open_role_form,
    ids.STUCK_MENU: choose,
    ids.STUCK_NEXT: turn_stuck_page,
    ids.STUCK_PREVIOUS: turn_stuck_page,
    ids.STUCK_REFRESH: turn_stuck_page,
    ids.STUCK_SNOOZED: turn_stuck_page,
    ids.STUCK_PATIENCE: open_patience_form,
    ids.SHIPPED_NEXT: turn_shipped_page,
    ids.SHIPPED_PREVIOUS: turn_shipped_page,
}
SUBMISSIONS: Mapping[str, Callable[[Submission], Acknowledged]] = {
    ids.LOOK_UP_FORM: submit_look_up,
    ids.SEARCH_FORM: submit_search,
    ids.CANCEL_FORM: submit_cancel,
    ids.ROLE_FORM: submit_role,
    ids.SNOOZE_FORM: submit_snooze,
    ids.PATIENCE_FORM: submit_patience,
}
SHORTCUTS: Mapping[str, Listener] = {ids.FIND_ORDER: open_search_form}
OPTIONS: Mapping[str, Callable[[str, Desk], list[dict[str, Any]]]] = {
    ids.SEARCH_COUNTRY: lambda typed, _: suggest_countries(typed),
    ids.ROLE_GROUP: suggest_groups,
    ids.PATIENCE_OFFICE: lambda typed, _: suggest_countries(typed),
}
