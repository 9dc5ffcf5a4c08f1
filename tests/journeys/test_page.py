"""The page of the stand-in Slack in a real browser, against the real stand-in and a small bot."""

import asyncio
import json
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.sandbox.serving import served
from bot.sandbox.slack import StandInSlack

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed on this machine"),
]

Json = dict[str, Any]
FILES = Path(__file__).parents[2] / "bot" / "sandbox" / "slack" / "page"
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-quic"]
ANN, LEE = "U012ANN", "U012LEE"
SUPPORT = "C012SUPPORT"
HOSTILE = "*bold* _it_ <https://evil.example|link> <!channel> @here <@U012LEE> https://evil.example"
ESCAPED = "&lt;!channel&gt; @here &lt;@U012LEE&gt; https://evil.example"
NOON = 1795262400  # 2026-11-21 12:00 UTC


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: Json, **more: Any) -> Json:
    return {"type": "section", "text": text, **more}


def option(text: str, value: str) -> Json:
    return {"text": plain(text), "value": value}


def button(text: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def asked(name: str, element: Json, **more: Any) -> Json:
    """An input block called `name`, its element too."""
    return {
        "type": "input",
        "block_id": name,
        "label": plain(name),
        "element": {"action_id": name, **element},
        **more,
    }


def form(*blocks: Json) -> Json:
    return {
        "type": "modal",
        "callback_id": "a_form",
        "title": plain("A form"),
        "submit": plain("Save"),
        "blocks": list(blocks),
    }


class FakeBot:
    """Keeps what it is told, and answers what a test has set for that kind of thing."""

    def __init__(self, slack: StandInSlack, session: aiohttp.ClientSession) -> None:
        self.slack, self.session = slack, session
        self.heard: list[Json] = []
        self.answers: dict[str, Callable[[Json], Awaitable[Json | None]]] = {}

    async def hear(self, request: web.Request) -> web.Response:
        """The one route: commands, interactions, events."""
        form = await request.post()
        body = json.loads(str(form["payload"])) if "payload" in form else dict(form)
        body.setdefault("type", "command" if "command" in body else "event")
        self.heard.append(body)
        answer = self.answers.get(body["type"])
        said = await answer(body) if answer else None
        return web.json_response(said) if said else web.Response()

    async def call(self, method: str, **arguments: Any) -> Json:
        """One call of the Web API that must succeed."""
        headers = {"Authorization": "Bearer xoxb-sandbox"}
        url = self.slack.api_url + method
        async with self.session.post(url, json=arguments, headers=headers) as response:
            answer: Json = await response.json()
        assert answer["ok"], answer
        return answer

    async def post(self, text: str, *blocks: Json, **more: Any) -> str:
        """Posts in #support and gives the ts."""
        said = {"channel": SUPPORT, "text": text, **({"blocks": blocks} if blocks else {}), **more}
        return str((await self.call("chat.postMessage", **said))["ts"])

    def opens(self, view: Json) -> None:
        """Every command opens this form from now on."""

        async def answer(body: Json) -> None:
            await self.call("views.open", trigger_id=body["trigger_id"], view=view)

        self.answers["command"] = answer

    def of(self, kind: str) -> list[Json]:
        return [each for each in self.heard if each["type"] == kind]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="module")
async def bot() -> AsyncIterator[FakeBot]:
    slack = StandInSlack(post_rate=None)
    app = web.Application()
    async with aiohttp.ClientSession() as session, slack.opened():
        made = FakeBot(slack, session)
        app.router.add_post("/slack/events", made.hear)
        async with served(app) as base:
            slack.request_url = f"{base}/slack/events"
            yield made


Visit = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="module")
async def visit(browser: Browser, bot: FakeBot) -> AsyncIterator[Visit]:
    """Opens the page as somebody; nothing may leave the machine, and nothing may complain."""
    complaints: list[str] = []
    far: list[str] = []
    base = bot.slack.base_url

    def watch(page: Page) -> None:
        page.on(
            "console", lambda said: complaints.append(said.text) if said.type in NOISE else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request", lambda asked: None if asked.url.startswith(base) else far.append(asked.url)
        )

    contexts = []

    async def opened(person: str = ANN, channel: str = SUPPORT, **screen: Any) -> Page:
        contexts.append(await browser.new_context(**screen))
        contexts[-1].set_default_timeout(5000)
        contexts[-1].on("page", watch)
        page = await contexts[-1].new_page()
        await page.goto(f"{base}/?as={person}&channel={channel}")
        await expect(page.locator("select#me")).to_have_value(person)
        return page

    yield opened
    for context in contexts:
        await context.close()
    assert not far
    assert not complaints


