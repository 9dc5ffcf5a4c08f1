"""The `views.*` methods: triggers, hashes, stacks, and what they refuse."""

import pytest

from bot.sandbox.slack.channels import SUPPORT
from bot.sandbox.slack.people import ANN, LEE


def plain(text):
    return {"type": "plain_text", "text": text}


PRESS = {"type": "button", "block_id": "acts", "action_id": "go"}
BUTTON = {"type": "button", "action_id": "go", "text": plain("Go")}
BLOCKS = [{"type": "actions", "block_id": "acts", "elements": [BUTTON]}]
MODAL = {"type": "modal", "title": plain("T"), "blocks": BLOCKS}
HOME = {"type": "home", "blocks": BLOCKS}


@pytest.fixture
def trigger(slack_bot, slack_page):
    async def fresh():
        await slack_page.send(ANN, SUPPORT, "/order")
        return slack_bot.last("command")["trigger_id"]

    return fresh


@pytest.fixture
async def view(trigger, slack_client):
    return (await slack_client.views_open(trigger_id=await trigger(), view=MODAL))["view"]


@pytest.fixture
def press(slack_bot, slack_page, slack):
    async def pressed():
        """A press in the form on top; gives its trigger."""
        top = slack.views(ANN)[-1]
        await slack_page.press(ANN, {"view_id": top.id}, PRESS)
        return slack_bot.last("block_actions")["trigger_id"]

    return pressed


@pytest.mark.parametrize(("waits", "error"), [(3.0, None), (3.1, "expired_trigger_id")])
async def test_a_trigger_lives_three_seconds(
    *, slack_client, slack_clock, slack_refused, trigger, waits, error
):
    """A form opened later than three seconds after the press is refused."""
    trigger_id = await trigger()
    slack_clock.moment += waits
    call = slack_client.views_open(trigger_id=trigger_id, view=MODAL)
    assert ((await slack_refused(call))["error"] if error else (await call).get("error")) == error


async def test_a_trigger_opens_one_form(slack_client, slack_refused, trigger):
    """The second use of a trigger is refused."""
    trigger_id = await trigger()
    await slack_client.views_open(trigger_id=trigger_id, view=MODAL)
    told = await slack_refused(slack_client.views_open(trigger_id=trigger_id, view=MODAL))
    assert told["error"] == "exchanged_trigger_id"


async def test_an_invented_trigger_opens_nothing(slack_client, slack_refused):
    """A trigger that Slack never gave out is refused."""
    told = await slack_refused(slack_client.views_open(trigger_id="1.2.abc", view=MODAL))
    assert told["error"] == "invalid_trigger_id"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({**MODAL, "title": plain("x" * 25)}, "must be less than 25 characters"),
        ({"type": "modal", "blocks": BLOCKS}, "missing required field: title"),
        (HOME, "must be a modal view"),
        ({"type": "page"}, "must be a valid view type"),
        ([MODAL], "must provide an object"),
        (None, "missing required field: view"),
    ],
)
async def test_a_wrong_form_is_refused_and_the_trigger_kept(
    slack_client, slack_refused, trigger, wrong, message
):
    """`invalid_arguments` explains itself, and the trigger is still good."""
    trigger_id = await trigger()
    args = {"trigger_id": trigger_id, "view": wrong}
    told = await slack_refused(slack_client.api_call("views.open", json=args))
    assert told["error"] == "invalid_arguments"
    assert message in told["response_metadata"]["messages"][0]
    assert (await slack_client.views_open(trigger_id=trigger_id, view=MODAL))["ok"]


async def test_three_forms_is_the_highest_stack(slack, slack_client, slack_refused, view, press):
    """The root and two pushes fit; a third push is refused."""
    second = (await slack_client.views_push(trigger_id=await press(), view=MODAL))["view"]
    assert (second["root_view_id"], second["previous_view_id"]) == (view["id"], view["id"])
    third = (await slack_client.views_push(trigger_id=await press(), view=MODAL))["view"]
    assert (third["root_view_id"], third["previous_view_id"]) == (view["id"], second["id"])
    told = await slack_refused(slack_client.views_push(trigger_id=await press(), view=MODAL))
    assert told["error"] == "push_limit_reached"
    assert len(slack.views(ANN)) == 3


