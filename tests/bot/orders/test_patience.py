"""Patience: the usual limits, a workspace's own, and what is refused."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.orders.dialect import Dialect
from bot.orders.errors import NotAsked
from bot.orders.patience import Patience


@pytest.mark.parametrize(
    ("status", "dialect", "limit"),
    [
        ("created", Dialect.V4, 1),
        ("created", Dialect.CONNECT, 2),
        ("received", Dialect.CONNECT, 1),
        ("uploading", Dialect.V4, 1),
        ("digitizing", Dialect.V4, 2),
        ("passed", Dialect.V4, 2),
        ("in_production", Dialect.V4, 3),
        ("printed", Dialect.CONNECT, 2),
        ("packaged", Dialect.CONNECT, 2),
        ("shipped", Dialect.V4, 4),
        ("in_transit", Dialect.V4, 8),
        ("on_hold", Dialect.V4, 1),
        ("pending_approval", Dialect.V4, 1),
        ("pending_personalization", Dialect.V4, 3),
        ("not_connected", Dialect.V4, 1),
        ("draft", Dialect.V4, 5),
        ("In Production", Dialect.V4, 3),
        ("out_for_delivery", Dialect.V4, 5),
    ],
)
def test_each_state_has_its_usual_limit(status: str, dialect: Dialect, limit: int):
    """`created` is early in one dialect and late in the other; unknown states have a limit, too."""
    assert Patience().limit(status, dialect) == limit


def test_a_workspace_sets_what_it_wants():
    """What is set counts, in its dialect alone; the rest stays as usual."""
    patience = Patience.read(
        {"limits": {"v4": {"Printed": 4, "shipped": None}}, "unknown": None, "office": "Norway"}
    )
    assert patience.limit("printed", Dialect.V4) == 4
    assert patience.limit("printed", Dialect.CONNECT) == 2
    assert patience.limit("shipped", Dialect.V4) is None
    assert patience.limit("passed", Dialect.V4) == 2
    assert patience.limit("strange", Dialect.V4) is None
    assert patience.office == "NO"
    assert (patience.past_promise, patience.failed_for) == (1, 30)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ({"limit": {}}, "“limit” is no setting of patience. There are: limits, unknown"),
        ({"limits": 3}, "“limits” needs a list"),
        ({"limits": {"v5": {}}}, "“v5” is no dialect. There are: connect, v4."),
        ({"limits": {"v4": 3}}, "“v4” needs a list"),
        ({"limits": {"v4": {"printd": 3}}}, "“printd” is no status. There are: received"),
        ({"limits": {"v4": {"delivered": 3}}}, "delivered waits for nothing"),
        ({"limits": {"v4": {"failed": 3}}}, "failed waits for nothing"),
        ({"limits": {"v4": {"printed": -1}}}, "“-1” is no limit for printed: .* from 0 to 90"),
        ({"limits": {"v4": {"printed": 91}}}, "“91” is no limit for printed"),
        ({"limits": {"v4": {"printed": True}}}, "“True” is no limit"),
        ({"limits": {"v4": {"printed": "3"}}}, "“3” is no limit"),
        ({"limits": {"v4": {"printed": 1.5}}}, "“1.5” is no limit"),
        ({"unknown": 91}, "“91” is no limit for unknown"),
        ({"past_promise": 91}, "“91” is no limit for past_promise"),
        ({"failed_for": 366}, "“366” is no limit for failed_for: .* from 0 to 365"),
        ({"failed_for": None}, "“None” is no limit for failed_for"),
        ({"office": "Narnia"}, "“Narnia” is no country"),
        ({"office": 7}, "“7” is no country"),
    ],
)
def test_what_cannot_be_meant_is_refused(written: dict[str, Any], sentence: str):
    """One sentence names what is wrong and what would be right."""
    with pytest.raises(NotAsked, match=sentence):
        Patience.read(written)


@pytest.mark.parametrize("most", [{"unknown": 90}, {"unknown": 0}, {"failed_for": 365}])
def test_the_widest_limits_are_taken(most: dict[str, int]):
    """The ends of the range belong to it."""
    assert Patience.read(most)


limits = st.none() | st.integers(0, 90)
own = st.dictionaries(st.sampled_from(["created", "shipped", "draft"]), limits)
patiences = st.builds(
    Patience,
    limits=st.dictionaries(st.sampled_from(list(Dialect)), own),
    unknown=limits,
    past_promise=limits,
    failed_for=st.integers(0, 365),
    office=st.sampled_from(["", "NO", "DE"]),
)


@settings(max_examples=30, deadline=None)
@given(patiences)
def test_what_is_kept_is_read_again(patience: Patience):
    """The store keeps it as JSON, and nothing of it is lost."""
    assert Patience.read(json.loads(json.dumps(patience.written()))) == patience
