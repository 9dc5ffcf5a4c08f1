"""A program that appends audit rows, and prints the number of each once it is promised to last."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.store.audit import SqliteAudit
from bot.store.database import SqliteDatabase
from bot.store.ports import Entry

WRITERS = 8


def entry(number: str) -> Entry:
    return Entry(
        at=datetime.now(UTC),
        operation="look_up",
        outcome="done",
        person="U1",
        team="T1",
        channel="C1",
        reference=number,
        order_ids=(f"id-{number}",),
        took=timedelta(),
        request_id=number,
    )


async def append(audit: SqliteAudit, writer: str, count: int) -> None:
    for n in range(count):
        number = f"{writer}-{n}"
        await audit.append(entry(number))
        print(number, flush=True)


async def main(path: str, name: str, count: int) -> None:
    async with SqliteDatabase.opened(Path(path)) as database, asyncio.TaskGroup() as writers:
        for n in range(WRITERS):
            writers.create_task(append(SqliteAudit(database), f"{name}{n}", count))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