NOISE = {"error", "warning"}


async def say(page: Page, text: str) -> None:
    await page.locator("#composer").press_sequentially(text)
    await page.keyboard.press("Enter")


async def open_form(page: Page, bot: FakeBot, *blocks: Json) -> None:
    bot.opens(form(*blocks))
    await say(page, "/order")
    await expect(page.get_by_role("dialog")).to_be_visible()


def text_of(page: Page) -> Any:
    """The newest message's words."""
    return page.locator(".message .text").last


async def test_a_command_typed_on_the_keyboard_is_hinted_sent_and_answered(bot, visit):
    """A newcomer types / and sees what there is; Enter sends it, and the answer stands below."""

    async def answer(body):
        return {"response_type": "ephemeral", "text": f"You asked for {body['text']}"}

    bot.answers["command"] = answer
    page = await visit()
    await page.locator("#composer").press_sequentially("/or")
    await expect(page.get_by_role("option", name="/order")).to_be_visible()
    await page.keyboard.press("Tab")
    await page.keyboard.type("1042")
    await page.keyboard.press("Enter")
    await expect(text_of(page)).to_have_text("You asked for 1042")
    await expect(page.get_by_text("Only visible to you")).to_be_visible()
    assert [(each["command"], each["text"]) for each in bot.heard] == [("/order", "1042")]


async def test_up_brings_back_the_last_command(bot, visit):
    """Nobody types a long command twice."""
    page = await visit()
    await say(page, "/order search status:shipped")
    await expect(page.locator("#composer")).to_have_value("")
    await page.keyboard.press("ArrowUp")
    await expect(page.locator("#composer")).to_have_value("/order search status:shipped")


async def test_shift_enter_breaks_the_line(bot, visit):
    """A message may have several lines."""
    page = await visit()
    await page.locator("#composer").press_sequentially("one")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two")
    await page.keyboard.press("Enter")
    await expect(text_of(page).locator("br")).to_have_count(1)
    await expect(text_of(page)).to_have_text("onetwo")


async def test_only_the_asker_sees_an_ephemeral_answer(bot, visit):
    """What is for Ann alone is not on Lee's page."""
    ann, lee = await visit(ANN), await visit(LEE)
    await bot.call("chat.postEphemeral", channel=SUPPORT, user=ANN, text="for Ann")
    await bot.post("for all")
    for page, seen in ((ann, ["for Ann", "for all"]), (lee, ["for all"])):
        await expect(page.locator(".message .text")).to_have_text(seen)
    await expect(ann.locator("[data-ephemeral=true]")).to_have_count(1)


