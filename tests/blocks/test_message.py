"""A message as it goes to Slack."""

import pytest

from blocks import parts
from blocks.message import LARGEST, Message, first_that_fits, without_pictures


def _message(count: int, size: int = 0) -> Message:
    blocks = [parts.divider() for _ in range(count)]
    return Message("text", (*blocks, parts.Block(x="x" * size)))


@pytest.mark.parametrize(
    ("message", "fits"),
    [
        pytest.param(_message(49), True, id="50 blocks"),
        pytest.param(_message(50), False, id="51 blocks"),
        pytest.param(_message(0, LARGEST - len('[{"x": ""}]')), True, id="as large as may be"),
        pytest.param(_message(0, LARGEST), False, id="too large"),
    ],
)
def test_a_message_knows_whether_slack_takes_it(message: Message, fits: bool):
    """At most 50 blocks and 12,000 characters fit."""
    assert message.fits is fits


def test_the_fullest_drawing_that_fits_is_taken():
    """Nothing is left out that has room, and nothing is drawn that is not needed."""
    drawn: list[int] = []

    def drawing(count: int) -> Message:
        drawn.append(count)
        return _message(count)

    taken = first_that_fits(lambda c=count: drawing(c) for count in (90, 60, 20, 1))
    assert taken == _message(20)
    assert drawn == [90, 60, 20]


def test_the_last_drawing_is_taken_where_none_fits():
    """There is always an answer."""
    assert first_that_fits(lambda c=count: _message(c) for count in (90, 60)) == _message(60)


def test_without_pictures_all_else_stays():
    """What Slack could not fetch is left away, and only that."""
    button = parts.section("b", parts.button("B", "a", "v"))
    message = Message(
        "t", (parts.section("p", parts.picture("https://a.example.com", "x")), button)
    )
    assert without_pictures(message) == Message("t", (parts.section("p"), button))
