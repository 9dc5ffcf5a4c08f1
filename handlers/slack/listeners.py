"""What happens when somebody types, clicks or submits: ask the desk, answer with a drawing."""

from collections.abc import Callable, Mapping

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
from handlers.slack.acknowledged import Acknowledged, Listener, Suggest, WordListener
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
from handlers.slack.chronicle import (
    show_history,
    show_shipped,
    turn_history_page,
    turn_shipped_page,
)
from handlers.slack.digests import (
    act_on_row,
    add_digest,
    check_times,
    edit_digest,
    pause_digest,
    post_again,
    preview_digest,
    remove_digest,
    resume_digest,
    send_digest,
    show_digests,
    submit_digest,
    suggest_zones,
)
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
from handlers.slack.updating import (
    choose_country,
    open_part_form,
    open_update_form,
    reopen_update_form,
    submit_update,
    take_apart,
    update_command,
)
from handlers.slack.watching import (
    open_watch_form,
    stop_watching,
    submit_watch,
    unwatch_orders,
    watch_orders,
)


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
    "update": update_command,
    "history": show_history,
    "stuck": show_stuck,
    "shipped": show_shipped,
    "roles": show_roles,
    "pause": pause_changes,
    "resume": resume_changes,
    "digest": show_digests,
    "watch": watch_orders,
    "unwatch": unwatch_orders,
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
    ids.UPDATE: open_update_form,
    ids.UPDATE_PART: open_part_form,
    ids.UPDATE_REOPEN: reopen_update_form,
    ids.UPDATE_COUNTRY: choose_country,
    ids.UPDATE_TAKE_APART: take_apart,
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
    ids.DIGEST_ADD: add_digest,
    ids.DIGEST_EDIT: edit_digest,
    ids.DIGEST_PREVIEW: preview_digest,
    ids.DIGEST_SEND: send_digest,
    ids.DIGEST_PAUSE: pause_digest,
    ids.DIGEST_RESUME: resume_digest,
    ids.DIGEST_REMOVE: remove_digest,
    ids.DIGEST_POST_AGAIN: post_again,
    ids.DIGEST_ROW: act_on_row,
    ids.DIGEST_CHECK: check_times,
    ids.DIGEST_DAYS: check_times,
    ids.DIGEST_TIME: check_times,
    ids.DIGEST_ZONE: check_times,
    ids.WATCH_STOP: stop_watching,
    ids.STUCK_MENU: choose,
    ids.STUCK_NEXT: turn_stuck_page,
    ids.STUCK_PREVIOUS: turn_stuck_page,
    ids.STUCK_REFRESH: turn_stuck_page,
    ids.STUCK_SNOOZED: turn_stuck_page,
    ids.STUCK_PATIENCE: open_patience_form,
    ids.SHIPPED_NEXT: turn_shipped_page,
    ids.SHIPPED_PREVIOUS: turn_shipped_page,
    ids.HISTORY_NEXT: turn_history_page,
    ids.HISTORY_PREVIOUS: turn_history_page,
}
SUBMISSIONS: Mapping[str, Callable[[Submission], Acknowledged]] = {
    ids.LOOK_UP_FORM: submit_look_up,
    ids.SEARCH_FORM: submit_search,
    ids.CANCEL_FORM: submit_cancel,
    ids.UPDATE_FORM: submit_update,
    ids.ROLE_FORM: submit_role,
    ids.DIGEST_FORM: submit_digest,
    ids.SNOOZE_FORM: submit_snooze,
    ids.PATIENCE_FORM: submit_patience,
    ids.WATCH_FORM: submit_watch,
}
SHORTCUTS: Mapping[str, Listener] = {
    ids.FIND_ORDER: open_search_form,
    ids.WATCH_IN_THREAD: open_watch_form,
}
OPTIONS: Mapping[str, Suggest] = {
    ids.SEARCH_COUNTRY: suggest_countries,
    ids.UPDATE_COUNTRY: suggest_countries,
    ids.ROLE_GROUP: suggest_groups,
    ids.DIGEST_COUNTRY: suggest_countries,
    ids.DIGEST_ZONE: suggest_zones,
    ids.PATIENCE_OFFICE: suggest_countries,
}