@pytest.mark.parametrize(
    "block",
    [
        section(plain(HOSTILE)),
        {"type": "section", "fields": [plain(HOSTILE)]},
        {"type": "header", "text": plain(HOSTILE)},
        {"type": "context", "elements": [plain(HOSTILE)]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": HOSTILE}]]},
        section({**mrkdwn(ESCAPED), "verbatim": True}, block_id="escaped mrkdwn"),
    ],
    ids=lambda block: block.get("block_id", block["type"]),
)
async def test_hostile_text_is_shown_as_written(bot, visit, block):
    """Foreign text pings nobody and links nowhere of its own."""
    page = await visit()
    await bot.post("fallback", block)
    await expect(text_of(page)).to_contain_text("<!channel> @here <@U012LEE> https://evil.example")
    await expect(text_of(page).locator("a, strong, .ping, .mention")).to_have_count(0)


async def test_a_ping_is_seen_as_a_ping(bot, visit):
    """A mark-up that does call everybody stands out, so that nobody misses it in a trial."""
    page = await visit()
    await bot.post("<!channel> *now*")
    await expect(text_of(page).locator(".ping")).to_have_text("@channel")


async def test_a_required_field_keeps_the_form_here(bot, visit):
    """An empty required field is told at once, before anything is sent."""
    page = await visit()
    await open_form(page, bot, asked("name", {"type": "plain_text_input"}))
    left: list[str] = []
    page.on("request", lambda request: left.append(request.url.rpartition("/")[2]))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_have_text("Please complete this required field.")
    await expect(page.locator("[data-action-id=name]")).to_be_focused()
    assert "submit" not in left


async def test_the_bots_field_errors_stand_beside_their_fields(bot, visit):
    """A refusal of the bot is read where it belongs, and goes away with the next letter."""

    async def refuse(_):
        return {"response_action": "errors", "errors": {"zip": "That is no postcode."}}

    bot.answers["view_submission"] = refuse
    page = await visit()
    kind = {"type": "plain_text_input"}
    await open_form(page, bot, asked("name", kind, optional=True), asked("zip", kind))
    await page.fill("[data-action-id=zip]", "?")
    await page.click("[data-submit]")
    wrong = page.locator("[data-block=zip]").get_by_role("alert")
    await expect(wrong).to_have_text("That is no postcode.")
    await expect(page.get_by_role("alert")).to_have_count(1)
    await page.locator("[data-action-id=zip]").press_sequentially("1")
    await expect(wrong).to_have_count(0)


CHOICES = [option("One", "1"), option("Two", "2")]
HERE = {"default_to_current_conversation": True}
PICKED = {"options": CHOICES, "initial_option": CHOICES[1]}
TICKED = {"options": CHOICES, "initial_options": CHOICES}
DRAFT: list[tuple[Json, Json]] = [
    ({"type": "plain_text_input", "initial_value": "x"}, {"value": "x"}),
    ({"type": "plain_text_input"}, {"value": None}),
    ({"type": "number_input", "is_decimal_allowed": False, "initial_value": "7"}, {"value": "7"}),
    ({"type": "static_select", **PICKED}, {"selected_option": "2"}),
    ({"type": "radio_buttons", "options": CHOICES}, {"selected_option": None}),
    ({"type": "checkboxes", **TICKED}, {"selected_options": ["1", "2"]}),
    ({"type": "multi_static_select", "options": CHOICES}, {"selected_options": []}),
    ({"type": "users_select", "initial_user": LEE}, {"selected_user": LEE}),
    ({"type": "conversations_select", **HERE}, {"selected_conversation": SUPPORT}),
    ({"type": "datepicker", "initial_date": "2026-11-01"}, {"selected_date": "2026-11-01"}),
    ({"type": "timepicker", "initial_time": "09:30"}, {"selected_time": "09:30"}),
    ({"type": "datetimepicker", "initial_date_time": NOON}, {"selected_date_time": NOON}),
]  # fmt: skip


def values_only(state: Json) -> Json:
    """A state element with its options told by their values."""

    def value(held: Any) -> Any:
        if isinstance(held, list):
            return [value(each) for each in held]
        return held["value"] if isinstance(held, dict) else held

    return {name: value(held) for name, held in state.items() if name != "type"}


async def test_a_form_says_its_values_as_slack_does(bot, visit):
    """What the bot reads in a trial is what it will read in Slack, untouched fields too."""
    page = await visit()
    blocks = [asked(f"f{n}", kind, optional=True) for n, (kind, _) in enumerate(DRAFT)]
    await open_form(page, bot, *blocks)
    await page.click("[data-submit]")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    values = bot.of("view_submission")[0]["view"]["state"]["values"]
    assert [values_only(values[f"f{n}"][f"f{n}"]) for n in range(len(DRAFT))] == [
        s for _, s in DRAFT
    ]
    assert [values[f"f{n}"][f"f{n}"]["type"] for n in range(len(DRAFT))] == [
        k["type"] for k, _ in DRAFT
    ]


async def test_one_chooses_and_unchooses_by_keyboard(bot, visit):
    """Several choices are chips: typed for, entered, and taken back with Backspace."""
    page = await visit()
    await open_form(page, bot, asked("many", {"type": "multi_static_select", "options": CHOICES}))
    for word in ("two", "one"):
        await page.keyboard.type(word)
        await page.keyboard.press("Enter")
    await expect(page.locator(".chip")).to_have_text(["Two", "One"])
    await page.keyboard.press("Backspace")
    await expect(page.locator(".chip")).to_have_text(["Two"])
    await page.click("[data-submit]")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    held = bot.of("view_submission")[0]["view"]["state"]["values"]["many"]["many"]
    assert values_only(held) == {"selected_options": ["2"]}


async def test_type_ahead_asks_the_bot(bot, visit):
    """A list that the bot fills follows what is typed."""

    async def countries(body):
        known = ("Norway", "Netherlands", "Germany")
        return {"options": [option(c, c) for c in known if c.lower().startswith(body["value"])]}

    bot.answers["block_suggestion"] = countries
    page = await visit()
    kind = {"type": "external_select", "min_query_length": 2}
    await open_form(page, bot, asked("country", kind))
    await page.keyboard.type("n")
    await expect(page.get_by_text("Type 2 or more letters")).to_be_visible()
    await page.keyboard.type("o")
    await expect(page.locator(".select").get_by_role("option")).to_have_text(["Norway"])
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-action-id=country]")).to_have_value("Norway")
    assert {each["value"] for each in bot.of("block_suggestion")} == {"no"}


