"""The form of a digest reads what it drew."""

from datetime import UTC, datetime, time
from typing import Any

import pytest

from blocks.digest_form import (
    NO_DETAILS,
    Chosen,
    chosen_of,
    digest_form,
    read_digest_form,
    times_words,
    zone_option,
)
from bot.orders.errors import NotAsked
from bot.orders.schedule import WEEKDAYS, Schedule, next_runs
from bot.orders.subscription import EmptyDays, Subscription, Wanted, What
from bot.orders.zones import MOST_SUGGESTED, suggested_zones

SUBSCRIPTION = Subscription(
    id=7,
    channel="C1",
    team="T1",
    owner="U1",
    what=What.SHIPPED,
    schedule=Schedule(("Mon", "Fri"), time(17, 5), "Asia/Kathmandu"),
    created_at=datetime(2026, 11, 20, tzinfo=UTC),
    wanted=Wanted(("NO", "US"), ("on_hold",), ("my store", "s2"), ("c1",)),
    empty_days=EmptyDays.SILENT,
    details_in_thread=False,
)
FILLED = {
    "timepicker": ("initial_time", "selected_time"),
    "external_select": ("initial_option", "selected_option"),
    "radio_buttons": ("initial_option", "selected_option"),
    "checkboxes": ("initial_options", "selected_options"),
    "multi_static_select": ("initial_options", "selected_options"),
    "multi_external_select": ("initial_options", "selected_options"),
    "plain_text_input": ("initial_value", "value"),
}


def sent(view: dict[str, Any]) -> dict[str, Any]:
    """The form as Slack sends it back when nobody touched it."""
    values = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            drawn, told = FILLED[element["type"]]
            state = {"type": element["type"], told: element.get(drawn)}
            values[block["block_id"]] = {element["action_id"]: state}
    return {**view, "state": {"values": values}}


@pytest.mark.parametrize(
    "chosen",
    [
        Chosen(),
        Chosen(number=3, days=(), at="", zone=""),
        Chosen(what=What.STUCK, zone="America/Argentina/Buenos_Aires", details=NO_DETAILS),
        chosen_of(SUBSCRIPTION),
    ],
)
def test_a_form_reads_what_it_drew(chosen):
    """Whatever stands in the form is what is understood when it comes back."""
    assert read_digest_form(sent(digest_form(chosen, "times"))) == chosen


def test_the_form_of_a_subscription_has_its_schedule():
    """Opened for an edit, it holds what is there."""
    assert chosen_of(SUBSCRIPTION).schedule == SUBSCRIPTION.schedule


def test_an_empty_form_is_no_schedule():
    """Without a day there is nothing to save."""
    with pytest.raises(NotAsked):
        _ = read_digest_form({}).schedule


def test_the_times_say_which_nine_o_clock():
    """Days, time, zone, and the next three runs."""
    schedule = Schedule(WEEKDAYS[:5], time(9), "Europe/Oslo")
    runs = next_runs(schedule, datetime(2026, 11, 21, 22, tzinfo=UTC))
    assert times_words(schedule, runs) == (
        "Mon to Fri at 09:00, Europe/Oslo; "
        "next: Mon 23 Nov 09:00, Tue 24 Nov 09:00, Wed 25 Nov 09:00"
    )


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("oslo", "Europe/Oslo"),
        ("new york", "America/New_York"),
        ("europe/lon", "Europe/London"),
        ("utc", "UTC"),
        ("buenos", "America/Argentina/Buenos_Aires"),
    ],
)
def test_zones_are_found_by_their_letters(typed, first):
    """A city, with or without its continent, is enough."""
    assert suggested_zones(typed)[0] == first


@pytest.mark.parametrize("typed", ["", "a", "zzz", "<!channel>"])
def test_a_list_of_zones_is_never_too_long(typed):
    """Slack takes a hundred options, each of them within its limits."""
    found = [zone_option(name) for name in suggested_zones(typed)]
    assert len(found) <= MOST_SUGGESTED
    assert all(len(each["text"]["text"]) <= 75 for each in found)
