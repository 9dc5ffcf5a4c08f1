"""What was promised to last does, when the program dies in the middle."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.store.audit import SqliteAudit
from bot.store.chain import first_broken
from bot.store.database import SqliteDatabase

APPENDER = Path(__file__).with_name("appender.py")
ROOT = Path(__file__).parents[3]


def appending(path: Path, name: str, count: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, str(APPENDER), str(path), name, str(count)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def killed_after(program: "subprocess.Popen[str]", count: int) -> list[str]:
    """What it had promised when it was killed, at some moment after so many promises."""
    assert program.stdout
    promised = [program.stdout.readline().strip() for _ in range(count)]
    program.send_signal(signal.SIGKILL)
    rest = program.stdout.read().split("\n")
    program.stdout.close()
    assert program.wait() == -signal.SIGKILL
    return [*promised, *rest[:-1]]  # a last line without its end may be half a number


async def test_what_was_promised_survives_a_kill(path: Path):
    """Every row whose append had returned is there, and the chain holds, kill after kill."""
    luck = random.Random(7)  # noqa: S311
    promised: list[str] = []
    for life in "abc":
        promised += killed_after(appending(path, life, 10**6), luck.randint(1, 400))
        async with SqliteDatabase.opened(path) as database:
            audit = SqliteAudit(database)
            rows = await audit.rows(limit=10**6)
            indexed = [await audit.of_order(f"id-{number}") for number in promised[-20:]]
        assert set(promised) <= {row.entry.request_id for row in rows}
        assert first_broken(rows) is None
        assert all(len(found) == 1 for found in indexed)


async def test_two_programs_at_once_keep_one_chain(path: Path):
    """Two programs that write the same file at the same time make one trail of it."""
    programs = [appending(path, name, 25) for name in "ab"]
    promised = [line for program in programs for line in program.communicate(timeout=60)[0].split()]
    assert [program.returncode for program in programs] == [0, 0]
    async with SqliteDatabase.opened(path) as database:
        rows = await SqliteAudit(database).rows()
    assert sorted(row.entry.request_id for row in rows) == sorted(promised)
    assert len(rows) == 2 * 8 * 25
    assert first_broken(rows) is None


@pytest.mark.parametrize("count", [3])
def test_programs_that_start_at_once_share_one_key(path: Path, count: int):
    """The key file is made once; whoever comes second takes the first one's key."""
    code = "import sys, pathlib; from bot.store.secret_key import key_beside as k; "
    code += "print(k(pathlib.Path(sys.argv[1])))"
    programs = [
        subprocess.Popen(  # noqa: S603  # our own program
            [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, cwd=ROOT
        )
        for _ in range(count)
    ]
    keys = {program.communicate(timeout=60)[0].strip() for program in programs}
    assert len(keys) == 1
    assert len(keys.pop()) == 64
