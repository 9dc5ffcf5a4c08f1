"""A lead subscribes to a digest in the sandbox, and an agent takes an order, in a real browser."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from bot.desk.subscribing import Sight
from bot.orders.person import Asker
from bot.orders.seen import Attended, Coverage, FeedPage, ShippedNow, StuckNow
from bot.sandbox.slack.people import ANN, LEE
from handlers.sandbox import Sandbox, running

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed on this machine"),
]

Visit = Callable[[str], Awaitable[Page]]


class Ledger:
    """Two stuck orders, and what people do about them."""

    def __init__(self) -> None:
        since = datetime.now(UTC) - timedelta(days=6)
        self.lines = [
            StuckNow(f"g-{n}", f"#104{n}", "on_hold", since, "NO", "It waits.", "4 business days")
            for n in (2, 3)
        ]
        self.attended: dict[str, Attended] = {}

    async def stuck(self, now: datetime) -> Sequence[StuckNow]:
        del now
        return self.lines

    async def shipped_since(self, since: datetime) -> Sequence[ShippedNow]:
        del since
        return ()

    async def freshness(self, now: datetime) -> Coverage:
        return Coverage(now)

    async def of(self, order_ids: Sequence[str]) -> dict[str, Attended]:
        return {each: self.attended[each] for each in order_ids if each in self.attended}

    async def take(self, order_id: str, by: Asker) -> None:
        self.attended[order_id] = Attended(taken_by=by.person)

    async def snooze(self, order_id: str, until: datetime, by: Asker) -> None:
        del by
        self.attended[order_id] = Attended(snoozed_until=until)


class NoChanges:
    """A feed without news."""

    async def changed_since(self, position, of):
        del of
        return FeedPage([], position)

    async def latest(self):
        return 0


@pytest_asyncio.fixture(loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    ledger = Ledger()
    async with running(sight=Sight(ledger, ledger, NoChanges())) as made:
        yield made


async def _type(page: Page, text: str) -> None:
    await page.locator("#composer").press_sequentially(text)
    await page.keyboard.press("Enter")


def _newest(page: Page) -> Locator:
    return page.locator(".message").last


async def _subscribe(page: Page) -> None:
    """Adds a digest at half past seven in the lead's own zone."""
    await _type(page, "/order digest")
    await expect(_newest(page)).to_contain_text("This channel has no digests yet")
    await _newest(page).get_by_role("button", name="Add a digest…").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Mon to Fri at 09:00, America/New_York; next: ")
    await dialog.get_by_label("Saturday").click()  # the form is drawn anew: it is looked at later
    await expect(dialog).to_contain_text("Mon to Sat at 09:00, America/New_York; next: ")
    await expect(dialog.get_by_label("Saturday")).to_be_checked()
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_contain_text("Saved: digest 1")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)  # until then keys go to what is behind it


async def test_subscribe_preview_send_and_take(visit: Visit):
    """Lee subscribes, previews and sends; Ann takes an order, and both see it change."""
    lee, ann = await visit(LEE), await visit(ANN)
    await _subscribe(lee)
    await _type(lee, "/order digest")
    listed = lee.locator(".message").filter(has_text="Digests of this channel").last
    await listed.get_by_role("button", name="Preview").click()
    await expect(_newest(lee)).to_contain_text("2 new, 0 cleared, 0 carried over")
    await listed.get_by_role("button", name="Send now").click()
    posted = ann.locator(".message").filter(has_text="2 new, 0 cleared, 0 carried over").last
    await expect(posted).to_contain_text("#1042 · On hold · 4 business days · Norway · new")
    await posted.get_by_role("button", name="More").first.click()
    await ann.get_by_text("I take it").click()
    await expect(posted).to_contain_text("takes it")
    await expect(posted).to_contain_text("#1043")
    shared = lee.locator(".message").filter(has_text="takes it").last
    await expect(shared).to_contain_text("#1042")
