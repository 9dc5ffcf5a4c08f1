"""A person looks orders up in the sandbox, in a real browser."""

import shutil
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Locator, Page, expect

from bot.sandbox.slack.people import ANN, LEE
from handlers.sandbox import Sandbox

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


async def _card(page: Page, text: str) -> Locator:
    """The card that a typed command brings, once it is there."""
    await _type(page, text)
    card = page.locator(".message", has=page.get_by_role("button", name="Refresh")).last
    await expect(card).to_be_visible()
    return card


async def test_a_card_is_read_refreshed_and_shared(sandbox: Sandbox, visit: Visit):
    """Ann reads her card, refreshes it in its place, and shares it; Lee sees the country alone."""
    ann, lee = await visit(ANN), await visit(LEE)
    card = await _card(ann, "/order 1042")
    for line in ("Order 1042", "Shipped", "Maya R., Portland, United States", "UPS Surepost"):
        await expect(card).to_contain_text(line)
    await expect(card).to_have_attribute("data-ephemeral", "true")
    sandbox.gelato.move("1042", "delivered")
    await card.get_by_role("button", name="Refresh").click()
    await expect(card).to_contain_text("Delivered")
    await expect(ann.get_by_role("button", name="Refresh")).to_have_count(1)
    await card.get_by_role("button", name="Share to channel").click()
    shared = _newest(lee)
    await expect(shared).to_contain_text("Order 1042")
    await expect(shared).to_contain_text("Shared by ann")
    await expect(shared).to_contain_text("United States")
    await expect(shared).not_to_contain_text("Maya")
    await expect(shared).not_to_contain_text("Portland")


async def test_the_form_shows_its_answer_in_itself(visit: Visit):
    """By keyboard alone: open the form, make a mistake, mend it, read the card."""
    page = await visit(ANN)
    await _type(page, "/order")
    dialog = page.get_by_role("dialog")
    await expect(dialog.locator("input, textarea").first).to_be_focused()
    await page.keyboard.type("1 2 3 4 5 6")
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_role("alert")).to_contain_text("That is 6 orders")
    await dialog.locator("input, textarea").first.fill("1042")
    await page.keyboard.press("Enter")
    await expect(dialog).to_contain_text("Maya R., Portland, United States")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)


async def test_hostile_text_is_shown_as_it_was_written(visit: Visit):
    """Order 1075 tries to ring, link and format; it is read, and nothing happens."""
    page = await visit(ANN)
    card = await _card(page, "/order 1075")
    await expect(card).to_contain_text("<!channel>")
    await expect(card).to_contain_text("<https://evil.example|click>")
    await expect(card).to_contain_text("*bold* <!here>")
    await expect(card.locator(".ping, .mention")).to_have_count(0)
    links = card.locator("a[href]")
    addresses = [await link.get_attribute("href") or "" for link in await links.all()]
    assert not [address for address in addresses if "evil" in address]


async def test_each_of_several_orders_opens(visit: Visit):
    """A list leads to each of its cards."""
    page = await visit(ANN)
    await _type(page, "/order 1042 1050")
    opening = page.get_by_role("button", name="Open the card")
    await expect(opening).to_have_count(2)
    await opening.nth(1).click()
    await expect(_newest(page)).to_contain_text("Part 2 of 2")


async def test_a_typing_error_is_asked_back(visit: Visit):
    """Nobody has to know the commands by heart."""
    page = await visit(ANN)
    await _type(page, "/order hlep")
    await expect(_newest(page)).to_contain_text("Did you mean this? /order help")
    await _type(page, "/order help")
    await expect(_newest(page)).to_contain_text("What Orderdesk can do")
