"""Retry as one question put to an exception."""

from bot.orders.errors import GelatoBusy, GelatoDown

LONGEST_PAUSE = 5.0
"""Seconds. What Gelato asks for is honoured up to here; a person is waiting."""


def pause_before_retry(error: Exception, *, is_read: bool) -> bool | float:
    """False: give up. True: back off as usual. A number: the seconds that Gelato named.

    A write is repeated only after a 429, when nothing can have been done.
    """
    if isinstance(error, GelatoBusy):
        if error.retry_after is None:
            return True
        return error.retry_after if error.retry_after <= LONGEST_PAUSE else False
    return is_read and isinstance(error, GelatoDown)
