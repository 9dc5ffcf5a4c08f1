"""A program that sweeps a stand-in Gelato once, unless it is killed."""

import asyncio
import sys
from pathlib import Path

from bot.desk.carriers import Carriers
from bot.desk.sweep import Sweep, SweepStore
from bot.gelato.client import Gelato, GelatoAccess
from bot.orders.dialect import Dialect
from bot.store.database import SqliteDatabase
from bot.store.leases import SqliteLeases
from bot.store.ledger import SqliteLedger
from bot.store.sweep_log import SqliteSweepLog


async def main(path: str, address: str, key: str) -> None:
    access = GelatoAccess(Dialect.CONNECT, address, key, rate=0, page_size=4)
    async with Gelato.opened(access) as gelato, SqliteDatabase.opened(Path(path)) as database:
        leases = SqliteLeases(database)
        store = SweepStore(SqliteLedger(database), SqliteSweepLog(database), leases)
        await Sweep(gelato, store, Carriers(gelato)).run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
