"""The program in two processes: one serves, the other one ticks."""

import asyncio
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from handlers.app import opened
from handlers.http import WEBHOOKS_PATH
from handlers.serving import serving

House = Any


def _sweeps(house: House) -> int:
    with closing(sqlite3.connect(house.database)) as connection:
        return connection.execute("SELECT count(*) FROM sweeps WHERE is_complete").fetchone()[0]


@pytest.mark.parametrize(
    ("half", "served"),
    [
        ("web", {"/healthz": 200, "/slack/events": 401, WEBHOOKS_PATH: 401}),
        ("clock", {"/healthz": 200, "/slack/events": 404, WEBHOOKS_PATH: 404}),
    ],
)
async def test_what_each_half_serves(house: House, half, served):
    """The clock's half answers that it lives, and nothing else."""
    async with opened(house.settings, half) as program, serving(program.http, "127.0.0.1", 0) as at:
        for path, status in served.items():
            verb = "GET" if path == "/healthz" else "POST"
            async with house.http.request(verb, f"{at}{path}", data=b"") as answer:
                assert answer.status == status


@pytest.mark.parametrize(("half", "sweeps"), [("web", 0), ("clock", 1), (None, 1)])
async def test_which_half_ticks(house: House, half, sweeps):
    """The first tick sweeps; the half that serves leaves that to the other one."""
    async with opened(house.settings, half) as program, program.ticking:
        await asyncio.sleep(0.05)
        await program.clock.settled()
    assert _sweeps(house) == sweeps
