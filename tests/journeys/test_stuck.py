"""Somebody looks after stuck orders in a real browser: takes one, puts one off."""

import shutil
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Locator, Page, expect

from bot.sandbox.slack.people import ANN, LEE, MAX

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed on this machine"),
]

Visit = Callable[[str], Awaitable[Page]]


async def _type(page: Page, text: str) -> None:
    await page.locator("#composer").press_sequentially(text)
    await page.keyboard.press("Enter")


def _newest(page: Page) -> Locator:
    return page.locator(".message").last


async def _stuck(page: Page) -> Locator:
    """The list, once the first sweep has ended."""
    await _type(page, "/order stuck")
    message = _newest(page)
    await expect(message).to_contain_text("stuck")
    await expect(message).to_contain_text("Looked through")
    return message


async def _choose(page: Page, message: Locator, row: int, label: str) -> None:
    await message.locator(".overflow").nth(row).click()
    await page.get_by_role("menuitem", name=label).click()


async def test_an_agent_looks_after_stuck_orders(visit: Visit):
    """Ann takes one and sees it at once; she snoozes another, which leaves the list for all."""
    page, lee = await visit(ANN), await visit(LEE)
    message = await _stuck(page)
    title = message.locator("text=/orders are stuck/")
    count = int((await title.inner_text()).split()[0])
    await _choose(page, message, 0, "I take it")
    await expect(message).to_contain_text("Taken by @Ann")
    await _choose(page, message, 1, "Snooze…")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("leaves the list of stuck orders")
    await dialog.get_by_role("button", name="Snooze", exact=True).click()
    await expect(message).to_contain_text("1 order more snoozed.")
    await expect(message).to_contain_text(f"{count - 1} orders are stuck")
    theirs = await _stuck(lee)
    await expect(theirs).to_contain_text("1 order more snoozed.")
    await expect(theirs).to_contain_text("Taken by @Ann")


async def test_pages_and_the_snoozed_are_turned(visit: Visit):
    """The next page, and back; the snoozed ones, and back to what is stuck."""
    page = await visit(ANN)
    message = await _stuck(page)
    await message.get_by_role("button", name="Next →").click()
    await expect(message).to_contain_text("Page 2 of")
    await _choose(page, message, 0, "Snooze…")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Snooze", exact=True).click()
    await expect(message).to_contain_text("more snoozed.")
    await message.get_by_role("button", name="Show the snoozed").click()
    await expect(message).to_contain_text("1 order is snoozed")
    await _choose(page, message, 0, "List it again")
    await expect(message).to_contain_text("Nothing is snoozed")
    await message.get_by_role("button", name="What is stuck").click()
    await expect(message).to_contain_text("orders are stuck")


async def test_an_admin_has_less_patience(visit: Visit):
    """Max gives drafts no time at all, and the list behind the form grows."""
    page = await visit(MAX)
    message = await _stuck(page)
    await message.get_by_role("button", name="Patience…").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("In transit").fill("0")
    before = await message.locator("text=/orders are stuck/").inner_text()
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_contain_text("The limits are saved.")
    await expect(message).not_to_contain_text(before)


async def test_what_was_shipped_and_how_it_came_there(visit: Visit):
    """Newly shipped orders, and the trail of one, in the words of a sentence too."""
    page = await visit(ANN)
    await _type(page, "/order shipped since:7d")
    await expect(_newest(page)).to_contain_text("newly shipped")
    await _type(page, "/order history 1042")
    await expect(_newest(page)).to_contain_text("History of 1042")
    await _type(page, "/order 1042")
    await expect(_newest(page)).to_contain_text("In this state for")
