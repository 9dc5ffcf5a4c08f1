"""The error tree, and what a person reads of it."""

import pytest

from bot.orders.errors import (
    CannotTell,
    ChangesStopped,
    DeskBusy,
    DigestGone,
    DigestUnderWay,
    GelatoBusy,
    GelatoDown,
    GelatoRefused,
    GelatoTrouble,
    Interrupted,
    LastAdmin,
    NoSuchPerson,
    NotAllowed,
    NotAsked,
    NotPaused,
    NotWatched,
    OrderdeskError,
    OrderNotFound,
    StoreTrouble,
    SubscriptionGone,
    TooManyChanges,
)


def tree(root: type[OrderdeskError]) -> list[type[OrderdeskError]]:
    return [root, *(kind for child in root.__subclasses__() for kind in tree(child))]


@pytest.mark.parametrize("kind", tree(OrderdeskError), ids=lambda kind: kind.__name__)
def test_every_error_is_a_sentence(kind: type[OrderdeskError]):
    """An error without words of its own reads as its docstring, one with words as those."""
    assert str(kind()) == kind.__doc__
    assert str(kind("")) == kind.__doc__
    assert str(kind("Told otherwise.")) == "Told otherwise."
    assert str(kind()).endswith(".")


def test_what_a_person_got_wrong_is_no_incident():
    """Nobody is called out of bed for a typing error."""
    domain = [kind for kind in tree(OrderdeskError) if kind.__module__ == "bot.orders.errors"]
    assert {kind for kind in domain if not kind.is_incident} == {
        Interrupted,
        NotAsked,
        OrderNotFound,
        NotAllowed,
        NoSuchPerson,
        LastAdmin,
        *tree(ChangesStopped),
        NotPaused,
        SubscriptionGone,
        DigestGone,
        DigestUnderWay,
        *tree(NotWatched),
        CannotTell,
        TooManyChanges,
    }


@pytest.mark.parametrize("kind", [OrderNotFound, NotAsked, StoreTrouble, DeskBusy])
def test_what_gelato_is_not_to_blame_for_is_no_trouble_of_gelato(kind: type[OrderdeskError]):
    """The tree says whose trouble it is."""
    assert not issubclass(kind, GelatoTrouble)
    assert issubclass(GelatoRefused, GelatoTrouble)
    assert issubclass(GelatoDown, GelatoTrouble)


def test_a_busy_gelato_says_for_how_long():
    """What Gelato asked for is kept in seconds, and nothing is made up."""
    assert GelatoBusy(retry_after=2.5).retry_after == 2.5
    assert GelatoBusy().retry_after is None
