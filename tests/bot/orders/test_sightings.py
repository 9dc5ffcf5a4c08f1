"""What a sighting makes of a line: one row a rule and boundary."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.orders.observed import Observed
from bot.orders.sightings import EXACT_WITHIN, Details, How, Sighting, gone, judged

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
DAY = timedelta(days=1)


def line(status: str = "printed", **more: object) -> Observed:
    """First seen at noon, and last seen ten minutes later."""
    plain = {
        "order_id": "a",
        "reference": "1042",
        "status": status,
        "since": NOON,
        "since_is_exact": False,
        "first_seen": NOON,
        "last_seen": NOON + 10 * MINUTE,
        "updated_at": NOON - HOUR,
    }
    return Observed(**plain | more)


def sighting(status: str, how: How = How.READ, after: timedelta = HOUR, **more: object) -> Sighting:
    return Sighting("a", status, NOON + after, how, **more)


@pytest.mark.parametrize(
    ("now", "seen", "state", "contradicted", "in_doubt"),
    [
        pytest.param("printed", sighting("shipped"), "shipped", False, False, id="a read moves"),
        pytest.param("printed", sighting("shipped", How.SWEEP), "shipped", False, False, id="list"),
        pytest.param(
            "printed", sighting("shipped", How.WEBHOOK), "shipped", False, False, id="hint's read"
        ),
        pytest.param(
            "printed", sighting("quality_recheck"), "quality_recheck", False, False, id="new word"
        ),
        pytest.param("printed", sighting("printed"), "printed", False, False, id="the same"),
        pytest.param("printed", sighting(""), "printed", False, False, id="no word"),
        pytest.param("printed", sighting("shipped", How.EVENT), "printed", True, False, id="event"),
        pytest.param(
            "printed", sighting("printed", How.EVENT), "printed", False, False, id="event, same"
        ),
        pytest.param(
            "printed", sighting("", How.EVENT), "printed", False, False, id="event, no word"
        ),
        pytest.param(
            "canceled", sighting("created"), "created", False, False, id="read, from the end"
        ),
        pytest.param(
            "canceled",
            sighting("created", How.SWEEP),
            "canceled",
            False,
            True,
            id="list, from the end",
        ),
        pytest.param(
            "failed", sighting("created", How.SWEEP), "created", False, False, id="failed is no end"
        ),
        pytest.param(
            "canceled",
            sighting("created", How.EVENT),
            "canceled",
            True,
            False,
            id="event, from the end",
        ),
        pytest.param(
            "delivered",
            sighting("returned", How.SWEEP),
            "delivered",
            False,
            True,
            id="list, two ends",
        ),
        pytest.param(
            "printed", sighting("shipped", after=10 * MINUTE), "shipped", False, False, id="at once"
        ),
        pytest.param(
            "printed",
            sighting("shipped", after=10 * MINUTE - SECOND),
            "printed",
            True,
            True,
            id="late",
        ),
        pytest.param(
            "printed",
            sighting("shipped", after=timedelta()),
            "printed",
            True,
            True,
            id="late, at its start",
        ),
        pytest.param(
            "printed",
            sighting("created", after=-SECOND),
            "printed",
            False,
            True,
            id="before its start",
        ),
        pytest.param(
            "printed",
            sighting("printed", after=-SECOND),
            "printed",
            False,
            False,
            id="late, the same",
        ),
        pytest.param(
            "printed",
            sighting("shipped", How.SWEEP, 10 * MINUTE - SECOND),
            "printed",
            False,
            True,
            id="late list",
        ),
        pytest.param(
            "printed",
            sighting("created", How.SWEEP, updated_at=NOON - HOUR - SECOND),
            "printed",
            False,
            True,
            id="list that lags",
        ),
        pytest.param(
            "printed",
            sighting("created", How.SWEEP, updated_at=NOON - HOUR),
            "created",
            False,
            False,
            id="list that does not lag",
        ),
        pytest.param(
            "printed",
            sighting("created", How.READ, updated_at=NOON - DAY),
            "created",
            False,
            False,
            id="a read never lags",
        ),
    ],
)
def test_what_moves_an_order(now, seen, state, contradicted, in_doubt):
    """One row a rule: what moves it, what is kept as a contradiction, what has to be read."""
    judgement = judged(line(now), seen)
    assert judgement.line is not None
    assert judgement.line.status == state
    assert (judgement.contradiction is not None, judgement.in_doubt) == (contradicted, in_doubt)
    assert (judgement.transition is not None) == (state != now)


@pytest.mark.parametrize(
    ("age", "exact"),
    [(EXACT_WITHIN, True), (EXACT_WITHIN + SECOND, False), (-SECOND, True), (None, False)],
)
def test_how_exact_a_first_sighting_is(age, exact):
    """A state is as old as it was first seen only where the order itself is hardly older."""
    made = None if age is None else NOON + HOUR - age
    seen = judged(None, sighting("created", How.SWEEP, created_at=made)).line
    assert seen is not None
    assert (seen.since, seen.since_is_exact) == (NOON + HOUR, exact)
    assert seen.not_before == (made if age is not None and age >= timedelta() else None)


@pytest.mark.parametrize(
    ("gap", "looked", "exact"),
    [
        (EXACT_WITHIN, None, True),
        (EXACT_WITHIN + SECOND, None, False),
        (3 * DAY, 3 * DAY - 10 * MINUTE, True),
        (3 * DAY, -DAY, False),
    ],
)
def test_how_exact_a_change_is(gap, looked, exact):
    """A change is as old as it was seen only where the order was looked at shortly before."""
    before = line()
    looked_at = None if looked is None else before.last_seen + looked
    judgement = judged(before, replace(sighting("shipped"), at=before.last_seen + gap), looked_at)
    assert judgement.line is not None
    assert judgement.line.since_is_exact is exact
    assert judgement.line.not_before == max(before.last_seen, looked_at or before.last_seen)


@pytest.mark.parametrize(
    ("told", "since"),
    [
        (30 * MINUTE, 30 * MINUTE),
        (10 * MINUTE + SECOND, 10 * MINUTE + SECOND),
        (10 * MINUTE, HOUR),
        (-HOUR, HOUR),
        (2 * HOUR, HOUR),
        (None, HOUR),
    ],
)
def test_since_when_it_was_told_of(told, since):
    """What is read counts from when it was told of, unless it was seen otherwise in between."""
    told_at = None if told is None else NOON + told
    judgement = judged(line(), replace(sighting("shipped", How.WEBHOOK), told_at=told_at))
    assert judgement.line is not None
    assert judgement.line.since == NOON + since


@pytest.mark.parametrize(
    ("states", "shipped"),
    [
        (["printed", "shipped"], [1]),
        (["printed", "in_transit"], [1]),
        (["printed", "delivered"], [1]),
        (["printed", "shipped", "in_transit", "delivered"], [1]),
        (["printed", "shipped", "printed", "shipped"], [1]),
        (["shipped", "in_transit"], []),
        (["delivered"], []),
        (["returned", "in_transit"], []),
        (["shipped", "printed", "shipped"], []),
        (["printed", "returned"], []),
        (["printed", "canceled"], []),
        (["failed", "created", "shipped"], [2]),
        (["quality_recheck", "shipped"], [1]),
    ],
)
def test_what_is_newly_shipped(states, shipped):
    """Counted once, at the first sighting, and only where it was seen before it was shipped."""
    seen, moments = None, []
    for hour, status in enumerate(states):
        seen = judged(seen, sighting(status, after=hour * HOUR)).line
        assert seen is not None
        moments.append(seen.shipped_at)
    found = {moment for moment in moments if moment}
    assert found == {NOON + hour * HOUR for hour in shipped}


def test_a_new_state_ends_a_delay():
    """What Gelato called delayed is so in the state it was in."""
    delayed = judged(line(), replace(sighting("printed"), delayed_at=NOON)).line
    assert delayed is not None
    assert delayed.delayed_at == NOON
    moved = judged(delayed, sighting("shipped", after=2 * HOUR)).line
    assert moved is not None
    assert moved.delayed_at is None


@pytest.mark.parametrize(
    ("status", "late", "told", "delayed"),
    [
        ("shipped", HOUR, None, True),
        ("shipped", HOUR - SECOND, None, False),
        ("shipped", 30 * MINUTE, 30 * MINUTE, True),
        ("shipped", 30 * MINUTE - SECOND, 30 * MINUTE, False),
        ("printed", timedelta(), None, True),
        ("printed", -SECOND, None, False),
    ],
)
def test_a_delay_is_one_of_the_state_that_it_was_told_in(status, late, told, delayed):
    """An event that was worked on only when the order had moved on calls no later state delayed."""
    told_at = None if told is None else NOON + told
    seen = sighting(status, How.WEBHOOK, told_at=told_at, delayed_at=NOON + late)
    after = judged(line(), seen).line
    assert after is not None
    assert after.delayed_at == (NOON + late if delayed else None)


@pytest.mark.parametrize(
    ("known", "code", "updated", "moved"),
    [
        (True, "T-1", -HOUR, True),
        (False, "T-1", -HOUR, False),
        (True, "", -HOUR, False),
        (True, "", -MINUTE, True),
        (False, "", -MINUTE, True),
    ],
)
def test_when_something_of_it_moved(known, code, updated, moved):
    """Tracking that is new, or a newer stamp of Gelato's, is movement; a first read is not."""
    before = line("shipped", read_at=NOON if known else None)
    seen = sighting("shipped", updated_at=NOON + updated, details=Details(tracking_code=code))
    after = judged(before, seen).line
    assert after is not None
    assert (after.moved_at == NOON + HOUR) is moved


