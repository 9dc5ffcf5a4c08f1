"""A person searches for orders in the sandbox, in a real browser."""

import shutil
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Locator, Page, expect

from bot.sandbox.slack.people import ANN

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


async def test_a_typed_search_is_turned_and_refined(visit: Visit):
    """Ann types filters, turns the page and comes back, and refines what she asked for."""
    page = await visit(ANN)
    await _type(page, "/order search since:365d")
    await expect(_newest(page)).to_contain_text("Searched for: ordered since")
    first = await _newest(page).inner_text()
    await _newest(page).get_by_role("button", name="Next →").click()
    await expect(_newest(page).get_by_role("button", name="← Previous")).to_be_visible()
    assert await _newest(page).inner_text() != first
    await expect(_newest(page).get_by_role("button", name="Open", exact=True)).to_have_count(10)
    await _newest(page).get_by_role("button", name="← Previous").click()
    await expect(_newest(page).get_by_role("button", name="← Previous")).to_have_count(0)
    await _newest(page).get_by_role("button", name="Refine…").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Order number").fill("1042")
    await dialog.get_by_role("button", name="Search").click()
    await expect(dialog).to_contain_text("reference 1042")
    await expect(dialog).to_contain_text("1 order")


async def test_the_form_shows_its_result_and_its_cards(visit: Visit):
    """The form shows what it found, and each order opens over it."""
    page = await visit(ANN)
    await _type(page, "/order search")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Order number").fill("1042")
    await dialog.get_by_role("button", name="Search").click()
    await expect(dialog.last).to_contain_text("Searched for: reference 1042")
    await dialog.last.get_by_role("button", name="Open", exact=True).click()
    await expect(page.get_by_role("dialog").last).to_contain_text("Maya R., Portland")


async def test_the_table_comes_as_a_direct_message(visit: Visit):
    """All that was found comes as a file, in the conversation with the bot and nowhere else."""
    page = await visit(ANN)
    await _type(page, "/order search country:NO")
    await _newest(page).get_by_role("button", name="As CSV").click()
    await expect(_newest(page)).to_contain_text("comes as a direct message")
    table = page.get_by_role("link", name="orders.csv")
    await expect(table).to_have_count(0)
    await page.locator("[data-channel^='D']").click()
    await expect(table).to_be_visible()
    body = await (await page.request.get(str(await table.get_attribute("href")))).text()
    assert body.startswith("reference,gelato_id,status")
    assert ",NO," in body
