"""Reads a search on, as far as a person has turned its pages."""

from dataclasses import replace
from datetime import timedelta

from bot.gelato.client import Gelato
from bot.gelato.pages import Start
from bot.orders.found import Search, in_order
from bot.orders.row import Row

PATIENCE = timedelta(seconds=12)


async def extended(gelato: Gelato, search: Search, wanted: int) -> Search:
    """The search with at least `wanted` rows, as far as there are any and the budget lasts.

    Raises what Gelato's calls raise.
    """
    if search.is_complete or search.is_paused or len(search.rows) >= wanted:
        return search
    rows: list[Row] = []
    start = Start(
        at=search.read_to,
        seen={row.id for row in search.rows},
        most=max(1, search.budget - search.looked_at),
    )
    async with gelato.search(search.query, within=PATIENCE, start=start) as scan:
        async for found in scan:
            rows += found
            if len(search.rows) + len(rows) >= wanted:
                break
        return replace(
            search,
            rows=(*search.rows, *in_order(rows, search.sort)),
            read_to=scan.read_to,
            looked_at=search.looked_at + scan.listed,
            is_complete=scan.is_over,
            is_exact=scan.is_complete and not search.read_to,
            dropped=tuple(sorted({*search.dropped, *scan.dropped})),
            unknown=scan.asked.unknown,
            unjudged=scan.asked.unjudged,
        ).nameless()
