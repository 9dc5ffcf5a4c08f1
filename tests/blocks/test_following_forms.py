"""The forms of following, drawn and read back: snooze and patience."""

from datetime import date
from typing import Any

import pytest

from blocks import ids
from blocks.patience_form import patience_form, read_patience_form
from blocks.snooze_form import read_snooze_form, snooze_form
from bot.orders.dialect import Dialect
from bot.orders.patience import Patience
from bot.sandbox.block_kit import modal_faults

SATURDAY = date(2026, 11, 21)
Json = dict[str, Any]


def _choices(view: Json) -> dict[str, str]:
    block = next(b for b in view["blocks"] if b.get("block_id") == ids.SNOOZE_CHOICE)
    return {o["text"]["text"]: o["value"] for o in block["element"]["options"]}


def _chosen(view: Json, value: str | None, day: str | None = None) -> Json:
    option = {"value": value} if value else None
    values = {
        ids.SNOOZE_CHOICE: {ids.SNOOZE_CHOICE: {"selected_option": option}},
        ids.SNOOZE_DAY: {ids.SNOOZE_DAY: {"selected_date": day}},
    }
    return {**view, "state": {"values": values}}


@pytest.mark.parametrize(
    ("today", "choices"),
    [
        (
            SATURDAY,
            {
                "Tomorrow, Sunday 22 Nov": "2026-11-22",
                "Next Monday, Monday 23 Nov": "2026-11-23",
                "In 3 days, Tuesday 24 Nov": "2026-11-24",
            },
        ),
        (
            date(2026, 11, 22),
            {"Tomorrow, Monday 23 Nov": "2026-11-23", "In 3 days, Wednesday 25 Nov": "2026-11-25"},
        ),
        (
            date(2026, 11, 23),
            {
                "Tomorrow, Tuesday 24 Nov": "2026-11-24",
                "In 3 days, Thursday 26 Nov": "2026-11-26",
                "Next Monday, Monday 30 Nov": "2026-11-30",
            },
        ),
    ],
)
def test_the_days_are_named_each_once(today: date, choices: dict[str, str]):
    """Tomorrow, in three days, next Monday: the nearest first, and no day twice."""
    assert _choices(snooze_form("1042", today)) == choices


@pytest.mark.parametrize(
    ("value", "day", "read"),
    [
        ("2026-11-23", None, date(2026, 11, 23)),
        ("2026-11-23", "2026-12-01", date(2026, 12, 1)),
        ("2026-11-22", "2026-11-22", date(2026, 11, 22)),
        ("2026-11-22", "2026-11-21", None),
        ("2026-11-22", "2027-02-18", date(2027, 2, 18)),
        ("2026-11-22", "2027-02-19", None),
        (None, None, None),
        ("tomorrow", None, None),
        ("2026-11-22", "never", None),
    ],
)
def test_a_day_is_read_or_refused(value: str | None, day: str | None, read: date | None):
    """After today and within 90 days; one from the calendar counts more than one from the list."""
    chosen = read_snooze_form(_chosen(snooze_form("1042", SATURDAY), value, day))
    assert chosen.day == read
    assert bool(chosen.trouble) is (read is None)


def test_an_empty_form_is_no_day():
    """What anybody may send is read without breaking."""
    assert read_snooze_form({}).trouble


@pytest.mark.parametrize("reference", ["<!channel>", "x" * 3000, "", "\u202e1042\n"])
def test_any_reference_is_drawn(reference: str):
    """Cut and tamed, and Slack takes it."""
    assert modal_faults(snooze_form(reference, SATURDAY)) == []


def _filled(view: Json) -> Json:
    """The form, sent off as it was opened."""
    values: Json = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            state = {"value": element.get("initial_value")}
            state |= {"selected_option": element.get("initial_option")}
            values[block["block_id"]] = {element["action_id"]: state}
    return {**view, "state": {"values": values}}


@pytest.mark.parametrize("dialect", list(Dialect))
@pytest.mark.parametrize(
    "patience",
    [
        Patience(),
        Patience(unknown=None, past_promise=None, failed_for=0, office="NO"),
        Patience().with_limits(Dialect.V4, {"printed": 9, "draft": None}),
    ],
)
def test_a_form_that_is_sent_as_it_was_changes_nothing(patience: Patience, dialect: Dialect):
    """All limits come back as they were, and those that are as usual are not kept."""
    view = patience_form(patience, dialect)
    assert modal_faults(view) == []
    wish = read_patience_form(_filled(view))
    assert wish.troubles == {}
    after = wish.changing(dialect)(patience)
    for each in Dialect:
        for status in ("printed", "draft", "shipped", "created", "strange"):
            assert after.limit(status, each) == patience.limit(status, each)
    assert (after.office, after.failed_for) == (patience.office, patience.failed_for)
    kept = {each: own for each, own in after.written()["limits"].items() if own}
    assert kept == patience.written()["limits"]


@pytest.mark.parametrize(
    ("typed", "limit", "troubles"),
    [
        ("4", 4, 0),
        ("0", 0, 0),
        ("90", 90, 0),
        (" 7 ", 7, 0),
        ("", None, 0),
        (None, None, 0),
        ("91", None, 1),
        ("-1", None, 1),
        ("1.5", None, 1),
        ("³", None, 1),
        ("9" * 5000, None, 1),
        ("a", None, 1),
    ],
)
def test_a_limit_is_a_whole_number(typed: str | None, limit: int | None, troubles: int):
    """From 0 to 90; empty is no limit; anything else is said at its field."""
    view = _filled(patience_form(Patience(), Dialect.CONNECT))
    view["state"]["values"]["patience printed"] = {ids.PATIENCE_LIMIT: {"value": typed}}
    wish = read_patience_form(view)
    assert wish.limits["printed"] == limit
    assert list(wish.troubles) == ["patience printed"] * troubles


def test_forged_fields_are_passed_by():
    """Only statuses that are known have limits; what is missing is not invented."""
    values = {"patience nonsense": {ids.PATIENCE_LIMIT: {"value": "4"}}}
    wish = read_patience_form({"state": {"values": values}})
    assert wish.limits == {}
    assert list(wish.troubles) == ["patience.failed"]
