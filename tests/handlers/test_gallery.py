"""Everything the bot can draw stands in the gallery, and Slack takes all of it."""

import inspect
from datetime import UTC, datetime

import pytest

from blocks import (
    address_form,
    cancel_form,
    changes,
    digest,
    digest_form,
    digest_replies,
    forms,
    history,
    order,
    patience_form,
    refusals,
    replies,
    results,
    roles,
    search_form,
    shipped,
    snooze_form,
    stuck,
    updating,
    watch,
)
from blocks.message import Message
from bot.orders.dialect import Dialect
from bot.sandbox.block_kit import message_faults, modal_faults
from bot.sandbox.gelato import StandInGelato
from handlers import gallery as module
from handlers import gallery_changes, gallery_digests, gallery_following
from handlers.gallery import gallery

_FLOORS = (
    address_form,
    cancel_form,
    changes,
    digest,
    digest_form,
    digest_replies,
    forms,
    history,
    order,
    patience_form,
    refusals,
    replies,
    results,
    roles,
    search_form,
    shipped,
    snooze_form,
    stuck,
    updating,
    watch,
)
CHECKS = {"message": message_faults, "modal": modal_faults}


@pytest.fixture(scope="module", params=list(Dialect))
def items(request):
    return gallery(StandInGelato(request.param.value).orders, request.param, datetime.now(UTC))


def test_slack_takes_all_of_it(items):
    """No message and no form of the gallery is refused by the strict check."""
    refused = {
        item["name"]: faults
        for item in items
        if (faults := CHECKS[item["surface"]](item["payload"]))
    }
    assert refused == {}


def test_nothing_that_can_be_drawn_is_missing():
    """Each function that draws a whole message or form is shown in the gallery."""
    sources = (module, gallery_changes, gallery_digests, gallery_following)
    source = "".join(map(inspect.getsource, sources))
    drawings = [
        name
        for floor in _FLOORS
        for name, function in inspect.getmembers(floor, inspect.isfunction)
        if function.__module__ == floor.__name__
        and not name.startswith("_")
        and not name.endswith("_option")  # a part, not a whole
        and inspect.signature(function).return_annotation in {Message, forms.View}
    ]
    assert [name for name in drawings if f"{name}(" not in source] == []
    assert len(drawings) > 8


def test_every_status_of_the_stand_in_is_shown(items):
    """The cards of the gallery cover every status that orders of the sandbox have."""
    names = " ".join(item["name"] for item in items)
    for status in ("draft", "passed", "printed", "shipped", "delivered", "canceled", "failed"):
        assert status in names
