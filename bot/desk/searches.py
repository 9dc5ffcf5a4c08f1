"""Reads a search on, as far as a person has turned its pages."""

from dataclasses import replace
from datetime import timedelta

from bot.gelato.client import Gelato
from bot.orders.found import Search

PATIENCE = timedelta(seconds=12)


async def extended(gelato: Gelato, search: Search, wanted: int) -> Search:
    """The search with at least `wanted` rows, as far as there are any and the budget lasts.

    Raises what Gelato's calls raise.
    """
    if search.is_complete or len(search.rows) >= wanted:
        return search
    rows, looked_at = list(search.rows), search.looked_at
    seen = {row.id for row in rows}
    async with gelato.search(
        search.query, within=PATIENCE, start=search.read_to, seen=seen
    ) as scan:
        async for found in scan:
            rows += found
            looked_at = search.looked_at + scan.listed
            if len(rows) >= wanted or looked_at >= search.budget:
                break
        return replace(
            search,
            rows=tuple(rows),
            read_to=scan.read_to,
            looked_at=search.looked_at + scan.listed,
            is_complete=scan.is_over,
            dropped=tuple(sorted({*search.dropped, *scan.dropped})),
            unknown=scan.asked.unknown,
            unjudged=scan.asked.unjudged,
        ).nameless()