async def test_a_danger_asks_first(bot, visit):
    """A press that has to be confirmed does nothing until it is."""
    confirm = {
        "title": plain("Cancel it?"),
        "text": plain("For good."),
        "confirm": plain("Yes"),
        "deny": plain("No"),
    }
    page = await visit()
    await bot.post(
        "x", {"type": "actions", "elements": [button("Cancel…", "cancel", confirm=confirm)]}
    )
    for answer in ("No", "Yes"):
        await page.click("[data-action-id=cancel]")
        await expect(page.get_by_role("alertdialog")).to_contain_text("For good.")
        await page.get_by_role("button", name=answer, exact=True).click()
        await expect(page.get_by_role("alertdialog")).to_have_count(0)
    await expect(page.locator("[data-action-id=cancel][aria-busy]")).to_have_count(0)
    assert [each["actions"][0]["action_id"] for each in bot.of("block_actions")] == ["cancel"]


async def test_a_date_is_told_in_each_ones_zone(bot, visit):
    """The same moment is evening in Oslo and morning in New York."""
    await bot.post(f"<!date^{NOON}^{{date_num}} {{time}}|fallback>")
    for person, seen in ((ANN, "2026-11-21 1:00 PM"), (LEE, "2026-11-21 7:00 AM")):
        await expect(text_of(await visit(person))).to_have_text(seen)


async def test_what_is_typed_survives_a_new_drawing_of_the_form(bot, visit):
    """As in Slack: same block_id and action_id keep their value, others begin anew."""
    page = await visit()
    kind = {"type": "plain_text_input"}
    await open_form(page, bot, asked("kept", kind), asked("lost", kind))
    await page.fill("[data-action-id=lost]", "away")
    await page.locator("[data-action-id=kept]").press_sequentially("half typ")
    view = bot.slack.views(ANN)[0]
    other = {**asked("other", {"type": "plain_text_input", "initial_value": "new"})}
    await bot.call("views.update", view_id=view.id, view=form(other, asked("kept", kind)))
    await expect(page.locator("[data-action-id=other]")).to_have_value("new")
    await page.keyboard.type("ed")
    await expect(page.locator("[data-action-id=kept]")).to_have_value("half typed")


async def test_a_half_typed_message_survives_news(bot, visit):
    """New messages take neither the words nor the caret."""
    page = await visit()
    await page.locator("#composer").press_sequentially("half")
    await bot.post("news")
    await expect(text_of(page)).to_have_text("news")
    await page.keyboard.type("way")
    await expect(page.locator("#composer")).to_have_value("halfway")


async def test_escape_closes_the_form_and_the_keyboard_is_back(bot, visit):
    """The keyboard stays inside an open form, and afterwards where it was."""
    page = await visit()
    await open_form(page, bot, asked("name", {"type": "plain_text_input"}))
    for _ in range(6):
        await page.keyboard.press("Tab")
        assert await page.evaluate("Boolean(document.activeElement.closest('[role=dialog]'))")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator("#composer")).to_be_focused()