@pytest.mark.parametrize(
    ("stamp", "known"), [(-MINUTE, -MINUTE), (-2 * HOUR, -HOUR), (None, -HOUR)]
)
def test_the_newest_stamp_is_kept(stamp, known):
    """A read that stamps an order earlier than a list did is no news, and takes none away."""
    updated = None if stamp is None else NOON + stamp
    seen = judged(line(), sighting("printed", updated_at=updated)).line
    assert seen is not None
    assert seen.updated_at == NOON + known


def test_what_a_list_does_not_tell_is_kept():
    """A row knows no tracking; what the whole order told stays."""
    details = Details("DE", date(2026, 12, 1), "dhl", "DHL", True, "T-1", "https://t.example.com")
    read = judged(None, sighting("printed", details=details, country="US")).line
    listed = judged(read, sighting("shipped", How.SWEEP, 2 * HOUR)).line
    assert listed is not None
    assert (listed.print_country, listed.promised_by) == ("DE", date(2026, 12, 1))
    assert (listed.has_tracking, listed.tracking_code, listed.country) == (True, "T-1", "US")
    assert (listed.reference, listed.read_at) == ("", NOON + HOUR)


@pytest.mark.parametrize(("tells", "known"), [(None, True), (False, False), (True, True)])
def test_a_method_that_is_not_listed_keeps_what_was_known_of_it(tells, known):
    """Where the carriers' list cannot be asked, a method loses no tracking by that."""
    read = judged(None, sighting("shipped", details=Details(has_tracking=True))).line
    again = sighting("shipped", after=2 * HOUR, details=Details(has_tracking=tells))
    after = judged(read, again).line
    assert after is not None
    assert after.has_tracking is known


