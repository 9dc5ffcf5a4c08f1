"""One digest a slot, whatever happens between the claim, the post and the memory of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.digest_ports import Mark, NoticeKind
from bot.desk.digests import KEPT, MOST_ATTEMPTS
from bot.desk.notices import MOST_AN_HOUR
from bot.desk.posting import DOUBT, LEASE, Later, Refused, Unsearchable, Unsure, new_hold
from bot.orders.digest import NOTHING_NAMED, WORST, Named
from bot.orders.subscription import MOST_FAILURES, EmptyDays, What
from bot.store.audit import SqliteAudit
from bot.store.subscription_ports import RunState, TableState

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)  # 09:00 in Oslo


@pytest.fixture
async def sub(house):
    return await house.subscribe()


@pytest.fixture
def monday(house, sub):
    house.clock.at = MONDAY
    return MONDAY


async def test_it_is_posted_at_its_time_and_once(house, sub):
    """Nothing before its minute, one digest then, and none behind it."""
    house.clock.at = MONDAY - MINUTE
    await house.tick()
    assert house.wall.posts == []
    for _ in range(3):
        await house.tick(after=MINUTE)
    assert [mark.slot for mark, _ in house.wall.posts] == ["2026-11-23T09:00"]
    run = await house.runs.last(sub.id)
    assert (run.state, run.ts) == (RunState.POSTED, "1")


async def test_what_was_told_is_remembered(house, monday, stuck, shipped):
    """The next digest tells the difference to this one, and no shipment again."""
    house.ledger.lines = [stuck("a"), stuck("b")]
    house.ledger.shipped = [shipped("s"), shipped("old", was_seen_to_ship=False)]
    await house.tick()
    house.ledger.lines = [stuck("b"), stuck("c")]
    house.ledger.shipped += [shipped("t", shipped_at=MONDAY + MINUTE)]
    house.ledger.shipped[1] = replace(house.ledger.shipped[1], was_seen_to_ship=True)
    await house.tick(after=DAY)
    first, second = (made for _, made in house.wall.posts)
    assert first.difference.new == ("a", "b")
    assert [line.order_id for line in first.shipped] == ["s"]
    changed = second.difference
    assert (changed.new, changed.cleared, changed.carried_over) == (("c",), ("a",), ("b",))
    assert second.cleared_references == ("#a",)
    assert [line.order_id for line in second.shipped] == ["t"]


async def test_a_shipment_that_was_written_down_late_is_told(house, monday, shipped):
    """It shipped before the last digest was made, which knew nothing of it yet."""
    await house.tick()
    house.ledger.shipped = [shipped(shipped_at=MONDAY - DAY)]
    await house.tick(after=DAY)
    assert [len(made.shipped) for _, made in house.wall.posts] == [0, 1]


async def test_a_snoozed_order_is_neither_told_nor_cleared(house, monday, stuck):
    """Nobody hears of it, and it does not come back as new."""
    house.ledger.lines = [stuck("a")]
    await house.tick()
    until = house.clock() + 2 * DAY
    attended = replace(house.ledger.lines[0].attended, snoozed_until=until)
    house.ledger.lines = [replace(house.ledger.lines[0], attended=attended)]
    await house.tick(after=DAY)
    await house.tick(after=2 * DAY)
    _, snoozed, back = (made for _, made in house.wall.posts)
    assert (snoozed.stuck, snoozed.difference.cleared) == ((), ())
    assert [line.order_id for line in back.stuck] == ["a"]
    assert back.difference.new == ()


async def test_missed_slots_are_made_up_for_once_and_marked(house, monday):
    """After a week of sleep there is one digest, which says that it is late and what it folds."""
    await house.tick(after=4 * DAY + timedelta(hours=3))
    await house.tick(after=MINUTE)
    [(mark, made)] = house.wall.posts
    assert mark.slot == "2026-11-27T09:00"
    assert made.occasion.is_late
    assert made.occasion.folded == 4


async def test_an_empty_day_may_be_silent(house):
    """Nothing is posted where silence was chosen, and the slot is seen to all the same."""
    sub = await house.subscribe(empty_days=EmptyDays.SILENT)
    house.clock.at = MONDAY
    await house.tick()
    assert house.wall.posts == []
    assert (await house.runs.last(sub.id)).state is RunState.SILENT


async def test_the_rest_of_a_long_list_goes_to_the_thread(house, monday, stuck):
    """Ten rows in the message, the others as a table in its thread, once."""
    house.ledger.lines = [stuck(f"o{n}") for n in range(12)]
    await house.tick()
    await house.tick(after=LEASE)
    [(_, table)] = house.wall.files
    assert table.count("\n") == 3  # the headings and two orders


async def test_the_table_of_a_killed_program_follows_later(house, sub, monday, stuck, entry):
    """Who died between the message and its table is followed by one that sends the table, once."""
    house.ledger.lines = [stuck(f"o{n}") for n in range(12)]
    table, house.runs.table = house.runs.table, None  # dies before it begins
    with pytest.raises(TypeError):
        await house.tick()
    house.runs.table = table
    await house.subscriptions.remove(sub.id, entry())
    for _ in range(2):
        await house.tick(after=LEASE)
    assert len(house.wall.files) == 1
    assert len(house.wall.posts) == 1


async def test_no_table_where_none_is_wanted(house, stuck, shipped):
    """Details in the thread are a choice; the message says how many more there are, once."""
    await house.subscribe(details_in_thread=False)
    house.ledger.lines = [stuck(f"o{n}") for n in range(12)]
    house.ledger.shipped = [shipped(f"s{n}") for n in range(12)]
    house.clock.at = MONDAY
    await house.tick()
    await house.tick(after=DAY)
    assert house.wall.files == []
    assert [len(made.shipped) for _, made in house.wall.posts] == [12, 0]


TABLES = [
    # what the message names, details in the thread, tables
    (Named(), True, []),
    (Named(shipped=3), True, ["shipped-orders.csv"]),
    (Named(stuck=1), True, ["stuck-orders.csv"]),
    (NOTHING_NAMED, True, ["stuck-orders.csv", "shipped-orders.csv"]),
    (Named(shipped=3), False, []),
    (NOTHING_NAMED, False, ["stuck-orders.csv", "shipped-orders.csv"]),
]


@pytest.mark.parametrize(("named", "in_thread", "tables"), TABLES)
async def test_what_the_message_left_out_follows(house, stuck, shipped, named, in_thread, tables):
    """However little room there was: every order is named, or the message says how many more."""
    await house.subscribe(details_in_thread=in_thread)
    house.ledger.lines = [stuck("a"), stuck("b")]
    house.ledger.shipped = [shipped(f"s{n}") for n in range(5)]
    house.wall.named, house.clock.at = named, MONDAY
    await house.tick()
    assert [name for name, _ in house.wall.files] == tables


async def test_a_table_is_sent_again_when_slack_did_not_take_it(house, sub, monday, shipped):
    """A rate limit is waited for, a network that is down as long as it takes; it comes once."""
    house.ledger.shipped = [shipped(f"s{n}") for n in range(12)]
    down = Later("not connected", is_failure=False)
    house.wall.attachings = [Later("ratelimited", after=90), *[down] * 2 * MOST_ATTEMPTS]
    await house.tick()
    await house.tick(after=MINUTE)
    assert len(house.wall.attachings) == 2 * MOST_ATTEMPTS
    for _ in range(60):
        await house.tick(after=2 * MINUTE)
    assert len(house.wall.files) == 1
    assert house.wall.notices == []
    assert len((await house.runs.remembered(sub.id, ["s0", "s11"])).shipped) == 2


@pytest.mark.parametrize("outcome", [Refused("file_uploads_disabled"), Later("ratelimited")])
async def test_what_a_lost_table_named_is_told_again(house, sub, monday, shipped, outcome):
    """The owner hears of it; the next digest names what nobody has read of, however late."""
    house.ledger.shipped = [shipped(f"s{n}", shipped_at=MONDAY - 2 * DAY) for n in range(12)]
    house.wall.attachings = [outcome] * 2 * MOST_ATTEMPTS
    await house.tick()
    for _ in range(60):
        await house.tick(after=2 * MINUTE)
    refusals = 2 * MOST_ATTEMPTS - len(house.wall.attachings)
    assert refusals == (MOST_ATTEMPTS if isinstance(outcome, Later) else 1)
    assert [notice.kind for _, notice in house.wall.notices] == [NoticeKind.TABLE_FAILED]
    house.wall.attachings = []
    await house.tick(after=3 * DAY)
    first, again = (made for _, made in house.wall.posts)
    assert [line.order_id for line in again.shipped] == [
        line.order_id for line in first.shipped[WORST:]
    ]


async def test_a_table_that_may_be_there_is_not_sent_twice(house, sub, monday, shipped):
    """A file cannot be looked for: the owner is asked to, and what it named counts as told."""
    house.ledger.shipped = [shipped(f"s{n}") for n in range(12)]
    house.wall.attachings = [Unsure("no answer")]
    for _ in range(2):
        await house.tick()
        await house.tick(after=LEASE)
    assert house.wall.files == []
    assert [notice.kind for _, notice in house.wall.notices] == [NoticeKind.TABLE_UNKNOWN]
    await house.tick(after=DAY)
    assert house.wall.posts[-1][1].shipped == ()


async def test_who_lost_the_claim_of_a_table_sends_none(house, sub, monday, stuck):
    """A program that slept over its lease finds that another one has sent it."""
    house.ledger.lines = [stuck(f"o{n}") for n in range(12)]
    house.wall.attachings = [Later("ratelimited")]
    await house.tick()
    [slept] = await house.runs.take_over(MONDAY + MINUTE, new_hold())
    await house.tick(after=2 * LEASE)
    assert len(house.wall.files) == 1
    await house.digests.carry_on(slept)
    await house.digests.carry_on(replace(slept, table=TableState.SENDING))
    assert (len(house.wall.files), house.wall.notices) == (1, [])


async def test_a_table_of_an_earlier_version_is_left_alone(house, sub, monday, database, stuck):
    """It was tried once, and nobody wrote down how that went: no word, and no second table."""
    house.ledger.lines = [stuck(f"o{n}") for n in range(12)]
    await house.tick()
    await database.write(lambda db: db.execute("UPDATE digest_runs SET details = 'begun'") and None)
    await house.tick(after=2 * LEASE)
    assert (len(house.wall.files), house.wall.notices) == (1, [])
    assert (await house.runs.last(sub.id)).state is RunState.POSTED


async def test_who_dies_over_a_table_leaves_a_word(house, sub, monday, shipped):
    """Killed between the upload and its memory, nobody knows whether it is there."""
    house.ledger.shipped = [shipped(f"s{n}") for n in range(12)]
    attach, house.wall.attach = house.wall.attach, None
    with pytest.raises(TypeError):
        await house.tick()
    house.wall.attach = attach
    for _ in range(2):
        await house.tick(after=LEASE)
    assert house.wall.files == []
    assert [notice.kind for _, notice in house.wall.notices] == [NoticeKind.TABLE_UNKNOWN]


@pytest.mark.parametrize("killed_after", ["claim", "begin", "post"])
async def test_killed_anywhere_it_is_finished_later(house, sub, monday, shipped, killed_after):
    """A claim of a dead program is taken over when its lease ends, and one message is there."""
    house.ledger.shipped = [shipped()]
    run = await house.runs.claim_due(sub.id, MONDAY, new_hold())
    made = await house.digests.composed(sub, run)
    if killed_after != "claim":
        await house.runs.begin(run, made, MONDAY, MONDAY + LEASE)
    if killed_after == "post":
        await house.wall.post(made, _mark(run))
    await house.tick(after=LEASE - MINUTE)
    assert len(house.wall.posts) == (killed_after == "post")
    await house.tick(after=MINUTE)
    await house.tick(after=LEASE)
    assert len(house.wall.posts) == 1
    assert (await house.runs.last(sub.id)).state is RunState.POSTED
    assert (await house.runs.remembered(sub.id, ["s"])).shipped == {"s"}


async def test_who_lost_a_claim_posts_nothing(house, sub, monday):
    """A program that slept over its lease finds its claim gone."""
    slept = await house.runs.claim_due(sub.id, MONDAY, new_hold())
    await house.tick(after=LEASE)
    assert len(house.wall.posts) == 1
    assert await house.digests.carry_on(slept) is None
    assert len(house.wall.posts) == 1


async def test_of_two_holders_the_later_one_has_it(house, sub, monday):
    """A claim that was taken over is lost, though the work is not finished yet."""
    slept = await house.runs.claim_due(sub.id, MONDAY, new_hold())
    [taken] = await house.runs.take_over(MONDAY + LEASE, new_hold())
    made = await house.digests.composed(sub, taken)
    until = MONDAY + 2 * LEASE
    assert not await house.runs.begin(slept, made, MONDAY + LEASE, until)
    assert not await house.runs.postpone(slept, RunState.WAITING, until, "")
    assert await house.runs.begin(taken, made, MONDAY + LEASE, until)


async def test_what_is_in_doubt_holds_the_next_one_back(house, sub, monday):
    """Until it is known what became of Monday's digest, Tuesday's is not made; then it is late."""
    house.clock.at = MONDAY + DAY - 3 * MINUTE
    house.wall.outcomes = [Unsure("no answer")]
    house.wall.searches = [Unsearchable("no answer", for_good=False) for _ in range(20)]
    for _ in range(10):
        await house.tick(after=MINUTE)
    assert house.wall.posts == []
    house.wall.searches = []
    for _ in range(3):
        await house.tick(after=2 * MINUTE)
    slots = [mark.slot for mark, _ in house.wall.posts]
    assert slots == ["2026-11-23T09:00", "2026-11-24T09:00"]


async def test_slack_took_it_and_the_line_was_cut(house, sub, monday):
    """What may have been posted is looked for at once, and found: one message."""
    house.wall.outcomes = [Unsure("no answer")]
    house.wall.takes_it_all_the_same = True
    await house.tick()
    assert len(house.wall.posts) == 1
    assert (await house.runs.last(sub.id)).state is RunState.POSTED
    assert house.wall.notices == []


async def test_slack_lost_it(house, sub, monday):
    """What is not there a minute later is posted again."""
    house.wall.outcomes = [Unsure("no answer")]
    await house.tick()
    assert (await house.runs.last(sub.id)).state is RunState.DOUBT
    await house.tick(after=DOUBT - timedelta(seconds=1))
    assert house.wall.posts == []
    await house.tick(after=DOUBT)
    assert len(house.wall.posts) == 1


async def test_what_slack_loses_every_time_is_a_failure(house, sub, monday):
    """Posted again as often as anything else, and then the owner hears of it."""
    house.wall.outcomes = [Unsure("no answer")] * 100
    for _ in range(100):
        await house.tick(after=MINUTE)
    assert 100 - len(house.wall.outcomes) == MOST_ATTEMPTS
    assert (await house.runs.last(sub.id)).state is RunState.FAILED
    assert [notice.kind for _, notice in house.wall.notices] == [NoticeKind.FAILED]


async def test_what_nobody_can_know_is_said_to_the_owner(house, sub, monday, shipped):
    """Without the right to look, it is not posted again; the owner hears of it."""
    house.ledger.shipped = [shipped()]
    house.wall.outcomes = [Unsure("no answer")]
    house.wall.searches = [Unsearchable("missing_scope", for_good=True)]
    await house.tick()
    await house.tick(after=LEASE)
    assert house.wall.posts == []
    [(person, notice)] = house.wall.notices
    assert (person, notice.kind, notice.slot) == ("U1", NoticeKind.UNKNOWN, "2026-11-23T09:00")
    assert (await house.runs.remembered(sub.id, ["s"])).shipped == {"s"}


async def test_the_owner_may_have_it_posted_again(house, sub, monday, shipped):
    """Who saw that it is not there sends it again: the same digest, once."""
    house.ledger.shipped = [shipped()]
    house.wall.outcomes = [Unsure("no answer")]
    house.wall.searches = [Unsearchable("missing_scope", for_good=True)]
    await house.tick()
    for expected in (RunState.POSTED, None):
        run = await house.runs.claim_again(sub.id, "2026-11-23T09:00", house.clock(), new_hold())
        assert (run and await house.digests.post(run, run.digest)) is expected
    [(_, made)] = house.wall.posts
    assert [line.order_id for line in made.shipped] == ["s"]


async def test_a_search_that_cannot_be_done_just_now_is_tried_again(house, sub, monday):
    """Slack out of reach is no answer; an hour later the owner is told."""
    house.wall.outcomes = [Unsure("no answer")]
    house.wall.searches = [Unsearchable("no answer", for_good=False) for _ in range(100)]
    for _ in range(60):
        await house.tick(after=MINUTE)
    assert house.wall.notices == []
    await house.tick(after=2 * MINUTE)
    assert [notice.kind for _, notice in house.wall.notices] == [NoticeKind.UNKNOWN]
    assert house.wall.posts == []


async def test_a_rate_limit_is_waited_for(house, sub, monday):
    """As long as Slack asks for; then it is posted, without a word to the owner."""
    house.wall.outcomes = [Later("ratelimited", after=600)]
    await house.tick()
    await house.tick(after=timedelta(seconds=599))
    assert house.wall.posts == []
    await house.tick(after=timedelta(seconds=1))
    assert len(house.wall.posts) == 1
    assert house.wall.notices == []


async def test_a_rate_limit_without_end_is_a_failure(house, sub, monday):
    """After several tries the owner hears of it, once."""
    house.wall.outcomes = [Later("ratelimited")] * 100
    for _ in range(200):
        await house.tick(after=MINUTE)
    assert 100 - len(house.wall.outcomes) == MOST_ATTEMPTS
    assert [notice.kind for _, notice in house.wall.notices] == [NoticeKind.FAILED]


async def test_a_network_that_is_down_is_no_failure(house, sub, monday):
    """It says nothing about the channel; the digest comes when the network does, and is late."""
    house.wall.outcomes = [Later("not connected", is_failure=False)] * 20
    for _ in range(60 * 6):
        await house.tick(after=MINUTE)
    [(_, made)] = house.wall.posts
    assert made.occasion.is_late
    assert house.wall.notices == []


async def test_what_still_waits_is_folded_into_the_next_one(house, sub, monday):
    """Tuesday's digest stands for Monday's, which could not be posted."""
    house.wall.outcomes = [Later("not connected", is_failure=False, after=30 * 3600)]
    await house.tick()
    await house.tick(after=DAY)
    [(mark, made)] = house.wall.posts
    assert (mark.slot, made.occasion.folded) == ("2026-11-24T09:00", 1)
    await house.tick(after=DAY - timedelta(hours=1))
    assert len(house.wall.posts) == 1


async def test_a_closed_channel_pauses_it_and_the_owner_hears_twice(house, sub, monday):
    """Once when it fails first, once when it pauses; the list shows both."""
    house.wall.outcomes = [Refused("the channel is archived")] * 9
    for _ in range(9):
        await house.tick(after=DAY)
    assert 9 - len(house.wall.outcomes) == MOST_FAILURES
    kinds = [notice.kind for _, notice in house.wall.notices]
    assert kinds == [NoticeKind.FAILED, NoticeKind.PAUSED]
    after = await house.subscriptions.of(sub.id)
    assert (after.failures, after.trouble) == (MOST_FAILURES, "the channel is archived")
    assert after.paused


async def test_notices_have_a_brake(house, monday):
    """A Slack that takes no notices is not sent hundreds of them."""
    for number in range(MOST_AN_HOUR + 5):
        await house.subscribe(channel=f"C{number + 2}", created_at=MONDAY - DAY)
    house.wall.outcomes = [Refused("the channel is archived")] * 100
    await house.tick()
    assert len(house.wall.notices) == MOST_AN_HOUR
    house.wall.notices.clear()
    house.wall.tellings = {"U1": Later("ratelimited")}
    await house.tick(after=DAY)
    await house.tick(after=DAY)
    assert len(house.wall.notices) <= 2 * 4  # those that were under way at once


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (Refused("user_not_found"), ["U1", "U2"]),
        (Later("ratelimited"), ["U1"]),
        (Unsure("no answer"), ["U1"]),
        (None, ["U1", "U2"]),
    ],
)
async def test_one_owner_s_closed_door_silences_no_other(house, sub, monday, trouble, told):
    """Only trouble of Slack's own stops notices: a rate limit, or no answer."""
    house.wall.tellings = {"U1": trouble}
    house.wall.outcomes = [Refused("the channel is archived")] * 2
    await house.tick()
    await house.subscribe(channel="C2", owner="U2", created_at=MONDAY - DAY)
    await house.tick(after=MINUTE)
    assert [person for person, _ in house.wall.notices] == told