async def test_only_a_press_in_a_form_pushes(slack_client, slack_refused, view, trigger):
    """A trigger from a command cannot push onto a form that happens to be open."""
    call = slack_client.views_push(trigger_id=await trigger(), view=MODAL)
    assert (await slack_refused(call))["error"] == "not_found"


@pytest.mark.parametrize(
    ("use_hash", "error"),
    [("right", None), ("none", None), ("", "hash_conflict"), ("1.x", "hash_conflict")],
)
async def test_a_stale_hash_is_a_conflict(slack_client, slack_refused, view, use_hash, error):
    """views.update takes the newest hash or none at all; an empty one is a conflict too."""
    given = {"right": {"hash": view["hash"]}, "none": {}}.get(use_hash, {"hash": use_hash})
    args = {"view_id": view["id"], "view": MODAL, **given}
    call = slack_client.api_call("views.update", json=args)
    if error:
        assert (await slack_refused(call))["error"] == error
    else:
        assert (await call)["view"]["hash"] != view["hash"]


async def test_a_closed_form_cannot_be_updated(slack_client, slack_page, slack_refused, view):
    """The person closed it: not_found."""
    await slack_page.post("close", **{"as": ANN}, view_id=view["id"])
    call = slack_client.views_update(view_id=view["id"], view=MODAL)
    assert (await slack_refused(call))["error"] == "not_found"


async def test_a_form_does_not_become_a_home_tab(slack_client, slack_refused, view):
    """The kind of a view never changes, and views.update needs to know which view."""
    call = slack_client.views_update(view_id=view["id"], view=HOME)
    assert (await slack_refused(call))["error"] == "invalid_arguments"
    call = slack_client.api_call("views.update", json={"view": MODAL})
    assert (await slack_refused(call))["error"] == "invalid_arguments"


async def test_an_external_id_is_unique_and_finds_its_form(slack_client, slack_refused, trigger):
    """A second form with the same external id is refused; the id finds the first."""
    named = {**MODAL, "external_id": "mine"}
    first = (await slack_client.views_open(trigger_id=await trigger(), view=named))["view"]
    told = await slack_refused(slack_client.views_open(trigger_id=await trigger(), view=named))
    assert told["error"] == "duplicate_external_id"
    again = await slack_client.views_update(external_id="mine", view=named)
    assert again["view"]["id"] == first["id"]


async def test_a_form_may_be_as_large_as_slack_allows(slack_client, slack_refused, trigger):
    """Over 250 kB a view is too large."""
    section = {"type": "section", "text": {"type": "plain_text", "text": "x" * 3000}}
    large = {**MODAL, "blocks": [section] * 90}
    told = await slack_refused(slack_client.views_open(trigger_id=await trigger(), view=large))
    assert told["error"] == "view_too_large"
    fits = {**MODAL, "blocks": [section] * 80}
    assert (await slack_client.views_open(trigger_id=await trigger(), view=fits))["ok"]


async def test_opening_again_replaces_what_is_open(slack, slack_client, view, trigger):
    """views.open starts a new stack."""
    again = (await slack_client.views_open(trigger_id=await trigger(), view=MODAL))["view"]
    assert [each.id for each in slack.views(ANN)] == [again["id"]]
    assert again["id"] != view["id"]


async def test_each_person_has_a_home_tab(slack_client, slack_page):
    """views.publish draws one person's Home tab, and draws the same one again."""
    first = (await slack_client.views_publish(user_id=ANN, view=HOME))["view"]
    again = (await slack_client.views_publish(user_id=ANN, view=HOME, hash=first["hash"]))["view"]
    assert (first["id"], first["type"]) == (again["id"], "home")
    assert (await slack_page.world(ANN))["home"]["blocks"][0]["block_id"] == "acts"
    assert (await slack_page.world(LEE))["home"] is None


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"user_id": ANN, "view": HOME, "hash": "1.x"}, "hash_conflict"),
        ({"user_id": "U0NOBODY", "view": HOME}, "user_not_found"),
        ({"user_id": ANN, "view": MODAL}, "invalid_arguments"),
        ({"view": HOME}, "invalid_arguments"),
    ],
)
async def test_a_home_tab_is_refused_as_slack_would(slack_client, slack_refused, args, error):
    """A stale hash, an unknown person, a form, and nobody at all."""
    told = await slack_refused(slack_client.api_call("views.publish", json=args))
    assert told["error"] == error