async def test_an_answer_in_a_thread_stays_in_the_thread(bot, visit):
    """The pane sends to its thread, and the conversation counts the replies."""
    ts = await bot.post("root")
    page = await visit()
    await page.locator(".message").last.hover()
    await page.click("[data-reply]")
    await page.keyboard.type("inside")
    await page.keyboard.press("Enter")
    await expect(page.locator("#thread .message .text")).to_have_text(["root", "inside"])
    await expect(page.locator("#messages .message .text")).to_have_text(["root"])
    await expect(page.locator(f'[data-replies="{ts}"]')).to_have_text("1 reply")


async def test_what_came_meanwhile_is_counted(bot, visit):
    """A word from the bot is seen in the side bar, until one looks."""
    page = await visit()
    await bot.call("chat.postMessage", channel=ANN, text="Order 1042 has shipped")
    entry = page.locator("[data-channel=D012ANN]")
    await expect(entry.locator(".count-badge")).to_have_text("1")
    await entry.click()
    await expect(text_of(page)).to_have_text("Order 1042 has shipped")
    await expect(page.locator(".count-badge")).to_have_count(0)


async def test_a_second_press_of_submit_is_not_a_second_submission(bot, visit):
    """While the bot thinks, the form waits."""
    page = await visit()
    going = asyncio.Event()
    left: list[str] = []
    page.on("request", lambda request: left.append(request.url.rpartition("/")[2]))

    async def think(_):
        await going.wait()

    bot.answers["view_submission"] = think
    await open_form(page, bot, asked("name", {"type": "plain_text_input"}, optional=True))
    await page.click("[data-submit]")
    await expect(page.locator("[data-submit]")).to_be_disabled()
    await page.locator("[data-action-id=name]").press("Control+Enter")
    going.set()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert left.count("submit") == 1


async def test_a_fault_is_switched_and_seen_in_the_log(bot, visit):
    """Whoever is curious can break the stand-in, and sees what was refused."""
    page = await visit()
    await page.get_by_role("button", name="For the curious").click()
    await page.get_by_role("switch", name="The bot's token was revoked").click()
    await expect(page.locator("[data-fault=revoked]")).to_have_attribute("aria-checked", "true")
    with pytest.raises(AssertionError, match="revoked"):
        await bot.post("x")
    await say(page, "anything")
    await expect(page.locator("#log .refused").first).to_contain_text("token_revoked")


async def test_a_message_shortcut_names_its_message(bot, visit):
    """The menu of a message brings the app that message."""
    ts = await bot.post("about 1042")
    page = await visit()
    await page.locator(".message").last.focus()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    async with page.expect_response("**/page/shortcut"):
        await page.get_by_role("menuitem", name="Look up this order").press("Enter")
    assert [each["message_ts"] for each in bot.of("message_action")] == [ts]


async def test_the_home_tab_is_asked_for_and_drawn(bot, visit):
    """Opening Home draws what the bot publishes."""
    page = await visit(channel="D012ANN")
    await page.get_by_role("tab", name="Home").click()
    view = {
        "type": "home",
        "blocks": [section(plain("Good evening"), accessory=button("Show", "show"))],
    }
    await bot.call("views.publish", user_id=ANN, view=view)
    await expect(page.locator("#home")).to_contain_text("Good evening")
    await page.get_by_role("button", name="Show").click()
    await expect(page.locator("#home [aria-busy]")).to_have_count(0)
    assert bot.of("block_actions")[0]["view"]["type"] == "home"


async def test_a_link_button_opens_a_tab_and_tells_the_bot(bot, visit):
    """Slack sends an action for link buttons too."""
    page = await visit()
    url = f"{bot.slack.base_url}/gallery"
    await bot.post("x", {"type": "actions", "elements": [button("Track", "track", url=url)]})
    async with page.context.expect_page() as opened:
        await page.click("[data-action-id=track]")
    assert (await opened.value).url == url
    await expect(page.locator("[data-action-id=track][aria-busy]")).to_have_count(0)
    assert [each["actions"][0]["action_id"] for each in bot.of("block_actions")] == ["track"]


