"""When a call is repeated."""

import pytest

from bot.gelato.retry import LONGEST_PAUSE, pause_before_retry
from bot.orders.errors import (
    AnswerNotUnderstood,
    GelatoBusy,
    GelatoDown,
    GelatoRefused,
    KeyRefused,
    OrderNotFound,
    UnknownOutcome,
)


@pytest.mark.parametrize(
    ("error", "read", "write"),
    [
        pytest.param(GelatoDown(), True, False, id="down"),
        pytest.param(GelatoDown(was_sent=False), True, True, id="not-reached"),
        pytest.param(GelatoBusy(), True, True, id="busy"),
        pytest.param(GelatoBusy(retry_after=0.0), 0.0, 0.0, id="busy-for-no-time"),
        pytest.param(GelatoBusy(retry_after=2.5), 2.5, 2.5, id="busy-for-a-while"),
        pytest.param(GelatoBusy(retry_after=LONGEST_PAUSE), 5.0, 5.0, id="busy-up-to-the-limit"),
        pytest.param(GelatoBusy(retry_after=5.01), False, False, id="busy-for-too-long"),
        pytest.param(KeyRefused(), False, False, id="key"),
        pytest.param(OrderNotFound(), False, False, id="not-found"),
        pytest.param(AnswerNotUnderstood(), False, False, id="not-understood"),
        pytest.param(GelatoRefused(), False, False, id="refused"),
        pytest.param(UnknownOutcome(), False, False, id="in-doubt"),
        pytest.param(ValueError(), False, False, id="a-fault-of-ours"),
    ],
)
def test_only_what_may_help_is_repeated(error: Exception, read: object, write: object):
    """A read is repeated when Gelato was down, a write only when it was certainly not done."""
    for is_read, pause in ((True, read), (False, write)):
        asked = pause_before_retry(error, is_read=is_read)
        assert (type(asked), asked) == (type(pause), pause)
