"""The state of a form waits for the form, for its owner, and not for ever."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.store.database import SqliteDatabase
from bot.store.form_states import SqliteFormStates
from bot.store.ports import FormState

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
STATE = FormState("U1", {"channel": "C1"}, NOON + timedelta(minutes=30))


@pytest.mark.parametrize(
    ("owner", "now", "found"),
    [
        ("U1", NOON + timedelta(minutes=29, seconds=59), STATE),
        ("U1", NOON + timedelta(minutes=30), None),
        ("U2", NOON, None),
    ],
    ids=["until its end", "ended", "somebody else"],
)
async def test_a_state_is_its_owners_until_its_end(tmp_path, owner, now, found):
    """Only the person who opened the form gets its state back, and only while it lives."""
    async with SqliteDatabase.opened(tmp_path / "orderdesk.db") as database:
        states = SqliteFormStates(database)
        key = await states.keep(STATE, NOON)
        assert await states.of(key, owner, now) == found


async def test_a_form_survives_a_restart(tmp_path):
    """A form that was open while the program restarted still works."""
    async with SqliteDatabase.opened(tmp_path / "orderdesk.db") as database:
        key = await SqliteFormStates(database).keep(STATE, NOON)
    async with SqliteDatabase.opened(tmp_path / "orderdesk.db") as database:
        assert await SqliteFormStates(database).of(key, "U1", NOON) == STATE


async def test_keys_cannot_be_guessed_from_one_another(tmp_path):
    """Each form has a random key of its own, and an unknown key opens nothing."""
    async with SqliteDatabase.opened(tmp_path / "orderdesk.db") as database:
        states = SqliteFormStates(database)
        keys = {await states.keep(STATE, NOON) for _ in range(20)}
        assert len(keys) == 20
        assert min(map(len, keys)) >= 24
        assert await states.of("guess", "U1", NOON) is None


async def test_ended_states_leave_the_database(tmp_path):
    """What has ended is gone from the disk when the next form opens."""
    later = NOON + timedelta(hours=1)
    async with SqliteDatabase.opened(tmp_path / "orderdesk.db") as database:
        states = SqliteFormStates(database)
        await states.keep(STATE, NOON)
        await states.keep(FormState("U2", {}, later + timedelta(minutes=1)), later)
        count = await database.read(
            lambda db: db.execute("SELECT count(*) FROM form_states").fetchone()[0]
        )
    assert count == 1


async def test_ended_states_leave_the_file(tmp_path):
    """After half an hour what was typed is nowhere, though nobody opened another form since."""
    async with SqliteDatabase.opened(tmp_path / "orderdesk.db") as database:
        states = SqliteFormStates(database)
        key = await states.keep(STATE, NOON)
        await states.change(key, replace(STATE, data={"form": "Secret Street 77"}))
        await states.forget_ended(NOON + timedelta(minutes=29))
        assert await states.of(key, "U1", NOON)
        await states.forget_ended(NOON + timedelta(minutes=30))
        files = [each.read_bytes() for each in tmp_path.iterdir() if each.is_file()]
        assert not any(b"Secret Street" in each for each in files)
