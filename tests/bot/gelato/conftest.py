"""A stand-in Gelato of each dialect, and our client before it, over real HTTP."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.gelato.client import Gelato, GelatoAccess
from bot.orders.dialect import Dialect
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.serving import served

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(params=list(Dialect), ids=str)
def dialect(request: pytest.FixtureRequest) -> Dialect:
    return request.param


@pytest.fixture
def stand_in(dialect: Dialect) -> StandInGelato:
    return StandInGelato(dialect.value, orders=60, clock=lambda: NOON)


@pytest.fixture
async def access(stand_in: StandInGelato, dialect: Dialect) -> AsyncIterator[GelatoAccess]:
    async with served(stand_in.app) as base:
        yield GelatoAccess(dialect, base + stand_in.base, stand_in.key)


@pytest.fixture
async def gelato(access: GelatoAccess) -> AsyncIterator[Gelato]:
    async with Gelato.opened(access) as client:
        yield client


@pytest.fixture
async def hasty(access: GelatoAccess) -> AsyncIterator[Gelato]:
    """The client of somebody who does not wait long."""
    async with Gelato.opened(replace(access, patience=timedelta(seconds=0.3))) as client:
        yield client
