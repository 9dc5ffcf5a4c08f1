"""Makes whole bots, each a process of its own that can be killed.

One line of JSON on the standard input makes one: it prints its process id and its address once it
listens. They are forked, so that the program is loaded once for all of them.
"""

import asyncio
import json
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.desk.asking import Tempo
from bot.sandbox.gelato import StandInGelato
from handlers.app import opened
from handlers.sandbox import sandbox_settings
from handlers.serving import serving


async def serve(given: dict[str, Any]) -> None:
    """Until it is killed."""
    world = StandInGelato(given["dialect"], orders=1)  # for its addresses and its key alone
    folder = Path(given["folder"])
    settings = sandbox_settings(world, given["gelato"], given["slack"], folder)
    tempo = Tempo(**{name: timedelta(seconds=s) for name, s in given["tempo"].items()})
    async with (
        opened(settings, tempo=tempo) as program,
        serving(program.http, "127.0.0.1", 0) as url,
    ):
        print(json.dumps({"pid": os.getpid(), "url": url}), flush=True)
        await asyncio.Event().wait()


def main() -> None:
    """Makes a bot for each line, until there are no more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who was killed leaves nothing behind
    while line := sys.stdin.readline():
        if os.fork() == 0:
            try:
                asyncio.run(serve(json.loads(line)))
            finally:
                os._exit(1)


if __name__ == "__main__":
    main()