async def test_an_owner_who_left_is_replaced(house, sub, monday, database):
    """The first lead who is there takes over, is told, and the audit log has it."""
    house.staff.gone = {"U1", "L1"}
    await house.tick()
    await house.tick(after=DAY)
    assert (await house.subscriptions.of(sub.id)).owner == "L2"
    assert [(who, notice.kind) for who, notice in house.wall.notices] == [
        ("L2", NoticeKind.INHERITED)
    ]
    rows = await SqliteAudit(database).rows()
    assert rows[-1].entry.detail == f"owner of {sub.id} left, now L2"


async def test_what_was_removed_or_paused_meanwhile_is_dropped(house, sub, monday, entry):
    """A claim of something that nobody wants any more posts nothing."""
    run = await house.runs.claim_due(sub.id, MONDAY, new_hold())
    await house.subscriptions.remove(sub.id, entry())
    assert await house.digests.carry_on(run) is RunState.DROPPED
    assert house.wall.posts == []


async def test_send_now_waits_for_nobody_and_doubles_nothing(house, sub, stuck, entry):
    """It comes at once, counts as told, and not beside another one that is under way."""
    house.ledger.lines = [stuck()]
    run = await house.runs.claim_now(sub.id, house.clock(), new_hold(), entry())
    assert await house.runs.claim_now(sub.id, house.clock(), new_hold(), entry()) is None
    assert await house.digests.carry_on(run) is RunState.POSTED
    house.clock.at = MONDAY
    await house.tick()
    asked, slot = (made for _, made in house.wall.posts)
    assert asked.occasion.slot is None
    assert slot.difference.carried_over == ("a",)


async def test_trouble_with_one_is_not_trouble_for_the_others(house, sub, monday):
    """A digest that breaks keeps its claim; the next subscription has its own."""
    other = await house.subscribe(what=What.SHIPPED, created_at=MONDAY - DAY)
    house.ledger.lines = None  # breaks whoever asks what is stuck
    with pytest.raises(TypeError):
        await house.tick()
    assert [mark.subscription for mark, _ in house.wall.posts] == [other.id]
    house.ledger.lines = []
    await house.tick(after=LEASE)
    assert {mark.subscription for mark, _ in house.wall.posts} == {sub.id, other.id}


def _mark(run):
    return Mark(run.subscription, run.slot)


async def test_what_an_old_digest_said_is_forgotten(house, sub, monday, stuck):
    """After ninety days its text goes, and that it was told stays."""
    house.ledger.lines = [stuck()]
    await house.tick()
    first = await house.runs.last(sub.id)
    await house.tick(after=KEPT - DAY)
    assert (await house.runs.of_message(first.channel, first.ts)).digest is not None
    await house.tick(after=2 * DAY)
    kept = await house.runs.of_message(first.channel, first.ts)
    assert (kept.slot, kept.state, kept.digest) == (first.slot, RunState.POSTED, None)