def test_what_is_gone_may_come_back():
    """An order that Gelato did not know any more is open again once it is seen."""
    away = gone(line(), NOON + HOUR)
    assert away.gone_at == NOON + HOUR
    back = judged(away, sighting("printed", How.SWEEP, 2 * HOUR)).line
    assert back is not None
    assert back.gone_at is None


WORDS = st.sampled_from(["printed", "shipped", "delivered", "canceled", "quality_recheck", ""])
HISTORIES = st.lists(
    st.tuples(
        WORDS,
        st.sampled_from(list(How)),
        st.integers(-90, 90),
        st.none() | st.integers(-90, 90),
        st.none() | st.integers(-90, 90),
    ),
    max_size=12,
)


@settings(max_examples=200, deadline=None)
@given(HISTORIES)
def test_times_never_go_backwards(history):
    """Whatever comes in whatever order, times and states of a line stand in their order."""
    seen, states, shipped = None, [], set()
    for status, how, minute, updated, told in history:
        stamp = None if updated is None else NOON + updated * MINUTE
        told_at = None if told is None else NOON + told * MINUTE
        given_now = sighting(status, how, minute * MINUTE, updated_at=stamp, told_at=told_at)
        judgement = judged(seen, given_now)
        if seen is not None and judgement.line is not None:
            assert judgement.line.last_seen >= seen.last_seen
            assert judgement.line.first_seen == seen.first_seen
        seen = judgement.line
        if seen is None:
            continue
        assert seen.first_seen <= seen.since <= seen.last_seen
        assert seen.not_before is None or seen.not_before <= seen.since
        shipped.add(seen.shipped_at)
        if judgement.transition is not None:
            assert judgement.transition.before != judgement.transition.after or not states
            states.append(judgement.transition)
    assert [each.at for each in states] == sorted(each.at for each in states)
    assert len(shipped - {None}) <= 1
