"""What the journeys in a browser share."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.sandbox.slack.channels import SUPPORT
from handlers.sandbox import Sandbox, running

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-quic"]
PATIENCE = 20_000
"""Milliseconds: a machine that is busy with other tests needs some of them."""
expect.set_options(timeout=PATIENCE)
Visit = Callable[[str], Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with running() as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def visit(browser: Browser, sandbox: Sandbox) -> AsyncIterator[Visit]:
    """Opens the page as somebody; nothing leaves the machine, and the browser has no complaint."""
    trouble: list[str] = []
    contexts = []

    async def opened(person: str) -> Page:
        contexts.append(await browser.new_context())
        contexts[-1].set_default_timeout(PATIENCE)
        page = await contexts[-1].new_page()
        page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on(
            "request",
            lambda asked: (
                None if asked.url.startswith((sandbox.page, "data:")) else trouble.append(asked.url)
            ),
        )
        await page.goto(f"{sandbox.page}/?as={person}&channel={SUPPORT}")
        await expect(page.locator("select#me")).to_have_value(person)
        return page

    yield opened
    for context in contexts:
        await context.close()
    assert trouble == []
