"""A person changes where an order goes, in a real browser."""

import shutil
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from bot.sandbox.slack.people import ANN, LEE, MAX
from handlers.sandbox import Sandbox

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed on this machine"),
]

Visit = Callable[[str], Awaitable[Page]]


def _orders(sandbox: Sandbox) -> list[dict[str, Any]]:
    """American orders of one part whose shipment can be changed."""
    return [
        order
        for order in sandbox.gelato.orders
        if order["fulfillmentStatus"] == "created"
        and order["shippingAddress"]["country"] == "US"
        and not order["connectedOrderIds"]
    ]


async def _type(page: Page, text: str) -> None:
    await page.locator("#composer").press_sequentially(text)
    await page.keyboard.press("Enter")


def _field(dialog: Locator, name: str) -> Locator:
    return dialog.get_by_label(name, exact=True)


async def _pick(page: Page, dialog: Locator, name: str, letters: str, option: str) -> None:
    """Types into a list and picks from it."""
    await dialog.get_by_role("combobox", name=name, exact=True).click()
    await page.keyboard.type(letters)
    await page.get_by_role("option", name=option, exact=True).click()


async def test_another_country_a_warning_one_more_yes(sandbox: Sandbox, visit: Visit):
    """Ann moves an order to Canada: the form follows, warns, asks once more, and shows the end."""
    order = _orders(sandbox)[0]
    page = await visit(ANN)
    await _type(page, f"/order update {order['orderReferenceId']}")
    dialog = page.get_by_role("dialog")
    await expect(_field(dialog, "First name")).to_have_value(order["shippingAddress"]["firstName"])
    await _field(dialog, "Address line 1").fill("123 Queen St W")
    await _pick(page, dialog, "Country", "canad", "Canada (CA)")
    await expect(dialog.get_by_text("Province", exact=True)).to_be_visible()
    await expect(_field(dialog, "Address line 1")).to_have_value("123 Queen St W")
    await _field(dialog, "City").fill("Toronto")
    await _field(dialog, "Postal code").fill("M5V 2T6")
    await _pick(page, dialog, "Province", "ontar", "Ontario (ON)")
    await dialog.get_by_role("button", name="Change it").click()
    await expect(dialog).to_contain_text("Nothing is sent yet")
    await expect(dialog).to_contain_text("The country changes: United States before, Canada now.")
    await expect(dialog).to_contain_text("after: ")
    assert sandbox.gelato.effects == []
    await dialog.get_by_role("button", name="Yes, change it").click()
    await expect(dialog).to_contain_text("✅ Changed")
    await expect(dialog).to_contain_text("Address line 1: 123 Queen St W")
    assert sandbox.gelato.effects == [("update", order["id"])]
    address = order["shippingAddress"]
    assert (address["country"], address["state"], address["city"]) == ("CA", "ON", "Toronto")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_text("Queen St")).to_have_count(0)


async def test_a_shared_card_says_who_and_the_country(sandbox: Sandbox, visit: Visit):
    """From a card that all see: Lee reads that Ann changed it, and no address."""
    order = _orders(sandbox)[1]
    ann, lee = await visit(ANN), await visit(LEE)
    await _type(ann, f"/order {order['orderReferenceId']}")
    await ann.get_by_role("button", name="Share to channel").last.click()
    shared = lee.locator(".message", has=lee.get_by_text("Shared by ann")).last
    await expect(shared).to_be_visible()
    card = ann.locator(".message", has=ann.get_by_text("Shared by ann")).last
    await card.get_by_role("button", name="Change shipment…").click()
    dialog = ann.get_by_role("dialog")
    await _field(dialog, "Paste a whole address (optional)").fill(
        "Jane Doe\n456 Park Ave\nNew York, NY 10022"
    )
    await dialog.get_by_role("button", name="Put it into the fields").click()
    await expect(_field(dialog, "Last name")).to_have_value("Doe")
    await dialog.get_by_role("button", name="Change it").click()
    await dialog.get_by_role("button", name="Yes, change it").click()
    await expect(dialog).to_contain_text("✅ Changed")
    changed = lee.locator(".message", has=lee.get_by_text("Shipment changed by ann")).last
    await expect(changed).to_contain_text("United States")
    for private in ("Jane", "Doe", "Park Ave", "New York"):
        await expect(changed).not_to_contain_text(private)


async def test_a_country_in_one_s_own_language(sandbox: Sandbox, visit: Visit):
    """Max reads German: the country is found by its German name."""
    order = _orders(sandbox)[2]
    page = await visit(MAX)
    await _type(page, f"/order update {order['orderReferenceId']}")
    dialog = page.get_by_role("dialog")
    await expect(_field(dialog, "First name")).to_be_visible()
    await _pick(page, dialog, "Country", "österr", "Österreich (AT)")
    await expect(dialog.get_by_text("State", exact=True)).to_have_count(0)
    await expect(dialog).to_contain_text("Kept here and not sent")
