"""An admin gives somebody a role, and stops all changes, in a real browser."""

import shutil
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Locator, Page, expect

from bot.sandbox.slack.people import IDA, MAX

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


async def _choose(page: Page, label: str, option: str) -> None:
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label(label, exact=True).click()
    await dialog.get_by_role("option", name=option).click()


async def test_an_admin_gives_a_role(visit: Visit):
    """Max opens the list and gives Ida a role, and she sees what she may do now."""
    page = await visit(MAX)
    await _type(page, "/order roles")
    await expect(_newest(page)).to_contain_text("Who may do what")
    await _newest(page).get_by_role("button", name="Change a role…").click()
    dialog = page.get_by_role("dialog")
    await _choose(page, "Person (optional)", "Ida")
    await _choose(page, "Role", "agent")
    await dialog.get_by_role("button", name="Change", exact=True).click()
    await expect(dialog).to_contain_text("now has the role “agent”")
    ida = await visit(IDA)
    await _type(ida, "/order roles")
    await expect(_newest(ida)).to_contain_text("Your role in Orderdesk is agent.")


async def test_groups_are_chosen_from_slacks_list(visit: Visit):
    """Max gives the role to a user group, which the list names by its handle."""
    page = await visit(MAX)
    await _type(page, "/order roles")
    await _newest(page).get_by_role("button", name="Change a role…").click()
    await _choose(page, "User group (optional)", "@print-team")
    await _choose(page, "Role", "lead")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Change", exact=True).click()
    await expect(dialog).to_contain_text("@print-team now has the role “lead”")


async def test_an_admin_stops_all_changes(visit: Visit):
    """Max pauses and resumes; Ida is told that it is not for her, and looks an order up."""
    page, ida = await visit(MAX), await visit(IDA)
    await _type(page, "/order pause stock count")
    await expect(_newest(page)).to_contain_text("Changes to orders are paused.")
    await _type(ida, "/order resume")
    await expect(_newest(ida)).to_contain_text("You need the role “admin”")
    await _type(ida, "/order 1042")
    await expect(_newest(ida)).to_contain_text("Order 1042")
    await _type(page, "/order resume")
    await expect(_newest(page)).to_contain_text("allowed again")
