"""What Slack's answers mean for a digest: posted, not posted, or nobody knows."""

from datetime import UTC, datetime, time, timedelta

import pytest
from aiohttp import web as http

from bot.desk.digest_ports import Mark, Notice, NoticeKind, Posted, Sheet
from bot.desk.posting import Absent, Later, Refused, Unsearchable, Unsure
from bot.orders.digest import NOTHING_NAMED, Digest, Named, Occasion
from bot.orders.schedule import WEEKDAYS, Schedule
from bot.orders.seen import Coverage, ShippedNow, StuckNow
from bot.orders.subscription import Subscription, What
from bot.sandbox.serving import served
from bot.sandbox.slack.channels import LEADS, OLD_ORDERS, RANDOM, SUPPORT
from bot.store.subscription_ports import Place
from handlers.slack.marks import PAGE
from handlers.slack.posting import SlackPoster
from handlers.slack.web import slack_client, slack_session

NOW = datetime.now(UTC)
MARK = Mark(7, "2026-11-23T09:00")


def digest(channel=SUPPORT, **fields):
    occasion, fresh = Occasion(NOW), Coverage(NOW)
    return Digest(7, channel, What.BOTH, "UTC", "all orders", occasion, fresh, **fields)


@pytest.fixture
def poster(workspace):
    return SlackPoster(workspace.web)


async def answered(answer):
    """The outcome of a post that Slack answers like this."""

    async def handle(_: http.Request) -> http.StreamResponse:
        return answer() if callable(answer) else http.json_response(answer)

    app = http.Application()
    app.router.add_route("*", "/{any:.*}", handle)
    async with served(app) as url, slack_session() as session:
        return await SlackPoster(slack_client("xoxb-1", url, session)).post(digest(), MARK)


def refusal(code):
    return {"ok": False, "error": code}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"ok": True, "channel": "C1", "ts": "1.2"}, Posted),
        (refusal("is_archived"), Refused),
        (refusal("not_in_channel"), Refused),
        (refusal("channel_not_found"), Refused),
        (refusal("token_revoked"), Refused),
        (refusal("a_new_word"), Refused),
        (refusal("message_limit_exceeded"), Later),
        (refusal("fatal_error"), Unsure),
        (refusal("internal_error"), Unsure),
        (lambda: http.Response(status=500, text="<html>"), Unsure),
        (lambda: http.Response(text="not json"), Unsure),
        ({}, Unsure),
    ],
)
async def test_an_answer_of_slack_s_is_one_outcome(answer, kind):
    """What was certainly not done, what may have been, and what may be tried again."""
    assert isinstance(await answered(answer), kind)


async def test_a_rate_limit_names_its_seconds():
    """As long as Slack asks for, even when it is long."""

    def limited():
        headers = {"Retry-After": "120"}
        return http.json_response(refusal("ratelimited"), status=429, headers=headers)

    assert (await answered(limited)).after == 120


async def test_a_network_that_is_down_is_no_failure():
    """Nothing was done, and it says nothing about the channel."""
    async with slack_session() as session:
        web = slack_client("xoxb-1", "http://127.0.0.1:9", session)
        outcome = await SlackPoster(web).post(digest(), MARK)
    assert isinstance(outcome, Later)
    assert not outcome.is_failure


async def test_slack_s_code_stands_in_the_words(poster):
    """Who looks for help finds Slack's own word for it."""
    outcome = await poster.post(digest(OLD_ORDERS), MARK)
    assert isinstance(outcome, Refused)
    assert outcome.why == "the channel is archived (is_archived)"


@pytest.mark.parametrize("channel", [SUPPORT, LEADS])
async def test_what_was_posted_is_found(poster, channel):
    """By its mark, in public and private channels, and no other message is taken for it."""
    await poster.post(digest(channel), Mark(7, "another slot"))
    posted = await poster.post(digest(channel), MARK)
    await poster.post(digest(channel), Mark(8, MARK.slot))
    assert await poster.find(digest(channel), MARK, NOW) == posted
    assert await poster.find(digest(channel), Mark(9, MARK.slot), NOW) == Absent()


async def test_it_is_found_where_slack_shows_no_metadata(poster, slack):
    """The mark stands in the message's first block, too."""
    posted = await poster.post(digest(), MARK)
    slack.channel(SUPPORT).public(posted.place.ts).metadata = None
    assert await poster.find(digest(), MARK, NOW) == posted
    assert await poster.find(digest(), Mark(8, MARK.slot), NOW) == Absent()