async def test_a_far_picture_is_told_in_words(bot, visit):
    """No picture is fetched from elsewhere; its words stand in its place."""
    page = await visit()
    image = {"type": "image", "image_url": "https://example.com/fox.png", "alt_text": "A fox"}
    await bot.post("x", section(mrkdwn("with a picture"), accessory=image))
    await expect(page.get_by_role("img", name="A fox")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_a_narrow_screen_needs_no_sideways_scrolling(bot, visit, theme):
    """On a phone everything fits its width, in both themes."""
    fields = [mrkdwn("*A rather long name of a field*\nand what it holds")] * 4
    await bot.post(
        "x",
        {"type": "section", "fields": fields},
        {
            "type": "actions",
            "elements": [button("A button with many words", f"b{n}") for n in range(5)],
        },
    )
    page = await visit(viewport={"width": 390, "height": 800}, color_scheme=theme)
    await expect(page.locator(".b-actions button")).to_have_count(5)
    assert await page.evaluate("document.documentElement.scrollWidth") == 390


MARKS = [
    ("*b*", "<strong>b</strong>"),
    ("_i_", "<em>i</em>"),
    ("~s~", "<s>s</s>"),
    ("`*c*`", "<code>*c*</code>"),
    ("a*b*c snake_case_word 2 * 3 * 4", "a*b*c snake_case_word 2 * 3 * 4"),
    ("*a _b_*", "<strong>a <em>b</em></strong>"),
    ("> q\n> r", "<blockquote>q<br>r</blockquote>"),
    ("&gt; q", "<blockquote>q</blockquote>"),
    ("```*p*\nq```", "<pre>*p*\nq</pre>"),
    ("&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"),
    ("&lt;!channel&gt;", "&lt;!channel&gt;"),
    ("<!here>", '<span class="ping">@here</span>'),
    ("<javascript:alert(1)|x>", "<span>x</span>"),
    (":unknown_thing: 10:30:45", ":unknown_thing: 10:30:45"),
]


@pytest.mark.parametrize(("written", "drawn"), MARKS, ids=[written for written, _ in MARKS])
async def test_mark_up_is_read_as_slack_reads_it(reader, written, drawn):
    """Each rule of Slack's mark-up, and each look-alike that it leaves alone."""
    assert await reader("mrkdwn.js", "mrkdwn", written) == drawn


MOMENTS = [
    ("{date_num}", "2026-11-21"),
    ("{date_slash}", "11/21/2026"),
    ("{date_short}", "Nov 21, 2026"),
    ("{date_long}", "Saturday, November 21st, 2026"),
    ("{date_long_full}", "November 21, 2026"),
    ("{date}", "November 21st"),
    ("{date_pretty}", "Today"),
    ("at {date_short_pretty}", "at today"),
    ("{time} {time_secs}", "1:00 PM 1:00:00 PM"),
    ("{ago}", "2 hours ago"),
    ("{unknown}", "{unknown}"),
]


@pytest.mark.parametrize(("template", "told"), MOMENTS, ids=[template for template, _ in MOMENTS])
async def test_dates_are_told_in_slacks_words(reader, template, told):
    """Each token of Slack's date templates, two hours later on the same day in Oslo."""
    person = {"tz": "Europe/Oslo", "locale": "en-US", "now": NOON + 7200}
    assert await reader("dates.js", "dateText", NOON, template, person) == told


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def reader(browser: Browser) -> AsyncIterator[Callable[..., Awaitable[str]]]:
    """Calls one function of the page's modules: `await reader(file, function, ...)`."""
    async with StandInSlack().opened() as slack:
        page = await browser.new_page()
        await page.goto(f"{slack.base_url}/gallery")

        async def read(file: str, name: str, *arguments: Any) -> str:
            return str(await page.evaluate(READ, [file, name, *arguments]))

        yield read
        await page.close()


READ = """async ([file, name, ...given]) => {
  const module = await import(`/static/${file}`);
  const nobody = () => null;
  const env = { me: { id: "U0" }, personName: nobody, channelName: nobody, channelNamed: nobody };
  const drawn = module[name](...given, env);
  if (typeof drawn === "string") return drawn;
  const box = document.createElement("div");
  box.append(drawn);
  return box.innerHTML;
}"""


@pytest.mark.parametrize("file", sorted(FILES.glob("*.*")), ids=lambda file: file.name)
async def test_foreign_text_has_no_way_to_become_code(file):
    """No file of the page writes mark-up as text, runs text, or names a far address."""
    written = file.read_text()
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", written
    )
    assert not re.search(r"<script>|<style|\son\w+=\"", written)
    far = set(re.findall(r"https?://[\w.-]+", written)) - {"http://www.w3.org"}
    assert not far