async def test_it_is_found_behind_a_page_of_chatter(poster, slack):
    """History comes in pages, and all of them are read."""
    posted = await poster.post(digest(), MARK)
    for number in range(PAGE - 5):
        slack.say("U012ANN", SUPPORT, f"{number}")
    assert await poster.find(digest(), MARK, NOW) == posted


async def test_where_nobody_may_look_it_says_so(poster, slack):
    """Not in the channel, or without the right: that does not end by itself."""
    assert (await poster.find(digest(RANDOM), MARK, NOW)).for_good
    slack.world.scopes.remove("channels:history")
    found = await poster.find(digest(), MARK, NOW - timedelta(days=1))
    assert found == Unsearchable(
        "the app was not granted what it needs for that (missing_scope)", for_good=True
    )


async def test_a_search_that_broke_may_be_tried_again(poster, slack):
    """Slack out of order is no answer."""
    slack.world.faults.switch("http_500", on=True)
    assert not (await poster.find(digest(), MARK, NOW)).for_good


@pytest.mark.parametrize(
    ("rows", "refusals", "named"),
    [
        (1, 0, Named()),
        (1, 1, Named()),
        (1, 2, NOTHING_NAMED),
        (10, 0, Named(shipped=6)),
    ],
    ids=["whole", "a refusal", "as one paragraph", "little room"],
)
async def test_what_the_message_names_is_known(rows, refusals, named):
    """The orders that it had room for; none where Slack refused all but the first line."""
    link = {"tracking_code": "1Z", "tracking_url": f"https://track.example.com/{'x' * 300}"}
    shipped = tuple(
        ShippedNow(f"s{n}", f"#{n}", NOW, was_seen_to_ship=True, country="NO", **link)
        for n in range(10)
    )
    why = "It waits for a person. " * 5
    stuck = tuple(
        StuckNow(f"g-{n}", f"#{n}", "on_hold", NOW, "NO", why, "9 days") for n in range(rows)
    )
    kept = []

    async def handle(request: http.Request) -> http.StreamResponse:
        if request.path.endswith("conversations.history"):
            return http.json_response({"ok": True, "messages": kept})
        if len(kept) < refusals:
            kept.append({})
            return http.json_response(refusal("invalid_blocks"))
        body = await request.json()
        kept[:] = [{**body, "ts": "1.2"}]
        return http.json_response({"ok": True, "channel": SUPPORT, "ts": "1.2"})

    app = http.Application()
    app.router.add_route("*", "/{any:.*}", handle)
    made = digest(shipped=shipped, stuck=stuck)
    async with served(app) as url, slack_session() as session:
        poster = SlackPoster(slack_client("xoxb-1", url, session))
        posted = await poster.post(made, MARK)
        assert await poster.find(made, MARK, NOW) == posted
    assert posted == Posted(Place(SUPPORT, "1.2"), named)
    assert str(kept).count("track.example.com") == named.shipped


async def test_a_person_whom_slack_cannot_reach(poster):
    """That is about this person: trouble of Slack's own is something else."""
    schedule = Schedule(WEEKDAYS, time(9), "UTC")
    about = Subscription(SUPPORT, "T1", "U0NOBODY", What.BOTH, schedule, NOW)
    notice = Notice(NoticeKind.FAILED, about)
    assert isinstance(await poster.tell("U0NOBODY", notice), Refused)
    assert await poster.tell("U012ANN", notice) is None


SHEETS = [Sheet("a.csv", "a", "One"), Sheet("b.csv", "b", "Two")]


async def test_tables_come_together(poster, slack):
    """Two files are one message in the thread: both of them are there, or none."""
    posted = await poster.post(digest(), MARK)
    assert await poster.attach(posted.place, SHEETS) is None
    _, shared = slack.seen("U012ANN", SUPPORT)
    assert (shared.thread_ts, shared.text) == (posted.place.ts, "One\nTwo")
    assert [each["name"] for each in shared.files] == ["a.csv", "b.csv"]


@pytest.mark.parametrize(("fault", "kind"), [("rate_limit", Later), ("http_500", Unsure)])
async def test_a_table_that_slack_did_not_take(poster, slack, fault, kind):
    """What certainly was not done may be tried again."""
    posted = await poster.post(digest(), MARK)
    slack.world.faults.switch(fault, on=True)
    assert isinstance(await poster.attach(posted.place, SHEETS), kind)
